#ifndef PARLEY_CATALOG_IMPL_OFFERED_MODELS_IPP
#define PARLEY_CATALOG_IMPL_OFFERED_MODELS_IPP

#include <parley/catalog/offered_models.hpp>

#include <parley/catalog/detail/steps.hpp>
#include <parley/catalog/transaction.hpp>

#include <boost/describe/class.hpp>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace parley::inline v0::catalog {

namespace detail {

// What a new catalogue is filled with, and what is offered where no catalogue can be read.
inline constexpr std::string_view seeded_provider = "openhands";
inline constexpr std::string_view seeded_models[] = {
    "claude-opus-4-5-20251101", "claude-sonnet-4-5-20250929", "deepseek-chat",   "devstral-medium-2512", "gemini-3-flash-preview", "gemini-3-pro-preview",
    "gpt-5.2",                  "gpt-5.2-codex",              "kimi-k2-0711-preview", "minimax-m2.5",    "qwen3-coder-480b",
};

} // namespace detail

PARLEY_DECL std::vector<verified_model_draft> built_in_verified_models() {
    std::vector<verified_model_draft> made;
    for (auto const name : detail::seeded_models) made.push_back({.provider = std::string(detail::seeded_provider), .model_name = std::string(name)});
    return made;
}

PARLEY_DECL result<std::vector<verified_model_row>> seed_verified_models_t::operator()(store& in, principal const& who) const {
    return in.run(is, who, [&](transaction& t) -> result<std::vector<verified_model_row>> {
        std::vector<verified_model_row> added;
        for (auto const& draft : built_in_verified_models()) {
            auto row = detail::insert_verified(t, draft);
            if (row) added.push_back(std::move(*row));
            else if (row.error().code != errc::already_exists) return row.error();
        }
        return added;
    });
}

PARLEY_DECL result<std::vector<std::string>> enabled_verified_models_t::operator()(store& in, principal const& who) const {
    return in.run(is, who, [&](transaction& t) {
        return t.all<std::string>("select provider || '/' || model_name from catalog_verified_model where enabled order by provider, model_name");
    });
}

PARLEY_DECL offered_models offer_models(store* in, principal const& who, std::vector<std::string> others) {
    offered_models made;
    auto verified = in ? enabled_verified_models(*in, who) : error(errc::not_found, "There is no catalogue.");
    if (verified) made.names = std::move(*verified);
    else {
        made.fallback = verified.error();
        for (auto const& draft : built_in_verified_models()) made.names.push_back(detail::full_name(draft.provider, draft.model_name));
    }
    made.names.insert(made.names.end(), std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
    std::sort(made.names.begin(), made.names.end());
    made.names.erase(std::unique(made.names.begin(), made.names.end()), made.names.end());
    return made;
}

} // namespace parley::inline v0::catalog

#endif
