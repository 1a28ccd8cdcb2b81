#ifndef PARLEY_DETAIL_IMPL_ERASED_CLIENT_IPP
#define PARLEY_DETAIL_IMPL_ERASED_CLIENT_IPP

#include <parley/detail/erased_client.hpp>

#include <parley/detail/exchange.hpp>
#include <parley/detail/initiate.hpp>

#ifdef PARLEY_SEPARATE_COMPILATION
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>
#endif

namespace parley::inline v0::detail {

template <class T>
basic_erased_client<T>::basic_erased_client(any_family const& family, any_auth&& auth, T&& transport, client_options&& options)
    : state_(std::make_shared<state_type>(family, std::move(auth), std::move(transport), std::move(options))) {}

template <class T> auto basic_erased_client<T>::get_executor() const -> executor_type { return state_->transport.get_executor(); }

template <class T> any_family const& basic_erased_client<T>::speaks() const noexcept { return state_->family; }

template <class T> void basic_erased_client<T>::start_chat(std::shared_ptr<state_type> with, chat::request&& request, completion<chat::response> done) {
    auto const executor = with->transport.get_executor();
    start<chat::response>(executor, call<T>::chat(std::move(with), std::move(request)), std::move(done));
}

template <class T>
void basic_erased_client<T>::start_stream(std::shared_ptr<state_type> with, chat::request&& request, answer_sink&& sink, completion<chat::response> done) {
    auto const executor = with->transport.get_executor();
    start<chat::response>(executor, call<T>::stream(std::move(with), std::move(request), std::move(sink)), std::move(done));
}

} // namespace parley::inline v0::detail

#ifdef PARLEY_SEPARATE_COMPILATION
template class parley::detail::basic_erased_client<parley::any_transport>;

template parley::detail::any_family const parley::detail::any_family_of<parley::family::anthropic>;
template parley::detail::any_family const parley::detail::any_family_of<parley::family::gemini>;
template parley::detail::any_family const parley::detail::any_family_of<parley::family::openai_chat>;
template parley::detail::any_family const parley::detail::any_family_of<parley::family::openai_responses>;

template class std::vector<parley::chat::choice>;
template class std::vector<parley::chat::failed_try>;
template class std::vector<parley::chat::message>;
template class std::vector<parley::chat::part>;
template class std::vector<parley::chat::token_logprob>;
template class std::vector<parley::chat::tool>;
#endif

#endif
