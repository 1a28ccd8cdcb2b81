#ifndef PARLEY_CATALOG_IMPL_CUSTOM_PROVIDER_IPP
#define PARLEY_CATALOG_IMPL_CUSTOM_PROVIDER_IPP

#include <parley/catalog/custom_provider.hpp>

#include <parley/catalog/detail/provider_rows.hpp>
#include <parley/catalog/detail/steps.hpp>
#include <parley/catalog/transaction.hpp>

#include <string>
#include <utility>
#include <vector>

namespace parley::inline v0::catalog {

PARLEY_DECL result<provider_row> create_provider_t::operator()(store& in, principal const& who, provider_guard const& with,
                                                               boost::json::object settings) const {
    return in.run(is, who, [&](transaction& t) -> result<provider_row> {
        auto const of = t.organisation();
        if (!of) return of.error();
        auto const wanted = patched({}, std::move(settings), with.network_for(t.engine()));
        if (!wanted) return wanted.error();
        auto made = t.one<provider_row>(
            "insert into catalog_provider (organisation, display_name, created_at, updated_at) values ($1, $2, $3, $3) returning {}", *of,
            wanted->display_name, t.now());
        if (!made) return made;
        made = detail::write_settings(t, made->id, *wanted);
        if (made) made = detail::write_secrets(t, made->id, *wanted, with.keys);
        if (!made) return made;
        if (auto const noted = t.note(made->id, made->display_name, detail::changed_fields(provider_settings(), *wanted)); !noted)
            return noted.error();
        return made;
    });
}

PARLEY_DECL result<provider_row> update_provider_t::operator()(store& in, principal const& who, provider_guard const& with, provider_id which,
                                                               boost::json::object patch) const {
    return in.run(is, who, [&](transaction& t) -> result<provider_row> {
        auto row = detail::find_provider(t, which);
        if (!row) return row;
        auto before = settings_of(*row);
        bool const touches = !keeps_secrets(patch), forgets = replaces_secrets(patch);
        if (touches && !forgets)
            if (auto const opened = detail::read_secrets(t, which, with.keys, before); !opened) return opened.error();
        auto const after = patched(before, std::move(patch), with.network_for(t.engine()));
        if (!after) return after.error();
        auto changed = detail::changed_fields(before, *after);
        if (forgets && row->has_api_key && after->api_key.empty()) changed.emplace_back("api_key");
        if (forgets && !row->header_names.empty()) changed.emplace_back("headers");
        if (changed.empty()) return row;
        row = detail::write_settings(t, which, *after);
        if (row && touches) row = detail::write_secrets(t, which, *after, with.keys);
        if (!row) return row;
        if (auto const noted = t.note(which, row->display_name, changed); !noted) return noted.error();
        return row;
    });
}

PARLEY_DECL result<provider_draft> draft_provider_t::operator()(store& in, principal const& who, provider_guard const& with,
                                                                std::optional<provider_id> which, boost::json::object patch) const {
    return in.run(is, who, [&](transaction& t) -> result<provider_draft> {
        provider_settings before;
        if (which) {
            auto const row = detail::find_provider(t, *which);
            if (!row) return row.error();
            before = settings_of(*row);
            if (!replaces_secrets(patch))
                if (auto const opened = detail::read_secrets(t, *which, with.keys, before); !opened) return opened.error();
        }
        auto const allowed = with.network_for(t.engine());
        auto wanted = patched(std::move(before), std::move(patch), allowed);
        if (!wanted) return wanted.error();
        return provider_draft{std::move(*wanted), allowed};
    });
}

PARLEY_DECL result<provider_row> get_provider_t::operator()(store& in, principal const& who, provider_id which) const {
    return in.run(is, who, [&](transaction& t) { return detail::find_provider(t, which); });
}

PARLEY_DECL result<page<provider_row>> list_providers_t::operator()(store& in, principal const& who, page_request const& wanted) const {
    return in.run(is, who, [&](transaction& t) -> result<page<provider_row>> {
        auto const from = page_position::of(wanted, {std::string(is.name)}, 1);
        if (!from) return from.error();
        auto const before = from->number(0);
        if (!before) return before.error();
        auto rows = t.all<provider_row>(
            "select {} from catalog_provider where organisation = $1 and (id < $2 or cast($2 as bigint) is null) order by id desc limit $3",
            who.organisation, *before, from->rows());
        if (!rows) return rows.error();
        return from->made_of(std::move(*rows), [](provider_row const& last) { return std::vector{std::to_string(last.id.value)}; });
    });
}

PARLEY_DECL result<void> remove_provider_t::operator()(store& in, principal const& who, provider_id which, reference_sources const& sources) const {
    return in.run(is, who, [&](transaction& t) -> result<void> {
        auto const row = detail::find_provider(t, which);
        if (!row) return row.error();
        auto const models = t.all<model_id>("select id from catalog_model where provider = $1 and organisation = $2", which, row->organisation);
        if (!models) return models.error();
        for (auto const model : *models)
            if (auto const free = detail::check_unused(t, {row->organisation, model}, sources); !free)
                return error(free.error().code, free.error().message, row->display_name);
        auto const target = t.maybe<model_id>("select m.id from catalog_model m join catalog_model s on s.id = m.migrated_to "
                                              "where s.provider = $1 and s.organisation = $2 and (m.provider is null or m.provider <> $1)",
                                              which, row->organisation);
        if (!target) return target.error();
        if (*target) return error(errc::in_use, "Another model was migrated to one of its models.", row->display_name);
        // Within the provider, migrated models name each other; the row's end takes them all.
        for (auto const* sql : {"update catalog_model set migrated_to = null where provider = $1 and organisation = $2",
                                "delete from catalog_provider where id = $1 and organisation = $2"})
            if (auto const done = t.change(sql, which, row->organisation); !done) return done.error();
        return t.note(which, row->display_name);
    });
}

} // namespace parley::inline v0::catalog

#endif
