#ifndef PARLEY_CLIENT_HPP
#define PARLEY_CLIENT_HPP

#include <parley/auth/api_key.hpp>
#include <parley/auth/none.hpp>
#include <parley/chat/ask.hpp>
#include <parley/chat/event.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/clock.hpp>
#include <parley/detail/additions.hpp>
#include <parley/detail/exchange.hpp>
#include <parley/detail/initiate.hpp>
#include <parley/detail/operations.hpp>
#include <parley/detail/policies.hpp>
#include <parley/family/model_rules.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/http/url.hpp>
#include <parley/provider/provider.hpp>
#include <parley/result.hpp>
#include <parley/retry.hpp>
#include <parley/secret.hpp>
#include <parley/transport/any.hpp>
#include <parley/transport/limits.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace parley::inline v0 {

/// How a client behaves beside its policies.
struct client_options {
    std::string base_url = {};                                        ///< where the family is served; empty = at its vendor's
    transport::limits limits = {};                                    ///< of each exchange
    std::chrono::milliseconds deadline = std::chrono::milliseconds(0); ///< of each call as a whole; zero = none
    retry_rules retry = {};                                           ///< when a call that failed is tried again
    family::misfit misfit = family::misfit::refuse;                   ///< what happens to a request that the model would reject
    std::string user_agent = {};                                      ///< the product, such as `product/1.0`; the library's own follows it
    std::map<std::string, secret> headers = {}; ///< of each call, in place of those of that name: they may be credentials themselves
    boost::json::object body = {};              ///< members that the body of each chat gets, where it has none of that name; never `stream`
    parley::clock clock = {};
};

template <class Family, class Auth, class Transport> class sync_client;

namespace provider {
struct embedding_request; // parley/services.hpp
struct embeddings;        // parley/services.hpp
} // namespace provider
namespace model {
struct info; // parley/services.hpp
} // namespace model
namespace detail {
template <class Family> struct include_services_hpp;
struct client_access;
} // namespace detail

/// Talks to models of one provider family, with one way of proving who calls, over one transport: policies chosen at compile time.
///
/// A combination that cannot work does not compile and says why in one sentence. Calls may overlap and may begin on any thread; each runs on
/// a strand of its own and keeps what it needs alive, so the client may be moved or destroyed meanwhile. Nothing is sent before the first call.
/// @tparam Family    such as `family::openai_chat`; see the concept `family::Family`.
/// @tparam Auth      such as `auth::api_key`; see the concept `auth::Auth`.
/// @tparam Transport see the concept `transport::Transport`; `any_transport` holds any of them and keeps their compile time out of sight.
template <class Family, class Auth, class Transport = any_transport>
class client : private detail::checked_policies<Family, Auth, Transport>, public detail::operations<client<Family, Auth, Transport>> {
public:
    using executor_type = boost::asio::any_io_executor;

    /// @param auth      such as a `secret`, for `auth::api_key`.
    /// @param transport such as `make_https_transport(executor)`.
    client(Auth auth, Transport transport, client_options options = {})
        : state_(std::make_shared<state>(std::move(transport), bound_auth(std::move(auth)), options.clock, base_of(options), options.limits, options.deadline, options.retry, options.misfit,
                                         std::move(options.user_agent), detail::additions{std::move(options.headers), std::move(options.body)})) {}

    executor_type get_executor() { return state_->transport.get_executor(); }

    /// Sends a request and waits for the whole answer.
    /// @param request what is asked; inside a `co_await` expression made by `ask(…)`, or named first.
    /// @param token   any completion token for `void(result<chat::response>)`.
    /// @par Errors
    /// `errc::unsupported` naming what the family cannot carry; those of the strategy; those of the transport; those that the provider answers
    /// with (`unauthenticated`, `rate_limited`, …), its own words in `provider`; `invalid_response`. `where` is the host, the part or the model.
    /// @par Cancellation
    /// Terminal: closes the connection and completes with `errc::cancelled`.
    template <class Token> auto async_chat(chat::request request, Token&& token) {
        return detail::initiate<chat::response>(get_executor(), call::chat(state_, std::move(request)), std::forward<Token>(token));
    }

    /// Sends a request and hands out the answer's events as they arrive; completes with the answer that they make up.
    /// @param request as for `async_chat`.
    /// @param sink    `void(chat::event const&)`, or `asio::awaitable<void>(chat::event)`, which stops the sender until it is done. Called on
    ///                the call's strand; kept until the call is done.
    /// @param token   any completion token for `void(result<chat::response>)`.
    /// @par Errors
    /// As for `async_chat`; `errc::truncated` where the stream ended without its mark. The events that arrived before have been handed out.
    template <class Sink, class Token> auto async_stream(chat::request request, Sink sink, Token&& token) {
        return detail::initiate<chat::response>(get_executor(), stream(state_, std::move(request), std::move(sink)), std::forward<Token>(token));
    }

    // The following need `parley/services.hpp`. A provider that has no such service does not compile. Errors and cancellation are those of
    // `async_chat`, and `errc::invalid_response`.

    /// Turns texts into vectors.
    /// @param token any completion token for `void(result<provider::embeddings>)`.
    template <class Token> auto async_embed(provider::embedding_request const& request, Token&& token) {
        return detail::initiate<provider::embeddings>(get_executor(), services::template embed<call>(state_, request), std::forward<Token>(token));
    }

    /// Asks how many tokens a request's input has; nothing is generated.
    /// @param token any completion token for `void(result<std::int64_t>)`.
    template <class Token> auto async_count_tokens(chat::request request, Token&& token) {
        return detail::initiate<std::int64_t>(get_executor(), services::template count_tokens<call>(state_, std::move(request)), std::forward<Token>(token));
    }

    /// Asks which models the provider serves, page by page until the last.
    /// @param token any completion token for `void(result<std::vector<model::info>>)`, under their public names.
    template <class Token> auto async_list_models(Token&& token) {
        return detail::initiate<std::vector<model::info>>(get_executor(), services::template list_models<call>(state_), std::forward<Token>(token));
    }

    /// `gen_ai.provider.name`
    static constexpr std::string_view provider_name() noexcept { return provider::site_of<Family>.name; }

private:
    friend sync_client<Family, Auth, Transport>;
    friend struct detail::client_access;
    using services = detail::include_services_hpp<Family>;

    using bound_auth = detail::auth_for<Family, Auth>;
    using state = detail::client_state<Family, bound_auth, Transport>;
    using call = detail::call<Family, bound_auth, Transport>;

    static result<http::url> base_of(client_options const& options) {
        auto const text = options.base_url.empty() ? std::string(detail::base_url_of<typename detail::vendor_of<Family>::type>()) : options.base_url;
        if (text.empty()) return error(errc::misconfigured, "The family has no vendor, so the client needs a base_url.");
        return http::url::parse(text);
    }

    template <class Sink> static boost::asio::awaitable<result<chat::response>> stream(std::shared_ptr<state> with, chat::request request, Sink sink) {
        call one(std::move(with));
        auto const opened = co_await one.open(std::move(request));
        if (!opened) co_return opened.error();
        for (;;) {
            if constexpr (std::is_void_v<std::invoke_result_t<Sink&, chat::event const&>>) {
                auto const more = co_await one.advance(sink);
                if (!more) co_return more.error();
                if (!*more) co_return one.finish();
            } else {
                std::vector<chat::event> arrived;
                auto const keep = [&](chat::event const& e) { arrived.push_back(e); };
                auto const more = co_await one.advance(keep);
                for (auto& e : arrived) co_await sink(std::move(e));
                if (!more) co_return more.error();
                if (!*more) co_return one.finish();
            }
        }
    }

    std::shared_ptr<state> state_;
};

} // namespace parley::inline v0

#endif
