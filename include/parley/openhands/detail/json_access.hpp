#ifndef PARLEY_OPENHANDS_DETAIL_JSON_ACCESS_HPP
#define PARLEY_OPENHANDS_DETAIL_JSON_ACCESS_HPP

// What migration steps ask of JSON objects whose shape nobody has checked yet.

#include <parley/result.hpp>

#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::openhands::detail {

inline std::string_view view(boost::json::string const& text) noexcept { return {text.data(), text.size()}; }
inline std::string_view view(boost::json::string_view text) noexcept { return {text.data(), text.size()}; }
inline boost::json::string_view key_of(std::string_view text) noexcept { return {text.data(), text.size()}; }

/// Returns the object under a key; null where there is none.
inline boost::json::object* object_at(boost::json::object& o, std::string_view key) noexcept {
    auto* v = o.if_contains(key_of(key));
    return v ? v->if_object() : nullptr;
}

/// Returns the text of a value; nothing where it is no text.
inline std::optional<std::string_view> text_of(boost::json::value const* v) noexcept {
    auto const* text = v ? v->if_string() : nullptr;
    return text ? std::optional(view(*text)) : std::nullopt;
}
inline std::optional<std::string_view> text_at(boost::json::object const& o, std::string_view key) noexcept { return text_of(o.if_contains(key_of(key))); }

inline bool says(boost::json::object const& o, std::string_view key, std::string_view text) noexcept { return text_at(o, key) == text; }

/// Says whether there is anything but null under a key.
inline bool has(boost::json::object const& o, std::string_view key) noexcept {
    auto const* v = o.if_contains(key_of(key));
    return v && !v->is_null();
}

inline void remove(boost::json::object& o, std::string_view key) { o.stable_erase(key_of(key)); }

/// Removes a key and returns what stood there; null where there was nothing.
inline boost::json::value take(boost::json::object& o, std::string_view key) {
    auto* v = o.if_contains(key_of(key));
    if (!v) return nullptr;
    auto taken = std::move(*v);
    remove(o, key);
    return taken;
}

/// Returns the JSON Pointer (RFC 6901) to a key.
inline std::string pointer_to(std::string_view key) {
    std::string pointer = "/";
    for (char c : key) {
        if (c == '~') pointer += "~0";
        else if (c == '/') pointer += "~1";
        else pointer += c;
    }
    return pointer;
}

/// Returns an error about a part of a document as one about the whole.
inline error located(std::string const& pointer, error why) {
    why.where = pointer + why.where;
    for (auto& problem : why.problems) problem.pointer = pointer + problem.pointer;
    return why;
}

/// Refuses a patch that has null for one of its fields. (Deeper down, null removes.)
inline result<void> without_null_fields(boost::json::object const& patch) {
    error why(errc::invalid_document);
    for (auto const& pair : patch)
        if (pair.value().is_null()) why.problems.push_back({pointer_to(view(pair.key())), "value", "null", {}});
    if (why.problems.empty()) return {};
    why.where = why.problems.front().pointer;
    return why;
}

} // namespace parley::inline v0::openhands::detail

#endif
