#ifndef PARLEY_FAMILY_DETAIL_GEMINI_FAILURE_HPP
#define PARLEY_FAMILY_DETAIL_GEMINI_FAILURE_HPP

// What a server of Gemini's says when a call fails.

#include <parley/error.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/family/detail/failure_words.hpp>
#include <parley/reflect/json_writer.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace parley::inline v0::family::detail {

struct gemini_status_row {
    int status;
    std::string_view word;
};
inline constexpr gemini_status_row gemini_statuses[] = {
    {400, "INVALID_ARGUMENT"}, {401, "UNAUTHENTICATED"}, {403, "PERMISSION_DENIED"}, {404, "NOT_FOUND"},         {409, "ABORTED"},
    {429, "RESOURCE_EXHAUSTED"}, {499, "CANCELLED"},     {500, "INTERNAL"},          {501, "UNIMPLEMENTED"}, {503, "UNAVAILABLE"},
    {504, "DEADLINE_EXCEEDED"},
};

/// Returns the status of an error, and Google's word for it.
inline gemini_status_row gemini_status(error const& why) noexcept {
    bool const is_spent = why.code == errc::quota_exhausted, is_away = why.code == errc::service_unavailable || why.code == errc::overloaded;
    auto const usual = is_spent ? 429 : is_away ? 503 : status_of_code(why.code);
    auto const status = why.provider.http_status != 0 ? why.provider.http_status : usual;
    for (auto const& row : gemini_statuses)
        if (row.status == status) return row;
    return {status, is(why.code, condition::retryable) ? "UNAVAILABLE" : "FAILED_PRECONDITION"};
}

/// Returns a duration as Google writes it: `1.5s`.
inline std::string google_duration(std::chrono::milliseconds wait) {
    auto const fraction = std::to_string(1000 + wait.count() % 1000).substr(1);
    return std::to_string(wait.count() / 1000) + (fraction == "000" ? "" : "." + fraction) + "s";
}

/// Writes the body: the sentence, the provider's own code as a reason, and how long to wait.
inline std::string gemini_failure_text(error const& why) {
    auto const status = gemini_status(why);
    std::string text;
    reflect::json_writer out(text);
    body_writer w(out);
    bool const is_daily = why.code == errc::quota_exhausted && status.status == 429;
    w.element([&] {
        w.object("error", [&] {
            w("code", status.status);
            w("message", why.provider.text.empty() ? why.message : why.provider.text);
            w("status", status.word);
            if (why.provider.code.empty() && !why.provider.retry_after && !is_daily) return;
            w.array("details", [&] {
                auto const detail = [&](std::string_view type, auto&& members) {
                    w.element([&] {
                        w("@type", std::string("type.googleapis.com/google.rpc.").append(type));
                        members();
                    });
                };
                if (is_daily)
                    detail("QuotaFailure", [&] {
                        w.array("violations", [&] { w.element([&] { w("quotaId", "GenerateRequestsPerDay"); }); });
                    });
                else if (!why.provider.code.empty()) detail("ErrorInfo", [&] { w("reason", why.provider.code); });
                if (auto const wait = why.provider.retry_after) detail("RetryInfo", [&] { w("retryDelay", google_duration(*wait)); });
            });
        });
    });
    out.finish();
    return text;
}

} // namespace parley::inline v0::family::detail

#endif
