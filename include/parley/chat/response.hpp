#ifndef PARLEY_CHAT_RESPONSE_HPP
#define PARLEY_CHAT_RESPONSE_HPP

#include <parley/chat/part.hpp>
#include <parley/chat/usage.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <variant>
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

/// One of several answers to one request.
struct choice {
    std::vector<part> content = {};
    chat::finish_reason finish_reason = chat::finish_reason::other;
    std::string finish_raw = {};

    friend bool operator==(choice const&, choice const&) = default;
};
BOOST_DESCRIBE_STRUCT(choice, (), (content, finish_reason, finish_raw))

/// What a model answered, in the words of no provider.
struct response {
    std::string id = {};    ///< the provider's name for this answer
    std::string model = {}; ///< the model that answered, as the provider names it
    std::vector<part> content = {};
    chat::finish_reason finish_reason = chat::finish_reason::other;
    std::string finish_raw = {}; ///< the provider's own word
    chat::usage usage = {};
    chat::end end = chat::end::complete;
    std::vector<choice> alternatives = {}; ///< the second and further answers where several were asked for
    boost::json::object extra = {};

    /// Returns the answer's text parts, joined.
    std::string text() const {
        std::string all;
        for (auto const& p : content)
            if (auto const* piece = std::get_if<chat::text>(&p)) all += piece->text;
        return all;
    }

    friend bool operator==(response const&, response const&) = default;
};
BOOST_DESCRIBE_STRUCT(response, (), (id, model, content, finish_reason, finish_raw, usage, end, alternatives, extra))

} // namespace parley::inline v0::chat

#endif
