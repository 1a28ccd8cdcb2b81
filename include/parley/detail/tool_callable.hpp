#ifndef PARLEY_DETAIL_TOOL_CALLABLE_HPP
#define PARLEY_DETAIL_TOOL_CALLABLE_HPP

// Makes a function that takes a described struct callable with the text that a model wrote.

#include <parley/chat/part.hpp>
#include <parley/reflect/check.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/describe/class.hpp>

#include <concepts>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace parley::inline v0::detail {

struct no_arguments {};
BOOST_DESCRIBE_STRUCT(no_arguments, (), ())

struct no_tool {};

// What a function takes and gives.
template <class F> struct call_shape {
    using arguments = no_tool;
    using given = void;
};
template <class F>
    requires requires { &F::operator(); }
struct call_shape<F> : call_shape<decltype(&F::operator())> {};
template <class R> struct call_shape<R (*)()> {
    using arguments = no_arguments;
    using given = R;
};
template <class R, class A> struct call_shape<R (*)(A)> {
    using arguments = std::remove_cvref_t<A>;
    using given = R;
};
template <class R, class... A> struct call_shape<R (*)(A...) noexcept> : call_shape<R (*)(A...)> {};
template <class R, class C, class... A> struct call_shape<R (C::*)(A...)> : call_shape<R (*)(A...)> {};
template <class R, class C, class... A> struct call_shape<R (C::*)(A...) const> : call_shape<R (*)(A...)> {};
template <class R, class C, class... A> struct call_shape<R (C::*)(A...) noexcept> : call_shape<R (*)(A...)> {};
template <class R, class C, class... A> struct call_shape<R (C::*)(A...) const noexcept> : call_shape<R (*)(A...)> {};

template <class F> using tool_arguments_t = typename call_shape<F>::arguments;
template <class F> inline constexpr bool is_tool_v = !std::is_same_v<tool_arguments_t<F>, no_tool> && reflect::Described<tool_arguments_t<F>>;

using told = result<std::vector<chat::result_part>>;

inline told tell(std::string text) {
    std::vector<chat::result_part> parts;
    parts.emplace_back().emplace<chat::text>().text = std::move(text);
    return parts;
}
inline told tell(std::vector<chat::result_part> parts) { return parts; }
inline told tell(result<void> done) {
    if (!done) return done.error();
    return tell(std::string());
}
template <class T>
    requires(!std::convertible_to<T, std::string>)
told tell(T const& value) {
    return tell(reflect::to_text(value));
}
template <class T> told tell(result<T> given) {
    if (!given) return given.error();
    return tell(std::move(*given));
}

template <class R> struct awaited {
    static constexpr bool waits = false;
    using type = R;
};
template <class R, class Executor> struct awaited<boost::asio::awaitable<R, Executor>> {
    static constexpr bool waits = true;
    using type = R;
};

template <class F> struct tool_callable {
    using arguments = tool_arguments_t<F>;
    using given = awaited<typename call_shape<F>::given>;

    static boost::asio::awaitable<told> call(std::shared_ptr<F> function, std::string text) {
        auto read = reflect::parse<arguments>(text.empty() ? "{}" : text);
        if (!read) co_return read.error();
        if constexpr (given::waits) {
            auto waiting = invoke(*function, *read);
            if constexpr (std::is_void_v<typename given::type>) {
                co_await std::move(waiting);
                co_return tell(std::string());
            } else {
                co_return tell(co_await std::move(waiting));
            }
        } else if constexpr (std::is_void_v<typename given::type>) {
            invoke(*function, *read);
            co_return tell(std::string());
        } else {
            co_return tell(invoke(*function, *read));
        }
    }

private:
    static decltype(auto) invoke(F& function, arguments& read) {
        if constexpr (std::is_same_v<arguments, no_arguments>) return function();
        else return function(static_cast<arguments&&>(read));
    }
};

} // namespace parley::inline v0::detail

#endif
