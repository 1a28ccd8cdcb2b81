#ifndef PARLEY_CHAT_REQUEST_HPP
#define PARLEY_CHAT_REQUEST_HPP

#include <parley/chat/message.hpp>
#include <parley/chat/tool.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace parley::inline v0::chat {

/// Which form the answer must have.
enum class format_kind {
    text,
    json,        ///< any JSON object
    json_schema, ///< JSON that fits the schema
};
BOOST_DESCRIBE_ENUM(format_kind, text, json, json_schema)

/// The form of the answer.
struct response_format {
    format_kind kind = format_kind::text;
    std::optional<std::string> name = {}; ///< of the schema
    std::optional<std::string> description = {};
    std::optional<boost::json::object> schema = {};
    std::optional<bool> strict = {};

    friend bool operator==(response_format const&, response_format const&) = default;
};
BOOST_DESCRIBE_STRUCT(response_format, (), (kind, name, description, schema, strict))

/// How much the model thinks before it answers; families use one or the other.
struct reasoning {
    std::optional<std::string> effort = {};          ///< the provider's word, such as `low`
    std::optional<std::int64_t> budget_tokens = {};

    friend bool operator==(reasoning const&, reasoning const&) = default;
};
BOOST_DESCRIBE_STRUCT(reasoning, (), (effort, budget_tokens))

/// What is asked of a model, in the words of no provider. An empty optional leaves the choice to the provider.
///
/// Inside a `co_await` expression of g++ 12, make one with `ask(model)` or name it first: that compiler destroys braced temporaries twice there.
struct request {
    std::string model = {};
    std::vector<message> messages = {};
    std::vector<tool> tools = {};
    std::optional<chat::tool_choice> tool_choice = {};
    std::optional<bool> parallel_tool_calls = {};
    std::optional<chat::response_format> response_format = {};
    std::optional<std::int64_t> max_output_tokens = {};
    std::optional<double> temperature = {};
    std::optional<double> top_p = {};
    std::optional<std::int64_t> top_k = {};
    std::optional<double> presence_penalty = {};
    std::optional<double> frequency_penalty = {};
    std::optional<std::int64_t> seed = {};
    std::vector<std::string> stop = {};
    std::optional<chat::reasoning> reasoning = {};
    std::optional<int> choices = {}; ///< how many answers; one where empty
    std::optional<int> top_logprobs = {};
    std::map<std::string, std::string> metadata = {};
    std::optional<std::string> service_tier = {};
    bool stream = false;       ///< set by the client: whether the answer comes in pieces
    boost::json::object extra = {}; ///< further members of the request's body, in the family's own words

    friend bool operator==(request const&, request const&) = default;
};
BOOST_DESCRIBE_STRUCT(request, (),
                      (model, messages, tools, tool_choice, parallel_tool_calls, response_format, max_output_tokens, temperature, top_p, top_k,
                       presence_penalty, frequency_penalty, seed, stop, reasoning, choices, top_logprobs, metadata, service_tier, stream, extra))

} // namespace parley::inline v0::chat

#endif
