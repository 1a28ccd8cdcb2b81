#ifndef PARLEY_FAMILY_DETAIL_FAILURE_WORDS_HPP
#define PARLEY_FAMILY_DETAIL_FAILURE_WORDS_HPP

// The words in which providers say why a call failed, and what they mean.

#include <parley/errc.hpp>
#include <parley/http/header.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace parley::inline v0::family::detail {

struct code_row {
    std::string_view word;
    errc code;
};

/// Codes and types that mean one thing whatever the status and the text say. The first row of an errc is the word that a server answers with.
inline constexpr code_row codes[] = {
    {"context_length_exceeded", errc::context_too_long},
    {"exceed_context_size_error", errc::context_too_long},
    {"too_many_prompt_tokens", errc::context_too_long},
    {"model_max_prompt_tokens_exceeded", errc::context_too_long},
    {"insufficient_quota", errc::quota_exhausted},
    {"billing_hard_limit_reached", errc::quota_exhausted},
    {"billing_not_active", errc::quota_exhausted},
    {"billing_error", errc::quota_exhausted},
    {"RESOURCE_EXHAUSTED", errc::rate_limited},
    {"REQUEST_LIMIT_EXCEEDED", errc::rate_limited},
    {"ThrottlingException", errc::rate_limited},
    {"invalid_api_key", errc::unauthenticated},
    {"API_KEY_INVALID", errc::unauthenticated},
    {"invalid_key", errc::unauthenticated},
    {"UNAUTHENTICATED", errc::unauthenticated},
    {"model_not_found", errc::model_not_found},
    {"model_not_available", errc::model_not_found},
    {"invalid_model", errc::model_not_found},
    {"DeploymentNotFound", errc::model_not_found},
    {"content_filter", errc::content_filtered},
    {"content_policy_violation", errc::content_filtered},
    {"ResponsibleAIPolicyViolation", errc::content_filtered},
    {"invalid_prompt", errc::content_filtered},
    {"previous_response_not_found", errc::state_lost},
    {"invalid_encrypted_content", errc::state_lost},
    {"tool_use_failed", errc::invalid_output},
    {"json_validate_failed", errc::invalid_output},
    {"overloaded_error", errc::overloaded},
    {"request_too_large", errc::request_too_large},
};

/// What only the text tells, in lower case; where a status stands, only together with it.
struct phrase_row {
    std::string_view words;
    errc code;
    int status = 0;
};
inline constexpr phrase_row phrases[] = {
    {"maximum context length", errc::context_too_long},
    {"maximum prompt length", errc::context_too_long},
    {"prompt is too long", errc::context_too_long},
    {"input is too long", errc::context_too_long},
    {"exceeds the context window", errc::context_too_long},
    {"exceed context limit", errc::context_too_long},
    {"exceeds the maximum number of tokens", errc::context_too_long},
    {"available context size", errc::context_too_long},
    {"greater than the context length", errc::context_too_long},
    {"request too large for", errc::context_too_long}, // more tokens than a whole minute allows: waiting does not help, asking less does
    {"exceeded your current quota", errc::quota_exhausted},
    {"credit balance is too low", errc::quota_exhausted},
    {"insufficient balance", errc::quota_exhausted},
    {"insufficient credits", errc::quota_exhausted},
    {"monthly included credits", errc::quota_exhausted},
    {"used all available credits", errc::quota_exhausted},
    {"specified api usage limits", errc::quota_exhausted},
    {"missing a thought_signature", errc::state_lost},
    {"thought signature is not valid", errc::state_lost},
    {"invalid `signature` in `thinking` block", errc::state_lost},
    {"encrypted content could not be verified", errc::state_lost},
    {"without its required following item", errc::state_lost},
    {"without its required 'reasoning' item", errc::state_lost},
    {"items are not persisted when", errc::state_lost},
    {"item 'rs_", errc::state_lost},
    {"item with id 'rs_", errc::state_lost},
    {"api key not valid", errc::unauthenticated},
    {"api key expired", errc::unauthenticated},
    {"incorrect api key", errc::unauthenticated},
    {"content filtering policy", errc::content_filtered},
    {"overloaded", errc::overloaded},
    {"experiencing high demand", errc::overloaded},
    {"model", errc::model_not_found, 404}, // hosts have no other way to say it than this status and a sentence
};

/// Codes and types that say less than the text may.
inline constexpr code_row vague_codes[] = {
    {"rate_limit_exceeded", errc::rate_limited},
    {"rate_limit_error", errc::rate_limited},
    {"RateLimitReached", errc::rate_limited},
    {"too_many_requests", errc::rate_limited},
    {"authentication_error", errc::unauthenticated},
    {"permission_error", errc::forbidden},
    {"PERMISSION_DENIED", errc::forbidden},
    {"not_found_error", errc::not_found},
    {"NOT_FOUND", errc::not_found},
    {"timeout_error", errc::timed_out},
    {"DEADLINE_EXCEEDED", errc::timed_out},
    {"server_error", errc::server_error},
    {"api_error", errc::server_error},
    {"INTERNAL", errc::server_error},
    {"UNAVAILABLE", errc::service_unavailable},
    {"service_unavailable", errc::service_unavailable},
    {"CANCELLED", errc::service_unavailable},
    {"INVALID_ARGUMENT", errc::invalid_request},
    {"FAILED_PRECONDITION", errc::invalid_request},
};

/// Read only where no status is known, as inside a stream: with one, hosts say these whatever went wrong.
inline constexpr code_row empty_codes[] = {
    {"invalid_request_error", errc::invalid_request},
    {"BadRequestError", errc::invalid_request},
};

/// Google's names of quotas end in the time after which they are whole again; after a minute, waiting helps.
inline constexpr code_row quota_periods[] = {{"PerDay", errc::quota_exhausted}, {"PerMonth", errc::quota_exhausted}};

struct status_row {
    int status;
    errc code;
};
inline constexpr status_row statuses[] = {
    {400, errc::invalid_request},     {401, errc::unauthenticated},     {402, errc::quota_exhausted},     {403, errc::forbidden},
    {404, errc::not_found},           {408, errc::timed_out},           {409, errc::conflict},            {410, errc::endpoint_retired},
    {413, errc::request_too_large},   {425, errc::service_unavailable}, {429, errc::rate_limited},        {451, errc::content_filtered},
    {499, errc::service_unavailable}, {500, errc::server_error},        {501, errc::unsupported},         {503, errc::service_unavailable},
    {502, errc::service_unavailable}, {504, errc::service_unavailable}, {529, errc::overloaded},
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

/// Returns a provider's word for a failure, for a server's half; empty where there is none.
constexpr std::string_view word_for(errc code) noexcept {
    for (std::span<code_row const> const table : {std::span<code_row const>(codes), std::span<code_row const>(vague_codes)})
        for (auto const& row : table)
            if (row.code == code) return row.word;
    return {};
}

constexpr std::optional<errc> find_word(std::span<code_row const> table, std::string_view word) noexcept {
    for (auto const& row : table)
        if (http::equals_ignoring_case(row.word, word)) return row.code;
    return std::nullopt;
}

/// Finds `words`, which are in lower case, in a text in any case.
constexpr std::size_t find_words(std::string_view text, std::string_view words) noexcept {
    auto const same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + ('a' - 'A')) : a) == b; };
    auto const at = std::search(text.begin(), text.end(), words.begin(), words.end(), same);
    return at == text.end() ? std::string_view::npos : static_cast<std::size_t>(at - text.begin());
}

/// Returns what a failure is called.
/// @param status 0 where none is known.
constexpr errc class_of(std::string_view code, std::string_view type, std::string_view text, int status) noexcept {
    for (auto const& row : quota_periods)
        if (code.find(row.word) != std::string_view::npos) return row.code;
    if (auto const found = find_word(codes, code)) return *found;
    if (auto const found = find_word(codes, type)) return *found;
    for (auto const& row : phrases)
        if ((row.status == 0 || row.status == status) && find_words(text, row.words) != std::string_view::npos) return row.code;
    if (auto const found = find_word(vague_codes, code)) return *found;
    if (auto const found = find_word(vague_codes, type)) return *found;
    if (status != 0) return code_of_status(status);
    return find_word(empty_codes, type).value_or(errc::server_error);
}

} // namespace parley::inline v0::family::detail

#endif
