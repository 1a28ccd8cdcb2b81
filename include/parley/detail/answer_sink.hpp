#ifndef PARLEY_DETAIL_ANSWER_SINK_HPP
#define PARLEY_DETAIL_ANSWER_SINK_HPP

#include <parley/chat/event.hpp>
#include <parley/config.hpp>

#include <boost/asio/awaitable.hpp>

#include <concepts>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace parley::inline v0::detail {

/// Where the events of an answer go: to the one that is not empty.
struct answer_sink {
    std::function<void(chat::event const&)> at_once = {};
    std::function<boost::asio::awaitable<void>(chat::event)> waiting = {}; ///< stops the sender until it is done

    answer_sink() = default;
    /// @param sink `void(chat::event const&)`, or `asio::awaitable<void>(chat::event)`.
    template <class Sink>
        requires(!std::same_as<std::remove_cvref_t<Sink>, answer_sink> && std::invocable<Sink&, chat::event const&>)
    explicit answer_sink(Sink sink) {
        if constexpr (!std::copy_constructible<Sink>)
            *this = answer_sink([shared = std::make_shared<Sink>(std::move(sink))](chat::event const& e) { return (*shared)(e); });
        else if constexpr (std::is_void_v<std::invoke_result_t<Sink&, chat::event const&>>) at_once = std::move(sink);
        else waiting = std::move(sink);
    }

    /// Calls `f` with the one that is there: what is written for any client takes a callable of either kind.
    template <class F> auto pass_to(F&& f) && {
        if (waiting) return f(std::move(waiting));
        return f(std::move(at_once));
    }

    /// Returns a sink that lets `note` see each event first.
    answer_sink after(std::function<void(chat::event const&)> note) &&;
};

} // namespace parley::inline v0::detail

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/detail/impl/answer_sink.ipp>
#endif

#endif
