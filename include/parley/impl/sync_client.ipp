#ifndef PARLEY_IMPL_SYNC_CLIENT_IPP
#define PARLEY_IMPL_SYNC_CLIENT_IPP

#include <parley/sync_client.hpp>

#include <parley/detail/exchange.hpp>

#include <boost/asio/post.hpp>

#include <vector>

namespace parley::inline v0::detail {

/// A call that ends where its sockets and timers live: on the context, whichever thread runs it.
template <class Transport> class running_call {
public:
    running_call(shared_context& context, std::shared_ptr<client_state<Transport>> with) : context_(context), held_(std::make_unique<call<Transport>>(std::move(with))) {}
    running_call(running_call const&) = delete;
    running_call& operator=(running_call const&) = delete;
    ~running_call() {
        boost::asio::post(context_.context(), [ended = std::move(held_)] {});
    }
    call<Transport>* operator->() const noexcept { return held_.get(); }

private:
    shared_context& context_;
    std::unique_ptr<call<Transport>> held_;
};

template <class T> result<chat::response> blocking_calls<T>::chat(shared_context& in, state with, chat::request request) {
    return in.wait(call<T>::chat(std::move(with), std::move(request)));
}

template <class T> result<chat::response> blocking_calls<T>::stream(shared_context& in, state with, chat::request request, chat::event_sink sink) {
    running_call<T> one(in, std::move(with));
    auto const opened = in.wait(one->open(std::move(request)));
    if (!opened) return opened.error();
    std::vector<chat::event> arrived;
    auto const keep = [&](chat::event const& e) { arrived.push_back(e); };
    for (;;) {
        arrived.clear();
        auto const more = in.wait(one->advance(keep));
        for (auto const& e : arrived) sink(e);
        if (!more) return more.error();
        if (!*more) return one->finish();
    }
}

#ifdef PARLEY_SEPARATE_COMPILATION
template struct blocking_calls<any_transport>;
#endif

} // namespace parley::inline v0::detail

#endif
