#ifndef PARLEY_CATALOG_IMPL_ORGANISATION_IPP
#define PARLEY_CATALOG_IMPL_ORGANISATION_IPP

#include <parley/catalog/organisation.hpp>

#include <parley/catalog/detail/steps.hpp>
#include <parley/catalog/names.hpp>
#include <parley/catalog/transaction.hpp>

#include <utility>

namespace parley::inline v0::catalog {

PARLEY_DECL result<organisation_row> create_organisation_t::operator()(store& in, principal const& who, std::string_view name) const {
    return in.run(is, who, [&](transaction& t) -> result<organisation_row> {
        auto const plain = to_display_name(name);
        if (!plain) return plain.error();
        auto made = t.maybe<organisation_row>(
            "insert into catalog_organisation (name, created_at) values ($1, $2) on conflict do nothing returning {}", *plain, t.now());
        return detail::created(t, std::move(made), *plain);
    });
}

PARLEY_DECL result<std::vector<organisation_row>> list_organisations_t::operator()(store& in, principal const& who) const {
    return in.run(is, who, [&](transaction& t) {
        return t.all<organisation_row>("select {} from catalog_organisation where cast($1 as bigint) is null or id = $1 order by name", who.organisation);
    });
}

PARLEY_DECL result<security_class_row> create_security_class_t::operator()(store& in, principal const& who, std::string_view name,
                                                                           std::int64_t level) const {
    return in.run(is, who, [&](transaction& t) -> result<security_class_row> {
        auto const plain = to_display_name(name);
        auto const of = t.organisation();
        if (!plain) return plain.error();
        if (!of) return of.error();
        auto made = t.maybe<security_class_row>(
            "insert into catalog_security_class (organisation, name, level) values ($1, $2, $3) on conflict do nothing returning {}", *of, *plain, level);
        return detail::created(t, std::move(made), *plain);
    });
}

PARLEY_DECL result<std::vector<security_class_row>> list_security_classes_t::operator()(store& in, principal const& who) const {
    return in.run(is, who, [&](transaction& t) {
        return t.all<security_class_row>("select {} from catalog_security_class where organisation = $1 order by level", who.organisation);
    });
}

PARLEY_DECL result<workspace_row> create_workspace_t::operator()(store& in, principal const& who, std::string_view name,
                                                                 std::optional<security_class_id> required) const {
    return in.run(is, who, [&](transaction& t) -> result<workspace_row> {
        auto const plain = to_display_name(name);
        auto const of = t.organisation();
        if (!plain) return plain.error();
        if (!of) return of.error();
        if (auto const known = detail::find_class(t, required); !known) return known.error();
        auto made = t.maybe<workspace_row>("insert into catalog_workspace (organisation, name, security_class, created_at, updated_at) "
                                           "values ($1, $2, $3, $4, $4) on conflict do nothing returning {}",
                                           *of, *plain, required, t.now());
        return detail::created(t, std::move(made), *plain);
    });
}

PARLEY_DECL result<workspace_row> classify_workspace_t::operator()(store& in, principal const& who, workspace_id which,
                                                                   std::optional<security_class_id> required) const {
    return in.run(is, who, [&](transaction& t) -> result<workspace_row> {
        if (auto const known = detail::find_class(t, required); !known) return known.error();
        auto changed = t.one<workspace_row>("update catalog_workspace set security_class = $1, updated_at = $2 "
                                            "where id = $3 and organisation = $4 returning {}",
                                            required, t.now(), which, who.organisation);
        if (!changed) return changed;
        if (auto const noted = t.note(which, changed->name, {"security_class"}); !noted) return noted.error();
        return changed;
    });
}

PARLEY_DECL result<std::vector<workspace_row>> list_workspaces_t::operator()(store& in, principal const& who) const {
    return in.run(is, who, [&](transaction& t) {
        return t.all<workspace_row>("select {} from catalog_workspace where organisation = $1 and (cast($2 as bigint) is null or id = $2) order by name",
                                    who.organisation, who.workspace);
    });
}

} // namespace parley::inline v0::catalog

#endif
