#ifndef PARLEY_IMPL_SERVICES_IPP
#define PARLEY_IMPL_SERVICES_IPP

#include <parley/services.hpp>

#include <parley/detail/exchange.hpp>
#include <parley/errc.hpp>
#include <parley/error.hpp>
#include <parley/family/family.hpp>
#include <parley/http/request.hpp>

#include <iterator>
#include <string>

namespace parley::inline v0::detail {

/// Says what an answer that could not be read is about.
template <class R> result<R> about_subject(std::string_view subject, result<R> read) {
    if (read || !read.error().where.empty()) return read;
    auto why = read.error();
    why.where = subject;
    return why;
}

template <class T> boost::asio::awaitable<result<provider::embeddings>> service_calls<T>::embed(state with, provider::embedding_request q) {
    auto const& site = *with->family.at;
    auto make = [&](family::place const& at) { return provider::embedding_request_to(site, at, q); };
    auto const answer = co_await call<T>::fetch(with, q.model, make);
    if (!answer) co_return answer.error();
    co_return about_subject(q.model, provider::read_embeddings(site, q, *answer));
}

template <class T> boost::asio::awaitable<result<std::int64_t>> service_calls<T>::count_tokens(state with, chat::request q) {
    auto const& family = with->family;
    auto make = [&](family::place const& at) { return provider::count_request(*family.at, at, q, family.encode(q, at)); };
    auto const answer = co_await call<T>::fetch(with, q.model, make);
    if (!answer) co_return answer.error();
    co_return about_subject(q.model, provider::read_count(*family.at, *answer));
}

template <class T> boost::asio::awaitable<result<std::vector<model::info>>> service_calls<T>::list_models(state with) {
    constexpr int most_pages = 1000; // a provider that gives the same page again must not keep the caller for ever
    auto const& site = *with->family.at;
    std::vector<model::info> all;
    std::string page;
    for (int i = 0; i != most_pages; ++i) {
        auto make = [&](family::place const& at) { return provider::models_request(site, at, page); };
        auto const answer = co_await call<T>::fetch(with, std::string(site.name), make);
        if (!answer) co_return answer.error();
        auto some = about_subject(site.name, provider::read_models(site, *answer));
        if (!some) co_return some.error();
        all.insert(all.end(), std::move_iterator(some->models.begin()), std::move_iterator(some->models.end()));
        page = std::move(some->next);
        if (page.empty()) co_return all;
    }
    co_return error(errc::limit_exceeded, "The list of models has no end.", std::string(site.name));
}

#ifdef PARLEY_SEPARATE_COMPILATION
template struct service_calls<any_transport>;
#endif

} // namespace parley::inline v0::detail

#endif
