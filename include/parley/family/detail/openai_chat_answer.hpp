#ifndef PARLEY_FAMILY_DETAIL_OPENAI_CHAT_ANSWER_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_CHAT_ANSWER_HPP

// The answers of Chat Completions <-> events. A whole answer is read as one large chunk, so that it and a stream cannot come to differ.

#include <parley/chat/event.hpp>
#include <parley/chat/response.hpp>
#include <parley/family/detail/failure.hpp>
#include <parley/family/detail/openai_chat_request.hpp>
#include <parley/family/detail/openai_chat_wire.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail {

struct finish_row {
    std::string_view word;
    chat::finish_reason reason;
};
/// The first row of a reason is the word that a server says.
inline constexpr finish_row openai_chat_finishes[] = {
    {"stop", chat::finish_reason::stop},
    {"length", chat::finish_reason::length},
    {"tool_calls", chat::finish_reason::tool_calls},
    {"content_filter", chat::finish_reason::content_filter},
    {"eos", chat::finish_reason::stop},
    {"function_call", chat::finish_reason::tool_calls},
};

inline chat::usage read_openai_chat_usage(boost::json::object const& said) {
    chat::usage u;
    u.provider = said;
    auto const w = reflect::from_json<openai_chat_wire::usage>(said);
    if (!w) return u;
    u.input_tokens = w->prompt_tokens.value_or(0);
    u.output_tokens = w->completion_tokens.value_or(0);
    if (w->prompt_tokens_details) {
        u.cached_input_tokens = w->prompt_tokens_details->cached_tokens.value_or(0);
        u.cache_write_tokens = w->prompt_tokens_details->cache_write_tokens.value_or(0);
    }
    if (w->completion_tokens_details) u.reasoning_tokens = w->completion_tokens_details->reasoning_tokens.value_or(0);
    return u;
}

inline boost::json::object write_openai_chat_usage(chat::usage const& u) {
    openai_chat_wire::usage w;
    w.prompt_tokens = u.input_tokens;
    w.completion_tokens = u.output_tokens;
    w.total_tokens = u.total_tokens();
    w.prompt_tokens_details.emplace().cached_tokens = u.cached_input_tokens;
    if (u.cache_write_tokens != 0) w.prompt_tokens_details->cache_write_tokens = u.cache_write_tokens;
    w.completion_tokens_details.emplace().reasoning_tokens = u.reasoning_tokens;
    return reflect::to_json(w).as_object();
}

/// Turns chunks into events: gives each piece its place, whatever the host leaves out.
class openai_chat_chunks {
public:
    static constexpr int most_choices = 128;

    /// @param whole whether the chunk is an answer that was not streamed.
    result<void> take(openai_chat_wire::answer& chunk, bool whole, chat::event_sink sink) {
        if (chunk.error) {
            return read_failure(*chunk.error);
        }
        if (!has_started_ && (chunk.id || chunk.model || chunk.choices)) {
            has_started_ = true;
            chat::started begun;
            begun.id = std::move(chunk.id).value_or("");
            begun.model = std::move(chunk.model).value_or("");
            sink(begun);
        }
        if (chunk.choices) {
            int position = 0;
            for (auto& c : *chunk.choices) {
                auto const index = c.index.value_or(position++);
                if (index < 0 || index >= most_choices) return error(errc::invalid_response, "The answer numbers its choices beyond reason.");
                if (static_cast<std::size_t>(index) >= choices_.size()) choices_.resize(static_cast<std::size_t>(index) + 1);
                if (c.message) take(*c.message, index, whole, sink);
                if (c.delta) take(*c.delta, index, whole, sink);
                if (c.finish_reason && !c.finish_reason->empty()) finish(index, std::move(*c.finish_reason), sink);
            }
        }
        if (!chunk.usage && chunk.x_groq) chunk.usage = std::move(chunk.x_groq->usage);
        if (chunk.usage) {
            chat::usage_reported used;
            used.usage = read_openai_chat_usage(*chunk.usage);
            sink(used);
        }
        return {};
    }

    /// Says whether every answer that began has said why it stopped.
    bool is_finished() const noexcept {
        for (auto const& c : choices_)
            if (!c.is_finished) return false;
        return !choices_.empty();
    }

private:
    static constexpr int nowhere = -1;

    struct call_place {
        int index; // as the host numbers it, or `nowhere`
        std::string id;
        int part;
    };
    struct choice_state {
        int parts = 0, text = nowhere, thinking = nowhere, refusal = nowhere;
        std::vector<call_place> calls;
        bool has_refused = false;
        bool is_finished = false;
    };

    void take(openai_chat_wire::answer_message& m, int choice, bool whole, chat::event_sink sink) {
        auto& state = choices_[static_cast<std::size_t>(choice)];
        auto const place = [&](int& part) { return part == nowhere ? part = state.parts++ : part; };
        for (auto* thought : {&m.reasoning_content, &m.reasoning})
            if (*thought && !(*thought)->empty()) {
                emit(thinking_, choice, place(state.thinking), **thought, sink);
                break; // some hosts say it under both names
            }
        if (m.content) {
            if (auto* text = std::get_if<std::string>(&*m.content)) {
                if (!text->empty()) emit(text_, choice, place(state.text), *text, sink);
            } else {
                for (auto& piece : std::get<boost::json::array>(*m.content)) take_piece(piece, choice, sink);
            }
        }
        if (m.refusal && !m.refusal->empty()) {
            state.has_refused = true;
            emit(refusal_, choice, place(state.refusal), *m.refusal, sink);
        }
        if (!m.tool_calls) return;
        int position = 0;
        for (auto& c : *m.tool_calls) {
            if (whole) c.index = position++;
            take(c, choice, sink);
        }
    }

    /// One element of a list of content: text, or an item of the host's own that comes whole.
    void take_piece(boost::json::value& piece, int choice, chat::event_sink sink) {
        auto& state = choices_[static_cast<std::size_t>(choice)];
        if (auto const* const o = piece.if_object(); o && text_at(*o, "type") == "text" && o->size() == 2 && o->contains("text")) {
            auto text = text_at(*o, "text");
            if (state.text == nowhere) state.text = state.parts++;
            return emit(text_, choice, state.text, text, sink);
        }
        chat::whole_part kept;
        kept.choice = choice;
        kept.part = state.parts++;
        auto& item = kept.value.emplace<chat::native>();
        item.family = openai_chat_name;
        item.value = std::move(piece);
        sink(kept);
    }

    void take(openai_chat_wire::answer_call& c, int choice, chat::event_sink sink) {
        auto& state = choices_[static_cast<std::size_t>(choice)];
        bool const has_id = c.id && !c.id->empty();
        bool const has_name = c.function && c.function->name && !c.function->name->empty();
        call_place* at = nullptr;
        if (c.index) {
            for (auto& known : state.calls)
                if (known.index == *c.index) at = &known;
        } else if (has_id) {
            for (auto& known : state.calls)
                if (known.id == *c.id) at = &known;
        } else if (!has_name && !state.calls.empty()) {
            at = &state.calls.back(); // neither number nor name: the last one goes on
        }
        chat::tool_call_delta piece;
        piece.choice = choice;
        if (!at) {
            state.calls.push_back({c.index.value_or(nowhere), c.id.value_or(""), state.parts++});
            at = &state.calls.back();
            piece.id = c.id.value_or("");
            if (has_name) piece.name = std::move(*c.function->name);
        }
        piece.part = at->part;
        if (c.function && c.function->arguments) {
            auto& arguments = *c.function->arguments;
            if (auto* text = std::get_if<std::string>(&arguments)) piece.arguments = std::move(*text);
            else piece.arguments = reflect::to_text(boost::json::value(std::move(std::get<boost::json::object>(arguments))));
        }
        sink(piece);
    }

    void finish(int choice, std::string word, chat::event_sink sink) {
        auto& state = choices_[static_cast<std::size_t>(choice)];
        chat::finished done;
        done.choice = choice;
        for (auto const& row : openai_chat_finishes)
            if (row.word == word) done.finish_reason = row.reason;
        if (state.has_refused && done.finish_reason == chat::finish_reason::stop) done.finish_reason = chat::finish_reason::refusal;
        done.finish_raw = std::move(word);
        state.is_finished = true;
        sink(done);
    }

    /// The event is used again and again, and its text's storage with it.
    template <class Delta> static void emit(chat::event& again, int choice, int part, std::string& text, chat::event_sink sink) {
        auto& delta = std::get<Delta>(again);
        delta.choice = choice;
        delta.part = part;
        delta.text.swap(text);
        sink(again);
    }
    static void emit(chat::event& again, int choice, int part, std::string& text, chat::event_sink sink) {
        switch (again.index()) {
            case 1: return emit<chat::text_delta>(again, choice, part, text, sink);
            case 2: return emit<chat::thinking_delta>(again, choice, part, text, sink);
            default: return emit<chat::refusal_delta>(again, choice, part, text, sink);
        }
    }

    std::vector<choice_state> choices_;
    bool has_started_ = false;
    chat::event text_ = chat::text_delta(), thinking_ = chat::thinking_delta(), refusal_ = chat::refusal_delta();
};

/// Writes events as the chunks that a server sends.
class openai_chat_chunk_writer {
public:
    openai_chat_wire::answer write(chat::event const& e) {
        openai_chat_wire::answer chunk;
        chunk.id = id_;
        chunk.object = "chat.completion.chunk";
        chunk.created = 0;
        chunk.model = model_;
        chunk.choices.emplace();
        std::visit([&](auto const& event) { put(chunk, event); }, e);
        return chunk;
    }

private:
    static openai_chat_wire::answer_choice& choice_in(openai_chat_wire::answer& chunk, int index) {
        auto& made = chunk.choices->emplace_back();
        made.index = index;
        made.delta.emplace();
        return made;
    }
    void put(openai_chat_wire::answer& chunk, chat::started const& e) {
        chunk.id = id_ = e.id;
        chunk.model = model_ = e.model;
        choice_in(chunk, 0).delta->role = "assistant";
    }
    void put(openai_chat_wire::answer& chunk, chat::text_delta const& e) { choice_in(chunk, e.choice).delta->content.emplace(e.text); }
    void put(openai_chat_wire::answer& chunk, chat::thinking_delta const& e) { choice_in(chunk, e.choice).delta->reasoning_content = e.text; }
    void put(openai_chat_wire::answer& chunk, chat::refusal_delta const& e) { choice_in(chunk, e.choice).delta->refusal = e.text; }
    void put(openai_chat_wire::answer& chunk, chat::tool_call_delta const& e) {
        auto& call = choice_in(chunk, e.choice).delta->tool_calls.emplace().emplace_back();
        call.index = number_of(e.choice, e.part);
        auto& function = call.function.emplace();
        if (!e.id.empty()) {
            call.id = e.id;
            call.type = "function";
        }
        if (!e.name.empty()) function.name = e.name;
        function.arguments.emplace(e.arguments);
    }
    void put(openai_chat_wire::answer& chunk, chat::whole_part const& e) {
        auto& delta = *choice_in(chunk, e.choice).delta;
        if (auto const* text = std::get_if<chat::text>(&e.value)) delta.content.emplace(text->text);
        else if (auto const* item = std::get_if<chat::native>(&e.value)) delta.content.emplace(boost::json::array{item->value});
    }
    void put(openai_chat_wire::answer& chunk, chat::finished const& e) { choice_in(chunk, e.choice).finish_reason = word_for(e.finish_reason, e.finish_raw); }
    void put(openai_chat_wire::answer&, chat::cited const&) {}
    void put(openai_chat_wire::answer&, chat::logprobs_delta const&) {}
    void put(openai_chat_wire::answer&, chat::further const&) {}
    void put(openai_chat_wire::answer& chunk, chat::usage_reported const& e) { chunk.usage = write_openai_chat_usage(e.usage); }

    /// Chat Completions numbers the calls alone, not all parts.
    int number_of(int choice, int part) {
        int number = 0;
        for (auto const& [known_choice, known_part] : calls_) {
            if (known_choice != choice) continue;
            if (known_part == part) return number;
            ++number;
        }
        calls_.emplace_back(choice, part);
        return number;
    }

    std::string id_, model_;
    std::vector<std::pair<int, int>> calls_;

public:
    static std::string word_for(chat::finish_reason reason, std::string const& raw) {
        for (auto const& row : openai_chat_finishes)
            if (row.word == raw) return raw;
        for (auto const& row : openai_chat_finishes)
            if (row.reason == reason) return std::string(row.word);
        return "stop";
    }
};

} // namespace parley::inline v0::family::detail

#endif
