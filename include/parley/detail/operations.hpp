#ifndef PARLEY_DETAIL_OPERATIONS_HPP
#define PARLEY_DETAIL_OPERATIONS_HPP

#include <parley/chat/request.hpp>

#include <type_traits>
#include <utility>

namespace parley::inline v0 {

// These are in headers of their own, so that who does not use them does not compile them. An error that names an incomplete one of them means
// that its header is to be included.
class any_transport;                   // parley/transport/any.hpp
template <class T> struct structured; // parley/ask_for.hpp
struct answer_rules;                  // parley/ask_for.hpp
class toolbox;                        // parley/toolbox.hpp
struct run_rules;                     // parley/tool_loop.hpp
struct run_outcome;                   // parley/tool_loop.hpp

namespace detail {

template <class Transport> class basic_erased_client;
using erased_client = basic_erased_client<any_transport>;

/// What a client is kept as: the types of its policies were for the compiler.
template <class Client> using kept_client = std::conditional_t<std::is_base_of_v<erased_client, Client>, erased_client, Client>;

template <class T> struct include_ask_for_hpp;
template <class Client> struct include_tool_loop_hpp;

/// The operations that every client has beside `async_chat` and `async_stream`, and that are made of those.
template <class Client> class operations {
public:
    /// Asks for an answer of a described type: the type's JSON Schema goes with the request, in the strict form of providers, and the answer is read
    /// into the type. Needs `parley/ask_for.hpp`.
    /// @tparam T    described with BOOST_DESCRIBE_STRUCT.
    /// @param  rules whether the model may mend an answer that does not fit.
    /// @param  token any completion token for `void(result<structured<T>>)`.
    /// @par Errors
    /// As for `async_chat`; `errc::unsupported` for a type that the strict form cannot express, with the member's pointer, or a host without
    /// schemas; `errc::refused` and `errc::content_filtered`, the model's words in `provider.text`; `errc::truncated` at the limit of tokens;
    /// `errc::invalid_output` with all that does not fit in `problems`.
    template <class T, class Token> auto async_ask_for(chat::request request, answer_rules const& rules, Token&& token) {
        return include_ask_for_hpp<T>::start(self(), std::move(request), rules, std::forward<Token>(token));
    }
    /// The same without mending.
    template <class T, class Token> auto async_ask_for(chat::request request, Token&& token) {
        return include_ask_for_hpp<T>::start(self(), std::move(request), {}, std::forward<Token>(token));
    }

    /// Asks, runs the tools that the model calls, tells it what came of them, and so on until it answers. Needs `parley/tool_loop.hpp`.
    /// @param tools shared with the operation; offered beside those that the request names itself.
    /// @param rules how far it may go, who is asked before a tool runs, and who is told; see `run_rules`.
    /// @param token any completion token for `void(result<run_outcome>)`.
    /// @par Errors
    /// As for `async_chat`; `errc::step_limit_reached`. A tool's error is none of the operation: the model is told.
    /// @par Cancellation
    /// Terminal: ends the call or the tools that run, and completes with `errc::cancelled`.
    template <class Token> auto async_run(chat::request request, toolbox const& tools, run_rules const& rules, Token&& token) {
        return include_tool_loop_hpp<Client>::start(self(), std::move(request), tools, rules, std::forward<Token>(token));
    }
    /// The same by the usual rules.
    template <class Token> auto async_run(chat::request request, toolbox const& tools, Token&& token) {
        return include_tool_loop_hpp<Client>::start(self(), std::move(request), tools, {}, std::forward<Token>(token));
    }

private:
    Client& self() noexcept { return static_cast<Client&>(*this); }
};

} // namespace detail
} // namespace parley::inline v0

#endif
