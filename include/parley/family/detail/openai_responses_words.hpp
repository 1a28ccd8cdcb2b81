#ifndef PARLEY_FAMILY_DETAIL_OPENAI_RESPONSES_WORDS_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_RESPONSES_WORDS_HPP

// What reading and writing OpenAI Responses have in common.

#include <parley/chat/part.hpp>
#include <parley/family/detail/body.hpp>

#include <boost/describe/members.hpp>
#include <boost/describe/modifiers.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace parley::inline v0::family::detail::openai_responses {

inline constexpr std::string_view name = "openai_responses";

/// The id of an item that has none, in answers of ours: it says only where the item stands.
inline std::string own_id(std::size_t index) { return "item_" + std::to_string(index); }

inline bool has_text(boost::json::object const& o, std::string_view key) {
    auto const* const v = o.if_contains(view(key));
    return v && v->is_string();
}
/// Returns a text that stays where it is; empty where there is none.
inline std::string_view text_of(boost::json::object const& o, std::string_view key) {
    auto const* const v = o.if_contains(view(key));
    return v && v->is_string() ? view(v->get_string()) : std::string_view();
}
/// Takes a text that is there.
inline std::string take_text(boost::json::object& o, std::string_view key) {
    std::string text(text_of(o, key));
    o.erase(view(key));
    return text;
}

inline std::optional<std::string> optional_text(boost::json::object const& o, std::string_view key) {
    if (!has_text(o, key)) return std::nullopt;
    return std::string(text_of(o, key));
}

// What the vocabulary has no word for stands in `extra`; members whose names mean something else there stand in an object of the family's
// name, for `extra` lies flat beside the vocabulary's members in JSON.

/// Says whether a name means something else: a member of the vocabulary, the tag of JSON, or what is kept here.
template <class T> bool is_taken(std::string_view key) {
    bool found = key == "type" || key == "item" || key == name;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>([&](auto member) { found |= key == member.name; });
    return found;
}
template <class T> void keep(boost::json::object& extra, std::string_view key, boost::json::value v) {
    if (!is_taken<T>(key)) {
        extra[view(key)] = std::move(v);
        return;
    }
    auto& own = extra[view(name)];
    if (!own.is_object()) own.emplace_object();
    own.get_object()[view(key)] = std::move(v);
}
template <class T> void keep(boost::json::object& extra, boost::json::object rest) {
    for (auto& member : rest) keep<T>(extra, view(member.key()), std::move(member.value()));
}
/// Returns the members whose names were taken; null where there are none.
inline boost::json::object const* own_members(boost::json::object const& extra) {
    auto const* const own = extra.empty() ? nullptr : extra.if_contains(view(name));
    return own ? own->if_object() : nullptr;
}
/// Returns a member of either kind; null where there is none.
inline boost::json::value const* find_extra(boost::json::object const& extra, std::string_view key) {
    if (extra.empty()) return nullptr;
    if (auto const* const own = own_members(extra))
        if (auto const* const found = own->if_contains(view(key))) return found;
    return extra.if_contains(view(key));
}
/// Calls `each(key, value)` for every member of either kind.
template <class F> void for_each_extra(boost::json::object const& extra, F const& each) {
    for (auto const& member : extra)
        if (view(member.key()) != name) each(view(member.key()), member.value());
    if (auto const* const own = own_members(extra))
        for (auto const& member : *own) each(view(member.key()), member.value());
}

/// Takes `data:<media type>;base64,<data>` apart (RFC 2397); anything else is a URL.
inline void take_url(std::string text, std::optional<std::string>& url, std::optional<std::string>& data, std::optional<std::string>& media_type) {
    constexpr std::string_view scheme = "data:", coding = ";base64,";
    auto const comma = text.find(',');
    if (!text.starts_with(scheme) || comma == std::string::npos || comma + 1 < scheme.size() + coding.size() ||
        text.compare(comma + 1 - coding.size(), coding.size(), coding) != 0) {
        url = std::move(text);
        return;
    }
    media_type = text.substr(scheme.size(), comma + 1 - coding.size() - scheme.size());
    data = text.substr(comma + 1);
}

inline chat::citation citation_of(boost::json::object const& note) {
    chat::citation made;
    made.url = optional_text(note, "url");
    made.title = optional_text(note, "title");
    if (!made.title) made.title = optional_text(note, "filename");
    made.provider = note;
    return made;
}

inline bool is_custom(chat::tool_call const& call) {
    auto const* const type = find_extra(call.extra, "type");
    return type && *type == "custom_tool_call";
}

/// A piece of a message that the vocabulary has no word for is a `native` object with this member, and with `item` like any other.
inline constexpr std::string_view piece_key = "message_piece";

/// Says whether a part stands in an item of type `message`.
inline bool is_message_piece(chat::part const& p) {
    if (std::holds_alternative<chat::text>(p) || std::holds_alternative<chat::refusal>(p)) return true;
    auto const* const unknown = std::get_if<chat::native>(&p);
    auto const* const o = unknown ? unknown->value.if_object() : nullptr;
    return o && o->contains(view(piece_key));
}

/// Returns where a part keeps the members of its item; null where it cannot.
template <class Part> auto extra_of(Part& p) -> std::conditional_t<std::is_const_v<Part>, boost::json::object const, boost::json::object>* {
    if (auto* const t = std::get_if<chat::text>(&p)) return &t->extra;
    if (auto* const t = std::get_if<chat::refusal>(&p)) return &t->extra;
    if (auto* const t = std::get_if<chat::thinking>(&p)) return &t->extra;
    return is_message_piece(p) ? &std::get<chat::native>(p).value.get_object() : nullptr;
}

/// Says whether a part does not belong to the item of the part before it. Only pieces of messages, and thoughts, share an item; an encrypted
/// thought is the last of its own.
inline bool begins_item(chat::part const& p, chat::part const& before) {
    if (auto const* const extra = extra_of(p); extra && extra->contains("item")) return true;
    if (std::holds_alternative<chat::thinking>(p)) {
        auto const* const thought = std::get_if<chat::thinking>(&before);
        return !thought || thought->signature;
    }
    return !is_message_piece(p) || !is_message_piece(before);
}

} // namespace parley::inline v0::family::detail::openai_responses

#endif
