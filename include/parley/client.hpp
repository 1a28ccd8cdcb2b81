#ifndef PARLEY_CLIENT_HPP
#define PARLEY_CLIENT_HPP

#include <parley/auth/api_key.hpp>
#include <parley/auth/none.hpp>
#include <parley/chat/ask.hpp>
#include <parley/chat/request.hpp>
#include <parley/client_options.hpp>
#include <parley/detail/any_auth.hpp>
#include <parley/detail/any_family.hpp>
#include <parley/detail/erased_client.hpp>
#include <parley/detail/policies.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/provider/provider.hpp>
#include <parley/result.hpp>
#include <parley/transport/any.hpp>

#include <string_view>
#include <utility>

namespace parley::inline v0 {

namespace provider {
struct embedding_request; // parley/services.hpp
struct embeddings;        // parley/services.hpp
} // namespace provider
namespace model {
struct info; // parley/services.hpp
} // namespace model
namespace detail {
template <class Family> struct include_services_hpp;
} // namespace detail

/// Talks to models of one provider family, with one way of proving who calls, over one transport: policies chosen at compile time.
///
/// A combination that cannot work does not compile and says why in one sentence. Calls may overlap and may begin on any thread; each runs on
/// a strand of its own and keeps what it needs alive, so the client may be moved or destroyed meanwhile. Nothing is sent before the first call.
/// Beside what stands here it has `async_chat` and `async_stream` (`detail::erased_client`), and `async_ask_for` and `async_run`
/// (`detail::operations`), as all clients have.
/// @tparam Family    such as `family::openai_chat`; see the concept `family::Family`.
/// @tparam Auth      such as `auth::api_key`; see the concept `auth::Auth`.
/// @tparam Transport see the concept `transport::Transport`; `any_transport` holds any of them and keeps their compile time out of sight.
template <class Family, class Auth, class Transport = any_transport>
class client : private detail::checked_policies<Family, Auth, Transport>, public detail::erased_client {
public:
    /// @param auth      such as a `secret`, for `auth::api_key`.
    /// @param transport such as `make_https_transport(executor)`.
    client(Auth auth, Transport transport, client_options options = {})
        : detail::erased_client(detail::any_family_of<Family>, detail::any_auth(detail::auth_for<Family, Auth>(std::move(auth))), std::move(transport), std::move(options)) {}

    // The following need `parley/services.hpp`. A provider that has no such service does not compile. Errors and cancellation are those of
    // `async_chat`, and `errc::invalid_response`.

    /// Turns texts into vectors.
    /// @param token any completion token for `void(result<provider::embeddings>)`.
    template <class Token> auto async_embed(provider::embedding_request const& request, Token&& token) {
        return services::start(get_executor(), services::embed(state(), request), std::forward<Token>(token));
    }

    /// Asks how many tokens a request's input has; nothing is generated.
    /// @param token any completion token for `void(result<std::int64_t>)`.
    template <class Token> auto async_count_tokens(chat::request request, Token&& token) {
        return services::start(get_executor(), services::count_tokens(state(), std::move(request)), std::forward<Token>(token));
    }

    /// Asks which models the provider serves, page by page until the last.
    /// @param token any completion token for `void(result<std::vector<model::info>>)`, under their public names.
    template <class Token> auto async_list_models(Token&& token) {
        return services::start(get_executor(), services::list_models(state()), std::forward<Token>(token));
    }

    /// `gen_ai.provider.name`
    static constexpr std::string_view provider_name() noexcept { return provider::site_of<Family>.name; }

private:
    using services = detail::include_services_hpp<Family>;
};

} // namespace parley::inline v0

#endif
