#ifndef PARLEY_FAMILY_DETAIL_OPENAI_CHAT_WIRE_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_CHAT_WIRE_HPP

// The bodies of Chat Completions as described structs; one description serves reading and writing, client and server.

#include <parley/chat/request.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail::openai_chat_wire {

using boost::json::object;
using std::optional;
using std::string;
using std::vector;

// Requests

struct image_url {
    string url;
    optional<string> detail;
    object extra;
};
BOOST_DESCRIBE_STRUCT(image_url, (), (url, detail, extra))

struct input_audio {
    string data;
    string format;
    object extra;
};
BOOST_DESCRIBE_STRUCT(input_audio, (), (data, format, extra))

struct file {
    optional<string> file_data, file_id, filename;
    object extra;
};
BOOST_DESCRIBE_STRUCT(file, (), (file_data, file_id, filename, extra))

struct content_part {
    string type;
    optional<string> text;
    optional<openai_chat_wire::image_url> image_url;
    optional<openai_chat_wire::input_audio> input_audio;
    optional<openai_chat_wire::file> file;
    optional<string> refusal;
    object extra;
};
BOOST_DESCRIBE_STRUCT(content_part, (), (type, text, image_url, input_audio, file, refusal, extra))

struct call_function {
    string name;
    string arguments;
    object extra;
};
BOOST_DESCRIBE_STRUCT(call_function, (), (name, arguments, extra))

struct call {
    string id;
    string type = "function";
    call_function function;
    object extra;
};
BOOST_DESCRIBE_STRUCT(call, (), (id, type, function, extra))

struct message {
    string role;
    optional<std::variant<string, vector<content_part>>> content;
    optional<string> name;
    optional<string> reasoning_content;
    optional<string> refusal;
    optional<vector<call>> tool_calls;
    optional<string> tool_call_id;
    object extra;
};
BOOST_DESCRIBE_STRUCT(message, (), (role, content, name, reasoning_content, refusal, tool_calls, tool_call_id, extra))

struct function {
    string name;
    optional<string> description;
    optional<object> parameters;
    optional<bool> strict;
};
BOOST_DESCRIBE_STRUCT(function, (), (name, description, parameters, strict))

struct tool {
    string type = "function";
    openai_chat_wire::function function;
    object extra;
};
BOOST_DESCRIBE_STRUCT(tool, (), (type, function, extra))

struct chosen_function {
    string name;
};
BOOST_DESCRIBE_STRUCT(chosen_function, (), (name))

struct chosen_tool {
    string type = "function";
    chosen_function function;
};
BOOST_DESCRIBE_STRUCT(chosen_tool, (), (type, function))

struct json_schema {
    string name;
    optional<string> description;
    optional<object> schema;
    optional<bool> strict;
};
BOOST_DESCRIBE_STRUCT(json_schema, (), (name, description, schema, strict))

struct response_format {
    string type;
    optional<openai_chat_wire::json_schema> json_schema;
};
BOOST_DESCRIBE_STRUCT(response_format, (), (type, json_schema))

struct stream_options {
    optional<bool> include_usage;
    object extra;
};
BOOST_DESCRIBE_STRUCT(stream_options, (), (include_usage, extra))

struct request {
    string model;
    vector<message> messages;
    optional<vector<tool>> tools;
    optional<std::variant<string, chosen_tool>> tool_choice;
    optional<bool> parallel_tool_calls;
    optional<openai_chat_wire::response_format> response_format;
    optional<std::int64_t> max_tokens, max_completion_tokens;
    optional<double> temperature, top_p, presence_penalty, frequency_penalty;
    optional<std::int64_t> seed;
    optional<std::variant<string, vector<string>>> stop;
    optional<string> reasoning_effort;
    optional<int> n;
    optional<bool> logprobs;
    optional<int> top_logprobs;
    optional<std::map<string, string>> metadata;
    optional<string> service_tier;
    optional<bool> stream;
    optional<openai_chat_wire::stream_options> stream_options;
    object extra;
};
BOOST_DESCRIBE_STRUCT(request, (),
                      (model, messages, tools, tool_choice, parallel_tool_calls, response_format, max_tokens, max_completion_tokens, temperature,
                       top_p, presence_penalty, frequency_penalty, seed, stop, reasoning_effort, n, logprobs, top_logprobs, metadata,
                       service_tier, stream, stream_options, extra))

// Answers: whole ones have a `message`, the chunks of a stream a `delta` of the same shape. Hosts differ in what they leave out.

struct answer_function {
    optional<string> name;
    optional<std::variant<string, object>> arguments;
};
BOOST_DESCRIBE_STRUCT(answer_function, (), (name, arguments))

struct answer_call {
    optional<int> index;
    optional<string> id;
    optional<string> type;
    optional<answer_function> function;
};
BOOST_DESCRIBE_STRUCT(answer_call, (), (index, id, type, function))

struct answer_message {
    optional<string> role;
    optional<string> reasoning_content, reasoning;
    optional<std::variant<string, boost::json::array>> content;
    optional<string> refusal;
    optional<vector<answer_call>> tool_calls;
};
BOOST_DESCRIBE_STRUCT(answer_message, (), (role, reasoning_content, reasoning, content, refusal, tool_calls))

struct answer_choice {
    optional<int> index;
    optional<answer_message> message, delta;
    optional<string> finish_reason;
};
BOOST_DESCRIBE_STRUCT(answer_choice, (), (index, message, delta, finish_reason))

struct groq_report {
    optional<openai_chat_wire::object> usage;
};
BOOST_DESCRIBE_STRUCT(groq_report, (), (usage))

struct answer {
    optional<string> id, object;
    optional<std::int64_t> created;
    optional<string> model;
    optional<vector<answer_choice>> choices;
    optional<openai_chat_wire::object> usage;
    optional<groq_report> x_groq; // Groq's place for the usage of a stream
    optional<boost::json::value> error;
};
BOOST_DESCRIBE_STRUCT(answer, (), (id, object, created, model, choices, usage, x_groq, error))

struct token_details {
    optional<std::int64_t> cached_tokens, cache_write_tokens, reasoning_tokens;
};
BOOST_DESCRIBE_STRUCT(token_details, (), (cached_tokens, cache_write_tokens, reasoning_tokens))

struct usage {
    optional<std::int64_t> prompt_tokens, completion_tokens, total_tokens;
    optional<token_details> prompt_tokens_details, completion_tokens_details;
};
BOOST_DESCRIBE_STRUCT(usage, (), (prompt_tokens, completion_tokens, total_tokens, prompt_tokens_details, completion_tokens_details))

struct failure {
    string message, type;
    optional<string> code;
};
BOOST_DESCRIBE_STRUCT(failure, (), (message, type, code))

struct failure_body {
    failure error;
};
BOOST_DESCRIBE_STRUCT(failure_body, (), (error))

} // namespace parley::inline v0::family::detail::openai_chat_wire

#endif
