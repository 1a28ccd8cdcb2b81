#ifndef PARLEY_FAMILY_DETAIL_ANTHROPIC_BLOCK_HPP
#define PARLEY_FAMILY_DETAIL_ANTHROPIC_BLOCK_HPP

// Reads content blocks of Anthropic's Messages into parts: the same in requests, answers and streams.
//
// A block that is known, and whose members have the kinds that they should have, becomes a part; what the part has no member for is its `extra`.
// Any other block is `native` and stays whole, so that nothing that the provider adds is lost or makes a message unreadable.

#include <parley/chat/arguments.hpp>
#include <parley/chat/part.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/family/detail/extra.hpp>
#include <parley/http/base64.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/json/array.hpp>
#include <boost/json/kind.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail::anthropic_wire {

inline constexpr std::string_view family_name = "anthropic";

using boost::json::array;
using boost::json::kind;
using boost::json::object;
using boost::json::value;

inline bool has(object const& o, std::string_view key, kind wanted) noexcept {
    auto const* const found = o.if_contains(view(key));
    return found && found->kind() == wanted;
}
/// Says whether a member is of that kind, null, or not there.
inline bool may_have(object const& o, std::string_view key, kind wanted) noexcept {
    auto const* const found = o.if_contains(view(key));
    return !found || found->is_null() || found->kind() == wanted;
}
inline bool are_objects(array const& all) noexcept {
    return std::all_of(all.begin(), all.end(), [](value const& one) { return one.is_object(); });
}
/// Returns a string member; empty where there is none. The view lives as long as the object.
inline std::string_view text_in(object const& o, std::string_view key) noexcept {
    return has(o, key, kind::string) ? view(o.find(view(key))->value().get_string()) : std::string_view();
}
inline std::optional<std::string> some_text(object const& o, std::string_view key) {
    if (!has(o, key, kind::string)) return std::nullopt;
    return std::string(text_in(o, key));
}

/// Takes a member out of an object: nothing where there is none, or null, which is worth keeping.
inline std::optional<value> take(object& o, std::string_view key) {
    auto* const found = o.find(view(key));
    if (found == o.end() || found->value().is_null()) return std::nullopt;
    auto taken = std::move(found->value());
    o.stable_erase(found);
    return taken;
}
inline std::optional<std::string> take_text(object& o, std::string_view key) {
    if (!has(o, key, kind::string)) return std::nullopt;
    auto const taken = take(o, key);
    return std::string(view(taken->get_string()));
}

inline chat::citation read_citation(object o) {
    chat::citation c;
    c.url = some_text(o, has(o, "url", kind::string) ? "url" : "source");
    c.title = some_text(o, has(o, "title", kind::string) ? "title" : "document_title");
    c.quote = some_text(o, "cited_text");
    c.provider = std::move(o);
    return c;
}

// One pair of functions for each kind of block: whether an object is a block of that kind as this library knows it, and the part that it is.

inline bool are_citations(array const& all) noexcept {
    return std::all_of(all.begin(), all.end(), [](value const& one) { return one.is_object() && !one.get_object().empty(); });
}
inline bool is_text(object const& o) {
    return has(o, "text", kind::string) && may_have(o, "citations", kind::array) &&
           (!has(o, "citations", kind::array) || are_citations(o.at("citations").get_array()));
}
inline chat::part read_text(object o) {
    chat::text t;
    t.text = *take_text(o, "text");
    if (auto citations = take(o, "citations")) {
        t.citations.emplace();
        for (auto& one : citations->get_array()) t.citations->push_back(read_citation(std::move(one.get_object())));
    }
    t.extra = to_extra<chat::text>(std::move(o), family_name);
    return t;
}

inline bool is_thinking(object const& o) { return has(o, "thinking", kind::string) && may_have(o, "signature", kind::string); }
inline chat::part read_thinking(object o) {
    chat::thinking t;
    t.text = *take_text(o, "thinking");
    t.signature = take_text(o, "signature");
    t.extra = to_extra<chat::thinking>(std::move(o), family_name);
    return t;
}

inline bool is_redacted(object const& o) { return has(o, "data", kind::string); }
inline chat::part read_redacted(object o) {
    chat::thinking t;
    t.redacted = take_text(o, "data");
    t.extra = to_extra<chat::thinking>(std::move(o), family_name);
    return t;
}

inline bool is_call(object const& o) { return has(o, "id", kind::string) && has(o, "name", kind::string); }
inline chat::part read_call(object o) {
    chat::tool_call c;
    c.id = *take_text(o, "id");
    c.name = *take_text(o, "name");
    auto const input = take(o, "input");
    chat::set_arguments(c, input ? reflect::to_text(*input) : "{}");
    o.erase("input"); // null
    c.extra = to_extra<chat::tool_call>(std::move(o), family_name);
    return c;
}

struct source_row {
    std::string_view kind, member;
};
/// Where the bytes of an image or a document are, and the member that says it.
inline constexpr source_row sources[] = {{"base64", "data"}, {"url", "url"}, {"file", "file_id"}};

/// Says whether a source has the members of its kind, and none of another.
inline bool is_source(object const& source, std::string_view wanted, std::string_view member) {
    for (auto const& row : sources)
        if (row.member != member && source.contains(view(row.member))) return false;
    return text_in(source, "type") == wanted && has(source, member, kind::string) && may_have(source, "media_type", kind::string);
}
inline bool is_plain_text(object const& source) { return text_in(source, "media_type") == "text/plain" && is_source(source, "text", "data"); }
inline bool is_image(object const& o) {
    if (!has(o, "source", kind::object)) return false;
    auto const& source = o.at("source").get_object();
    auto const kind_of_bytes = text_in(source, "media_type");
    for (auto const& row : sources)
        if (is_source(source, row.kind, row.member)) return row.member != "data" || (!kind_of_bytes.empty() && kind_of_bytes != "text/plain");
    return false;
}
inline bool is_document(object const& o) {
    return is_image(o) || (has(o, "source", kind::object) && is_plain_text(o.at("source").get_object()));
}
/// Reads an image or a document; text that is a document becomes bytes, as those of every other document.
template <class Media> void read_source(object& o, Media& m) {
    auto source = std::move(o.at("source").get_object());
    o.erase("source");
    auto const is_text = is_plain_text(source);
    m.media_type = take_text(source, "media_type");
    m.data = take_text(source, "data");
    if (is_text) m.data = http::base64(*m.data);
    m.url = take_text(source, "url");
    m.file_id = take_text(source, "file_id");
    source.erase("type");
    if (!source.empty()) o["source"] = std::move(source);
}
inline chat::part read_image(object o) {
    chat::image m;
    read_source(o, m);
    m.extra = to_extra<chat::image>(std::move(o), family_name);
    return m;
}
inline chat::part read_document(object o) {
    chat::file m;
    read_source(o, m);
    m.name = take_text(o, "title");
    m.extra = to_extra<chat::file>(std::move(o), family_name);
    return m;
}

inline bool is_result(object const& o) {
    bool const has_content = has(o, "content", kind::array) ? are_objects(o.at("content").get_array()) : may_have(o, "content", kind::string);
    return has(o, "tool_use_id", kind::string) && has_content && may_have(o, "is_error", kind::bool_);
}
inline chat::part read_result(object o);

struct block_row {
    std::string_view type;
    bool (*fits)(object const&);
    chat::part (*read)(object);
    bool in_results; ///< whether tools may answer with it
};
inline constexpr block_row blocks[] = {
    {"text", is_text, read_text, true},
    {"image", is_image, read_image, true},
    {"document", is_document, read_document, true},
    {"thinking", is_thinking, read_thinking, false},
    {"redacted_thinking", is_redacted, read_redacted, false},
    {"tool_use", is_call, read_call, false},
    {"tool_result", is_result, read_result, false},
};

/// Reads a block; never fails.
inline chat::part read_block(object o, bool in_result = false) {
    for (auto const& row : blocks)
        if (text_in(o, "type") == row.type && (row.in_results || !in_result) && row.fits(o)) {
            o.erase("type");
            return row.read(std::move(o));
        }
    chat::native whole;
    whole.family = family_name;
    whole.value = std::move(o);
    return whole;
}

/// Says whether a text is nothing but text: content that consists of it alone is written as a string.
inline bool is_plain(chat::text const& t) noexcept { return t.extra.empty() && !t.citations && !t.signature; }

/// Keeps apart what is the same: a text that stood as a list of one block says so by its `type`, which is kept.
inline void keep_form(chat::text& alone) {
    if (is_plain(alone)) keep_apart(alone.extra, family_name, "type", "text");
}

inline chat::part read_result(object o) {
    chat::tool_result r;
    r.id = *take_text(o, "tool_use_id");
    if (has(o, "is_error", kind::bool_) && o.at("is_error").get_bool()) {
        r.is_error = true;
        o.erase("is_error");
    }
    if (has(o, "content", kind::string)) {
        r.content.emplace_back().emplace<chat::text>().text = *take_text(o, "content");
    } else if (has(o, "content", kind::array) && !o.at("content").get_array().empty()) {
        auto content = take(o, "content");
        for (auto& one : content->get_array()) {
            auto part = read_block(std::move(one.get_object()), true);
            if (auto* t = std::get_if<chat::text>(&part)) r.content.emplace_back(std::move(*t));
            else if (auto* i = std::get_if<chat::image>(&part)) r.content.emplace_back(std::move(*i));
            else if (auto* f = std::get_if<chat::file>(&part)) r.content.emplace_back(std::move(*f));
            else r.content.emplace_back(std::move(std::get<chat::native>(part)));
        }
        if (auto* const alone = r.content.size() == 1 ? std::get_if<chat::text>(&r.content.front()) : nullptr) keep_form(*alone);
    }
    r.extra = to_extra<chat::tool_result>(std::move(o), family_name);
    return r;
}

} // namespace parley::inline v0::family::detail::anthropic_wire

#endif
