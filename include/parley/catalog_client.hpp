#ifndef PARLEY_CATALOG_CLIENT_HPP
#define PARLEY_CATALOG_CLIENT_HPP

#include <parley/any_client.hpp>
#include <parley/catalog/discovery.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/provider_refresh.hpp>
#include <parley/catalog/provider_row.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/resolve.hpp>
#include <parley/catalog/store.hpp>
#include <parley/client.hpp>
#include <parley/config.hpp>
#include <parley/detail/guarded_transport.hpp>
#include <parley/detail/initiate.hpp>
#include <parley/environment.hpp>
#include <parley/result.hpp>
#include <parley/transport/any.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace parley::inline v0 {

// What the catalogue does over a network. Operations on the data base block the thread that runs them.

/// How a provider is asked for its models.
struct provider_call_options {
    catalog::refresh_options refresh = {};
    std::chrono::milliseconds refresh_limit = std::chrono::seconds(30);
    std::chrono::milliseconds validate_limit = std::chrono::seconds(10);

    /// Looks up a host's name, so that each of its addresses can be checked against the network policy; must be set where a proxy does it.
    detail::host_lookup lookup = detail::look_up;
};

/// What came of trying a provider's settings out.
struct provider_check {
    bool valid = false;
    std::string message = {}; ///< why not: a sentence of ours, which quotes nobody
    std::size_t models = 0;   ///< so many are listed

    friend bool operator==(provider_check const&, provider_check const&) = default;
};
BOOST_DESCRIBE_STRUCT(provider_check, (), (valid, message, models))

namespace detail {

PARLEY_DECL boost::asio::awaitable<result<provider_check>> validate_provider(catalog::store& in, catalog::principal who, catalog::provider_guard with,
                                                                             std::optional<catalog::provider_id> which, boost::json::object settings,
                                                                             any_transport via, provider_call_options how);

PARLEY_DECL boost::asio::awaitable<result<catalog::refresh_outcome>> refresh_provider(catalog::store& in, catalog::principal who,
                                                                                      catalog::provider_guard with, catalog::provider_id which,
                                                                                      catalog::reference_sources sources, any_transport via,
                                                                                      provider_call_options how);

} // namespace detail

/// Tries the settings of a provider out, by asking for its models; nothing is stored.
/// @param in       must outlive the operation, which blocks the transport's executor while it works on the data base.
/// @param which    the provider that `settings` would change; empty = a new one.
/// @param settings as for `catalog::create_provider` or `catalog::update_provider`; a mask stands for the stored secret.
/// @param via      such as `make_https_transport(executor)`.
/// @param token    any completion token for `void(result<provider_check>)`.
/// @par Errors
/// Those of `catalog::draft_provider`; `errc::cancelled`. That a provider does not answer, or not well, is no error.
/// @par Cancellation
/// Terminal.
template <class Token>
auto async_validate_provider(catalog::store& in, catalog::principal who, catalog::provider_guard with, std::optional<catalog::provider_id> which,
                             boost::json::object settings, any_transport via, provider_call_options how, Token&& token) {
    auto const executor = via.get_executor();
    return detail::initiate<provider_check>(
        executor, detail::validate_provider(in, std::move(who), std::move(with), which, std::move(settings), std::move(via), std::move(how)),
        std::forward<Token>(token));
}

/// Brings the models of a provider up to date with what it lists.
///
/// Every address of the host's name is checked against the network policy before anything is sent, and the transport connects to these addresses
/// alone (`http::request::addresses`); redirections are not followed.
/// @param in      must outlive the operation, which blocks the transport's executor while it works on the data base.
/// @param sources what the program knows to refer to models.
/// @param via     such as `make_https_transport(executor)`.
/// @param token   any completion token for `void(result<catalog::refresh_outcome>)`.
/// @par Errors
/// Those of `catalog::begin_refresh` and `catalog::finish_refresh`, of the transport, of `catalog::read_discovery`, and what the status of the answer
/// means, such as `errc::unauthenticated`. The provider's own words are left out. The row of the provider says that the refresh failed, and its
/// models stay as they are.
/// @par Cancellation
/// Terminal: the refresh counts as failed.
template <class Token>
auto async_refresh_provider(catalog::store& in, catalog::principal who, catalog::provider_guard with, catalog::provider_id which,
                            catalog::reference_sources sources, any_transport via, provider_call_options how, Token&& token) {
    auto const executor = via.get_executor();
    return detail::initiate<catalog::refresh_outcome>(
        executor, detail::refresh_provider(in, std::move(who), std::move(with), which, std::move(sources), std::move(via), std::move(how)),
        std::forward<Token>(token));
}

/// Makes the client of one model, of what `catalog::resolve` gave. Whatever model a request names, this one is asked. Nothing is sent here.
///
/// A model of a provider of the organisation's own is called there, with its key and headers, where its network policy lets each address of the host's
/// name be; the transport connects to these addresses alone. One of the platform is called at its vendor's, with the
/// key that the environment has for it: `OPENAI_API_KEY`, `ANTHROPIC_API_KEY`, `GEMINI_API_KEY`, and their like.
/// @param resolved  may be out of date at any later time: resolve again for each conversation, so that what was revoked is refused.
/// @param from      whose variables hold the keys of vendors; strategies may look at the rest.
/// @param transport such as `make_https_transport(executor)`.
/// @param lookup    looks up the names of providers' hosts; must be set where a proxy does it.
/// @return the client; `errc::unsupported` for a model that does not chat, or a vendor that the library does not know; `errc::misconfigured` where
///         an address or a key is missing.
PARLEY_DECL result<any_client> make_client(catalog::resolved_model const& resolved, environment const& from, any_transport transport,
                                           client_options options = {}, detail::host_lookup lookup = detail::look_up);

} // namespace parley::inline v0

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/impl/catalog_client.ipp>
#endif

#endif
