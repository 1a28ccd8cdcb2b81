#ifndef PARLEY_FAMILY_DETAIL_OPENAI_RESPONSES_STREAM_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_RESPONSES_STREAM_HPP

// The events of OpenAI Responses, read. Deltas add to a part; the item's own `done` event then gives its parts whole (ids and signatures come
// only there); the response in the last event is read like a whole answer, and what differs from what came before replaces it.

#include <parley/chat/event.hpp>
#include <parley/chat/response.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/family/detail/delta_pattern.hpp>
#include <parley/family/detail/failure.hpp>
#include <parley/family/detail/openai_logprobs.hpp>
#include <parley/family/detail/openai_responses_answer.hpp>
#include <parley/family/detail/openai_responses_reading.hpp>
#include <parley/family/detail/openai_responses_words.hpp>
#include <parley/http/sse.hpp>
#include <parley/reflect/parse.hpp>
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

namespace parley::inline v0::family::detail::openai_responses {

enum class stream_text { said, refused, summary, thought, arguments };

/// The events that add text: `response.<stem>.delta`, and `response.<stem>.done` with all of it.
struct text_row {
    std::string_view stem;
    stream_text what;
    std::string_view index; ///< which member counts the pieces of an item
    std::string_view whole; ///< which member of the second event holds the text
};
inline constexpr text_row text_rows[] = {
    {"output_text", stream_text::said, "content_index", "text"},
    {"refusal", stream_text::refused, "content_index", "refusal"},
    {"reasoning_summary_text", stream_text::summary, "summary_index", "text"},
    {"reasoning_text", stream_text::thought, "content_index", "text"},
    {"function_call_arguments", stream_text::arguments, "", "arguments"},
    {"custom_tool_call_input", stream_text::arguments, "", "input"},
};

class event_reader {
public:
    /// Reads one event.
    /// @return the error that stands in the stream; `errc::invalid_response` for what is no event.
    result<void> take(http::sse_event const& e, chat::event_sink sink) {
        if (auto const* const known = pattern_.match(e.data)) {
            sink(*known);
            return {};
        }
        if (end_ || e.data == "[DONE]") return {};
        auto read = reflect::parse_value(e.data);
        auto* const o = read ? read->if_object() : nullptr;
        if (!o) return error(errc::invalid_response);
        int count = 0;
        chat::event meant;
        auto const counting = [&](chat::event const& next) {
            auto const is_delta = std::holds_alternative<chat::text_delta>(next) || std::holds_alternative<chat::thinking_delta>(next) ||
                                  std::holds_alternative<chat::refusal_delta>(next) || std::holds_alternative<chat::tool_call_delta>(next);
            if (++count == 1 && is_delta) meant = next;
            sink(next);
        };
        auto done = take(*o, e.type, counting);
        if (count == 1) pattern_.learn(e.data, meant, {{"/delta"}, {"/obfuscation", "/sequence_number"}});
        else pattern_.forget();
        return done;
    }

    /// @return how the stream ended, as far as it said so.
    chat::end end() const noexcept { return end_.value_or(chat::end::truncated); }

private:
    // Where a piece of an item stands among the parts.
    struct place {
        std::int64_t item;
        bool is_summary;
        std::int64_t piece;
        int part;
        bool has_text;
    };

    result<void> take(boost::json::object& o, std::string_view type, chat::event_sink sink) {
        if (has_text(o, "type")) type = text_of(o, "type");
        constexpr std::string_view prefix = "response.";
        if (type == "error" || type == "response.failed" || (type.empty() && o.contains("error"))) {
            end_ = chat::end::failed;
            auto const& inner = object_at(o, "response");
            auto const* const fault = inner.if_contains("error");
            return read_failure(fault ? *fault : boost::json::value(o));
        }
        if (!type.starts_with(prefix)) return {};
        type.remove_prefix(prefix.size());
        auto const item = count_at(o, "output_index");
        if (type == "output_text.annotation.added") {
            if (auto const* const note = o.if_contains("annotation"); note && note->is_object()) cite(item, count_at(o, "content_index"), note->get_object(), sink);
        } else if (type == "output_item.added" || type == "output_item.done") {
            auto* const given = o.if_contains("item");
            if (given && given->is_object() && type.ends_with("added")) begin_item(item, given->get_object(), sink);
            else if (given && given->is_object()) end_item(item, std::move(given->get_object()), sink);
        } else if (auto* const response = o.if_contains("response"); response && response->is_object()) {
            return take_response(std::move(response->get_object()), type, sink);
        } else {
            take_text(o, type, item, sink);
        }
        return {};
    }

    void take_text(boost::json::object const& o, std::string_view type, std::int64_t item, chat::event_sink sink) {
        bool const is_delta = type.ends_with(".delta");
        if (!is_delta && !type.ends_with(".done")) return;
        type.remove_suffix(is_delta ? 6 : 5);
        for (auto const& row : text_rows) {
            if (row.stem != type) continue;
            auto const key = is_delta ? "delta" : row.whole;
            if (!has_text(o, key)) return;
            auto& at = place_of(item, row.what == stream_text::summary, row.index.empty() ? 0 : count_at(o, row.index));
            if (!is_delta && at.has_text) return;
            at.has_text = true;
            add(row.what, at.part, text_of(o, key), sink);
            auto const* const tokens = o.if_contains("logprobs");
            chat::logprobs_delta likely;
            if (tokens && tokens->is_array() && read_logprobs(tokens->get_array(), likely.tokens) && !likely.tokens.empty()) {
                has_likely_ = true;
                sink(likely);
            }
            return;
        }
    }

    template <class Delta> static void add_text(int part, std::string_view text, chat::event_sink sink) {
        Delta d;
        d.part = part;
        d.text = text;
        sink(d);
    }
    void add(stream_text what, int part, std::string_view text, chat::event_sink sink) {
        switch (what) {
            case stream_text::said: return add_text<chat::text_delta>(part, text, sink);
            case stream_text::refused: has_refusal_ = true; return add_text<chat::refusal_delta>(part, text, sink);
            case stream_text::summary: case stream_text::thought: return add_text<chat::thinking_delta>(part, text, sink);
            case stream_text::arguments: break;
        }
        has_calls_ = true;
        chat::tool_call_delta d;
        d.part = part;
        d.arguments = text;
        sink(d);
    }

    void cite(std::int64_t item, std::int64_t piece, boost::json::object const& note, chat::event_sink sink) {
        chat::cited mark;
        mark.part = place_of(item, false, piece).part;
        mark.citation = citation_of(note);
        sink(mark);
    }

    // A call is begun with its name, an item that nobody knows with all that is there; of others only the id is known, which comes again.
    void begin_item(std::int64_t index, boost::json::object& item, chat::event_sink sink) {
        auto const type = text_of(item, "type");
        if (type == "message" || type == "reasoning") return;
        auto& at = place_of(index, false, 0);
        if (type == "function_call" || type == "custom_tool_call") {
            has_calls_ = true;
            chat::tool_call_delta begun;
            begun.part = at.part;
            begun.id = text_of(item, has_text(item, "call_id") ? "call_id" : "id");
            begun.name = text_of(item, "name");
            begun.arguments = text_of(item, type == "function_call" ? "arguments" : "input");
            at.has_text = !begun.arguments.empty();
            return sink(begun);
        }
        chat::whole_part whole;
        whole.part = at.part;
        whole.value = native_of(std::move(item));
        sink(whole);
    }

    void end_item(std::int64_t index, boost::json::object item, chat::event_sink sink) {
        std::vector<chat::part> parts;
        std::vector<chat::token_logprob> likely;
        item_reader(parts).read_answered(std::move(item), static_cast<std::size_t>(index), likely);
        tell_likely(std::move(likely), sink);
        std::size_t next = 0;
        for (auto const& known : places_)
            if (known.item == index && next != parts.size()) replace(known.part, parts[next++], sink);
        for (; next != parts.size(); ++next) replace(place_of(index, false, static_cast<std::int64_t>(places_.size()) + 1).part, parts[next], sink);
    }

    void replace(int part, chat::part const& value, chat::event_sink sink) {
        auto const index = static_cast<std::size_t>(part);
        if (index >= whole_.size()) whole_.resize(index + 1);
        auto& known = whole_[index];
        if (known && *known == value) return;
        known = value;
        has_calls_ = has_calls_ || std::holds_alternative<chat::tool_call>(value);
        has_refusal_ = has_refusal_ || std::holds_alternative<chat::refusal>(value);
        chat::whole_part whole;
        whole.part = part;
        whole.value = value;
        sink(whole);
    }

    void tell_likely(std::vector<chat::token_logprob> tokens, chat::event_sink sink) {
        if (tokens.empty() || has_likely_) return;
        has_likely_ = true;
        chat::logprobs_delta likely;
        likely.tokens = std::move(tokens);
        sink(likely);
    }

    result<void> take_response(boost::json::object response, std::string_view type, chat::event_sink sink) {
        start(text_of(response, "id"), text_of(response, "model"), sink);
        if (type != "completed" && type != "incomplete" && type != "cancelled" && type != "done") return {};
        auto const why = std::string(text_of(object_at(response, "incomplete_details"), "reason"));
        auto read = read_response(std::move(response));
        if (!read) {
            end_ = chat::end::failed;
            return read.error();
        }
        for (std::size_t i = 0; i != read->content.size(); ++i) replace(static_cast<int>(i), read->content[i], sink);
        if (read->logprobs) tell_likely(std::move(*read->logprobs), sink);
        if (!read->extra.empty()) {
            chat::further more;
            more.members = std::move(read->extra);
            sink(more);
        }
        // Some hosts leave the items out that they have sent one by one.
        auto const how = ending_of(read->finish_raw, why, has_calls_, has_refusal_);
        chat::finished done;
        done.finish_reason = how.reason;
        done.finish_raw = std::move(read->finish_raw);
        sink(done);
        chat::usage_reported used;
        used.usage = std::move(read->usage);
        sink(used);
        end_ = how.end;
        return {};
    }

    void start(std::string_view id, std::string_view model, chat::event_sink sink) {
        if (has_started_ && id == id_ && model == model_) return;
        has_started_ = true;
        id_ = id;
        model_ = model;
        chat::started begun;
        begun.id = id;
        begun.model = model;
        sink(begun);
    }

    place& place_of(std::int64_t item, bool is_summary, std::int64_t piece) {
        for (auto i = places_.size(); i != 0; --i)
            if (auto& known = places_[i - 1]; known.item == item && known.is_summary == is_summary && known.piece == piece) return known;
        return places_.emplace_back(place{item, is_summary, piece, static_cast<int>(places_.size()), false});
    }

    std::vector<place> places_;                     // in the order of their parts
    std::vector<std::optional<chat::part>> whole_;  // the parts that came whole
    std::string id_, model_;
    std::optional<chat::end> end_;
    bool has_started_ = false, has_calls_ = false, has_refusal_ = false, has_likely_ = false;
    delta_pattern pattern_;
};

} // namespace parley::inline v0::family::detail::openai_responses

#endif
