#ifndef PARLEY_CATALOG_OFFERED_MODELS_HPP
#define PARLEY_CATALOG_OFFERED_MODELS_HPP

#include <parley/catalog/detail/steps.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/store.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/catalog/verified_model.hpp>
#include <parley/error.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::inline v0::catalog {

namespace detail {
// What a new catalogue is filled with, and what is offered where no catalogue can be read.
inline constexpr std::string_view seeded_provider = "openhands";
inline constexpr std::string_view seeded_models[] = {
    "claude-opus-4-5-20251101", "claude-sonnet-4-5-20250929", "deepseek-chat",   "devstral-medium-2512", "gemini-3-flash-preview", "gemini-3-pro-preview",
    "gpt-5.2",                  "gpt-5.2-codex",              "kimi-k2-0711-preview", "minimax-m2.5",    "qwen3-coder-480b",
};
} // namespace detail

/// Returns the verified models that the library itself knows, all of them of the provider `openhands`.
inline std::vector<verified_model_draft> built_in_verified_models() {
    std::vector<verified_model_draft> made;
    for (auto const name : detail::seeded_models) made.push_back({.provider = std::string(detail::seeded_provider), .model_name = std::string(name)});
    return made;
}

/// Adds the built-in verified models that are not there yet; others stay as they are. Scope `catalog:create`, for the platform.
/// @return the rows that were added; the errors of `store::run`.
struct seed_verified_models_t {
    static constexpr operation is{"verified_model.seed", scope::create, reach::platform};

    result<std::vector<verified_model_row>> operator()(store& in, principal const& who) const {
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
};
inline constexpr seed_verified_models_t seed_verified_models{};

/// The models that a program may offer its users.
struct offered_models {
    std::vector<std::string> names; ///< `provider/model`, sorted, each once
    std::optional<error> fallback;  ///< why the built-in rows stand there instead of the store's
};

/// Returns the verified models that are enabled, by full name. Scope `catalog:read`, for everybody.
/// @return names such as `openhands/gpt-5.2`; the errors of `store::run`.
struct enabled_verified_models_t {
    static constexpr operation is{"verified_model.offer", scope::read, reach::workspace};

    result<std::vector<std::string>> operator()(store& in, principal const& who) const {
        return in.run(is, who, [&](transaction& t) {
            return t.all<std::string>("select provider || '/' || model_name from catalog_verified_model where enabled order by provider, model_name");
        });
    }
};
inline constexpr enabled_verified_models_t enabled_verified_models{};

/// Returns what to offer: the store's verified models, or the built-in ones where there is no store or it cannot be read, and what other sources
/// know. A store without enabled rows is no failure: then nothing of its kind is offered.
/// @param in     the store; null where the program has none.
/// @param others full names from elsewhere, such as a proxy's own list.
inline offered_models offer_models(store* in, principal const& who, std::vector<std::string> others = {}) {
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
