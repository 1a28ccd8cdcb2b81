#ifndef PARLEY_FAMILY_DETAIL_ANTHROPIC_BLOCK_WRITER_HPP
#define PARLEY_FAMILY_DETAIL_ANTHROPIC_BLOCK_WRITER_HPP

// Writes parts as content blocks of Anthropic's Messages, and says which part has no place there.

#include <parley/chat/message.hpp>
#include <parley/chat/part.hpp>
#include <parley/family/detail/anthropic_block.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/family/detail/extra.hpp>
#include <parley/http/base64.hpp>
#include <parley/reflect/json_key.hpp>
#include <parley/reflect/json_text.hpp>
#include <parley/reflect/json_writer.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/text_scan.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail::anthropic_wire {

/// JSON Pointer, from the part, to what has no place among the blocks; nothing where all has.
using misfit = std::optional<std::string>;

/// Returns the text that base64 stands for, where it is text: a JSON string cannot carry other bytes.
inline std::optional<std::string> text_of(std::string_view base64) {
    auto bytes = http::from_base64(base64);
    if (!bytes) return std::nullopt;
    std::string quoted, meant;
    reflect::json_writer out(quoted);
    out.string(*bytes);
    out.finish();
    std::string_view rest = quoted;
    if (!reflect::scan_string(rest, meant) || meant != *bytes) return std::nullopt;
    return bytes;
}

inline bool is_plain_text(chat::image const&) noexcept { return false; }
inline bool is_plain_text(chat::file const& m) noexcept { return m.data && m.media_type == "text/plain"; }

template <class Media> misfit misfit_of_media(Media const& m) {
    if (m.url.has_value() + m.data.has_value() + m.file_id.has_value() != 1) return "";
    if (m.data && !m.media_type) return "/media_type";
    if (is_plain_text(m) && !text_of(*m.data)) return "/data";
    return std::nullopt;
}

inline misfit misfit_of(chat::text const& t) {
    if (t.signature) return "/signature";
    if (t.citations)
        for (std::size_t i = 0; i != t.citations->size(); ++i)
            if ((*t.citations)[i].provider.empty()) return "/citations/" + std::to_string(i);
    return std::nullopt;
}
inline misfit misfit_of(chat::image const& m) { return m.detail ? "/detail" : misfit_of_media(m); }
inline misfit misfit_of(chat::file const& m) { return misfit_of_media(m); }
inline misfit misfit_of(chat::audio const&) { return ""; }
inline misfit misfit_of(chat::refusal const&) { return ""; }
inline misfit misfit_of(chat::native const& n) {
    if (n.family != family_name) return "/family";
    if (!n.value.is_object()) return "/value";
    return std::nullopt;
}
inline misfit misfit_of(chat::thinking const& t) {
    if (t.redacted && t.signature) return "/signature";
    if (t.redacted && !t.text.empty()) return "/text";
    return std::nullopt;
}
/// An input is JSON; empty arguments are those of a tool without parameters.
inline misfit misfit_of(chat::tool_call const& c) {
    if (c.signature) return "/signature";
    if (c.arguments_text && !c.arguments_text->empty() && !reflect::parse<reflect::json_text>(*c.arguments_text)) return "/arguments_text";
    return std::nullopt;
}
inline misfit misfit_of(chat::tool_result const& r) {
    for (std::size_t i = 0; i != r.content.size(); ++i)
        if (auto const found = std::visit([](auto const& p) { return misfit_of(p); }, r.content[i])) return "/content/" + std::to_string(i) + *found;
    return std::nullopt;
}
inline misfit misfit_of(chat::part const& p) {
    return std::visit([](auto const& each) { return misfit_of(each); }, p);
}

/// Writes the mark up to which the provider keeps what it has read, where the block has none of its own.
inline void write_cache(body_writer& io, std::optional<chat::cache_hint> hint, object const& extra) {
    if (!hint || extra.contains("cache_control")) return;
    io.object("cache_control", [&] {
        io("type", "ephemeral");
        if (*hint == chat::cache_hint::one_hour) io("ttl", "1h");
    });
}

// Each function writes one block as an element of an array. What `misfit_of` names is left out.

inline void write_citations(body_writer& io, std::vector<chat::citation> const& citations) {
    io.array("citations", [&] {
        for (auto const& c : citations) io.element([&] { io.rest(c.provider); });
    });
}

inline void write_members(body_writer& io, chat::text const& t) {
    io("type", "text");
    io("text", t.text);
    if (t.citations) write_citations(io, *t.citations);
    write_extra(io, t.extra, family_name, {"type"});
}

inline void write_members(body_writer& io, chat::refusal const& r) {
    io("type", "text");
    io("text", r.text);
}

inline void write_members(body_writer& io, chat::thinking const& t) {
    io("type", t.redacted ? "redacted_thinking" : "thinking");
    if (t.redacted) {
        io("data", *t.redacted);
    } else {
        io("thinking", t.text);
        io("signature", t.signature);
    }
    write_extra(io, t.extra, family_name);
}

template <class Media> void write_source(body_writer& io, Media const& m) {
    io.object("source", [&] {
        if (is_plain_text(m)) {
            io("type", "text");
            io("media_type", "text/plain");
            io("data", text_of(*m.data).value_or(""));
        } else {
            io("type", m.data ? "base64" : m.url ? "url" : "file");
            io("media_type", m.media_type);
            io("data", m.data);
            io("url", m.url);
            io("file_id", m.file_id);
        }
        io.rest_of(m.extra, "source");
    });
    write_extra(io, m.extra, family_name, {"source"});
}
inline void write_members(body_writer& io, chat::image const& m) {
    io("type", "image");
    write_source(io, m);
}
inline void write_members(body_writer& io, chat::file const& m) {
    io("type", "document");
    io("title", m.name);
    write_source(io, m);
}

inline void write_members(body_writer& io, chat::tool_call const& c) {
    io("type", "tool_use");
    io("id", c.id);
    io("name", c.name);
    if (c.arguments) {
        io("input", *c.arguments);
    } else {
        auto const input = reflect::parse<reflect::json_text>(c.arguments_text.value_or(""));
        io("input", input ? *input : reflect::json_text{"{}"});
    }
    write_extra(io, c.extra, family_name, {"input"});
}

inline void write_members(body_writer& io, chat::native const& n) {
    if (auto const* const o = n.value.if_object()) io.rest(*o);
}

/// Writes content in the form that it was read in: a string, or a list of blocks.
template <class Part> void write_content(body_writer& io, reflect::json_key const& key, std::vector<Part> const& content, std::optional<chat::cache_hint> cache = {});

inline void write_members(body_writer& io, chat::tool_result const& r) {
    io("type", "tool_result");
    io("tool_use_id", r.id);
    if (r.is_error) io("is_error", true);
    if (r.content.empty()) return write_extra(io, r.extra, family_name);
    write_content(io, "content", r.content);
    write_extra(io, r.extra, family_name, {"content"});
}

/// Writes a block that carries the mark of a cache where one is given.
template <class Part> void write_block(body_writer& io, Part const& p, std::optional<chat::cache_hint> cache = {}) {
    io.element([&] {
        write_members(io, p);
        if constexpr (requires { p.extra; }) write_cache(io, cache, p.extra);
        else if (auto const* const o = p.value.if_object()) write_cache(io, cache, *o);
    });
}
inline void write_block(body_writer&, chat::audio const&, std::optional<chat::cache_hint> = {}) {}

/// Says whether a block may carry the mark of a cache.
template <class Part> bool may_be_marked(Part const& p) { return !std::holds_alternative<chat::thinking>(p); }
inline bool may_be_marked(chat::result_part const&) { return true; }

template <class Part> void write_blocks(body_writer& io, std::vector<Part> const& content, std::optional<chat::cache_hint> cache) {
    std::size_t marked = content.size();
    while (marked != 0 && !may_be_marked(content[marked - 1])) --marked;
    for (std::size_t i = 0; i != content.size(); ++i) {
        auto const mark = i + 1 == marked ? cache : std::nullopt;
        std::visit([&](auto const& p) { write_block(io, p, mark); }, content[i]);
    }
}

template <class Part> void write_content(body_writer& io, reflect::json_key const& key, std::vector<Part> const& content, std::optional<chat::cache_hint> cache) {
    auto const* const alone = content.size() == 1 && !cache ? std::get_if<chat::text>(&content.front()) : nullptr;
    if (alone && is_plain(*alone)) io(key, alone->text);
    else io.array(key, [&] { write_blocks(io, content, cache); });
}

} // namespace parley::inline v0::family::detail::anthropic_wire

#endif
