#ifndef PARLEY_MODEL_DETAIL_VENDORS_HPP
#define PARLEY_MODEL_DETAIL_VENDORS_HPP

#include <string_view>

namespace parley::inline v0::model::detail {

struct vendor_name {
    std::string_view other;
    std::string_view vendor;
};

/// Other names of vendors, as programs put them before a model's name.
inline constexpr vendor_name vendor_names[] = {
    {"gemini", "google"},
    {"models", "google"}, // Google's own resource names are `models/<id>`
    {"bedrock", "amazon-bedrock"},
    {"bedrock_converse", "amazon-bedrock"},
    {"vertex_ai", "google-vertex"},
};

constexpr std::string_view vendor_of(std::string_view name) noexcept {
    for (auto const& v : vendor_names)
        if (v.other == name) return v.vendor;
    return name;
}

/// Vendors that made the models they serve: a bare name means theirs.
inline constexpr std::string_view makers[] = {"openai", "anthropic", "google"};

} // namespace parley::inline v0::model::detail

#endif
