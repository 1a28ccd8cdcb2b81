#ifndef PARLEY_CATALOG_IMPL_PROVIDER_REFRESH_IPP
#define PARLEY_CATALOG_IMPL_PROVIDER_REFRESH_IPP

#include <parley/catalog/provider_refresh.hpp>

#include <parley/catalog/detail/provider_rows.hpp>
#include <parley/catalog/detail/refresh_rows.hpp>
#include <parley/catalog/transaction.hpp>

#include <string>
#include <utility>

namespace parley::inline v0::catalog {

PARLEY_DECL result<refresh_run> begin_refresh_t::operator()(store& in, principal const& who, provider_guard const& with, provider_id which,
                                                            refresh_rules const& rules) const {
    return in.run(is, who, [&](transaction& t) -> result<refresh_run> {
        auto const row = detail::find_provider(t, which);
        if (!row) return row.error();
        if (!may_begin_refresh(row->refresh_state, row->refresh_started_at, rules, t.now()))
            return error(errc::conflict, "A refresh of this provider is running.", row->display_name);
        if (!row->base_url) return error(errc::misconfigured, "The provider has no address to ask.", row->display_name);
        auto const allowed = with.network_for(t.engine());
        if (auto const url = check_base_url(*row->base_url, allowed); !url) return url.error();
        refresh_run run{which, t.now(), settings_of(*row), allowed};
        if (auto const opened = detail::read_secrets(t, which, with.keys, run.settings); !opened) return opened.error();
        if (auto const set = detail::set_refresh(t, which, refresh_status::running, run.began, {}); !set) return set.error();
        return run;
    });
}

PARLEY_DECL result<refresh_outcome> finish_refresh_t::operator()(store& in, principal const& who, refresh_run const& run, discovery const& found,
                                                                 reference_sources const& sources, refresh_options const& how) const {
    return in.run(is, who, [&](transaction& t) -> result<refresh_outcome> {
        auto const row = detail::find_running(t, run.provider, run.began);
        if (!row) return row.error();
        auto const rows = detail::rows_of(t, *row);
        if (!rows) return rows.error();
        auto const known = detail::to_plan(t, *row, *rows, how.rules, sources);
        if (!known) return known.error();
        auto const plan = plan_refresh(*known, found, how.rules, t.now(), how.confirmed);
        if (auto const done = detail::apply(t, *row, *rows, plan, found); !done) return done.error();
        if (auto const set = detail::set_refresh(t, run.provider, refresh_status::succeeded, {}, {}); !set) return set.error();
        if (auto const noted = t.note(run.provider, row->display_name, {"models"}); !noted) return noted.error();
        return refresh_outcome{plan.added.size(), plan.listed.size(), plan.returned.size(), plan.missing,
                               plan.deleted,      plan.unconfirmed,   found.duplicates,     found.skipped};
    });
}

PARLEY_DECL result<void> fail_refresh_t::operator()(store& in, principal const& who, refresh_run const& run, error const& why) const {
    return in.run(is, who, [&](transaction& t) -> result<void> {
        auto const row = detail::find_running(t, run.provider, run.began);
        if (!row) return row.error();
        std::string const said(sentence(why.code));
        if (auto const set = detail::set_refresh(t, run.provider, refresh_status::failed, {}, said); !set) return set.error();
        return t.note(run.provider, row->display_name, {"refresh_state"}, said);
    });
}

} // namespace parley::inline v0::catalog

#endif
