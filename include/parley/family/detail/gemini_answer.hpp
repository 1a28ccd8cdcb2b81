#ifndef PARLEY_FAMILY_DETAIL_GEMINI_ANSWER_HPP
#define PARLEY_FAMILY_DETAIL_GEMINI_ANSWER_HPP

// Answers of generateContent -> events: a whole answer is a stream of one chunk.

#include <parley/chat/event.hpp>
#include <parley/chat/part.hpp>
#include <parley/chat/response.hpp>
#include <parley/chat/usage.hpp>
#include <parley/family/detail/failure.hpp>
#include <parley/family/detail/gemini_arguments.hpp>
#include <parley/family/detail/gemini_fields.hpp>
#include <parley/family/detail/gemini_part.hpp>
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

namespace parley::inline v0::family::detail {

struct gemini_finish_row {
    std::string_view word;
    chat::finish_reason meaning;
    int number; ///< in JSON with numbers for words; 0 where AI Studio and Vertex count differently
};
/// The first row of a meaning is the word that a server answers with.
inline constexpr gemini_finish_row gemini_finishes[] = {
    {"STOP", chat::finish_reason::stop, 1},
    {"MAX_TOKENS", chat::finish_reason::length, 2},
    {"SAFETY", chat::finish_reason::content_filter, 3},
    {"RECITATION", chat::finish_reason::content_filter, 4},
    {"BLOCKLIST", chat::finish_reason::content_filter, 7},
    {"PROHIBITED_CONTENT", chat::finish_reason::content_filter, 8},
    {"IMAGE_SAFETY", chat::finish_reason::content_filter, 11},
    {"SPII", chat::finish_reason::content_filter, 0},
    {"MODEL_ARMOR", chat::finish_reason::content_filter, 0},
    {"IMAGE_PROHIBITED_CONTENT", chat::finish_reason::content_filter, 0},
    {"IMAGE_RECITATION", chat::finish_reason::content_filter, 0},
    {"OTHER", chat::finish_reason::other, 5},
};

inline chat::finish_reason gemini_finish(std::string_view raw) noexcept {
    auto const said = number(raw);
    for (auto const& row : gemini_finishes)
        if (row.word == raw || (said && row.number != 0 && *said == row.number)) return row.meaning;
    return chat::finish_reason::other;
}

/// What the model thought is not among what the provider calls candidates; what came from a cache is part of the prompt.
inline chat::usage read_gemini_usage(boost::json::object o) {
    auto const count = [&o](char const* key) -> std::int64_t {
        auto const* const found = o.if_contains(key);
        return found && found->is_int64() ? found->get_int64() : 0;
    };
    chat::usage u;
    u.input_tokens = count("promptTokenCount");
    u.cached_input_tokens = count("cachedContentTokenCount");
    u.reasoning_tokens = count("thoughtsTokenCount");
    u.output_tokens = count("candidatesTokenCount") + u.reasoning_tokens;
    u.provider = std::move(o);
    return u;
}

/// Turns the chunks of an answer into events.
class gemini_chunks {
public:
    /// Reads a chunk, or a list of them.
    /// @return `errc::invalid_response` where it is neither; the class of the error that stands in it.
    result<void> take(boost::json::value v, chat::event_sink sink) {
        if (auto* const all = v.if_array()) {
            for (auto& each : *all)
                if (auto done = take(std::move(each), sink); !done) return done;
            return {};
        }
        auto* const o = v.if_object();
        if (!o) return error(errc::invalid_response);
        if (member_of(*o, "error")) return read_failure(v);
        take_chunk(std::move(*o), sink);
        return {};
    }
    /// Reads what was used so far, and nothing else.
    void take_usage(boost::json::value v) {
        auto* const o = v.if_object();
        auto used = o ? take_member(*o, "usageMetadata") : std::nullopt;
        if (used && used->is_object()) usage_ = std::move(used->get_object());
    }
    /// Says what only the last chunk can tell: what was used, what the answer rests on, and what the vocabulary has no word for.
    void finish(chat::event_sink sink) {
        boost::json::array kept;
        for (std::size_t i = 0; i != candidates_.size(); ++i) {
            auto& c = candidates_[i];
            cite(c, static_cast<int>(i), sink);
            if (c.rest.empty()) continue;
            while (kept.size() < i) kept.emplace_back(boost::json::object());
            kept.emplace_back(std::move(c.rest));
        }
        if (!kept.empty()) rest_["candidates"] = std::move(kept);
        if (!rest_.empty()) {
            chat::further more;
            more.members = std::move(rest_);
            sink(more);
        }
        if (!usage_) return;
        chat::usage_reported used;
        used.usage = read_gemini_usage(std::move(*usage_));
        sink(used);
    }

    /// Says whether every candidate has said why it stopped, or the prompt was refused.
    bool is_finished() const noexcept {
        for (auto const& c : candidates_)
            if (!c.is_finished) return false;
        return !candidates_.empty() || is_blocked_;
    }
    /// Says whether anything was read that belongs into an answer.
    bool has_answer() const noexcept { return !candidates_.empty() || is_blocked_ || usage_; }

private:
    enum class open_part { none, text, thinking };
    struct candidate {
        int parts = 0;
        open_part open = open_part::none;
        int last_text = -1;
        std::optional<gemini_arguments> call; // its arguments are still coming
        bool has_called = false, is_finished = false;
        boost::json::object rest;
    };

    void take_chunk(boost::json::object o, chat::event_sink sink) {
        if (auto used = take_member(o, "usageMetadata"); used && used->is_object()) usage_ = std::move(used->get_object());
        begin(o, sink);
        if (auto all = take_member(o, "candidates"); all && all->is_array()) {
            auto& list = all->get_array();
            for (std::size_t i = 0; i != list.size(); ++i)
                if (list[i].is_object()) take_candidate(std::move(list[i].get_object()), i, sink);
        }
        auto const* const feedback = member_of(o, "promptFeedback");
        auto const* const blocked = feedback && feedback->is_object() ? member_of(feedback->get_object(), "blockReason") : nullptr;
        auto const reason = blocked ? word_of(*blocked) : std::string();
        if (!reason.empty() && candidates_.empty()) {
            is_blocked_ = true;
            chat::finished done;
            done.finish_reason = chat::finish_reason::content_filter;
            done.finish_raw = reason;
            sink(done);
        }
        keep(std::move(o), rest_);
    }
    void begin(boost::json::object& o, chat::event_sink sink) {
        auto next = begun_;
        for (auto const& [key, to] : {std::pair("responseId", &next.id), std::pair("modelVersion", &next.model)})
            if (auto const said = take_member(o, key); said && said->is_string()) *to = view(said->get_string());
        if (has_begun_ && next == begun_) return;
        has_begun_ = true;
        begun_ = std::move(next);
        sink(begun_);
    }

    void take_candidate(boost::json::object o, std::size_t place, chat::event_sink sink) {
        constexpr std::int64_t most = 128; // an index beyond is none
        auto const said = take_member(o, "index");
        auto const* const index = said ? said->if_int64() : nullptr;
        if (index && *index >= 0 && *index < most) place = static_cast<std::size_t>(*index);
        if (candidates_.size() <= place) candidates_.resize(place + 1);
        auto& c = candidates_[place];
        auto const number = static_cast<int>(place);

        if (auto content = take_member(o, "content"); content && content->is_object()) {
            auto& inside = content->get_object();
            if (auto parts = take_member(inside, "parts"); parts && parts->is_array())
                for (auto& each : parts->get_array()) take_part(c, number, std::move(each), sink);
            if (auto const role = text_at(inside, "role"); role == "model") inside.erase("role");
            if (!inside.empty()) o["content"] = std::move(inside);
        }
        if (auto likely = take_member(o, "logprobsResult"); likely && likely->is_object()) take_logprobs(likely->get_object(), number, sink);
        auto const reason = take_member(o, "finishReason");
        if (auto raw = reason ? word_of(*reason) : std::string(); !raw.empty()) {
            end_call(c, number, sink);
            c.is_finished = true;
            chat::finished done;
            done.choice = number;
            done.finish_reason = gemini_finish(raw);
            if (done.finish_reason == chat::finish_reason::stop && c.has_called) done.finish_reason = chat::finish_reason::tool_calls;
            done.finish_raw = std::move(raw);
            sink(done);
        }
        keep(std::move(o), c.rest);
    }

    // Texts that follow each other are one, for a stream cuts them anywhere; a signed one stands for itself, as it must go back.
    void take_part(candidate& c, int number, boost::json::value v, chat::event_sink sink) {
        if (auto* const o = v.if_object()) {
            auto const* const call = gemini_object(*o, "functionCall");
            if (call && (c.call || call->contains("partialArgs") || is_true(*call, "willContinue"))) return take_piece(c, number, *o, *call, sink);
        }
        end_call(c, number, sink);
        auto part = reader_.read(std::move(v));
        if (auto* const t = std::get_if<chat::text>(&part); t && t->extra.empty()) {
            add_text<chat::text_delta>(c, number, open_part::text, std::move(*t), sink);
        } else if (auto* const thought = std::get_if<chat::thinking>(&part); thought && thought->extra.empty()) {
            add_text<chat::thinking_delta>(c, number, open_part::thinking, std::move(*thought), sink);
        } else if (auto* const call = std::get_if<chat::tool_call>(&part); call && call->extra.empty()) {
            c.has_called = true;
            chat::tool_call_delta delta;
            delta.choice = number;
            delta.part = next_part(c);
            delta.id = std::move(call->id);
            delta.name = std::move(call->name);
            delta.arguments = std::move(call->arguments->text);
            delta.signature = std::move(call->signature);
            sink(delta);
        } else {
            c.has_called = c.has_called || call;
            chat::whole_part whole;
            whole.choice = number;
            whole.part = next_part(c);
            if (t) c.last_text = whole.part;
            whole.value = std::move(part);
            sink(whole);
        }
    }
    static int next_part(candidate& c) {
        c.open = open_part::none;
        return c.parts++;
    }
    template <class Delta, class Part> void add_text(candidate& c, int number, open_part kind, Part part, chat::event_sink sink) {
        if (part.text.empty() && !part.signature) return;
        Delta delta;
        delta.choice = number;
        if (c.open != kind || part.signature) {
            delta.part = next_part(c);
            if (!part.signature) c.open = kind;
        } else {
            delta.part = c.parts - 1;
        }
        if (kind == open_part::text && !part.text.empty()) c.last_text = delta.part;
        delta.text = std::move(part.text);
        delta.signature = std::move(part.signature);
        sink(delta);
    }

    void take_piece(candidate& c, int number, boost::json::object const& part, boost::json::object const& call, chat::event_sink sink) {
        auto name = text_at(call, "name");
        if (!c.call || !name.empty()) {
            end_call(c, number, sink);
            c.call.emplace();
            c.has_called = true;
            chat::tool_call_delta begun;
            begun.choice = number;
            begun.part = next_part(c);
            begun.id = text_at(call, "id");
            begun.name = std::move(name);
            if (auto signature = text_at(part, "thoughtSignature"); !signature.empty()) begun.signature = std::move(signature);
            sink(begun);
        }
        if (auto const* const whole = gemini_object(call, "args")) c.call->begin(*whole);
        if (auto const* const pieces = gemini_member(call, "partialArgs"); pieces && pieces->is_array())
            for (auto const& each : pieces->get_array())
                if (each.is_object()) c.call->add(each.get_object());
        if (!is_true(call, "willContinue")) end_call(c, number, sink);
    }
    static void end_call(candidate& c, int number, chat::event_sink sink) {
        if (!c.call) return;
        chat::tool_call_delta delta;
        delta.choice = number;
        delta.part = c.parts - 1;
        delta.arguments = compact_text(c.call->take());
        c.call.reset();
        sink(delta);
    }
    // In Protobuf's JSON a word may stand as its number.
    static std::string word_of(boost::json::value const& v) {
        if (auto const* const word = v.if_string()) return std::string(view(*word));
        return v.is_int64() ? std::to_string(v.get_int64()) : std::string();
    }
    static bool is_true(boost::json::object const& o, std::string_view key) {
        auto const* const found = gemini_member(o, key);
        return found && found->is_bool() && found->get_bool();
    }

    static void take_logprobs(boost::json::object const& o, int number, chat::event_sink sink) {
        chat::logprobs_delta likely;
        likely.choice = number;
        auto const* const chosen = member_of(o, "chosenCandidates");
        auto const* const top = member_of(o, "topCandidates");
        if (!chosen || !chosen->is_array()) return;
        for (auto const& each : chosen->get_array()) {
            auto& token = likely.tokens.emplace_back();
            read_token(each, token);
            auto const place = likely.tokens.size() - 1;
            auto const* const others = top && top->is_array() && place < top->get_array().size() ? top->get_array()[place].if_object() : nullptr;
            auto const* const list = others ? member_of(*others, "candidates") : nullptr;
            if (list && list->is_array())
                for (auto const& other : list->get_array()) read_token(other, token.top.emplace_back());
        }
        sink(likely);
    }
    template <class Token> static void read_token(boost::json::value const& v, Token& to) {
        auto const* const o = v.if_object();
        if (!o) return;
        to.token = text_at(*o, "token");
        if (auto const* const p = member_of(*o, "logProbability"); p && p->is_number()) to.logprob = p->to_number<double>();
    }

    // Sources that are named one by one, and those of a search; what they came with stays in `rest`, for some of it must be shown with them.
    static void cite(candidate& c, int number, chat::event_sink sink) {
        if (c.last_text < 0) return;
        chat::cited mark;
        mark.choice = number;
        mark.part = c.last_text;
        auto const text = [](boost::json::object const& o, char const* key, std::optional<std::string>& to) {
            if (auto said = text_at(o, key); !said.empty()) to = std::move(said);
        };
        if (auto const* const cited = gemini_object(c.rest, "citationMetadata")) {
            for (auto const* const key : {"citationSources", "citations"}) {
                auto const* const sources = gemini_member(*cited, key);
                if (!sources || !sources->is_array()) continue;
                for (auto const& each : sources->get_array()) {
                    if (!each.is_object()) continue;
                    mark.citation = {};
                    text(each.get_object(), "uri", mark.citation.url);
                    text(each.get_object(), "title", mark.citation.title);
                    mark.citation.provider = each.get_object();
                    sink(mark);
                }
            }
        }
        auto const* const grounding = gemini_object(c.rest, "groundingMetadata");
        auto const* const chunks = grounding ? gemini_member(*grounding, "groundingChunks") : nullptr;
        auto const* const supports = grounding ? gemini_member(*grounding, "groundingSupports") : nullptr;
        if (!chunks || !chunks->is_array() || !supports || !supports->is_array()) return;
        for (auto const& support : supports->get_array()) {
            auto const* const said = support.if_object();
            auto const* const indices = said ? gemini_member(*said, "groundingChunkIndices") : nullptr;
            if (!indices || !indices->is_array()) continue;
            auto const* const segment = gemini_object(*said, "segment");
            for (auto const& index : indices->get_array()) {
                auto const* const i = index.if_int64();
                if (!i || *i < 0 || static_cast<std::uint64_t>(*i) >= chunks->get_array().size()) continue;
                auto const* const chunk = chunks->get_array()[static_cast<std::size_t>(*i)].if_object();
                if (!chunk || chunk->empty() || !chunk->begin()->value().is_object()) continue;
                auto const& source = chunk->begin()->value().get_object(); // under `web`, `retrievedContext` and the like
                mark.citation = {};
                text(source, "uri", mark.citation.url);
                text(source, "title", mark.citation.title);
                if (segment) text(*segment, "text", mark.citation.quote);
                sink(mark);
            }
        }
    }

    static std::optional<boost::json::value> take_member(boost::json::object& o, std::string_view key) {
        auto* const found = o.find(view(key));
        if (found == o.end()) return std::nullopt;
        auto taken = std::move(found->value());
        o.erase(found);
        return taken;
    }
    // Later members replace earlier ones; an empty one says nothing.
    static void keep(boost::json::object from, boost::json::object& to) {
        for (auto& member : from) {
            auto const& v = member.value();
            if (v.is_object() && v.get_object().empty() && to.contains(member.key())) continue;
            to.insert_or_assign(member.key(), std::move(member.value()));
        }
    }

    chat::started begun_;
    bool has_begun_ = false, is_blocked_ = false;
    std::vector<candidate> candidates_;
    std::optional<boost::json::object> usage_;
    boost::json::object rest_;
    gemini_part_reader reader_{gemini_form::dropped};
};

} // namespace parley::inline v0::family::detail

#endif
