#ifndef PARLEY_FAMILY_DETAIL_OPENAI_RESPONSES_READING_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_RESPONSES_READING_HPP

// The items of OpenAI Responses, taken apart into parts: one place for requests, whole answers and streams.
//
// An item becomes one part, or one for each piece of a message or of a summary. What the vocabulary has no word for stays where it stood: the
// members of a piece or a call in the part's `extra`, those of a message or reasoning item (id, status, …) in `extra.item` of its first part. A part
// without `item` belongs to the item of the part before it where both are of its kind (see `begins_item`). An item that does not have the
// form that is expected becomes a `native` part, so nothing can be lost and nothing unknown is an error.

#include <parley/chat/arguments.hpp>
#include <parley/chat/part.hpp>
#include <parley/chat/response.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/family/detail/openai_logprobs.hpp>
#include <parley/family/detail/openai_responses_words.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::family::detail::openai_responses {

inline chat::native native_of(boost::json::value v) {
    chat::native made;
    made.family = name;
    made.value = std::move(v);
    return made;
}

/// Reads the pieces of a message or of a tool's output.
/// @param usual the type of a text that is not worth keeping.
/// @return nothing where the vocabulary has no word for the piece; it is unchanged then.
template <class Part> std::optional<Part> read_piece(boost::json::value& piece, std::string_view usual) {
    auto* const o = piece.if_object();
    if (!o) return std::nullopt;
    auto const type = text_of(*o, "type");
    if (type == "input_text" || type == "output_text" || type == "text") {
        if (!has_text(*o, "text")) return std::nullopt;
        std::optional<Part> made(std::in_place, std::in_place_type<chat::text>);
        auto& t = std::get<chat::text>(*made);
        if (type == usual) o->erase("type");
        t.text = take_text(*o, "text");
        if (auto const* const notes = o->if_contains("annotations"); notes && notes->is_array()) {
            auto& all = t.citations.emplace();
            for (auto const& note : notes->get_array())
                if (auto const* const source = note.if_object()) all.push_back(citation_of(*source));
            if (all.size() == notes->get_array().size()) o->erase("annotations");
            else t.citations.reset();
        }
        keep<chat::text>(t.extra, std::move(*o));
        return made;
    }
    if (type == "input_image") {
        std::optional<Part> made(std::in_place, std::in_place_type<chat::image>);
        auto& i = std::get<chat::image>(*made);
        if (has_text(*o, "image_url")) take_url(take_text(*o, "image_url"), i.url, i.data, i.media_type);
        else if (has_text(*o, "file_id")) i.file_id = take_text(*o, "file_id");
        else return std::nullopt;
        if (has_text(*o, "detail")) i.detail = take_text(*o, "detail");
        o->erase("type");
        keep<chat::image>(i.extra, std::move(*o));
        return made;
    }
    if (type == "input_file") {
        std::optional<Part> made(std::in_place, std::in_place_type<chat::file>);
        auto& f = std::get<chat::file>(*made);
        if (has_text(*o, "file_data")) {
            take_url(take_text(*o, "file_data"), f.data, f.data, f.media_type); // what is no data URL is the bytes alone
        } else if (has_text(*o, "file_url")) f.url = take_text(*o, "file_url");
        else if (has_text(*o, "file_id")) f.file_id = take_text(*o, "file_id");
        else return std::nullopt;
        if (has_text(*o, "filename")) f.name = take_text(*o, "filename");
        o->erase("type");
        keep<chat::file>(f.extra, std::move(*o));
        return made;
    }
    return std::nullopt;
}

/// Reads a piece of a message of any side.
inline std::optional<chat::part> read_message_piece(boost::json::value& piece, std::string_view usual) {
    auto* const o = piece.if_object();
    auto const type = o ? text_of(*o, "type") : std::string_view();
    if (type == "refusal" && has_text(*o, "refusal")) {
        chat::refusal said;
        said.text = take_text(*o, "refusal");
        o->erase("type");
        keep<chat::refusal>(said.extra, std::move(*o));
        return said;
    }
    if (type == "input_audio" && o->size() == 2 && o->contains("input_audio")) {
        auto* const sound = o->at("input_audio").if_object();
        if (!sound || sound->size() != 2 || !has_text(*sound, "data") || !has_text(*sound, "format")) return std::nullopt;
        chat::audio heard;
        heard.data = take_text(*sound, "data");
        heard.media_type = "audio/" + take_text(*sound, "format");
        return heard;
    }
    return read_piece<chat::part>(piece, usual);
}

/// Says that a lone text came in a list: where nothing else would, its type is kept.
template <class Part> void mark_lone_text(std::vector<Part>& parts, std::size_t from, std::string_view usual) {
    if (parts.size() != from + 1) return;
    if (auto* const t = std::get_if<chat::text>(&parts.back()); t && t->extra.empty() && !t->citations) keep<chat::text>(t->extra, "type", boost::json::value(view(usual)));
}

/// Reads the items of one list, in order.
class item_reader {
public:
    /// @param to where the parts go.
    explicit item_reader(std::vector<chat::part>& to) noexcept : to_(to) {}

    /// Reads an item of an answer.
    /// @param index its place among the items.
    /// @param likely takes the log probabilities of its text.
    void read_answered(boost::json::object item, std::size_t index, std::vector<chat::token_logprob>& likely) {
        if (text_of(item, "id") == own_id(index)) { // written by `answer`, where there was no id
            item.erase("id");
            if (text_of(item, "status") == "completed") item.erase("status");
            if (text_of(item, "type") == "message") item.erase("type");
        }
        auto const type = text_of(item, "type");
        is_answer_ = true;
        if (type == "message" || type.empty()) {
            if (!has_text(item, "role")) item["role"] = "assistant";
            tidy_content(item, likely);
        } else if (type == "function_call") {
            // Some hosts name a call by the item's id alone, or give the arguments as an object.
            if (!has_text(item, "call_id") && has_text(item, "id")) item["call_id"] = boost::json::value(item.at("id")); // a copy: a new key may move the others
            if (auto* const given = item.if_contains("arguments"); given && given->is_object()) *given = boost::json::string(view(std::string_view(reflect::to_text(*given))));
        } else if (type == "reasoning" && !item.contains("summary")) {
            item["summary"].emplace_array();
        }
        read(std::move(item));
    }

    /// Reads an item of the assistant's side.
    void read(boost::json::object item) {
        auto const type = text_of(item, "type");
        auto const first = to_.size();
        bool const is_read = type == "reasoning"                                         ? read_reasoning(item)
                             : type == "function_call" || type == "custom_tool_call"     ? read_call(item, type)
                             : (type == "message" || type.empty()) && has_text(item, "role") ? read_message(item)
                                                                                         : false;
        if (!is_read) {
            to_.resize(first);
            to_.emplace_back(native_of(std::move(item)));
        }
    }

private:
    // Every piece of text in an answer comes with lists that are nearly always empty; what is likely has its own place.
    static void tidy_content(boost::json::object& item, std::vector<chat::token_logprob>& likely) {
        auto* const content = item.if_contains("content");
        if (!content || !content->is_array()) return;
        for (auto& piece : content->get_array()) {
            auto* const o = piece.if_object();
            if (!o) continue;
            if (auto const* const notes = o->if_contains("annotations"); notes && (notes->is_null() || (notes->is_array() && notes->get_array().empty())))
                o->erase("annotations");
            if (auto const* const tokens = o->if_contains("logprobs"))
                if (tokens->is_null() || (tokens->is_array() && read_logprobs(tokens->get_array(), likely))) o->erase("logprobs");
        }
    }

    bool read_message(boost::json::object& item) {
        if (text_of(item, "role") != "assistant") return false;
        auto* const content = item.if_contains("content");
        auto const first = to_.size();
        if (content && content->is_string()) {
            if (item.contains("id")) return false;
            chat::text said;
            said.text = take_text(item, "content");
            to_.emplace_back(std::move(said));
        } else {
            if (!content || !content->is_array() || content->get_array().empty()) return false;
            for (auto const& piece : content->get_array()) {
                auto copy = piece;
                auto part = read_message_piece(copy, "output_text");
                if (part && !std::holds_alternative<chat::image>(*part) && !std::holds_alternative<chat::file>(*part) && !std::holds_alternative<chat::audio>(*part))
                    to_.push_back(std::move(*part));
                else to_.emplace_back(native_of(boost::json::object{{view(piece_key), piece}}));
            }
            if (!is_answer_ && !item.contains("id")) mark_lone_text(to_, first, "output_text");
            item.erase("content");
        }
        item.erase("role");
        keep_item(first, std::move(item));
        return true;
    }

    bool read_reasoning(boost::json::object& item) {
        auto const* const summary = item.if_contains("summary");
        if (!summary || !summary->is_array()) return false;
        auto const* const content = item.if_contains("content");
        bool const has_content = content && content->is_array() && !content->get_array().empty();
        if (content && !content->is_array() && !content->is_null()) return false;
        auto const first = to_.size();
        for (auto const& piece : summary->get_array())
            if (!read_thought(piece, true)) return false;
        if (has_content)
            for (auto const& piece : content->get_array())
                if (!read_thought(piece, false)) return false;
        if (to_.size() == first) to_.emplace_back(chat::thinking());
        auto& last = std::get<chat::thinking>(to_.back());
        if (has_text(item, "encrypted_content")) last.signature = take_text(item, "encrypted_content");
        item.erase("type");
        item.erase("summary");
        if (has_content) item.erase("content");
        keep_item(first, std::move(item));
        return true;
    }
    bool read_thought(boost::json::value const& piece, bool of_summary) {
        auto const* const o = piece.if_object();
        if (!o || !has_text(*o, "text") || !has_text(*o, "type") || (text_of(*o, "type") == "summary_text") != of_summary) return false;
        chat::thinking thought;
        auto rest = *o;
        thought.text = take_text(rest, "text");
        if (of_summary && (!thought.text.empty() || o->size() > 2)) rest.erase("type"); // a summary of one empty text is none without it
        keep<chat::thinking>(thought.extra, std::move(rest));
        to_.emplace_back(std::move(thought));
        return true;
    }

    bool read_call(boost::json::object& item, std::string_view type) {
        bool const is_custom = type == "custom_tool_call";
        auto const* const given = is_custom ? "input" : "arguments";
        if (!has_text(item, "call_id") || !has_text(item, "name") || !has_text(item, given)) return false;
        chat::tool_call call;
        call.id = take_text(item, "call_id");
        call.name = take_text(item, "name");
        chat::set_arguments(call, take_text(item, given));
        if (!is_custom) item.erase("type");
        keep<chat::tool_call>(call.extra, std::move(item));
        to_.emplace_back(std::move(call));
        return true;
    }

    // Keeps the members of an item with its first part; an empty object where the part would be taken for one more of the item before.
    void keep_item(std::size_t first, boost::json::object members) {
        auto& part = to_[first];
        if (members.empty() && (first == 0 || begins_item(part, to_[first - 1]))) return;
        (*extra_of(part))["item"] = std::move(members);
    }

    std::vector<chat::part>& to_;
    bool is_answer_ = false; // whose form is always the longer one
};

} // namespace parley::inline v0::family::detail::openai_responses

#endif
