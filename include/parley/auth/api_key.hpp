#ifndef PARLEY_AUTH_API_KEY_HPP
#define PARLEY_AUTH_API_KEY_HPP

#include <parley/auth/auth.hpp>
#include <parley/clock.hpp>
#include <parley/config.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

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

/// What fixed keys have in common, in whichever header they travel.
class fixed_key {
public:
    /// @return `ready`, or `failed` with `errc::misconfigured` where the key is empty.
    step next(time_point) const;
    void done(step_id, result<answer> const&, time_point) const noexcept {}
    result<void> sign(http::request& request, time_point) const;
    bool refused(http::response const&) const noexcept { return false; }

protected:
    /// The header's name and what stands before the key have static storage.
    fixed_key(std::string_view header, std::string_view prefix, secret key) noexcept : header_(header), prefix_(prefix), key_(std::move(key)) {}

private:
    std::string_view header_, prefix_;
    secret key_;
};

/// A fixed key in a header.
template <class Where> class basic_api_key : public fixed_key {
public:
    explicit basic_api_key(secret key) noexcept : fixed_key(Where::key_header, Where::key_prefix, std::move(key)) {}
    /// A key whose header was left to the provider.
    explicit basic_api_key(basic_api_key<as_provider_wants> const& key) noexcept;
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
basic_api_key<Where>::basic_api_key(basic_api_key<as_provider_wants> const& key) noexcept : basic_api_key(key.key()) {}

/// A fixed key in the header that the client's provider wants.
using api_key = basic_api_key<as_provider_wants>;

/// The strategy that a client of `Vendor` uses where `A` was asked for.
template <class A, class Vendor> struct bound {
    using type = A;
};
template <class Vendor> struct bound<api_key, Vendor> {
    using type = basic_api_key<Vendor>;
};
template <class A, class Vendor> using bound_t = typename bound<A, Vendor>::type;

} // namespace parley::inline v0::auth

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/auth/impl/api_key.ipp>
#endif

#endif
