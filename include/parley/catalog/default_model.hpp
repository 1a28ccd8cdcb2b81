#ifndef PARLEY_CATALOG_DEFAULT_MODEL_HPP
#define PARLEY_CATALOG_DEFAULT_MODEL_HPP

#include <parley/catalog/default_rule.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/store.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <optional>

namespace parley::inline v0::catalog {

/// Says which model is the default, why, and what is wrong with the stored one, if anything is. Scope `catalog:read`.
/// @param of empty = the workspace that the principal is bound to, else the organisation. A workspace that may not use the organisation's default
///           falls back to a model of its own.
/// @return the choice, whose model can always be used; `errc::not_found` and `errc::forbidden` for the workspace; the errors of `store::run`.
struct get_default_t {
    static constexpr operation is{"default.get", scope::read, reach::workspace};

    result<default_choice> operator()(store& in, principal const& who, std::optional<workspace_id> of = {}) const;
};
inline constexpr get_default_t get_default{};

/// Makes a model the default of the principal's organisation. Scope `catalog:update`.
/// @return what is now the default; `errc::not_found` where there is no such model; `errc::conflict` where the organisation cannot use it; the
///         errors of `store::run`.
struct set_default_t {
    static constexpr operation is{"default.set", scope::update};

    result<default_choice> operator()(store& in, principal const& who, model_id which) const;
};
inline constexpr set_default_t set_default{};

/// Stores the name of a default, as a program before the catalogue knew it: for who moves in. Scope `catalog:update`.
/// @param name of a model that need not be there yet.
/// @return `errc::invalid_name` for an empty name; the errors of `store::run`.
struct set_default_name_t {
    static constexpr operation is{"default.set_name", scope::update};

    result<void> operator()(store& in, principal const& who, model_name const& name) const;
};
inline constexpr set_default_name_t set_default_name{};

/// Forgets the default of the principal's organisation: the newest model that it can use takes its place. Scope `catalog:update`.
/// @return the errors of `store::run`.
struct clear_default_t {
    static constexpr operation is{"default.clear", scope::update};

    result<void> operator()(store& in, principal const& who) const;
};
inline constexpr clear_default_t clear_default{};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/default_model.ipp>
#endif

#endif
