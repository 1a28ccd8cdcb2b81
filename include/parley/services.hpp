#ifndef PARLEY_SERVICES_HPP
#define PARLEY_SERVICES_HPP

#include <parley/chat/request.hpp>
#include <parley/client.hpp>
#include <parley/errc.hpp>
#include <parley/family/family.hpp>
#include <parley/http/request.hpp>
#include <parley/model/info.hpp>
#include <parley/provider/count_tokens.hpp>
#include <parley/provider/embeddings.hpp>
#include <parley/provider/models.hpp>
#include <parley/provider/provider.hpp>
#include <parley/result.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// What a client can ask a provider beside chat: embeddings, counts of tokens, lists of models. The operations are those of `client` and
// `sync_client`; this header makes them complete.

namespace parley::inline v0::detail {

template <class Provider> struct include_services_hpp {
    static constexpr auto const& site = provider::site_of<Provider>;

    template <class Call, class State>
    static boost::asio::awaitable<result<provider::embeddings>> embed(std::shared_ptr<State> with, provider::embedding_request q) {
        static_assert(provider::embeds_v<Provider>, "parley[client.embed]: the provider has no embeddings; ask one that has, such as family::openai_chat or family::gemini");
        auto make = [&q](family::place const& at) { return provider::embedding_request_to(site, at, q); };
        auto const answer = co_await Call::fetch(std::move(with), q.model, make);
        if (!answer) co_return answer.error();
        co_return about(q.model, provider::read_embeddings(site, q, *answer));
    }

    template <class Call, class State> static boost::asio::awaitable<result<std::int64_t>> count_tokens(std::shared_ptr<State> with, chat::request q) {
        static_assert(provider::counts_tokens_v<Provider>,
                      "parley[client.count_tokens]: the provider does not count tokens; ask one that does, such as family::anthropic or family::gemini");
        auto make = [&q](family::place const& at) { return provider::count_request<Provider>(at, q); };
        auto const answer = co_await Call::fetch(std::move(with), q.model, make);
        if (!answer) co_return answer.error();
        co_return about(q.model, provider::read_count(site, *answer));
    }

    template <class Call, class State> static boost::asio::awaitable<result<std::vector<model::info>>> list_models(std::shared_ptr<State> with) {
        static_assert(provider::lists_models_v<Provider>, "parley[client.list_models]: the provider has no list of its models");
        constexpr int most_pages = 1000; // a provider that gives the same page again must not keep the caller for ever
        std::vector<model::info> all;
        std::string page;
        for (int i = 0; i != most_pages; ++i) {
            auto make = [&page](family::place const& at) { return provider::models_request(site, at, page); };
            auto const answer = co_await Call::fetch(with, std::string(site.name), make);
            if (!answer) co_return answer.error();
            auto some = about(std::string(site.name), provider::read_models(site, *answer));
            if (!some) co_return some.error();
            all.insert(all.end(), std::move_iterator(some->models.begin()), std::move_iterator(some->models.end()));
            page = std::move(some->next);
            if (page.empty()) co_return all;
        }
        co_return error(errc::limit_exceeded, "The list of models has no end.", std::string(site.name));
    }

private:
    template <class T> static result<T> about(std::string const& subject, result<T> read) {
        if (read || !read.error().where.empty()) return read;
        auto why = read.error();
        why.where = subject;
        return why;
    }
};

} // namespace parley::inline v0::detail

#endif
