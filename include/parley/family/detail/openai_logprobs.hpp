#ifndef PARLEY_FAMILY_DETAIL_OPENAI_LOGPROBS_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_LOGPROBS_HPP

// Lists of log probabilities, which both of OpenAI's families write alike.

#include <parley/chat/response.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/reflect/json_key.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <utility>
#include <vector>

namespace parley::inline v0::family::detail {

template <class Token> bool read_likely(boost::json::value const& v, Token& to) {
    auto const* const o = v.if_object();
    auto const* const token = o ? o->if_contains("token") : nullptr;
    auto const* const logprob = o ? o->if_contains("logprob") : nullptr;
    if (!token || !token->is_string() || !logprob || !logprob->is_number()) return false;
    to.token = view(token->get_string());
    to.logprob = logprob->to_number<double>();
    auto const* const bytes = o->if_contains("bytes");
    if (!bytes || !bytes->is_array()) return true;
    to.bytes.emplace();
    for (auto const& byte : bytes->get_array()) {
        auto const* const number = byte.if_int64();
        if (!number || *number < 0 || *number > 255) return false;
        to.bytes->push_back(static_cast<std::uint8_t>(*number));
    }
    return true;
}

/// Reads the log probabilities of tokens.
/// @return whether all could be read; those that could were added.
inline bool read_logprobs(boost::json::array const& tokens, std::vector<chat::token_logprob>& to) {
    bool is_whole = true;
    for (auto const& token : tokens) {
        chat::token_logprob read;
        if (!read_likely(token, read)) {
            is_whole = false;
            continue;
        }
        if (auto const* const others = token.get_object().if_contains("top_logprobs"); others && others->is_array())
            for (auto const& other : others->get_array())
                if (chat::likely_token top; read_likely(other, top)) read.top.push_back(std::move(top));
        to.push_back(std::move(read));
    }
    return is_whole;
}

template <class Token> void write_likely(body_writer& io, Token const& t) {
    io("token", t.token);
    io("logprob", t.logprob);
    if (!t.bytes) return;
    io.array("bytes", [&] {
        for (auto const byte : *t.bytes) io.out().integer(byte);
    });
}

/// Writes the log probabilities of tokens.
inline void write_logprobs(body_writer& io, reflect::json_key const& key, std::vector<chat::token_logprob> const& tokens) {
    io.array(key, [&] {
        for (auto const& t : tokens)
            io.element([&] {
                write_likely(io, t);
                io.array("top_logprobs", [&] {
                    for (auto const& other : t.top) io.element([&] { write_likely(io, other); });
                });
            });
    });
}

} // namespace parley::inline v0::family::detail

#endif
