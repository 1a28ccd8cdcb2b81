#ifndef PARLEY_CHAT_RESPONSE_HPP
#define PARLEY_CHAT_RESPONSE_HPP

#include <parley/chat/part.hpp>
#include <parley/chat/usage.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley::inline v0::chat {

/// Why the model stopped.
enum class finish_reason {
    stop,           ///< it was done, or met a stop sequence
    length,         ///< a limit of tokens was reached
    tool_calls,     ///< it waits for tools
    content_filter, ///< the provider's filter stopped it
    refusal,        ///< it declined
    pause,          ///< it wants to be asked to go on
    other,          ///< see `finish_raw`
};
BOOST_DESCRIBE_ENUM(finish_reason, stop, length, tool_calls, content_filter, refusal, pause, other)

/// How an answer ended on the wire.
enum class end {
    complete,  ///< with the family's own mark of the end
    truncated, ///< without it: something is missing
    failed,    ///< with an error
    cancelled, ///< because the caller wished so
};
BOOST_DESCRIBE_ENUM(end, complete, truncated, failed, cancelled)

/// How likely a token was, as a natural logarithm.
struct likely_token {
    std::string token = {};
    double logprob = 0;
    std::optional<std::vector<std::uint8_t>> bytes = {}; ///< the token's own, where the provider tells them: it may end within a character

    friend bool operator==(likely_token const&, likely_token const&) = default;
};
BOOST_DESCRIBE_STRUCT(likely_token, (), (token, logprob, bytes))

/// How likely a token of the answer was, and what could have stood in its place.
struct token_logprob {
    std::string token = {};
    double logprob = 0;
    std::optional<std::vector<std::uint8_t>> bytes = {}; ///< as in `likely_token`
    std::vector<likely_token> top = {};                  ///< the likeliest, in the provider's order

    friend bool operator==(token_logprob const&, token_logprob const&) = default;
};
BOOST_DESCRIBE_STRUCT(token_logprob, (), (token, logprob, bytes, top))

/// One of several answers to one request.
struct choice {
    std::vector<part> content = {};
    chat::finish_reason finish_reason = chat::finish_reason::other;
    std::string finish_raw = {};
    std::optional<std::vector<token_logprob>> logprobs = {};

    friend bool operator==(choice const&, choice const&) = default;
};
BOOST_DESCRIBE_STRUCT(choice, (), (content, finish_reason, finish_raw, logprobs))

/// Somebody else who was asked before, and why that failed.
struct failed_try {
    std::string model = {};
    std::string code = {};    ///< of the error, such as `rate_limited`
    std::string message = {}; ///< of the error

    friend bool operator==(failed_try const&, failed_try const&) = default;
};
BOOST_DESCRIBE_STRUCT(failed_try, (), (model, code, message))

/// What a model answered, in the words of no provider.
struct response {
    std::string id = {};    ///< the provider's name for this answer
    std::string model = {}; ///< the model that answered, as the provider names it
    std::vector<part> content = {};
    chat::finish_reason finish_reason = chat::finish_reason::other;
    std::string finish_raw = {}; ///< the provider's own word
    std::optional<std::vector<token_logprob>> logprobs = {};
    chat::usage usage = {};
    chat::end end = chat::end::complete;
    std::vector<choice> alternatives = {}; ///< the second and further answers where several were asked for
    std::vector<std::string> adjusted = {}; ///< what was changed in the request to suit the model, a sentence each
    std::optional<int> attempts = {};       ///< set by clients: how often the request was sent
    std::optional<std::int64_t> elapsed_ms = {}; ///< set by clients: how long all attempts took together
    std::optional<std::vector<failed_try>> tried = {}; ///< set by `fallback`: who was asked before
    boost::json::object extra = {};         ///< what the vocabulary has no word for

    /// Returns the answer's text parts, joined.
    std::string text() const;

    friend bool operator==(response const&, response const&) = default;
};
BOOST_DESCRIBE_STRUCT(response, (), (id, model, content, finish_reason, finish_raw, logprobs, usage, end, alternatives, adjusted, attempts, elapsed_ms, tried, extra))

} // namespace parley::inline v0::chat

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/chat/impl/response.ipp>
#endif

#endif
