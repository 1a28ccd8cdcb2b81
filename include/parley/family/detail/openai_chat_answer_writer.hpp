#ifndef PARLEY_FAMILY_DETAIL_OPENAI_CHAT_ANSWER_WRITER_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_CHAT_ANSWER_WRITER_HPP

// Answers and events -> the bodies that a server of Chat Completions sends.

#include <parley/chat/event.hpp>
#include <parley/chat/response.hpp>
#include <parley/error.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/family/detail/failure.hpp>
#include <parley/family/detail/openai_chat_answer.hpp>
#include <parley/family/detail/openai_chat_message.hpp>
#include <parley/family/detail/openai_chat_usage.hpp>
#include <parley/family/detail/openai_logprobs.hpp>
#include <parley/reflect/json_writer.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail::chat_completions {

inline std::string_view word_for(chat::finish_reason reason, std::string_view raw) noexcept {
    for (auto const& row : finishes)
        if (row.word == raw) return row.word;
    for (auto const& row : finishes)
        if (row.reason == reason) return row.word;
    return "stop";
}

inline void write_logprobs(body_writer& io, std::vector<chat::token_logprob> const& tokens) {
    io.object("logprobs", [&] { detail::write_logprobs(io, "content", tokens); });
}

/// Writes a whole answer.
inline std::string write_answer(chat::response const& r) {
    std::string text;
    reflect::json_writer out(text);
    body_writer io(out);
    auto const choice = [&](int index, auto const& one) {
        io.element([&] {
            io("index", index);
            io.object("message", [&] {
                io("role", "assistant");
                message_writer(out, any_host).write(one.content, chat::role::assistant);
            });
            if (one.logprobs) write_logprobs(io, *one.logprobs);
            io("finish_reason", word_for(one.finish_reason, one.finish_raw));
        });
    };
    io.element([&] {
        io("id", r.id);
        io("object", "chat.completion");
        io("created", 0);
        io("model", r.model);
        io.array("choices", [&] {
            choice(0, r);
            int index = 0;
            for (auto const& other : r.alternatives) choice(++index, other);
        });
        write_usage(io, r.usage);
        io.rest(r.extra);
    });
    out.finish();
    return text;
}

/// Writes an answer of failure, or an error inside a stream.
inline std::string write_failure(error const& why) {
    std::string text;
    reflect::json_writer out(text);
    body_writer io(out);
    io.element([&] {
        io.object("error", [&] {
            io("message", why.provider.text.empty() ? why.message : why.provider.text);
            io("type", why.provider.type.empty() ? name(why.code) : std::string_view(why.provider.type));
            io("code", why.provider.code.empty() ? detail::word_for(why.code) : std::string_view(why.provider.code));
        });
    });
    out.finish();
    return text;
}

/// Writes events as the chunks that a server sends.
class chunk_writer {
public:
    std::string write(chat::event const& e) {
        if (auto const* const begun = std::get_if<chat::started>(&e)) id_ = begun->id, model_ = begun->model;
        std::string text;
        reflect::json_writer out(text);
        body_writer io(out);
        io.element([&] {
            io("id", id_);
            io("object", "chat.completion.chunk");
            io("created", 0);
            io("model", model_);
            io.array("choices", [&] { write_choice(io, e); });
            if (auto const* const used = std::get_if<chat::usage_reported>(&e)) write_usage(io, used->usage);
            if (auto const* const more = std::get_if<chat::further>(&e)) io.rest(more->members);
        });
        out.finish();
        return text;
    }

private:
    void write_choice(body_writer& io, chat::event const& e) {
        auto const choice = [&](int index, auto const& delta) {
            io.element([&] {
                io("index", index);
                io.object("delta", delta);
            });
        };
        auto const texts = [&](auto const& said, std::string_view member) {
            choice(said.choice, [&] { io(member, said.text); });
        };
        if (std::holds_alternative<chat::started>(e)) {
            choice(0, [&] { io("role", "assistant"); });
        } else if (auto const* const t = std::get_if<chat::text_delta>(&e); t && !t->signature) {
            texts(*t, "content");
        } else if (t) {
            chat::text signed_text;
            signed_text.text = t->text;
            signed_text.signature = t->signature;
            part(io, t->choice, t->part, std::move(signed_text));
        } else if (auto const* const d = std::get_if<chat::thinking_delta>(&e); d && !d->signature) {
            texts(*d, "reasoning_content");
        } else if (d) {
            chat::thinking proof;
            proof.text = d->text;
            proof.signature = d->signature;
            part(io, d->choice, d->part, std::move(proof));
        } else if (auto const* const r = std::get_if<chat::refusal_delta>(&e)) {
            texts(*r, "refusal");
        } else if (auto const* const c = std::get_if<chat::tool_call_delta>(&e)) {
            choice(c->choice, [&] {
                io.array("tool_calls", [&] {
                    io.element([&] {
                        io("index", number_of(c->choice, c->part));
                        if (!c->id.empty()) io("id", c->id), io("type", "function");
                        io.object("function", [&] {
                            if (!c->name.empty()) io("name", c->name);
                            io("arguments", c->arguments);
                        });
                        if (c->signature) io.object("extra_content", [&] { io.object("google", [&] { io("thought_signature", *c->signature); }); });
                    });
                });
            });
        } else if (auto const* const w = std::get_if<chat::whole_part>(&e)) {
            part(io, w->choice, w->part, w->value);
        } else if (auto const* const m = std::get_if<chat::cited>(&e)) {
            chat::text noted;
            noted.citations.emplace().push_back(m->citation);
            choice(m->choice, [&] { message_writer(io.out(), any_host).write_annotations({noted}); });
        } else if (auto const* const l = std::get_if<chat::logprobs_delta>(&e)) {
            io.element([&] {
                io("index", l->choice);
                io.object("delta", [] {});
                write_logprobs(io, l->tokens);
            });
        } else if (auto const* const f = std::get_if<chat::finished>(&e)) {
            io.element([&] {
                io("index", f->choice);
                io.object("delta", [] {});
                io("finish_reason", word_for(f->finish_reason, f->finish_raw));
            });
        }
    }
    void part(body_writer& io, int choice, int place, chat::part value) {
        std::optional<int> number;
        if (std::holds_alternative<chat::tool_call>(value)) number = number_of(choice, place);
        io.element([&] {
            io("index", choice);
            io.object("delta", [&] { message_writer(io.out(), any_host).write({std::move(value)}, chat::role::assistant, {}, number); });
        });
    }

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
};

} // namespace parley::inline v0::family::detail::chat_completions

#endif
