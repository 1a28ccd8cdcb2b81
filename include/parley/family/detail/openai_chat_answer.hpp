#ifndef PARLEY_FAMILY_DETAIL_OPENAI_CHAT_ANSWER_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_CHAT_ANSWER_HPP

// The answers of Chat Completions -> events. A whole answer is read as one large chunk, so that it and a stream cannot come to differ; the usual one
// has a shorter way, see openai_chat_plain_answer.hpp.

#include <parley/chat/event.hpp>
#include <parley/chat/response.hpp>
#include <parley/family/detail/failure.hpp>
#include <parley/family/detail/openai_chat_pieces.hpp>
#include <parley/family/detail/openai_chat_usage.hpp>
#include <parley/family/detail/openai_logprobs.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail::chat_completions {

struct finish_row {
    std::string_view word;
    chat::finish_reason reason;
};
/// The first row of a reason is the word that a server says.
inline constexpr finish_row finishes[] = {
    {"stop", chat::finish_reason::stop},
    {"length", chat::finish_reason::length},
    {"tool_calls", chat::finish_reason::tool_calls},
    {"content_filter", chat::finish_reason::content_filter},
    {"function_call", chat::finish_reason::tool_calls},
    {"eos", chat::finish_reason::stop},
    {"end_turn", chat::finish_reason::stop},
    {"model_length", chat::finish_reason::length},
    {"max_tokens", chat::finish_reason::length},
    {"tool_use", chat::finish_reason::tool_calls},
    {"sensitive", chat::finish_reason::content_filter},
};

/// Members of an answer, a choice or its message that are worth keeping; others change from chunk to chunk and say nothing.
inline constexpr std::string_view kept_members[] = {
    "system_fingerprint", "service_tier",           "provider",  "citations", "search_results",      "related_questions", "prompt_filter_results",
    "moderation",         "native_finish_reason",   "matched_stop", "channel", "reasoning_encrypted", "content_filter_results", "failed_generation",
};

constexpr bool is_kept(std::string_view key) noexcept {
    for (auto const kept : kept_members)
        if (kept.size() == key.size() && kept == key) return true;
    return false;
}

/// Says whether a member is kept that says this.
inline bool is_kept(std::string_view key, boost::json::value const& said) noexcept {
    return is_kept(key) && !said.is_null() && !(said.is_object() && said.get_object().empty());
}

/// Returns what a provider's word means.
inline chat::finish_reason reason_of(std::string_view word, bool has_calls, bool has_refusal = false) noexcept {
    auto reason = chat::finish_reason::other;
    for (auto const& row : finishes)
        if (row.word == word) reason = row.reason;
    if (reason != chat::finish_reason::stop) return reason;
    return has_refusal ? chat::finish_reason::refusal : has_calls ? chat::finish_reason::tool_calls : reason; // some say no more than "stop"
}

inline boost::json::object const* object_at(boost::json::object const& o, std::string_view key) noexcept {
    auto const* const found = o.if_contains(view(key));
    return found ? found->if_object() : nullptr;
}
inline boost::json::array const* array_at(boost::json::object const& o, std::string_view key) noexcept {
    auto const* const found = o.if_contains(view(key));
    return found ? found->if_array() : nullptr;
}
inline std::optional<std::int64_t> integer_at(boost::json::object const& o, std::string_view key) noexcept {
    auto const* const found = o.if_contains(view(key));
    auto const* const i = found ? found->if_int64() : nullptr;
    return i ? std::optional(*i) : std::nullopt;
}

/// Turns chunks into events: gives each piece its place, whatever the host leaves out.
class answer_reader {
public:
    static constexpr std::int64_t most_choices = 128;

    /// @param whole whether the chunk is an answer that was not streamed.
    result<void> take(boost::json::value const& document, bool whole, chat::event_sink sink) {
        auto const* const chunk = document.if_object();
        if (!chunk) return error(errc::invalid_response);
        if (has_failed(*chunk)) return read_failure(document);
        auto const* const choices = array_at(*chunk, "choices");
        start(*chunk, choices && !choices->empty(), sink);
        is_whole_ = whole;
        further_.members.clear();
        keep(*chunk);
        has_delta_ = false;
        if (choices) {
            std::int64_t position = 0;
            for (auto const& one : *choices) {
                auto const* const c = one.if_object();
                if (!c) continue;
                auto const index = integer_at(*c, "index").value_or(position++);
                if (index < 0 || index >= most_choices) return error(errc::invalid_response, "The answer numbers its choices beyond reason.");
                if (has_failed(*c)) return read_failure(one);
                take_choice(*c, static_cast<int>(index), whole, sink);
            }
        }
        if (!further_.members.empty()) sink(std::move(further_));
        auto const* usage = object_at(*chunk, "usage");
        if (auto const* const groq = usage ? nullptr : object_at(*chunk, "x_groq")) usage = object_at(*groq, "usage");
        if (usage) {
            waiting_ = read_usage(*usage);
            if (!has_delta_ || whole) report(sink);
        }
        return {};
    }

    /// Says whether a usage was read that is not reported yet: hosts that send one with each piece mean the last.
    bool has_waiting_usage() const noexcept { return waiting_.has_value(); }
    /// Reports the usage that waits.
    /// @param last the last chunk, where it was not taken.
    void report(chat::event_sink sink, boost::json::value const* last = nullptr) {
        if (!waiting_) return;
        auto const* const chunk = last ? last->if_object() : nullptr;
        if (auto const* const usage = chunk ? object_at(*chunk, "usage") : nullptr) waiting_ = read_usage(*usage);
        chat::usage_reported used;
        used.usage = std::move(*waiting_);
        waiting_.reset();
        sink(std::move(used));
    }
    /// Ends all answers: hands out what is whole only now.
    void end(chat::event_sink sink) {
        report(sink);
        for (std::size_t i = 0; i != choices_.size(); ++i) end_audio(static_cast<int>(i), sink);
    }

    /// Says whether every answer that began has said why it stopped.
    bool is_finished() const noexcept {
        for (auto const& c : choices_)
            if (!c.is_finished) return false;
        return !choices_.empty();
    }
    /// Says whether there is an answer at all.
    bool has_answer() const noexcept { return !choices_.empty(); }

private:
    static constexpr int nowhere = -1;

    struct call_place {
        std::int64_t index; // as the host numbers it, or `nowhere`
        std::string id;
        bool has_name;
        int part;
    };
    struct detail_place {
        std::int64_t index;
        std::string kind;
        int part;
    };
    struct choice_state {
        int parts = 0, text = nowhere, thinking = nowhere, refusal = nowhere, listed_thinking = nowhere, audio = nowhere;
        std::vector<call_place> calls;
        std::vector<detail_place> details;
        chat::audio heard;
        bool is_finished = false;
    };

    static bool has_failed(boost::json::object const& o) {
        if (word_at(o, "object") == "error") return true;
        auto const* const said = member_of(o, "error");
        return said && (said->is_object() || said->is_string());
    }

    void start(boost::json::object const& chunk, bool has_choices, chat::event_sink sink) {
        if (has_started_) return;
        chat::started begun;
        begun.id = word_at(chunk, "id");
        begun.model = word_at(chunk, "model");
        if (begun.id.empty() && begun.model.empty() && !has_choices) return; // Azure speaks of its filters first
        has_started_ = true;
        sink(std::move(begun));
    }
    /// Collects what is worth keeping, of a stream where it is new.
    void keep(boost::json::object const& from) {
        for (auto const& member : from) {
            auto const& said = member.value();
            if (!is_kept(view(member.key()), said)) continue;
            if (!is_whole_) {
                auto& known = kept_[member.key()];
                if (known == said) continue;
                known = said;
            }
            further_.members[member.key()] = said;
        }
    }

    choice_state& state_of(int choice) {
        auto const index = static_cast<std::size_t>(choice);
        if (index >= choices_.size()) choices_.resize(index + 1);
        return choices_[index];
    }

    void take_choice(boost::json::object const& c, int choice, bool whole, chat::event_sink sink) {
        auto const* const message = object_at(c, whole ? "message" : "delta");
        auto const* const said = message ? message : object_at(c, whole ? "delta" : "message");
        auto const why = word_at(c, "finish_reason");
        if (!said && why.empty() && whole) return;
        auto& state = state_of(choice);
        if (choice == 0) keep(c);
        if (said) {
            if (choice == 0) keep(*said);
            take_message(*said, choice, whole, sink);
        }
        if (auto const* const likely = object_at(c, "logprobs")) {
            chat::logprobs_delta delta;
            delta.choice = choice;
            for (auto const* const key : {"content", "refusal"})
                if (auto const* const list = array_at(*likely, key); list && delta.tokens.empty()) read_logprobs(*list, delta.tokens);
            if (!delta.tokens.empty()) sink(std::move(delta));
        }
        if (why.empty() || state_of(choice).is_finished) return;
        finish(choice, std::string(why), sink);
        (void)state;
    }

    void take_message(boost::json::object const& m, int choice, bool whole, chat::event_sink sink) {
        take_thoughts(m, choice, sink);
        auto& state = state_of(choice);
        if (auto const* const content = m.if_contains("content")) {
            if (content->is_string()) add_text(view(content->get_string()), choice, sink);
            else if (content->is_array())
                for (auto const& piece : content->get_array()) take_piece(piece, choice, sink);
        }
        if (auto const* const notes = array_at(m, "annotations"))
            for (auto const& one : *notes)
                if (auto const* const o = one.if_object()) {
                    if (state.text == nowhere) add<chat::text_delta>({}, choice, state.text, sink);
                    chat::cited mark;
                    mark.choice = choice;
                    mark.part = state.text;
                    mark.citation = read_citation(*o);
                    sink(std::move(mark));
                }
        if (auto const text = word_at(m, "refusal"); !text.empty()) add<chat::refusal_delta>(text, choice, state.refusal, sink);
        take_audio(m, choice, sink);
        if (auto const* const images = array_at(m, "images"))
            for (auto const& one : *images)
                if (auto const* const o = one.if_object()) {
                    auto made = read_image(*o); // sent back in the same place
                    put(made ? chat::part(std::move(*made)) : kept(one), choice, sink);
                }
        if (auto const* const calls = array_at(m, "tool_calls")) {
            std::int64_t position = 0;
            for (auto const& one : *calls)
                if (auto const* const c = one.if_object()) take_call(*c, whole ? std::optional(position++) : integer_at(*c, "index"), choice, sink);
        }
        if (auto const* const call = object_at(m, "function_call")) take_function("", "function_call", *call, {}, old_call, choice, sink);
        // Google signs whole messages too.
        if (auto const* const more = object_at(m, "extra_content"); more && state.text != nowhere) {
            boost::json::object holder{{"extra_content", *more}};
            if (auto signature = take_signature(holder)) {
                chat::text_delta delta;
                delta.choice = choice;
                delta.part = state.text;
                delta.signature = std::move(signature);
                sink(std::move(delta));
            }
        }
    }

    /// Adds to the part of a kind that is open, or begins it.
    template <class Delta> void add(std::string_view text, int choice, int& part, chat::event_sink sink) {
        if (part == nowhere) part = state_of(choice).parts++;
        Delta delta;
        delta.choice = choice;
        delta.part = part;
        delta.text = text;
        has_delta_ = true;
        sink(std::move(delta));
    }
    void add_text(std::string_view text, int choice, chat::event_sink sink) {
        auto& state = state_of(choice);
        if (text.empty()) return;
        state.listed_thinking = nowhere;
        add<chat::text_delta>(text, choice, state.text, sink);
    }
    int put(chat::part value, int choice, chat::event_sink sink) {
        chat::whole_part whole;
        whole.choice = choice;
        whole.part = state_of(choice).parts++;
        whole.value = std::move(value);
        sink(whole);
        return whole.part;
    }
    static chat::part kept(boost::json::value const& v) {
        chat::native item;
        item.family = family_name;
        item.value = v;
        return item;
    }

    void take_thoughts(boost::json::object const& m, int choice, chat::event_sink sink) {
        bool has_detailed_text = false;
        if (auto const* const details = array_at(m, "reasoning_details")) {
            std::int64_t position = 0;
            for (auto const& one : *details) {
                auto const* const o = one.if_object();
                auto const number = position++;
                if (!o || !word_at(*o, "type").starts_with("reasoning.")) continue;
                auto thought = read_detail(*o);
                has_detailed_text |= !thought.text.empty();
                take_detail(std::move(thought), integer_at(*o, "index").value_or(number), choice, sink);
            }
        }
        if (has_detailed_text) return; // the other names repeat it
        for (auto const* const name : {"reasoning_content", "reasoning"})
            if (auto const text = word_at(m, name); !text.empty()) return add<chat::thinking_delta>(text, choice, state_of(choice).thinking, sink);
    }
    void take_detail(chat::thinking thought, std::int64_t index, int choice, chat::event_sink sink) {
        auto& state = state_of(choice);
        std::string const kind(text_of_extra(thought.extra, "type"));
        if (thought.redacted) return void(put(std::move(thought), choice, sink));
        detail_place* at = nullptr;
        for (auto& known : state.details)
            if (known.index == index && known.kind == kind) at = &known;
        if (!at) {
            chat::thinking begun;
            begun.extra = std::move(thought.extra);
            state.details.push_back({index, kind, put(std::move(begun), choice, sink)});
            at = &state.details.back();
        }
        if (thought.text.empty() && !thought.signature) return;
        chat::thinking_delta delta;
        delta.choice = choice;
        delta.part = at->part;
        delta.text = std::move(thought.text);
        delta.signature = std::move(thought.signature);
        has_delta_ = true;
        sink(std::move(delta));
    }

    /// One element of a list of content: text, thoughts, or an item of the host's own that comes whole.
    void take_piece(boost::json::value const& piece, int choice, chat::event_sink sink) {
        auto& state = state_of(choice);
        auto read = read_piece(piece, chat::role::assistant);
        if (auto const* const t = std::get_if<chat::text>(&read); t && t->extra.empty()) return add_text(t->text, choice, sink);
        state.text = nowhere; // what follows is another text
        if (auto* const t = std::get_if<chat::thinking>(&read); t && !t->signature) {
            if (state.listed_thinking == nowhere) {
                chat::thinking begun;
                begun.extra = std::move(t->extra);
                state.listed_thinking = put(std::move(begun), choice, sink);
            }
            if (!t->text.empty()) add<chat::thinking_delta>(t->text, choice, state.listed_thinking, sink);
            return;
        }
        state.listed_thinking = nowhere;
        put(std::move(read), choice, sink);
    }

    void take_audio(boost::json::object const& m, int choice, chat::event_sink sink) {
        auto const* const audio = object_at(m, "audio");
        if (!audio) return;
        auto& state = state_of(choice);
        auto& heard = state.heard;
        for (auto const& member : *audio) {
            auto const key = view(member.key());
            if (key == "id") heard.file_id = string_in(*audio, key);
            else if (key == "data") heard.data = heard.data.value_or("").append(word_at(*audio, key));
            else if (key == "transcript") heard.transcript = heard.transcript.value_or("").append(word_at(*audio, key));
            else heard.extra[member.key()] = member.value();
        }
        if (state.audio == nowhere) state.audio = put(heard, choice, sink); // its place; what it holds comes when it is whole
    }
    void end_audio(int choice, chat::event_sink sink) {
        auto& state = state_of(choice);
        if (state.audio == nowhere) return;
        chat::whole_part whole;
        whole.choice = choice;
        whole.part = std::exchange(state.audio, nowhere);
        whole.value = std::move(state.heard);
        sink(std::move(whole));
    }

    static constexpr std::int64_t old_call = -2;

    void take_call(boost::json::object const& c, std::optional<std::int64_t> index, int choice, chat::event_sink sink) {
        auto const kind = word_at(c, "type");
        auto const* const custom = object_at(c, "custom");
        auto const* const function = custom ? custom : object_at(c, "function");
        boost::json::object const nothing;
        boost::json::object extra;
        if (auto const* const more = object_at(c, "extra_content")) extra["extra_content"] = *more;
        take_function(word_at(c, "id"), custom ? "custom" : kind == "custom" ? kind : "function", function ? *function : nothing, std::move(extra), index, choice, sink);
    }
    void take_function(std::string_view id, std::string_view kind, boost::json::object const& f, boost::json::object extra, std::optional<std::int64_t> index, int choice,
                       chat::event_sink sink) {
        auto& state = state_of(choice);
        auto const name = word_at(f, "name");
        chat::tool_call_delta piece;
        piece.choice = choice;
        piece.signature = take_signature(extra);
        auto* at = find_call(state, index, id, name);
        if (!at) {
            if (kind != "function") extra = set_apart(std::move(extra), {{"type", view(kind)}});
            int part = nowhere;
            if (extra.empty()) {
                part = state.parts++;
            } else {
                chat::tool_call begun;
                begun.arguments_text.emplace();
                begun.extra = std::move(extra);
                part = put(std::move(begun), choice, sink);
            }
            state.calls.push_back({index.value_or(nowhere), std::string(id), false, part});
            at = &state.calls.back();
            piece.id = id;
        }
        piece.part = at->part;
        if (!at->has_name) piece.name = name;
        at->has_name |= !name.empty();
        auto const* const said = f.if_contains(kind == "custom" ? "input" : "arguments");
        if (said && said->is_string()) piece.arguments = view(said->get_string());
        else if (said && said->is_object()) piece.arguments = reflect::to_text(*said);
        has_delta_ = true;
        sink(std::move(piece));
    }
    /// Finds the call that a piece belongs to: by its number, by its id, or as the last one.
    static call_place* find_call(choice_state& state, std::optional<std::int64_t> index, std::string_view id, std::string_view name) {
        for (auto& known : state.calls) {
            if (index ? known.index != *index : id.empty() || known.id != id) continue;
            if (id.empty() || known.id.empty() || known.id == id) return &known; // one host gives all calls the same number
        }
        if (!index && id.empty() && name.empty() && !state.calls.empty()) return &state.calls.back();
        return nullptr;
    }

    void finish(int choice, std::string word, chat::event_sink sink) {
        end_audio(choice, sink);
        auto& state = state_of(choice);
        chat::finished done;
        done.choice = choice;
        done.finish_reason = reason_of(word, !state.calls.empty(), state.refusal != nowhere);
        done.finish_raw = std::move(word);
        state.is_finished = true;
        sink(std::move(done));
    }

    std::vector<choice_state> choices_;
    boost::json::object kept_;
    chat::further further_;
    std::optional<chat::usage> waiting_;
    bool has_started_ = false;
    bool has_delta_ = false;
    bool is_whole_ = false;
};

} // namespace parley::inline v0::family::detail::chat_completions

#endif
