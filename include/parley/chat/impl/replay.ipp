#ifndef PARLEY_CHAT_IMPL_REPLAY_IPP
#define PARLEY_CHAT_IMPL_REPLAY_IPP

#include <parley/chat/replay.hpp>

#include <parley/chat/part.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::chat {

namespace detail {

/// Calls `each` with pieces of at most `size` bytes, none of which cuts a character; once with an empty piece for an empty text.
inline void for_each_piece(std::string_view text, std::size_t size, auto each) {
    do {
        auto cut = text.size() <= size ? text.size() : size;
        while (cut < text.size() && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) ++cut;
        each(std::string(text.substr(0, cut)));
        text.remove_prefix(cut);
    } while (!text.empty());
}

} // namespace detail

PARLEY_DECL void replay(response const& r, event_sink sink, std::size_t piece) {
    if (piece == 0) piece = 1;
    started begun;
    begun.id = r.id;
    begun.model = r.model;
    sink(begun);
    auto const answer = [&](int choice, std::vector<part> const& content, finish_reason reason, std::string const& raw,
                            std::optional<std::vector<token_logprob>> const& logprobs) {
        for (std::size_t i = 0; i != content.size(); ++i) {
            auto const placed = [&](auto piece) {
                piece.choice = choice;
                piece.part = static_cast<int>(i);
                return piece;
            };
            auto const in_pieces = [&](std::string_view text, auto delta, std::optional<std::string> const& signature = {}) {
                detail::for_each_piece(text, piece, [&](std::string next) {
                    delta.text = std::move(next);
                    sink(delta);
                });
                if constexpr (requires { delta.signature; }) {
                    if (!signature) return;
                    delta.text.clear();
                    delta.signature = signature;
                    sink(delta);
                }
            };
            if (auto const* t = std::get_if<text>(&content[i]); t && t->extra.empty()) {
                in_pieces(t->text, placed(text_delta()), t->signature);
                if (!t->citations) continue;
                for (auto const& source : *t->citations) {
                    auto mark = placed(cited());
                    mark.citation = source;
                    sink(mark);
                }
            } else if (auto const* said = std::get_if<refusal>(&content[i]); said && said->extra.empty()) {
                in_pieces(said->text, placed(refusal_delta()));
            } else if (auto const* thought = std::get_if<thinking>(&content[i]); thought && thought->extra.empty() && !thought->redacted) {
                in_pieces(thought->text, placed(thinking_delta()), thought->signature);
            } else if (auto const* call = std::get_if<tool_call>(&content[i]); call && call->extra.empty()) {
                auto delta = placed(tool_call_delta());
                delta.id = call->id;
                delta.name = call->name;
                delta.signature = call->signature;
                detail::for_each_piece(call->received_arguments(), piece, [&](std::string next) {
                    delta.arguments = std::move(next);
                    sink(delta);
                    delta.id.clear();
                    delta.name.clear();
                    delta.signature.reset();
                });
            } else {
                auto whole = placed(whole_part());
                whole.value = content[i];
                sink(whole);
            }
        }
        if (logprobs) {
            logprobs_delta likely;
            likely.choice = choice;
            likely.tokens = *logprobs;
            sink(likely);
        }
        finished done;
        done.choice = choice;
        done.finish_reason = reason;
        done.finish_raw = raw;
        sink(done);
    };
    answer(0, r.content, r.finish_reason, r.finish_raw, r.logprobs);
    for (std::size_t i = 0; i != r.alternatives.size(); ++i) {
        auto const& other = r.alternatives[i];
        answer(static_cast<int>(i) + 1, other.content, other.finish_reason, other.finish_raw, other.logprobs);
    }
    if (!r.extra.empty()) {
        further more;
        more.members = r.extra;
        sink(more);
    }
    usage_reported used;
    used.usage = r.usage;
    sink(used);
}

} // namespace parley::inline v0::chat

#endif
