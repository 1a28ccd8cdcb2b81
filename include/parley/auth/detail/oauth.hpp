#ifndef PARLEY_AUTH_DETAIL_OAUTH_HPP
#define PARLEY_AUTH_DETAIL_OAUTH_HPP

// What token endpoints are asked and what they answer (RFC 6749, sections 2.3.1, 4.4, 5 and 6), read defensively.

#include <parley/auth/detail/credentials.hpp>
#include <parley/auth/detail/task.hpp>
#include <parley/auth/detail/token_source.hpp>
#include <parley/clock.hpp>
#include <parley/http/base64.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/url.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/time.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::auth::detail {

/// Encodes as forms do: a blank becomes a plus sign.
inline std::string form_encoded(std::string_view text) {
    boost::urls::encoding_opts how;
    how.space_as_plus = true;
    return boost::urls::encode(boost::urls::string_view(text.data(), text.size()), boost::urls::unreserved_chars, how);
}

/// A body of type `application/x-www-form-urlencoded`.
class form {
public:
    form(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
        for (auto const& [name, value] : fields) add(name, value);
    }
    /// Adds a field, unless it has no value: some servers take an empty one amiss.
    form& add(std::string_view name, std::string_view value) {
        if (!value.empty()) body_.append(body_.empty() ? "" : "&").append(form_encoded(name)).append("=").append(form_encoded(value));
        return *this;
    }
    http::request to(http::url endpoint) const {
        http::request made(std::move(endpoint));
        made.header.set("Content-Type", "application/x-www-form-urlencoded");
        made.header.set("Accept", "application/json");
        made.body = body_;
        return made;
    }

private:
    std::string body_;
};

inline http::request get(http::url from) {
    http::request made("GET", std::move(from));
    made.header.set("Accept", "application/json");
    return made;
}

/// `Basic <base64 of name:password>` (RFC 7617).
inline std::string basic(std::string_view name, std::string_view password) { return "Basic " + http::base64(std::string(name).append(":").append(password)); }

/// Scopes as requests carry them: sorted, each once, joined by blanks; `all-apis` where there are none.
/// @param all each may hold several, with blanks or commas between.
inline std::string scopes_text(std::vector<std::string> const& all) {
    constexpr std::string_view between = ", \t\r\n";
    std::vector<std::string> each;
    for (std::string_view text : all)
        for (auto at = text.find_first_not_of(between); at != std::string_view::npos; at = text.find_first_not_of(between, at)) {
            auto const end = std::min(text.find_first_of(between, at), text.size());
            each.emplace_back(text.substr(at, end - at));
            at = end;
        }
    std::sort(each.begin(), each.end());
    each.erase(std::unique(each.begin(), each.end()), each.end());
    if (each.empty()) return "all-apis";
    std::string joined;
    for (auto const& one : each) joined.append(joined.empty() ? "" : " ").append(one);
    return joined;
}

/// The address without its query, which may hold what is nobody's business.
inline std::string shown(http::url const& u) { return u.origin() + u.path(); }

inline std::string_view text_at(boost::json::object const& o, std::string_view key) noexcept {
    auto const* const found = o.if_contains(key);
    auto const* const text = found ? found->if_string() : nullptr;
    return text ? std::string_view(text->data(), text->size()) : std::string_view();
}

/// A word that a server says and that may stand in a sentence of ours: short, and nothing but letters, digits and `_-.`.
inline std::string_view plain_word(std::string_view word) noexcept {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    return word.size() <= 40 && word.find_first_not_of(allowed) == std::string_view::npos ? word : std::string_view();
}

/// Says whether a server's sentence repeats a secret that was sent to it.
inline bool repeats(std::string_view sentence, http::request const& sent) {
    auto const encoded = form_encoded(sentence);
    auto const holds = [&](std::string_view secret, std::size_t least) { return secret.size() >= least && encoded.find(secret) != std::string::npos; };
    auto const& body = sent.body;
    // The first field is the grant's name, and scopes are short.
    for (auto at = body.find('=', std::min(body.find('&'), body.size())); at != std::string::npos; at = body.find('=', at)) {
        ++at;
        if (holds(std::string_view(body).substr(at, std::min(body.find('&', at), body.size()) - at), 12)) return true;
    }
    auto const header = sent.header.find("authorization").value_or("");
    auto const text = header.substr(std::min(header.find(' ') + 1, header.size()));
    auto const pair = header.starts_with("Basic ") ? http::from_base64(text).value_or("") : std::string();
    return holds(form_encoded(text), 4) || holds(std::string_view(pair).substr(std::min(pair.find(':') + 1, pair.size())), 4);
}

/// Why a server that was asked for a token, or for what leads to one, gave none.
/// @param what   begins the sentence, such as `The token endpoint`.
/// @param asked  what was sent: where the server's sentence repeats a value of it, the sentence is left out.
inline error refusal(std::string_view what, http::request const& asked, http::response const& got, time_point now) {
    error why(got.status == 403                                       ? errc::forbidden
              : got.status == 404                                     ? errc::misconfigured
              : got.status == 429                                     ? errc::rate_limited
              : got.status == 503                                     ? errc::service_unavailable
              : got.status >= 500                                     ? errc::server_error
              : got.status == 400 || got.status == 401                ? errc::unauthenticated
                                                                      : errc::invalid_response);
    auto const body = reflect::parse_value(got.body);
    std::string text;
    if (body && body->is_object()) {
        auto const* const inner = body->get_object().if_contains("error"); // resource managers say {"error":{"code","message"}}
        auto const& o = inner && inner->is_object() ? inner->get_object() : body->get_object();
        for (auto const* const key : {"error", "errorCode", "error_code", "code", "status"})
            if (why.provider.code.empty()) why.provider.code = plain_word(text_at(o, key));
        for (auto const* const key : {"error_description", "errorSummary", "message"})
            if (text.empty()) text = text_at(o, key);
        // Azure adds numbers that help nobody but Azure.
        if (auto const trace = text.find(". Trace ID"); trace != std::string::npos) {
            text.resize(trace);
            if (auto const uri = text_at(o, "error_uri"); !uri.empty()) text.append(". See ").append(uri);
        }
    }
    if (!repeats(text, asked)) why.provider.text = text.substr(0, 500);
    why.provider.http_status = got.status;
    why.provider.retry_after = retry_after(got.header, now);
    why.provider.request_id = got.header.find("x-request-id").value_or("");
    why.message = std::string(what) + " answered " + std::to_string(got.status) + (why.provider.code.empty() ? "" : " (" + why.provider.code + ")") + ".";
    why.where = shown(asked.url);
    return why;
}

/// What was asked for when there was no answer at all.
inline error unreachable(std::string_view what, http::url const& at, error why) {
    why.message = std::string(what) + " cannot be reached: " + why.message;
    why.where = shown(at);
    return why;
}

/// Reads an answer that must be a JSON object with status 2xx.
inline result<boost::json::object> read_object(std::string_view what, http::request const& asked, result<http::response> const& got, time_point now) {
    if (!got) return unreachable(what, asked.url, got.error());
    if (!got->is_success()) return refusal(what, asked, *got, now);
    auto body = reflect::parse_value(got->body);
    if (body && body->is_object()) return std::move(body->get_object());
    auto const is_page = got->header.find("content-type").value_or("").find("html") != std::string_view::npos;
    error why(is_page ? errc::web_page : errc::invalid_response, std::string(what) + (is_page ? " answered with a web page." : " answered with something else than a JSON object."), shown(asked.url));
    why.provider.http_status = got->status;
    return why;
}

/// A token as it comes from a server or a program.
struct token_reply {
    secret access_token;
    std::string type = "Bearer";
    secret refresh_token = {};
    time_point expires = {};

    credentials as_authorization() const {
        credentials made;
        made.add("Authorization", type + " ", access_token);
        made.expires = expires;
        return made;
    }
};

/// Reads a number of seconds, written as a number or as text.
inline std::optional<std::int64_t> seconds_at(boost::json::object const& o, std::string_view key) {
    auto const* const v = o.if_contains(key);
    if (!v) return std::nullopt;
    if (auto const* const i = v->if_int64()) return *i;
    if (auto const* const d = v->if_double(); d && *d >= 0 && *d < 1e12) return static_cast<std::int64_t>(*d);
    auto const text = text_at(o, key);
    std::int64_t seconds = 0;
    auto const [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (text.empty() || failure != std::errc() || stop != text.data() + text.size()) return std::nullopt;
    return seconds;
}

/// Reads when a token ends: RFC 3339, also with a blank in the middle; a time without an offset is UTC.
inline std::optional<time_point> moment(std::string_view text) {
    auto nanoseconds = reflect::from_rfc3339(text);
    if (!nanoseconds) nanoseconds = reflect::from_rfc3339(std::string(text) + "Z");
    if (!nanoseconds) return std::nullopt;
    return time_point(std::chrono::duration_cast<time_point::duration>(std::chrono::nanoseconds(*nanoseconds)));
}

inline bool can_stand_in_header(std::string_view text) noexcept { return !text.empty() && http::is_field_value(text); }

/// Reads a token's answer: `expires_in` (seconds from now), `expires_on` (seconds since 1970) or `expiry` (a time); one hour where it says none.
/// @return `errc::invalid_response` with a sentence that begins with `what`.
inline result<token_reply> read_token(std::string_view what, boost::json::object const& o, time_point now, std::string_view key = "access_token") {
    auto const refuse = [&](char const* why) { return error(errc::invalid_response, std::string(what) + why); };
    auto const text = text_at(o, key);
    if (!can_stand_in_header(text)) return refuse(" gave no token: invalid token.");
    auto access = secret::make(std::string(text));
    if (!access) return refuse(" gave a mask in place of a token: invalid token.");
    token_reply made{std::move(*access)};
    if (auto const type = text_at(o, "token_type"); http::is_field_name(type)) made.type = type;
    if (auto refresh = secret::make(std::string(text_at(o, "refresh_token")))) made.refresh_token = std::move(*refresh);
    // Servers write `bearer` too, which not every other server knows again.
    if (http::equals_ignoring_case(made.type, "Bearer")) made.type = "Bearer";

    constexpr std::int64_t longest = 100ll * 366 * 24 * 3600; // in seconds; far from where time points end
    std::optional<time_point> ends;
    if (auto const lives = seconds_at(o, "expires_in")) ends = now + std::chrono::seconds(std::clamp<std::int64_t>(*lives, 0, longest));
    else if (auto const on = seconds_at(o, "expires_on")) ends = time_point(std::chrono::seconds(std::clamp<std::int64_t>(*on, 0, longest)));
    else if (auto const expiry = text_at(o, "expiry"); !expiry.empty()) ends = moment(expiry);
    else if (!o.contains("expires_in") && !o.contains("expires_on") && !o.contains("expiry")) ends = now + std::chrono::hours(1);
    if (!ends) return refuse(" gave a token without a readable end: invalid token expiry.");
    made.expires = *ends;
    return made;
}

/// Asks a token endpoint and reads its token.
inline task<result<token_reply>> token_from(http::request request, std::string_view what = "The token endpoint", std::chrono::milliseconds limit = usual_limit, bool is_retried = true) {
    auto const got = co_await response_to(request, limit, is_retried);
    auto const now = co_await present();
    auto const body = read_object(what, request, got, now);
    if (!body) co_return body.error();
    auto token = read_token(what, *body, now);
    if (!token) {
        auto why = token.error();
        why.where = shown(request.url);
        co_return why;
    }
    co_return token;
}

} // namespace parley::inline v0::auth::detail

#endif
