#ifndef PARLEY_MODEL_DETAIL_LITELLM_ROW_HPP
#define PARLEY_MODEL_DETAIL_LITELLM_ROW_HPP

#include <parley/model/detail/fields.hpp>
#include <parley/model/detail/vendors.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::model::detail {

/// What a key such as `input_cost_per_token_above_200k_tokens_priority` is the price of.
struct litellm_rate {
    std::optional<decimal> price::*rate = nullptr;
    model::service service = model::service::standard;
    std::int64_t above = 0;
};

/// @return nothing for a key that names no price for tokens of text.
inline std::optional<litellm_rate> litellm_rate_of(std::string_view key) {
    constexpr std::pair<std::string_view, std::optional<decimal> price::*> rates[] = {
        // the longer of two that begin alike stands first
        {"cache_creation_input_token_cost_above_1hr", &price::cache_write_1h},
        {"cache_creation_input_token_cost", &price::cache_write},
        {"cache_read_input_token_cost", &price::cache_read},
        {"input_cost_per_token", &price::input},
        {"output_cost_per_reasoning_token", &price::reasoning},
        {"output_cost_per_token", &price::output},
    };
    constexpr std::pair<std::string_view, service> services[] = {
        {"_batches", service::batch}, {"_flex", service::flex}, {"_priority", service::priority}};
    litellm_rate made;
    for (auto const& [name, rate] : rates) {
        if (!key.starts_with(name)) continue;
        made.rate = rate;
        key.remove_prefix(name.size());
        break;
    }
    if (!made.rate) return std::nullopt;
    for (auto const& [suffix, how] : services) {
        if (!key.ends_with(suffix)) continue;
        made.service = how;
        key.remove_suffix(suffix.size());
        break;
    }
    constexpr std::string_view above = "_above_", tokens = "_tokens";
    if (key.starts_with(above) && key.ends_with(tokens) && key.size() > above.size() + tokens.size()) {
        key = key.substr(above.size(), key.size() - above.size() - tokens.size());
        auto const thousands = key.ends_with('k');
        if (thousands) key.remove_suffix(1);
        auto const number = key.find_first_not_of("0123456789") == std::string_view::npos && key.size() < 10 ? whole_number(key) : std::nullopt;
        if (!number) return std::nullopt;
        made.above = *number * (thousands ? 1000 : 1);
        key = {};
    }
    return key.empty() ? std::optional(made) : std::nullopt;
}

/// In this file a price without a threshold holds for every size of input that has no price of its own.
inline void complete_tiers(std::vector<price>& prices) {
    for (auto& tier : prices) {
        if (tier.above_input_tokens == 0) continue;
        for (auto const& base : prices) {
            if (base.service != tier.service || base.above_input_tokens != 0) continue;
            for (auto const rate : {&price::input, &price::cache_read, &price::cache_write, &price::cache_write_1h, &price::output, &price::reasoning})
                if (!(tier.*rate)) tier.*rate = base.*rate;
        }
    }
}

/// Modalities are flags unless the row lists them.
inline void read_litellm_modalities(fields const& row, info& into) {
    row.read("supported_modalities", into.input);
    row.read("supported_output_modalities", into.output);
    constexpr std::pair<std::string_view, modality> flags[] = {{"supports_vision", modality::image},
                                                               {"supports_audio_input", modality::audio},
                                                               {"supports_video_input", modality::video},
                                                               {"supports_pdf_input", modality::pdf}};
    for (auto const& [key, what] : flags) {
        std::optional<bool> flag;
        row.read(key, flag);
        if (!flag) continue;
        if (into.input.empty()) into.input.push_back(modality::text);
        if (*flag && !takes(into, what).value_or(false)) into.input.push_back(what);
    }
}

/// @return nothing where the row is about something else than text in and text out; a note says so.
inline std::optional<info> info_of_litellm_row(std::string_view name, fields const& row, source const& from) {
    std::string mode, provider;
    row.read("mode", mode);
    row.read("litellm_provider", provider);
    if (mode != "chat" && mode != "completion" && mode != "responses") {
        row.note("mode", "only models for chat are taken over");
        return std::nullopt;
    }
    if (provider.empty()) {
        row.note("litellm_provider", "the provider is missing");
        return std::nullopt;
    }
    info made;
    made.vendor = vendor_of(provider);
    made.id = name.size() > provider.size() && name.starts_with(provider) && name[provider.size()] == '/' ? name.substr(provider.size() + 1) : name;
    row.read("max_input_tokens", made.max_input);
    row.read("max_output_tokens", made.max_output);
    row.read("deprecation_date", made.retires); // the file means the day it is shut down
    row.read("supports_function_calling", made.capabilities.tools);
    row.read("supports_response_schema", made.capabilities.structured_output);
    row.read("supports_reasoning", made.capabilities.reasoning);
    row.read("supports_native_streaming", made.capabilities.streaming);
    row.read("supports_prompt_caching", made.capabilities.prompt_caching);
    read_litellm_modalities(row, made);
    for (auto const& pair : row.object())
        if (auto const rate = litellm_rate_of(view(pair.key())))
            row.read_price(view(pair.key()), 6, price_for(made.prices, rate->service, rate->above).*(rate->rate));
    complete_tiers(made.prices);
    finish(made, from);
    return made;
}

} // namespace parley::inline v0::model::detail

#endif
