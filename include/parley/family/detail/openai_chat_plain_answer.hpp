#ifndef PARLEY_FAMILY_DETAIL_OPENAI_CHAT_PLAIN_ANSWER_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_CHAT_PLAIN_ANSWER_HPP

// The usual whole answer of Chat Completions -> chat::response: one choice, which is a text, calls of functions, or both. It is read straight into a
// struct, without a DOM. Any other is left to answer_reader, which gives the same for this one.

#include <parley/chat/arguments.hpp>
#include <parley/chat/part.hpp>
#include <parley/chat/response.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/family/detail/failure.hpp>
#include <parley/family/detail/openai_chat_answer.hpp>
#include <parley/family/detail/openai_chat_usage.hpp>
#include <parley/reflect/json_text.hpp>
#include <parley/reflect/parse.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::family::detail::chat_completions {

struct plain_function {
    std::string name = {}, arguments = {};
};
BOOST_DESCRIBE_STRUCT(plain_function, (), (name, arguments))

struct plain_call {
    std::string id = {}, type = {};
    plain_function function = {};
    boost::json::object extra = {};
};
BOOST_DESCRIBE_STRUCT(plain_call, (), (id, type, function, extra))

struct plain_message {
    std::string role = {};
    std::optional<std::string> content = {}, refusal = {};
    std::optional<std::vector<reflect::json_text>> annotations = {};
    std::optional<std::vector<plain_call>> tool_calls = {};
    boost::json::object extra = {};
};
BOOST_DESCRIBE_STRUCT(plain_message, (), (role, content, refusal, annotations, tool_calls, extra))

struct plain_choice {
    std::int64_t index = 0;
    plain_message message = {};
    std::optional<reflect::json_text> logprobs = {};
    std::string finish_reason = {};
    boost::json::object extra = {};
};
BOOST_DESCRIBE_STRUCT(plain_choice, (), (index, message, logprobs, finish_reason, extra))

struct plain_answer {
    std::string id = {}, object = {};
    std::int64_t created = 0;
    std::string model = {};
    std::vector<plain_choice> choices = {};
    std::optional<boost::json::object> usage = {};
    boost::json::object extra = {};
};
BOOST_DESCRIBE_STRUCT(plain_answer, (), (id, object, created, model, choices, usage, extra))

inline bool says_any(boost::json::object const& o, std::initializer_list<std::string_view> keys) {
    return !o.empty() && std::any_of(keys.begin(), keys.end(), [&](std::string_view key) { return member_of(o, key) != nullptr; });
}

/// Says whether nothing stands in a message that only answer_reader knows.
inline bool is_plain(plain_message const& m) {
    if (!m.content && !m.tool_calls) return false;
    if ((m.refusal && !m.refusal->empty()) || (m.annotations && !m.annotations->empty())) return false;
    if (says_any(m.extra, {"reasoning_details", "reasoning_content", "reasoning", "audio", "images", "function_call", "extra_content"})) return false;
    if (m.tool_calls)
        for (auto const& call : *m.tool_calls)
            if (call.type == "custom" || says_any(call.extra, {"custom", "extra_content"})) return false;
    return true;
}
inline bool is_plain(plain_answer const& a) {
    if (a.object == "error" || a.choices.size() != 1 || says_any(a.extra, {"error", "x_groq"})) return false;
    auto const& c = a.choices.front();
    return c.index == 0 && !c.logprobs && !c.finish_reason.empty() && !says_any(c.extra, {"error", "object"}) && is_plain(c.message);
}

/// Reads a whole answer.
/// @return nothing where it is not the usual one, or none at all.
inline std::optional<chat::response> read_plain_answer(std::string_view body) {
    auto read = reflect::parse<plain_answer>(body);
    if (!read || !is_plain(*read)) return std::nullopt;
    auto& choice = read->choices.front();
    std::optional<chat::response> made(std::in_place);
    made->id = std::move(read->id);
    made->model = std::move(read->model);
    if (auto& text = choice.message.content; text && !text->empty()) made->content.emplace_back().emplace<chat::text>().text = std::move(*text);
    bool has_calls = false;
    if (choice.message.tool_calls)
        for (auto& said : *choice.message.tool_calls) {
            auto& call = made->content.emplace_back().emplace<chat::tool_call>();
            call.id = std::move(said.id);
            call.name = std::move(said.function.name);
            chat::set_arguments(call, std::move(said.function.arguments));
            has_calls = true;
        }
    made->finish_reason = reason_of(choice.finish_reason, has_calls);
    made->finish_raw = std::move(choice.finish_reason);
    if (read->usage) made->usage = read_usage(std::move(*read->usage));
    made->extra = std::move(read->extra);
    for (auto each = made->extra.begin(); each != made->extra.end();) each = is_kept(view(each->key()), each->value()) ? each + 1 : made->extra.stable_erase(each);
    for (auto const* const more : {&choice.extra, &choice.message.extra})
        for (auto const& each : *more)
            if (is_kept(view(each.key()), each.value())) made->extra[each.key()] = each.value();
    return made;
}

} // namespace parley::inline v0::family::detail::chat_completions

#endif
