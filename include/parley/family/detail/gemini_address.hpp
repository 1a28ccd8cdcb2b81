#ifndef PARLEY_FAMILY_DETAIL_GEMINI_ADDRESS_HPP
#define PARLEY_FAMILY_DETAIL_GEMINI_ADDRESS_HPP

// Model and manner of a call to Gemini, which stand in its path.

#include <parley/http/url.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parley::inline v0::family::detail {

inline constexpr std::string_view gemini_whole = "generateContent", gemini_streamed = "streamGenerateContent";

/// Adds `models/<model>:generateContent` or its streamed twin; a model that is named with its path stands as it is.
inline void add_gemini_path(http::url& to, std::string_view model, bool is_streamed) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/@", digits = "0123456789ABCDEF";
    std::string path = model.find('/') == std::string_view::npos ? "models/" : "";
    for (char const c : model) {
        if (plain.find(c) != std::string_view::npos) {
            path += c;
            continue;
        }
        auto const byte = static_cast<unsigned char>(c);
        ((path += '%') += digits[byte >> 4]) += digits[byte & 15];
    }
    to.append_path((path += ':').append(is_streamed ? gemini_streamed : gemini_whole));
    if (is_streamed) to.append_query("alt", "sse");
}

struct gemini_address {
    std::string model;
    bool is_streamed = false;
};

inline std::string percent_decoded(std::string_view text) {
    auto const digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
    std::string plain;
    for (std::size_t i = 0; i != text.size(); ++i) {
        bool const is_escape = text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
        plain += is_escape ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
        if (is_escape) i += 2;
    }
    return plain;
}

/// Reads the end of a path: `models/<model>:<method>`, or a model that is named with its path.
inline std::optional<gemini_address> read_gemini_path(std::string_view encoded) {
    auto const path = percent_decoded(encoded);
    auto const colon = path.rfind(':');
    if (colon == std::string::npos) return std::nullopt;
    auto const method = std::string_view(path).substr(colon + 1);
    if (method != gemini_whole && method != gemini_streamed) return std::nullopt;
    gemini_address found;
    found.is_streamed = method == gemini_streamed;
    auto const named = std::string_view(path).substr(0, colon);
    for (std::string_view const with_path : {"/publishers/", "/tunedModels/", "/endpoints/"})
        if (auto const at = named.rfind(with_path); at != std::string_view::npos) {
            found.model = named.substr(at + 1);
            return found;
        }
    constexpr std::string_view models = "/models/";
    auto const at = named.find(models);
    if (at == std::string_view::npos) return std::nullopt;
    found.model = named.substr(at + models.size());
    return found;
}

} // namespace parley::inline v0::family::detail

#endif
