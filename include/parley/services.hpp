#ifndef PARLEY_SERVICES_HPP
#define PARLEY_SERVICES_HPP

#include <parley/chat/request.hpp>
#include <parley/client.hpp>
#include <parley/detail/erased_client.hpp>
#include <parley/detail/initiate.hpp>
#include <parley/model/info.hpp>
#include <parley/provider/count_tokens.hpp>
#include <parley/provider/embeddings.hpp>
#include <parley/provider/models.hpp>
#include <parley/provider/provider.hpp>
#include <parley/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

// What a client can ask a provider beside chat: embeddings, counts of tokens, lists of models. The operations are those of `client` and
// `sync_client`; this header makes them complete.

namespace parley::inline v0::detail {

template <class Transport> struct service_calls {
    using state = std::shared_ptr<client_state<Transport>>;

    static boost::asio::awaitable<result<provider::embeddings>> embed(state with, provider::embedding_request q);
    static boost::asio::awaitable<result<std::int64_t>> count_tokens(state with, chat::request q);
    static boost::asio::awaitable<result<std::vector<model::info>>> list_models(state with);
};

template <class Provider> struct include_services_hpp {
    using calls = service_calls<any_transport>;

    template <class R, class Token> static auto start(boost::asio::any_io_executor executor, boost::asio::awaitable<result<R>> operation, Token&& token) {
        return initiate<R>(std::move(executor), std::move(operation), std::forward<Token>(token));
    }
    static auto embed(calls::state with, provider::embedding_request q) {
        static_assert(provider::embeds_v<Provider>, "parley[client.embed]: the provider has no embeddings; ask one that has, such as family::openai_chat or family::gemini");
        return calls::embed(std::move(with), std::move(q));
    }
    static auto count_tokens(calls::state with, chat::request q) {
        static_assert(provider::counts_tokens_v<Provider>,
                      "parley[client.count_tokens]: the provider does not count tokens; ask one that does, such as family::anthropic or family::gemini");
        return calls::count_tokens(std::move(with), std::move(q));
    }
    static auto list_models(calls::state with) {
        static_assert(provider::lists_models_v<Provider>, "parley[client.list_models]: the provider has no list of its models");
        return calls::list_models(std::move(with));
    }
};

} // namespace parley::inline v0::detail

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/impl/services.ipp>
#endif

#endif
