#ifndef PARLEY_EXAMPLE_SANDBOX_MODEL_HPP
#define PARLEY_EXAMPLE_SANDBOX_MODEL_HPP

#include "example_of.hpp"
#include "wish.hpp"

#include <parley/chat/arguments.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/reflect/to_text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// The sandbox's one model: it knows nothing, and says the same to the same question every time.
namespace sandbox {

namespace chat = parley::chat;

/// Counts words: the sandbox's tokens.
inline std::int64_t words(std::string_view text) {
    std::int64_t count = 0;
    bool inside = false;
    for (char const c : text) {
        bool const is_space = c == ' ' || c == '\n' || c == '\t';
        if (!is_space && !inside) ++count;
        inside = !is_space;
    }
    return count;
}

inline std::string text_of(chat::message const& m) {
    std::string all;
    for (auto const& p : m.content) {
        if (auto const* text = std::get_if<chat::text>(&p)) all += text->text;
        else if (auto const* done = std::get_if<chat::tool_result>(&p))
            for (auto const& piece : done->content)
                if (auto const* said = std::get_if<chat::text>(&piece)) all += said->text;
    }
    return all;
}

template <class Part> std::int64_t count(chat::message const& m) {
    return std::count_if(m.content.begin(), m.content.end(), [](chat::part const& p) { return std::holds_alternative<Part>(p); });
}

/// What a request costs before it is answered.
inline std::int64_t input_tokens(chat::request const& q) {
    std::int64_t sum = 0;
    for (auto const& m : q.messages) sum += words(text_of(m));
    return sum;
}

/// Returns the tools that the answer calls: the one that must be, else those whose names stand in the question; none once they have answered.
inline std::vector<chat::tool const*> called_tools(chat::request const& q) {
    std::vector<chat::tool const*> called;
    auto const mode = q.tool_choice ? q.tool_choice->mode : chat::tool_mode::auto_;
    if (q.messages.empty() || count<chat::tool_result>(q.messages.back()) != 0 || mode == chat::tool_mode::none) return called;
    auto const question = text_of(q.messages.back());
    for (auto const& tool : q.tools) {
        if (tool.name.empty()) continue; // the provider's own
        bool const is_meant = mode == chat::tool_mode::one ? tool.name == q.tool_choice->name : question.find(tool.name) != std::string::npos;
        if (is_meant) called.push_back(&tool);
    }
    if (called.empty() && mode == chat::tool_mode::required && !q.tools.empty()) called.push_back(&q.tools.front());
    if (q.parallel_tool_calls == false && called.size() > 1) called.resize(1);
    return called;
}

/// What the model says where it calls no tool.
inline std::string words_of_answer(chat::request const& q) {
    bool const is_asked_for_json = q.response_format && q.response_format->kind != chat::format_kind::text;
    if (is_asked_for_json) {
        bool const was_corrected = std::any_of(q.messages.begin(), q.messages.end(), [](auto const& m) { return m.role == chat::role::assistant; });
        if (wish_of(q.model).fault == fault::mistaken && !was_corrected) return R"(["mistaken"])";
        return parley::reflect::to_text(example_of(q.response_format->schema.value_or(json::object{{"type", "object"}})));
    }
    auto const said = q.messages.empty() ? std::string() : text_of(q.messages.back());
    auto const pictures = q.messages.empty() ? 0 : count<chat::image>(q.messages.back());
    if (!q.messages.empty() && count<chat::tool_result>(q.messages.back()) != 0) return "The tool says: " + said;
    return "You asked: " + said + (pictures == 0 ? "" : pictures == 1 ? " (with a picture)" : " (with " + std::to_string(pictures) + " pictures)");
}

/// Answers a request: thinks where it is told to, calls tools, reports what a tool said, fills in a schema, or repeats the question.
inline chat::response answer(chat::request const& q) {
    chat::response r;
    r.id = "sandbox-" + std::to_string(q.messages.size());
    r.model = q.model;
    r.usage.input_tokens = input_tokens(q);
    r.finish_reason = chat::finish_reason::stop;

    if (wish_of(q.model).fault == fault::refuse) {
        r.content.emplace_back().emplace<chat::refusal>().text = "I would rather not.";
        r.finish_reason = chat::finish_reason::refusal;
        r.usage.output_tokens = 4;
        return r;
    }
    if (q.reasoning && q.reasoning->effort.value_or("") != "none") {
        auto& thought = r.content.emplace_back().emplace<chat::thinking>();
        thought.text = "There are " + std::to_string(r.usage.input_tokens) + " words to think about.";
        thought.signature = "sandbox";
        r.usage.reasoning_tokens = words(thought.text);
        r.usage.output_tokens = r.usage.reasoning_tokens;
    }

    std::int64_t number = 0;
    for (auto const& m : q.messages) number += count<chat::tool_call>(m);
    for (auto const* tool : called_tools(q)) {
        auto& call = r.content.emplace_back().emplace<chat::tool_call>();
        call.id = "call-" + std::to_string(++number);
        call.name = tool->name;
        chat::set_arguments(call, tool->parameters.empty() ? "{}" : parley::reflect::to_text(example_of(tool->parameters)));
        r.finish_reason = chat::finish_reason::tool_calls;
        ++r.usage.output_tokens;
    }
    if (r.finish_reason == chat::finish_reason::tool_calls) return r;

    auto text = words_of_answer(q);
    if (q.max_output_tokens && words(text) > *q.max_output_tokens) {
        std::size_t end = 0;
        for (std::int64_t left = *q.max_output_tokens; left > 0; --left) end = text.find_first_of(" \n\t", text.find_first_not_of(" \n\t", end));
        text.resize(end);
        r.finish_reason = chat::finish_reason::length;
    }
    r.usage.output_tokens += words(text);
    r.content.emplace_back().emplace<chat::text>().text = std::move(text);
    return r;
}

} // namespace sandbox

#endif
