#ifndef PARLEY_TRANSPORT_DETAIL_TAPE_HPP
#define PARLEY_TRANSPORT_DETAIL_TAPE_HPP

// What a cassette holds: exchanges without credentials, kept, found again, written and read.

#include <parley/http/header.hpp>
#include <parley/http/recorded.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/migrate/atomic_file.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/same_json.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::transport::detail {

struct taped_exchange {
    http::recorded_request request;
    http::recorded_response response;
    boost::json::object extra = {};
};
BOOST_DESCRIBE_STRUCT(taped_exchange, (), (request, response, extra))

/// The members of bodies and queries that hold credentials (RFC 6749, RFC 7521, RFC 7636, RFC 8693, and vendors' own).
constexpr bool holds_a_credential(std::string_view member) noexcept {
    constexpr std::string_view members[] = {"access_token", "refresh_token", "id_token", "client_secret", "client_assertion", "assertion", "subject_token",
                                            "code", "code_verifier", "password", "api_key", "apikey", "key", "accessToken", "oidcToken", "sig"};
    return std::find(std::begin(members), std::end(members), member) != std::end(members);
}

inline constexpr std::string_view scrubbed = "***";

/// Scrubs texts in a body of JSON. Only the outermost members are looked at: further in stand prompts and answers.
inline void scrub(boost::json::value& body) {
    auto* const o = body.if_object();
    if (!o) return;
    for (auto& member : *o)
        if (member.value().is_string() && holds_a_credential({member.key().data(), member.key().size()})) member.value() = boost::json::string(scrubbed.data(), scrubbed.size());
}

/// Scrubs `name=value` pairs, as in a query and a form.
inline std::string scrub_pairs(std::string_view pairs) {
    std::string clean;
    while (!pairs.empty()) {
        auto const end = std::min(pairs.find('&'), pairs.size());
        auto const pair = pairs.substr(0, end);
        auto const sign = std::min(pair.find('='), pair.size());
        if (!clean.empty()) clean += '&';
        clean.append(pair.substr(0, sign));
        if (sign != pair.size()) clean.append("=").append(holds_a_credential(pair.substr(0, sign)) ? scrubbed : pair.substr(sign + 1));
        pairs.remove_prefix(std::min(end + 1, pairs.size()));
    }
    return clean;
}

inline std::map<std::string, std::string> scrub(http::header const& h) {
    std::map<std::string, std::string> clean;
    for (auto const& [name, value] : h) {
        auto key = name;
        std::transform(key.begin(), key.end(), key.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        auto& joined = clean[key];
        joined = joined.empty() ? (http::is_sensitive(name) ? std::string(scrubbed) : value) : joined + ", " + value;
    }
    return clean;
}

inline http::recorded_request scrubbed_request(http::request const& r) {
    http::recorded_request clean;
    clean.method = r.method;
    clean.url = r.url.origin() + r.url.path();
    if (!r.url.query().empty()) clean.url.append("?").append(scrub_pairs(r.url.query()));
    clean.headers = scrub(r.header);
    if (r.body.empty()) {
        clean.body_kind = "none";
    } else if (auto body = reflect::parse_value(r.body)) {
        clean.body_kind = "json";
        clean.body = std::move(*body);
        scrub(clean.body);
    } else {
        clean.body_kind = "text";
        bool const is_form = r.header.find("content-type").value_or("").starts_with("application/x-www-form-urlencoded");
        auto const text = is_form ? scrub_pairs(r.body) : r.body;
        clean.body = boost::json::string(text.data(), text.size());
    }
    return clean;
}

inline http::recorded_response scrubbed_response(http::response const& r) {
    http::recorded_response clean;
    clean.status = r.status;
    clean.headers = scrub(r.header);
    clean.body = r.body;
    if (auto body = reflect::parse_value(r.body)) {
        auto const before = *body;
        scrub(*body);
        if (*body != before) clean.body = reflect::to_text(*body); // else it stays byte for byte
    }
    return clean;
}

/// Says what two requests differ in; nothing where they are the same. Neither the host nor headers are compared.
inline std::string difference(http::recorded_request const& asked, http::recorded_request const& taped) {
    auto const path = [](std::string const& url) {
        auto const scheme = url.find("://");
        auto const at = url.find('/', scheme == std::string::npos ? 0 : scheme + 3);
        return at == std::string::npos ? std::string("/") : url.substr(at);
    };
    if (asked.method != taped.method) return "method " + taped.method;
    if (path(asked.url) != path(taped.url)) return "path " + path(taped.url);
    if (reflect::same_json(asked.body, taped.body)) return {};
    auto const* const a = asked.body.if_object();
    auto const* const b = taped.body.if_object();
    if (!a || !b) return "body";
    for (auto const& member : *b)
        if (auto const* const own = a->if_contains(member.key()); !own || !reflect::same_json(*own, member.value())) return "body member " + std::string(member.key());
    for (auto const& member : *a)
        if (!b->contains(member.key())) return "body member " + std::string(member.key());
    return "body";
}

class tape {
public:
    result<void> load(std::string const& path) {
        auto const text = migrate::read_file(path);
        if (!text) return text.error();
        std::size_t number = 0;
        for (std::string_view rest = *text; !rest.empty();) {
            auto const end = std::min(rest.find('\n'), rest.size());
            auto const line = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            ++number;
            if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
            auto read = reflect::parse<taped_exchange>(line);
            if (!read) {
                error why(errc::corrupt_file, "Line " + std::to_string(number) + " of the cassette is no exchange.", path);
                why.problems = std::move(read.error().problems);
                return why;
            }
            entries_.push_back({std::move(*read), false});
        }
        return {};
    }

    result<void> save(std::string const& path) const {
        std::lock_guard const lock(mutex_);
        std::string text;
        for (auto const& e : entries_) {
            reflect::append_text(text, e.what);
            text += '\n';
        }
        return migrate::replace_file(path, text);
    }

    void keep(http::request const& request, http::response const& answer) {
        taped_exchange made{scrubbed_request(request), scrubbed_response(answer)};
        std::lock_guard const lock(mutex_);
        entries_.push_back({std::move(made), true});
    }

    result<http::response> play(http::request const& request, bool strict) {
        auto const asked = scrubbed_request(request);
        std::lock_guard const lock(mutex_);
        std::string nearest;
        for (auto& e : entries_) {
            if (e.played) continue;
            auto differs = strict ? difference(asked, e.what.request) : std::string();
            if (differs.empty()) {
                e.played = true;
                return to_response(e.what.response);
            }
            // An exchange that has the same path is a better hint than one that has not.
            if (nearest.empty() || (nearest.starts_with("path") && !differs.starts_with("path"))) nearest = std::move(differs);
        }
        return error(errc::not_found,
                     nearest.empty() ? "Every exchange of the cassette has been played." : "No exchange of the cassette fits; the nearest differs in: " + nearest + ".",
                     request.method + " " + request.url.path());
    }

    std::size_t size() const {
        std::lock_guard const lock(mutex_);
        return entries_.size();
    }
    std::size_t unplayed() const {
        std::lock_guard const lock(mutex_);
        return static_cast<std::size_t>(std::count_if(entries_.begin(), entries_.end(), [](entry const& e) { return !e.played; }));
    }

private:
    struct entry {
        taped_exchange what;
        bool played;
    };

    mutable std::mutex mutex_;
    std::vector<entry> entries_;
};

} // namespace parley::inline v0::transport::detail

#endif
