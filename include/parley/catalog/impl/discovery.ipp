#ifndef PARLEY_CATALOG_IMPL_DISCOVERY_IPP
#define PARLEY_CATALOG_IMPL_DISCOVERY_IPP

#include <parley/catalog/discovery.hpp>

#include <parley/concat.hpp>
#include <parley/reflect/parse.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace parley::inline v0::catalog {

namespace detail {

inline boost::json::array const* listed_entries(boost::json::value const& body) {
    if (body.is_array()) return &body.get_array();
    auto const* const data = body.is_object() ? body.get_object().if_contains("data") : nullptr;
    return data && data->is_array() ? &data->get_array() : nullptr;
}

// Fields of a model's entry that say the same, as vLLM, llama.cpp, OpenRouter, Groq, Mistral, LiteLLM and Anthropic write them.
inline constexpr std::string_view context_fields[] = {"context_window", "context_length", "max_context_length", "max_model_len", "max_input_tokens"};
inline constexpr std::string_view output_fields[] = {"max_output_tokens", "max_completion_tokens"};
inline constexpr std::string_view name_fields[] = {"display_name", "name"};
inline constexpr std::string_view kind_fields[] = {"type", "mode", "task"};

struct kind_word {
    std::string_view in_field, in_name, kind;
};
inline constexpr kind_word kind_words[] = {
    {"embed", "embed", "embedding"}, {"transcri", "transcri", "transcription"}, {"speech", "whisper", "transcription"}};

template <std::size_t N> boost::json::value const* first_of(boost::json::object const& entry, std::string_view const (&fields)[N]) {
    for (auto const field : fields)
        if (auto const* const value = entry.if_contains(field); value && !value->is_null()) return value;
    return nullptr;
}

inline std::string_view text_of(boost::json::value const* value) {
    return value && value->is_string() ? std::string_view(value->get_string().data(), value->get_string().size()) : std::string_view();
}

inline std::optional<std::int64_t> tokens_of(boost::json::value const* value) {
    if (value && value->is_int64() && value->get_int64() > 0) return value->get_int64();
    return std::nullopt;
}

inline bool is_name(std::string_view name, std::size_t longest) {
    bool const is_plain = std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    return !name.empty() && name.size() <= longest && is_plain && name.front() != ' ' && name.back() != ' ';
}

/// The name of an entry; empty where it has none that can be kept.
inline std::string_view listed_name(boost::json::value const& entry, std::size_t longest) {
    if (!entry.is_object()) return {};
    for (auto const* key : {"id", "model_name"})
        if (auto const name = text_of(entry.get_object().if_contains(key)); is_name(name, longest)) return name;
    return {};
}

/// What a model is for, as far as its name or its provider tells.
inline std::string kind_of(std::string_view name, std::string_view said = {}) {
    for (auto const& [in_field, in_name, kind] : kind_words)
        if (said.find(in_field) != said.npos || name.find(in_name) != name.npos) return std::string(kind);
    return "completion";
}

inline discovered_model model_of(std::string_view name, boost::json::object const& entry) {
    discovered_model made{std::string(name), kind_of(name, text_of(first_of(entry, kind_fields))), {}};
    auto const shown = text_of(first_of(entry, name_fields));
    made.info.id = made.name;
    made.info.name = shown.size() <= 200 ? shown : std::string_view();
    made.info.context = tokens_of(first_of(entry, context_fields));
    made.info.max_output = tokens_of(first_of(entry, output_fields));
    return made;
}

/// Puts what was found in order.
inline discovery collected(std::vector<discovered_model> models, std::size_t skipped) {
    discovery found{std::move(models), 0, skipped};
    for (auto& one : found.models) one.info.origins = {{"", "discovery", {}}};
    auto const by_name = [](discovered_model const& a, discovered_model const& b) { return a.name < b.name; };
    std::stable_sort(found.models.begin(), found.models.end(), by_name);
    auto const same_name = [](discovered_model const& a, discovered_model const& b) { return a.name == b.name; };
    auto const end = std::unique(found.models.begin(), found.models.end(), same_name);
    found.duplicates = static_cast<std::size_t>(found.models.end() - end);
    found.models.erase(end, found.models.end());
    return found;
}

inline error too_many(discovery_limits const& limits) {
    return error(errc::response_too_large, parley::detail::concat({"The provider lists more than ", limits.max_models, " models."}));
}

} // namespace detail

PARLEY_DECL result<discovery> read_discovery(std::string_view body, discovery_limits const& limits) {
    if (body.size() > limits.max_bytes) return error(errc::response_too_large);
    reflect::read_options how;
    how.max_bytes = limits.max_bytes;
    auto const document = reflect::parse_value(body, how);
    auto const* const entries = document ? detail::listed_entries(*document) : nullptr;
    if (!entries) return error(errc::invalid_response, "The provider's answer is no list of models.");
    if (entries->size() > limits.max_models) return detail::too_many(limits);
    std::vector<discovered_model> models;
    std::size_t skipped = 0;
    for (auto const& entry : *entries) {
        auto const name = detail::listed_name(entry, limits.max_name);
        if (name.empty()) ++skipped;
        else models.push_back(detail::model_of(name, entry.get_object()));
    }
    return detail::collected(std::move(models), skipped);
}

PARLEY_DECL result<discovery> to_discovery(std::vector<model::info> listed, discovery_limits const& limits) {
    if (listed.size() > limits.max_models) return detail::too_many(limits);
    std::vector<discovered_model> models;
    std::size_t skipped = 0;
    for (auto& one : listed) {
        if (!detail::is_name(one.id, limits.max_name)) {
            ++skipped;
            continue;
        }
        auto name = one.id;
        auto kind = detail::kind_of(name);
        models.push_back({std::move(name), std::move(kind), std::move(one)});
    }
    return detail::collected(std::move(models), skipped);
}

} // namespace parley::inline v0::catalog

#endif
