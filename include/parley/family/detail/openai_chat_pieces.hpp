#ifndef PARLEY_FAMILY_DETAIL_OPENAI_CHAT_PIECES_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_CHAT_PIECES_HPP

// The pieces of messages of Chat Completions -> parts, for requests and answers.

#include <parley/chat/message.hpp>
#include <parley/chat/part.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/family/detail/openai_chat_message.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::family::detail::chat_completions {

/// Splits `data:<media type>;base64,<data>`; leaves other addresses alone.
inline bool split_data_url(std::string_view url, std::optional<std::string>& media_type, std::optional<std::string>& data) {
    constexpr std::string_view start = "data:", mark = ";base64,";
    auto const at = url.find(mark);
    if (!url.starts_with(start) || at == std::string_view::npos) return false;
    media_type.emplace(url.substr(start.size(), at - start.size()));
    data.emplace(url.substr(at + mark.size()));
    return true;
}

/// Says whether an object has strings under those names and nothing else.
inline bool has_only(boost::json::object const& o, std::initializer_list<std::string_view> members) {
    return std::all_of(o.begin(), o.end(), [&](auto const& member) {
        return member.value().is_string() && std::find(members.begin(), members.end(), view(member.key())) != members.end();
    });
}

/// Returns the object that stands under `key` where it has no member but those.
inline boost::json::object const* plain_object(boost::json::object const& o, std::string_view key, std::initializer_list<std::string_view> members) {
    auto const* const found = o.if_contains(view(key));
    auto const* const inner = found ? found->if_object() : nullptr;
    return inner && has_only(*inner, members) ? inner : nullptr;
}

inline std::optional<std::string> string_in(boost::json::object const& o, std::string_view key) {
    auto const* const found = o.if_contains(view(key));
    if (!found || !found->is_string()) return std::nullopt;
    return std::string(view(found->get_string()));
}

inline boost::json::object without(boost::json::object o, std::initializer_list<std::string_view> keys) {
    for (auto const key : keys)
        if (auto* const found = o.find(view(key)); found != o.end()) o.stable_erase(found);
    return o;
}

/// Returns the picture that an element of content, or of an answer's pictures, shows.
inline std::optional<chat::image> read_image(boost::json::object const& o) {
    if (word_at(o, "type") != "image_url") return std::nullopt;
    chat::image made;
    boost::json::object marks;
    std::string url;
    if (auto const alone = string_in(o, "image_url")) {
        url = *alone;
        marks["image_url"] = true;
    } else {
        auto const* const inner = plain_object(o, "image_url", {"url", "detail"});
        if (!inner || !inner->contains("url")) return std::nullopt;
        url = *string_in(*inner, "url");
        made.detail = string_in(*inner, "detail");
    }
    if (!split_data_url(url, made.media_type, made.data)) made.url = std::move(url);
    made.extra = set_apart(without(o, {"type", "image_url"}), std::move(marks));
    return made;
}

/// Returns the text of Mistral's thoughts, where they hold nothing else.
inline std::optional<std::string> text_of_thoughts(boost::json::object const& o) {
    auto const* const found = o.if_contains("thinking");
    auto const* const list = found ? found->if_array() : nullptr;
    if (!list) return std::nullopt;
    std::string joined;
    for (auto const& one : *list) {
        auto const* const piece = one.if_object();
        if (!piece || word_at(*piece, "type") != "text" || piece->size() != 2 || !string_in(*piece, "text")) return std::nullopt;
        joined += *string_in(*piece, "text");
    }
    return joined;
}

/// Returns what an element of a list of content means; what the vocabulary has no word for, or not for this speaker, is kept as it is.
inline chat::part read_piece(boost::json::value v, chat::role who) {
    auto const* const o = v.if_object();
    auto const kind = o ? word_at(*o, "type") : std::string_view();
    bool const is_answer = who == chat::role::assistant;
    if (kind == "text" && o->contains("text") && o->at("text").is_string()) {
        chat::text made;
        made.text = *string_in(*o, "text");
        made.extra = set_apart(without(*o, {"type", "text"}));
        return made;
    }
    if (kind == "image_url" && !is_answer)
        if (auto made = read_image(*o)) return std::move(*made);
    if (kind == "refusal" && is_answer && string_in(*o, "refusal")) {
        chat::refusal made;
        made.text = *string_in(*o, "refusal");
        made.extra = set_apart(without(*o, {"refusal"}));
        return made;
    }
    if (kind == "input_audio" && !is_answer)
        if (auto const* const inner = plain_object(*o, "input_audio", {"data", "format"}); inner && inner->size() == 2)
            for (auto const& row : audio_formats)
                if (row.format == word_at(*inner, "format")) {
                    chat::audio made;
                    made.data = string_in(*inner, "data");
                    made.media_type = row.media_type;
                    made.extra = set_apart(without(*o, {"type", "input_audio"}));
                    return made;
                }
    if (kind == "file")
        if (auto const* const inner = plain_object(*o, "file", {"file_data", "file_id", "filename"})) {
            chat::file made;
            made.file_id = string_in(*inner, "file_id");
            made.name = string_in(*inner, "filename");
            made.extra = set_apart(without(*o, {"type", "file"}));
            auto const data = string_in(*inner, "file_data");
            bool const is_one = data.has_value() != made.file_id.has_value();
            if (is_one && (!data || split_data_url(*data, made.media_type, made.data))) return made;
        }
    if (kind == "thinking" && is_answer)
        if (auto const text = text_of_thoughts(*o); text && o->at("thinking").get_array().size() == 1) {
            chat::thinking made;
            made.text = *text;
            made.signature = string_in(*o, "signature");
            made.extra = set_apart(without(*o, {"thinking", made.signature ? "signature" : "thinking"}));
            return made;
        }
    chat::native kept;
    kept.family = family_name;
    kept.value = std::move(v);
    return kept;
}

/// Returns what one of `reasoning_details` holds.
inline chat::thinking read_detail(boost::json::object const& o) {
    chat::thinking made;
    auto const name = word_at(o, "type") == "reasoning.summary" ? "summary" : "text";
    made.redacted = string_in(o, "data");
    made.signature = string_in(o, "signature");
    made.text = string_in(o, name).value_or("");
    made.extra = set_apart(without(o, {made.redacted ? "data" : name, made.signature ? "signature" : name}));
    return made;
}

/// Returns what an annotation says about its text.
inline chat::citation read_citation(boost::json::object const& o) {
    chat::citation made;
    made.provider = o;
    auto const* const found = o.if_contains("url_citation");
    auto const& inner = found && found->is_object() ? found->get_object() : o;
    made.url = string_in(inner, "url");
    made.title = string_in(inner, "title");
    made.quote = string_in(inner, "content");
    return made;
}

/// Moves Google's signature out of `extra`.
inline std::optional<std::string> take_signature(boost::json::object& extra) {
    auto* const more = extra.if_contains("extra_content");
    auto* const google = more && more->is_object() ? more->get_object().if_contains("google") : nullptr;
    if (!google || !google->is_object()) return std::nullopt;
    auto signature = string_in(google->get_object(), "thought_signature");
    if (!signature) return std::nullopt;
    google->get_object().erase("thought_signature");
    if (google->get_object().empty()) more->get_object().erase("google");
    if (more->get_object().empty()) extra.erase("extra_content");
    return signature;
}

} // namespace parley::inline v0::family::detail::chat_completions

#endif
