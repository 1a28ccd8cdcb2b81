#ifndef PARLEY_FAMILY_DETAIL_FAILURE_HPP
#define PARLEY_FAMILY_DETAIL_FAILURE_HPP

// What providers say when a call fails, in all the shapes that were seen, as one error.

#include <parley/error.hpp>
#include <parley/family/detail/failure_words.hpp>
#include <parley/family/detail/wait_hint.hpp>
#include <parley/http/header.hpp>
#include <parley/http/response.hpp>
#include <parley/reflect/parse.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::family::detail {

inline boost::json::value const* member_of(boost::json::object const& o, std::string_view key) {
    auto const* const found = o.if_contains(boost::json::string_view(key.data(), key.size()));
    return found && !found->is_null() ? found : nullptr;
}

/// Returns a string; empty for anything else.
inline std::string text_of(boost::json::value const* v) {
    auto const* const s = v ? v->if_string() : nullptr;
    return s ? std::string(s->data(), s->size()) : std::string();
}

inline std::string text_at(boost::json::object const& o, std::string_view key) { return text_of(member_of(o, key)); }

/// Returns a code, which may be a number.
inline std::string code_at(boost::json::object const& o, std::string_view key) {
    auto const* const v = member_of(o, key);
    auto const* const i = v ? v->if_int64() : nullptr;
    return i ? std::to_string(*i) : text_of(v);
}

/// Returns the sentence that stands in `v`: itself, that of its `message` or the like, or those of all elements.
inline std::string sentence_in(boost::json::value const& v) {
    if (auto const* const all = v.if_array()) {
        std::string joined;
        for (auto const& one : *all)
            if (auto const text = sentence_in(one); !text.empty()) joined.append(joined.empty() ? "" : "; ").append(text);
        return joined;
    }
    auto const* const o = v.if_object();
    if (!o) return text_of(&v);
    for (auto const* const key : {"message", "msg", "detail", "error_description", "reason", "error"})
        if (auto const* const found = member_of(*o, key))
            if (auto text = sentence_in(*found); !text.empty()) return text;
    return {};
}

/// Reads Google's `details`: the reason or the quota is what the code says elsewhere.
inline void read_details(boost::json::value const& details, error& e) {
    auto const* const all = details.if_array();
    if (!all) return;
    std::string quota;
    for (auto const& one : *all) {
        auto const* const o = one.if_object();
        if (!o) continue;
        auto const kind = text_at(*o, "@type");
        if (kind.ends_with("ErrorInfo")) {
            e.provider.code = text_at(*o, "reason");
        } else if (kind.ends_with("RequestInfo")) {
            e.provider.request_id = text_at(*o, member_of(*o, "requestId") ? "requestId" : "request_id");
        } else if (kind.ends_with("RetryInfo")) {
            e.provider.retry_after = read_duration(text_at(*o, member_of(*o, "retryDelay") ? "retryDelay" : "retry_delay"));
        } else if (kind.ends_with("QuotaFailure")) {
            auto const* const violations = member_of(*o, "violations");
            auto const* const list = violations ? violations->if_array() : nullptr;
            if (!list) continue;
            // The quota that takes longest counts.
            for (auto const& violation : *list)
                if (auto const* const v = violation.if_object())
                    if (auto id = text_at(*v, "quotaId"); quota.empty() || class_of(id, "", "", 429) == errc::quota_exhausted) quota = std::move(id);
        }
    }
    if (!quota.empty()) e.provider.code = std::move(quota);
}

/// Reads a provider's error object, or whatever stands in its place, into `e`.
inline void read_error(boost::json::value const& said, error& e) {
    if (auto const* const all = said.if_array()) {
        if (!all->empty()) read_error(all->front(), e);
        return;
    }
    auto const* const o = said.if_object();
    if (!o) {
        e.provider.text = text_of(&said);
        return;
    }
    auto const take = [o](std::string& to, auto const& at, std::initializer_list<std::string_view> keys) {
        for (auto const key : keys)
            if (auto text = at(*o, key); !text.empty()) {
                to = std::move(text);
                return;
            }
    };
    take(e.provider.request_id, text_at, {"request_id"});
    take(e.provider.code, code_at, {"code", "error_code"});
    auto const* const inner = member_of(*o, "error");
    if (inner && inner->is_object()) return read_error(*inner, e); // the type that stands outside is that of the message
    take(e.provider.type, text_at, {"type", "status", "error_type"});
    if (member_of(*o, "error_description")) take(e.provider.code, text_at, {"error"}); // RFC 6749, section 5.2
    else if (inner) e.provider.text = sentence_in(*inner);
    if (e.provider.text.empty()) e.provider.text = sentence_in(said);
    if (auto const* const list = member_of(*o, "errors"); list && e.provider.text.empty()) read_error(*list, e);
    if (auto const* const details = member_of(*o, "details")) read_details(*details, e);
}

/// Reads a sentence, before which a code may stand, as in `REQUEST_LIMIT_EXCEEDED: Try again later.`
inline void read_sentence(std::string_view text, error& e) {
    auto const end = text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
    if (end != std::string_view::npos && text.find('_') < end && text.substr(end).starts_with(": ")) {
        e.provider.code = text.substr(0, end);
        text.remove_prefix(end + 2);
    }
    e.provider.text = text;
}

/// Decides what an error is that has been read, and words it. A wait makes sense only where trying again does.
/// @param status of the answer; 0 inside a stream, where the error's code may be one.
inline error classified(error e, int status) {
    if (status == 0)
        if (auto const said = number(e.provider.code); said && *said >= 400 && *said < 600) status = static_cast<int>(*said);
    e.provider.http_status = status;
    e.code = class_of(e.provider.code, e.provider.type, e.provider.text, status);
    e.message = sentence(e.code);
    if (!is(e, condition::retryable)) e.provider.retry_after.reset();
    else if (!e.provider.retry_after) e.provider.retry_after = wait_in_text(e.provider.text);
    return e;
}

/// Returns what an error object means that stands in a stream or in an answer of success.
inline error read_failure(boost::json::value const& said) {
    error e;
    read_error(said, e);
    return classified(std::move(e), 0);
}

/// Says whether a body is a web page.
inline bool is_web_page(std::string_view body) noexcept {
    body.remove_prefix(std::min(body.size(), body.find_first_not_of(" \t\r\n\xEF\xBB\xBF")));
    return body.starts_with('<');
}

/// Returns the error for an answer of success that cannot be read.
inline error unreadable(std::string_view body) {
    if (is_web_page(body)) return error(errc::web_page, "The address answered with a web page: it may belong to something else, or want a login.");
    return error(errc::invalid_response);
}

/// Returns what an answer of failure means.
inline error read_failure(http::response const& r) {
    if (r.status < 400) return unreadable(r.body);
    error e;
    std::string_view text = r.body;
    // Asked for a stream, some hosts refuse with its first event.
    if (auto const data = text.starts_with("data:") ? 0 : text.find("\ndata:"); data != std::string_view::npos && !text.starts_with('{'))
        text = text.substr(text.find(':', data) + 1, text.find('\n', data + 1) - text.find(':', data) - 1);
    constexpr std::size_t longest_sentence = 500;
    if (auto const body = reflect::parse_value(text)) read_error(*body, e);
    else if (!is_web_page(text) && text.size() <= longest_sentence) read_sentence(text, e);
    for (auto const* const name : {"x-request-id", "request-id", "apim-request-id", "x-amzn-requestid"})
        if (auto const id = r.header.find(name); id && !id->empty()) {
            e.provider.request_id = *id;
            break;
        }
    if (auto const wait = wait_in_header(r.header)) e.provider.retry_after = wait;
    e = classified(std::move(e), r.status);
    if (e.code == errc::rate_limited && !e.provider.retry_after) e.provider.retry_after = wait_for_limits(r.header);
    return e;
}

} // namespace parley::inline v0::family::detail

#endif
