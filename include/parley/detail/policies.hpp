#ifndef PARLEY_DETAIL_POLICIES_HPP
#define PARLEY_DETAIL_POLICIES_HPP

// What a client asks of its policies: one sentence for each requirement that a policy can miss.

#include <parley/auth/api_key.hpp>
#include <parley/auth/auth.hpp>
#include <parley/family/family.hpp>
#include <parley/provider/provider.hpp>
#include <parley/provider/way.hpp>
#include <parley/transport/transport.hpp>

#include <string_view>

namespace parley::inline v0 {

class any_transport; // parley/transport/any.hpp

namespace detail {

struct no_vendor {};

template <class Family> struct vendor_of {
    using type = no_vendor;
};
template <class Family>
    requires requires { typename Family::vendor; }
struct vendor_of<Family> {
    using type = typename Family::vendor;
};

template <class Vendor> constexpr std::string_view base_url_of() {
    if constexpr (requires { Vendor::base_url; }) return Vendor::base_url;
    else return {};
}

template <class Family> struct checked_family {
    static_assert(family::requires_::names_itself<Family>, "parley[family.name]: the family needs `static constexpr std::string_view name`; see doc/concept/family.adoc");
    static_assert(family::requires_::encodes<Family>,
                  "parley[family.encode]: the family needs `static result<http::request> encode(chat::request const&, family::place const&)`; see doc/concept/family.adoc");
    static_assert(family::requires_::decodes<Family>,
                  "parley[family.decode]: the family needs `static result<chat::response> decode(http::response const&)`; see doc/concept/family.adoc");
    static_assert(family::requires_::explains_failures<Family>,
                  "parley[family.failure]: the family needs `static error failure(http::response const&)`; see doc/concept/family.adoc");
    static_assert(family::requires_::decodes_streams<Family>,
                  "parley[family.stream_decoder]: the family needs a nested `stream_decoder` with `result<void> feed(std::string_view, chat::event_sink)` and "
                  "`chat::end finish(chat::event_sink)`; see doc/concept/family.adoc");
};

template <class Auth> struct checked_auth {
    static_assert(auth::requires_::says_what_it_needs<Auth>, "parley[auth.next]: the strategy needs `auth::step next(time_point)`; see doc/concept/auth.adoc");
    static_assert(auth::requires_::takes_answers<Auth>,
                  "parley[auth.done]: the strategy needs `void done(auth::step_id, result<auth::answer>, time_point)`; see doc/concept/auth.adoc");
    static_assert(auth::requires_::signs<Auth>, "parley[auth.sign]: the strategy needs `result<void> sign(http::request&, time_point)`; see doc/concept/auth.adoc");
    static_assert(auth::requires_::judges_refusals<Auth>, "parley[auth.refused]: the strategy needs `bool refused(http::response const&)`; see doc/concept/auth.adoc");
};

template <class Vendor> struct checked_auth<auth::basic_api_key<Vendor>> {
    static_assert(requires { Vendor::key_header; Vendor::key_prefix; },
                  "parley[client.key_header]: the family says in no header how its vendor wants a key; use auth::basic_api_key with a header of your choice");
};

template <class Transport> struct checked_transport {
    static_assert(transport::requires_::runs_on_executor<Transport>,
                  "parley[transport.get_executor]: the transport needs `get_executor()`, convertible to asio::any_io_executor; see doc/concept/transport.adoc");
    static_assert(transport::requires_::sends<Transport>,
                  "parley[transport.send]: the transport needs `asio::awaitable<result<http::response>> send(http::request, transport::limits)`; see doc/concept/transport.adoc");
    static_assert(transport::requires_::opens<Transport>,
                  "parley[transport.open]: the transport needs `open(http::request, transport::limits)` that gives an asio::awaitable<result<E>>, where E has `head()` and "
                  "`read()`; see doc/concept/transport.adoc");
};

template <> struct checked_transport<any_transport> {}; // its own source checks it

/// The strategy that a client of `Family` works with where `Auth` was asked for.
template <class Family, class Auth> using auth_for = auth::bound_t<Auth, typename vendor_of<Family>::type>;

/// Whether a provider takes a strategy's kind of proof.
template <class Provider, class Auth> constexpr bool accepts_strategy() {
    constexpr auto how = provider::way_of<Auth>;
    return how == provider::way::own || provider::holds(provider::site_of<Provider>.accepts, how);
}

/// Whether a provider takes a key in the header in which a strategy puts it.
template <class Auth> struct key_style {
    static constexpr bool is_known = true;
    static constexpr bool fits(provider::site const&) { return true; }
};
template <class Where> struct key_style<auth::basic_api_key<Where>> {
    static constexpr bool is_known = requires { Where::key_header; Where::key_prefix; };
    static constexpr bool fits(provider::site const& s) {
        if constexpr (is_known) return provider::takes_key_in(s, Where::key_header);
        else return true;
    }
};

template <class Provider, class Auth> constexpr bool takes_key_style() {
    constexpr provider::site s = provider::site_of<Provider>; // g++ 12 cannot use the variable itself here before somebody else has
    return key_style<Auth>::fits(s);
}

template <class Provider, class Auth> struct checked_pair {
    static_assert(accepts_strategy<Provider, Auth>(),
                  "parley[client.auth]: the provider does not accept this strategy (Databricks' OAuth opens no door at OpenAI, say); for a gateway of your own use "
                  "provider::compatible<Family>; see doc/concept/provider.adoc");
    static_assert(!accepts_strategy<Provider, Auth>() || takes_key_style<Provider, Auth>(),
                  "parley[client.key_style]: the provider does not take a key in this header; use auth::api_key, which puts it where the provider wants it; see "
                  "doc/concept/provider.adoc");
};

template <class Family, class Auth, class Transport>
struct checked_policies : checked_family<Family>, checked_auth<auth_for<Family, Auth>>, checked_pair<Family, auth_for<Family, Auth>>, checked_transport<Transport> {};

} // namespace detail

/// Whether `client<Provider, Auth, Transport>` compiles.
/// @tparam Provider a provider, or a family, which means its vendor's.
template <class Provider, class Auth, class Transport>
inline constexpr bool compatible_v = family::Family<Provider> && auth::Auth<detail::auth_for<Provider, Auth>> && transport::Transport<Transport> &&
                                     detail::accepts_strategy<Provider, detail::auth_for<Provider, Auth>>() &&
                                     detail::key_style<detail::auth_for<Provider, Auth>>::is_known &&
                                     detail::takes_key_style<Provider, detail::auth_for<Provider, Auth>>();

} // namespace parley::inline v0

#endif
