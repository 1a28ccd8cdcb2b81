#ifndef PARLEY_EXAMPLE_SANDBOX_MODEL_HPP
#define PARLEY_EXAMPLE_SANDBOX_MODEL_HPP

#include <parley/chat/arguments.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/result.hpp>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

// The sandbox's one model: it knows nothing, and says the same to the same question every time.
namespace sandbox {

namespace chat = parley::chat;

/// What the model's name asks the server to do wrong: `fail-429` answers with that status, `cut` breaks a stream off in the middle, `stall`
/// sends half an answer and then nothing.
enum class fault { none, fail, cut, stall };

struct wish {
    sandbox::fault fault = sandbox::fault::none;
    int status = 0;
};

inline wish wish_of(std::string_view model) {
    constexpr std::string_view fail = "fail-";
    if (model == "cut") return {fault::cut, 0};
    if (model == "stall") return {fault::stall, 0};
    if (!model.starts_with(fail)) return {};
    int status = 0;
    std::from_chars(model.data() + fail.size(), model.data() + model.size(), status);
    return status >= 400 && status < 600 ? wish{fault::fail, status} : wish{};
}

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

/// Answers a request: calls a tool where it must, reports what a tool said, or repeats the question.
inline chat::response answer(chat::request const& q) {
    chat::response r;
    r.id = "sandbox-" + std::to_string(q.messages.size());
    r.model = q.model;
    for (auto const& m : q.messages) r.usage.input_tokens += words(text_of(m));

    bool const after_tool = !q.messages.empty() && q.messages.back().role == chat::role::tool;
    bool const must_call = q.tool_choice && (q.tool_choice->mode == chat::tool_mode::required || q.tool_choice->mode == chat::tool_mode::one);
    if (must_call && !q.tools.empty() && !after_tool) {
        auto& call = r.content.emplace_back().emplace<chat::tool_call>();
        call.id = "call-1";
        call.name = q.tool_choice->name.value_or(q.tools.front().name);
        chat::set_arguments(call, "{}");
        r.finish_reason = chat::finish_reason::tool_calls;
        r.usage.output_tokens = 1;
        return r;
    }

    auto const said = q.messages.empty() ? std::string() : text_of(q.messages.back());
    auto text = after_tool ? "The tool says: " + said : "You asked: " + said;
    r.finish_reason = chat::finish_reason::stop;
    if (q.max_output_tokens && words(text) > *q.max_output_tokens) {
        std::size_t end = 0;
        for (std::int64_t left = *q.max_output_tokens; left > 0; --left) end = text.find_first_of(" \n\t", text.find_first_not_of(" \n\t", end));
        text.resize(end);
        r.finish_reason = chat::finish_reason::length;
    }
    r.usage.output_tokens = words(text);
    r.content.emplace_back().emplace<chat::text>().text = std::move(text);
    return r;
}

} // namespace sandbox

#endif
