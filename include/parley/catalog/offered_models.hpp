#ifndef PARLEY_CATALOG_OFFERED_MODELS_HPP
#define PARLEY_CATALOG_OFFERED_MODELS_HPP

#include <parley/catalog/principal.hpp>
#include <parley/catalog/store.hpp>
#include <parley/catalog/verified_model.hpp>
#include <parley/config.hpp>
#include <parley/error.hpp>
#include <parley/result.hpp>

#include <optional>
#include <string>
#include <vector>

namespace parley::inline v0::catalog {

/// Returns the verified models that the library itself knows, all of them of the provider `openhands`.
PARLEY_DECL std::vector<verified_model_draft> built_in_verified_models();

/// Adds the built-in verified models that are not there yet; others stay as they are. Scope `catalog:create`, for the platform.
/// @return the rows that were added; the errors of `store::run`.
struct seed_verified_models_t {
    static constexpr operation is{"verified_model.seed", scope::create, reach::platform};

    result<std::vector<verified_model_row>> operator()(store& in, principal const& who) const;
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

    result<std::vector<std::string>> operator()(store& in, principal const& who) const;
};
inline constexpr enabled_verified_models_t enabled_verified_models{};

/// Returns what to offer: the store's verified models, or the built-in ones where there is no store or it cannot be read, and what other sources
/// know. A store without enabled rows is no failure: then nothing of its kind is offered.
/// @param in     the store; null where the program has none.
/// @param others full names from elsewhere, such as a proxy's own list.
PARLEY_DECL offered_models offer_models(store* in, principal const& who, std::vector<std::string> others = {});

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/offered_models.ipp>
#endif

#endif
