#ifndef PARLEY_ERRC_HPP
#define PARLEY_ERRC_HPP

#include <parley/config.hpp>

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/error_condition.hpp>

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>

namespace parley::inline v0 {

/// Every cause of failure that the library knows: a closed set that callers switch on. Values are stable; new ones are only added at the end.
///
/// Converts to `boost::system::error_code` and `std::error_code`; compare those with a `condition` to ask about a whole group.
enum class errc {
    invalid_argument = 1,
    invalid_json,
    invalid_document,
    limit_exceeded,
    masked_secret,
    version_not_integer,
    version_negative,
    version_newer,
    no_migration_step,
    step_did_not_advance,
    step_failed,
    not_found,
    already_exists,
    invalid_name,
    limit_reached,
    in_use,
    conflict,
    lock_timeout,
    corrupt_file,
    io_failed,
    permission_denied,
    cipher_missing,
    decryption_failed,
    misconfigured,
    ambiguous_proxy,
    unsupported,
    unauthenticated,
    forbidden,
    login_required,
    invalid_request,
    model_not_found,
    endpoint_retired,
    context_too_long,
    request_too_large,
    content_filtered,
    refused,
    rate_limited,
    quota_exhausted,
    overloaded,
    server_error,
    service_unavailable,
    invalid_response,
    response_too_large,
    truncated,
    insecure_transport,
    name_resolution_failed,
    connect_failed,
    connection_lost,
    tls_failed,
    timed_out,
    cancelled,
    process_failed,
    tool_failed,
    step_limit_reached,
    state_lost,
    invalid_output,
    web_page,
};

/// Groups of causes, to compare an error code with: `if (code == condition::retryable) …`.
enum class condition {
    retryable = 1, ///< the same call may succeed later
    auth,          ///< who the caller is, or what the caller may do
    quota,         ///< too much was asked in too short a time, or all that was paid for is used
};

namespace detail {

enum class group : unsigned char { none, retryable, auth, quota, retryable_quota };

struct errc_row {
    errc code;
    std::string_view name;
    std::string_view sentence;
    group member_of = group::none;
};

inline constexpr errc_row errc_rows[] = {
    {errc::invalid_argument, "invalid_argument", "The argument cannot be used."},
    {errc::invalid_json, "invalid_json", "The text is not valid JSON."},
    {errc::invalid_document, "invalid_document", "The document does not have the expected shape."},
    {errc::limit_exceeded, "limit_exceeded", "The document is larger or deeper than allowed."},
    {errc::masked_secret, "masked_secret", "A mask was given where a secret is needed."},
    {errc::version_not_integer, "version_not_integer", "The document's version is not an integer."},
    {errc::version_negative, "version_negative", "The document's version is negative."},
    {errc::version_newer, "version_newer", "The document was written by a newer version of the program."},
    {errc::no_migration_step, "no_migration_step", "No migration step leads on from the document's version."},
    {errc::step_did_not_advance, "step_did_not_advance", "A migration step did not advance the version."},
    {errc::step_failed, "step_failed", "A migration step failed."},
    {errc::not_found, "not_found", "Not found."},
    {errc::already_exists, "already_exists", "It exists already."},
    {errc::invalid_name, "invalid_name", "The name is not allowed."},
    {errc::limit_reached, "limit_reached", "The limit is reached."},
    {errc::in_use, "in_use", "It is still in use."},
    {errc::conflict, "conflict", "The stored state has changed in between."},
    {errc::lock_timeout, "lock_timeout", "The lock was not free in time.", group::retryable},
    {errc::corrupt_file, "corrupt_file", "The file cannot be read and was left as it is."},
    {errc::io_failed, "io_failed", "Reading or writing failed."},
    {errc::permission_denied, "permission_denied", "The file system denies access."},
    {errc::cipher_missing, "cipher_missing", "No key was given for encrypted values."},
    {errc::decryption_failed, "decryption_failed", "The encrypted value cannot be opened with this key."},
    {errc::misconfigured, "misconfigured", "The configuration is incomplete or contradicts itself."},
    {errc::ambiguous_proxy, "ambiguous_proxy", "The model names a proxy but no proxy address is set."},
    {errc::unsupported, "unsupported", "What was asked cannot be carried here."},
    {errc::unauthenticated, "unauthenticated", "The credentials were not accepted.", group::auth},
    {errc::forbidden, "forbidden", "The credentials do not permit this.", group::auth},
    {errc::login_required, "login_required", "An interactive login is needed.", group::auth},
    {errc::invalid_request, "invalid_request", "The provider rejected the request."},
    {errc::model_not_found, "model_not_found", "The provider does not offer this model."},
    {errc::endpoint_retired, "endpoint_retired", "The provider has retired this endpoint."},
    {errc::context_too_long, "context_too_long", "The request exceeds the model's context."},
    {errc::request_too_large, "request_too_large", "The request is too large."},
    {errc::content_filtered, "content_filtered", "The provider's content filter stopped the answer."},
    {errc::refused, "refused", "The model declined to answer."},
    {errc::rate_limited, "rate_limited", "Too many requests in a short time.", group::retryable_quota},
    {errc::quota_exhausted, "quota_exhausted", "The quota or credit is used up.", group::quota},
    {errc::overloaded, "overloaded", "The provider is overloaded.", group::retryable},
    {errc::server_error, "server_error", "The provider failed.", group::retryable},
    {errc::service_unavailable, "service_unavailable", "The provider is not available.", group::retryable},
    {errc::invalid_response, "invalid_response", "The provider's answer cannot be understood."},
    {errc::response_too_large, "response_too_large", "The provider's answer is larger than allowed."},
    {errc::truncated, "truncated", "The answer stopped before its end.", group::retryable},
    {errc::insecure_transport, "insecure_transport", "The address is not encrypted and was refused."},
    {errc::name_resolution_failed, "name_resolution_failed", "The host's name cannot be resolved.", group::retryable},
    {errc::connect_failed, "connect_failed", "No connection to the host.", group::retryable},
    {errc::connection_lost, "connection_lost", "The connection was lost.", group::retryable},
    {errc::tls_failed, "tls_failed", "The encrypted connection could not be set up."},
    {errc::timed_out, "timed_out", "It took longer than allowed.", group::retryable},
    {errc::cancelled, "cancelled", "The operation was cancelled."},
    {errc::process_failed, "process_failed", "A helper program failed."},
    {errc::tool_failed, "tool_failed", "A tool failed."},
    {errc::step_limit_reached, "step_limit_reached", "The tool loop reached its step limit."},
    {errc::state_lost, "state_lost", "The provider does not have, or does not accept, what the request builds on."},
    {errc::invalid_output, "invalid_output", "The model wrote what the provider could not use.", group::retryable},
    {errc::web_page, "web_page", "A web page came instead of an answer."},
};

constexpr bool rows_follow_the_enumeration() {
    for (std::size_t i = 0; i != std::size(errc_rows); ++i)
        if (static_cast<std::size_t>(errc_rows[i].code) != i + 1) return false;
    return static_cast<std::size_t>(errc::web_page) == std::size(errc_rows);
}
static_assert(rows_follow_the_enumeration(), "errc_rows has one row for each errc, in the same order");

constexpr errc_row const* find_row(int code) noexcept {
    auto const index = static_cast<std::size_t>(code) - 1;
    return index < std::size(errc_rows) ? &errc_rows[index] : nullptr;
}

} // namespace detail

/// Returns the enumerator's name, such as `rate_limited`: stable, for logs and machine-readable output.
constexpr std::string_view name(errc code) noexcept {
    auto const* row = detail::find_row(static_cast<int>(code));
    return row ? row->name : std::string_view("unknown");
}

/// Returns the sentence that an error has when its maker gives none.
constexpr std::string_view sentence(errc code) noexcept {
    auto const* row = detail::find_row(static_cast<int>(code));
    return row ? row->sentence : std::string_view("Unknown error.");
}

/// Says whether `code` belongs to the group, such as `is(errc::rate_limited, condition::retryable)`.
constexpr bool is(errc code, condition wanted) noexcept {
    using detail::group;
    auto const* row = detail::find_row(static_cast<int>(code));
    auto const member_of = row ? row->member_of : group::none;
    switch (wanted) {
        case condition::retryable: return member_of == group::retryable || member_of == group::retryable_quota;
        case condition::auth: return member_of == group::auth;
        case condition::quota: return member_of == group::quota || member_of == group::retryable_quota;
    }
    return false;
}

namespace detail {

class condition_category_type final : public boost::system::error_category {
public:
    constexpr condition_category_type() noexcept : error_category(0x70a1'e7c0'57d1'7102) {}
    char const* name() const noexcept override { return "parley.condition"; }
    std::string message(int value) const override {
        switch (static_cast<condition>(value)) {
            case condition::retryable: return "Trying again can help.";
            case condition::auth: return "The caller is unknown or may not do this.";
            case condition::quota: return "A rate limit or quota is exceeded.";
        }
        return "Unknown condition.";
    }
};
inline constexpr condition_category_type condition_category_instance{};

class error_category_type final : public boost::system::error_category {
public:
    constexpr error_category_type() noexcept : error_category(0x70a1'e7c0'57d1'7101) {}
    char const* name() const noexcept override { return "parley"; }
    std::string message(int value) const override { return std::string(sentence(static_cast<errc>(value))); }
    bool equivalent(int code, boost::system::error_condition const& wanted) const noexcept override {
        if (wanted.category() == condition_category_instance) return is(static_cast<errc>(code), static_cast<condition>(wanted.value()));
        return default_error_condition(code) == wanted;
    }
};
inline constexpr error_category_type error_category_instance{};

} // namespace detail

/// Returns the category of `errc` codes.
constexpr boost::system::error_category const& error_category() noexcept { return detail::error_category_instance; }

/// Found by argument-dependent lookup when an `errc` converts to an error code.
inline boost::system::error_code make_error_code(errc code) noexcept {
    return {static_cast<int>(code), detail::error_category_instance};
}

/// Found by argument-dependent lookup when a `condition` converts to an error condition.
inline boost::system::error_condition make_error_condition(condition wanted) noexcept {
    return {static_cast<int>(wanted), detail::condition_category_instance};
}

} // namespace parley::inline v0

template <> struct boost::system::is_error_code_enum<parley::errc> : std::true_type {};
template <> struct boost::system::is_error_condition_enum<parley::condition> : std::true_type {};
template <> struct std::is_error_code_enum<parley::errc> : std::true_type {};
template <> struct std::is_error_condition_enum<parley::condition> : std::true_type {};

#endif
