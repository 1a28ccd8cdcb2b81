#ifndef PARLEY_CATALOG_IMPL_DEFAULT_MODEL_IPP
#define PARLEY_CATALOG_IMPL_DEFAULT_MODEL_IPP

#include <parley/catalog/default_model.hpp>

#include <parley/catalog/detail/access_rows.hpp>
#include <parley/catalog/detail/default_rows.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/transaction.hpp>

#include <string>
#include <utility>

namespace parley::inline v0::catalog {

PARLEY_DECL result<default_choice> get_default_t::operator()(store& in, principal const& who, std::optional<workspace_id> of) const {
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

PARLEY_DECL result<default_choice> set_default_t::operator()(store& in, principal const& who, model_id which) const {
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

PARLEY_DECL result<void> set_default_name_t::operator()(store& in, principal const& who, model_name const& name) const {
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

PARLEY_DECL result<void> clear_default_t::operator()(store& in, principal const& who) const {
    return in.run(is, who, [&](transaction& t) -> result<void> {
        auto const of = t.organisation();
        if (!of) return of.error();
        auto const gone = t.maybe<std::string>("delete from catalog_default where organisation = $1 returning model_name", *of);
        if (!gone) return gone.error();
        if (!*gone) return {};
        return t.note(*of, **gone, {"default"});
    });
}

} // namespace parley::inline v0::catalog

#endif
