#ifndef PARLEY_CATALOG_DEFAULT_MODEL_HPP
#define PARLEY_CATALOG_DEFAULT_MODEL_HPP

#include <parley/catalog/default_rule.hpp>
#include <parley/catalog/detail/access_rows.hpp>
#include <parley/catalog/detail/default_rows.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/store.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/result.hpp>

#include <optional>
#include <string>
#include <utility>

namespace parley::inline v0::catalog {

/// Says which model is the default, why, and what is wrong with the stored one, if anything is. Scope `catalog:read`.
/// @param of empty = the workspace that the principal is bound to, else the organisation. A workspace that may not use the organisation's default
///           falls back to a model of its own.
/// @return the choice, whose model can always be used; `errc::not_found` and `errc::forbidden` for the workspace; the errors of `store::run`.
struct get_default_t {
    static constexpr operation is{"default.get", scope::read, reach::workspace};

    result<default_choice> operator()(store& in, principal const& who, std::optional<workspace_id> of = {}) const {
        return in.run(is, who, [&](transaction& t) -> result<default_choice> {
            auto const place = detail::find_place(t, of);
            if (!place) return place.error();
            auto const stored = detail::stored_default(t, *place);
            if (!stored) return stored.error();
            auto const candidates = detail::candidates_for(t, *place, *stored);
            if (!candidates) return candidates.error();
            return choose_default(stored->model, stored->name, *candidates);
        });
    }
};
inline constexpr get_default_t get_default{};

/// Makes a model the default of the principal's organisation. Scope `catalog:update`.
/// @return what is now the default; `errc::not_found` where there is no such model; `errc::conflict` where the organisation cannot use it; the
///         errors of `store::run`.
struct set_default_t {
    static constexpr operation is{"default.set", scope::update};

    result<default_choice> operator()(store& in, principal const& who, model_id which) const {
        return in.run(is, who, [&](transaction& t) -> result<default_choice> {
            auto const place = detail::find_place(t, {});
            if (!place) return place.error();
            auto const model = find_model(t, which);
            if (!model) return model.error();
            auto const usable = detail::usable_models(t, *place, which);
            if (!usable) return usable.error();
            if (usable->empty())
                return error(errc::conflict, "The organisation cannot use this model: it is not available, or was not granted.", model->name);
            auto const changed = detail::write_default(t, *place, which, {model->vendor, model->name});
            if (!changed) return changed.error();
            if (*changed)
                if (auto const noted = t.note(which, model->name, {"default"}); !noted) return noted.error();
            return default_choice{which, default_reason::chosen, default_problem::none};
        });
    }
};
inline constexpr set_default_t set_default{};

/// Stores the name of a default, as a program before the catalogue knew it: for who moves in. Scope `catalog:update`.
/// @param name of a model that need not be there yet.
/// @return `errc::invalid_name` for an empty name; the errors of `store::run`.
struct set_default_name_t {
    static constexpr operation is{"default.set_name", scope::update};

    result<void> operator()(store& in, principal const& who, model_name const& name) const {
        return in.run(is, who, [&](transaction& t) -> result<void> {
            auto const place = detail::find_place(t, {});
            if (!place) return place.error();
            if (name.name.empty() || name.name.size() > 500 || name.vendor.size() > 120)
                return error(errc::invalid_name, "A default needs the name of a model.");
            auto const changed = detail::write_default(t, *place, {}, name);
            if (!changed) return changed.error();
            if (!*changed) return {};
            return t.note(place->organisation, name.name, {"default"});
        });
    }
};
inline constexpr set_default_name_t set_default_name{};

/// Forgets the default of the principal's organisation: the newest model that it can use takes its place. Scope `catalog:update`.
/// @return the errors of `store::run`.
struct clear_default_t {
    static constexpr operation is{"default.clear", scope::update};

    result<void> operator()(store& in, principal const& who) const {
        return in.run(is, who, [&](transaction& t) -> result<void> {
            auto const of = t.organisation();
            if (!of) return of.error();
            auto const gone = t.maybe<std::string>("delete from catalog_default where organisation = $1 returning model_name", *of);
            if (!gone) return gone.error();
            if (!*gone) return {};
            return t.note(*of, **gone, {"default"});
        });
    }
};
inline constexpr clear_default_t clear_default{};

} // namespace parley::inline v0::catalog

#endif
