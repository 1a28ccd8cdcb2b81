#ifndef PARLEY_AUTH_API_KEY_HPP
#define PARLEY_AUTH_API_KEY_HPP

#include <parley/auth/auth.hpp>
#include <parley/secret.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::auth {

// In which header a key travels. A query is not among them: it ends up in logs.

/// `Authorization: Bearer <key>`
struct in_authorization {
    static constexpr std::string_view key_header = "Authorization", key_prefix = "Bearer ";
};
/// `x-api-key: <key>`
struct in_x_api_key {
    static constexpr std::string_view key_header = "x-api-key", key_prefix = "";
};
/// `api-key: <key>`
struct in_api_key {
    static constexpr std::string_view key_header = "api-key", key_prefix = "";
};
/// `x-goog-api-key: <key>`
struct in_x_goog_api_key {
    static constexpr std::string_view key_header = "x-goog-api-key", key_prefix = "";
};
/// In the header that the client's provider wants: the client puts its own in place of this.
struct as_provider_wants {};

/// A fixed key in a header.
template <class Where> class basic_api_key {
public:
    explicit basic_api_key(secret key) noexcept : key_(std::move(key)) {}
    /// A key whose header was left to the provider.
    explicit basic_api_key(basic_api_key<as_provider_wants> key) noexcept;

    /// @return `ready`, or `failed` with `errc::misconfigured` where the key is empty.
    step next(time_point) const {
        if (key_.empty()) return failed{error(errc::misconfigured, "No API key was given.")};
        return ready();
    }
    void done(step_id, result<answer> const&, time_point) const noexcept {}
    result<void> sign(http::request& request, time_point) const {
        request.header.set(Where::key_header, std::string(Where::key_prefix).append(key_.reveal()));
        return {};
    }
    bool refused(http::response const&) const noexcept { return false; }

private:
    secret key_;
};

/// A fixed key, without saying in which header.
template <> class basic_api_key<as_provider_wants> {
public:
    basic_api_key(secret key) noexcept : key_(std::move(key)) {} // implicit: a client takes the key as it is
    secret const& key() const noexcept { return key_; }

private:
    secret key_;
};

template <class Where>
basic_api_key<Where>::basic_api_key(basic_api_key<as_provider_wants> key) noexcept : key_(key.key()) {}

/// A fixed key in the header that the client's provider wants.
using api_key = basic_api_key<as_provider_wants>;

static_assert(Auth<basic_api_key<in_authorization>>);

/// The strategy that a client of `Vendor` uses where `A` was asked for.
template <class A, class Vendor> struct bound {
    using type = A;
};
template <class Vendor> struct bound<api_key, Vendor> {
    using type = basic_api_key<Vendor>;
};
template <class A, class Vendor> using bound_t = typename bound<A, Vendor>::type;

} // namespace parley::inline v0::auth

#endif
