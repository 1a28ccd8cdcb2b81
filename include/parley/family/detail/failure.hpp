#ifndef PARLEY_FAMILY_DETAIL_FAILURE_HPP
#define PARLEY_FAMILY_DETAIL_FAILURE_HPP

// What providers say when a call fails, in all the shapes that were seen, as one error.

#include <parley/http/header.hpp>
#include <parley/http/response.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::family::detail {

struct code_row {
    std::string_view word;
    errc code;
};

/// The providers' own codes and types, and what they mean whatever the status says.
inline constexpr code_row codes[] = {
    {"context_length_exceeded", errc::context_too_long},
    {"exceed_context_size_error", errc::context_too_long},
    {"too_many_prompt_tokens", errc::context_too_long},
    {"insufficient_quota", errc::quota_exhausted},
    {"billing_hard_limit_reached", errc::quota_exhausted},
    {"billing_not_active", errc::quota_exhausted},
    {"rate_limit_exceeded", errc::rate_limited},
    {"rate_limit_error", errc::rate_limited},
    {"RateLimitReached", errc::rate_limited},
    {"invalid_api_key", errc::unauthenticated},
    {"invalid_key", errc::unauthenticated},
    {"authentication_error", errc::unauthenticated},
    {"model_not_found", errc::model_not_found},
    {"model_not_available", errc::model_not_found},
    {"invalid_model", errc::model_not_found},
    {"DeploymentNotFound", errc::model_not_found},
    {"content_filter", errc::content_filtered},
    {"content_policy_violation", errc::content_filtered},
    {"overloaded_error", errc::overloaded},
    {"server_error", errc::server_error},
    {"service_unavailable", errc::service_unavailable},
};

/// What only the text tells.
inline constexpr code_row phrases[] = {
    {"maximum context length", errc::context_too_long},
    {"Request too large", errc::request_too_large},
    {"exceeded your current quota", errc::quota_exhausted},
    {"credit balance is too low", errc::quota_exhausted},
};

struct status_row {
    int status;
    errc code;
};

inline constexpr status_row statuses[] = {
    {400, errc::invalid_request},     {401, errc::unauthenticated},      {402, errc::quota_exhausted},     {403, errc::forbidden},
    {404, errc::not_found},           {408, errc::timed_out},            {410, errc::endpoint_retired},    {413, errc::request_too_large},
    {429, errc::rate_limited},        {500, errc::server_error},         {502, errc::service_unavailable}, {503, errc::service_unavailable},
    {504, errc::service_unavailable}, {529, errc::overloaded},
};

/// Returns what a status means by itself; every status of failure means something.
constexpr errc code_of_status(int status) noexcept {
    for (auto const& row : statuses)
        if (row.status == status) return row.code;
    if (status >= 500) return errc::server_error;
    if (status >= 400) return errc::invalid_request;
    return errc::invalid_response;
}

/// Returns the status that a failure is answered with, for a server's half.
constexpr int status_of_code(errc code) noexcept {
    for (auto const& row : statuses)
        if (row.code == code) return row.status;
    return code == errc::model_not_found ? 404 : is(code, condition::retryable) ? 503 : 400;
}

constexpr std::optional<errc> find_code(std::string_view code, std::string_view type, std::string_view text) noexcept {
    for (auto const& row : codes)
        if (row.word == code) return row.code;
    for (auto const& row : phrases)
        if (text.find(row.word) != std::string_view::npos) return row.code;
    for (auto const& row : codes)
        if (row.word == type) return row.code;
    return std::nullopt;
}

inline std::string text_at(boost::json::object const& o, std::string_view key) {
    auto const* const v = o.if_contains(boost::json::string_view(key.data(), key.size()));
    if (!v) return {};
    if (auto const* const s = v->if_string()) return {s->data(), s->size()};
    if (auto const* const i = v->if_int64()) return std::to_string(*i);
    return {};
}

/// Reads a provider's error object, or whatever stands in its place, into `e`.
inline void read_error(boost::json::value const& said, error& e) {
    if (auto const* const s = said.if_string()) {
        e.provider.text.assign(s->data(), s->size());
        return;
    }
    auto const* const o = said.if_object();
    if (!o) return;
    if (auto const* const inner = o->if_contains("error"); inner && !inner->is_null()) {
        // {"code": …, "error": "sentence"} has its code outside
        e.provider.code = text_at(*o, "code");
        return read_error(*inner, e);
    }
    if (auto code = text_at(*o, "code"); !code.empty()) e.provider.code = std::move(code);
    e.provider.type = text_at(*o, "type");
    for (auto const* key : {"message", "detail", "reason"})
        if (e.provider.text.empty()) e.provider.text = text_at(*o, key);
}

/// Decides what an error is that has been read, and words it.
inline error classified(error e, int status) {
    e.provider.http_status = status;
    e.code = find_code(e.provider.code, e.provider.type, e.provider.text).value_or(code_of_status(status));
    e.message = sentence(e.code);
    return e;
}

inline std::optional<double> number(std::string_view text) {
    double value = 0;
    auto const [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || stop != text.data() + text.size() || !(value >= 0) || value > 1e9) return std::nullopt;
    return value;
}

/// Returns how long the provider asks to wait (RFC 9110, section 10.2.3, and the finer header of some providers).
inline std::optional<std::chrono::milliseconds> wait_hint(http::header const& h) {
    auto const milliseconds = [&](char const* name, double scale) -> std::optional<std::chrono::milliseconds> {
        auto const value = number(h.find(name).value_or(""));
        if (!value) return std::nullopt;
        return std::chrono::milliseconds(static_cast<std::int64_t>(*value * scale));
    };
    if (auto const fine = milliseconds("retry-after-ms", 1)) return fine;
    return milliseconds("retry-after", 1000);
}

/// Returns what an answer of failure means.
inline error read_failure(http::response const& r) {
    error e;
    if (auto const body = reflect::parse_value(r.body)) read_error(*body, e);
    e.provider.retry_after = wait_hint(r.header);
    for (auto const* name : {"x-request-id", "request-id", "apim-request-id"})
        if (e.provider.request_id.empty()) e.provider.request_id = r.header.find(name).value_or("");
    return classified(std::move(e), r.status);
}

} // namespace parley::inline v0::family::detail

#endif
