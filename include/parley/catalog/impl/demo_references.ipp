#ifndef PARLEY_CATALOG_IMPL_DEMO_REFERENCES_IPP
#define PARLEY_CATALOG_IMPL_DEMO_REFERENCES_IPP

#include <parley/catalog/demo_references.hpp>

#include <charconv>

namespace parley::inline v0::catalog {

PARLEY_DECL schema_chain demo_schema() {
    return {"demo",
            {{R"(
create table demo_thing (
    {id},
    kind varchar(40) not null,
    organisation bigint not null references catalog_organisation (id) on delete cascade,
    workspace bigint references catalog_workspace (id) on delete set null,
    name varchar(200) not null,
    owner varchar(200) not null default '',
    model bigint references catalog_model (id) on delete restrict,
    settings text not null default '{}',
    deleted_at bigint
);
create index demo_thing_model on demo_thing (model, organisation, kind, id);
)"}}};
}

PARLEY_DECL result<demo_thing> add_demo_thing(transaction& in, demo_thing const& thing) {
    return in.one<demo_thing>("insert into demo_thing (kind, organisation, workspace, name, owner, model, settings, deleted_at) "
                              "values ($1, $2, $3, $4, $5, $6, $7, $8) returning {}",
                              thing.kind, thing.organisation, thing.workspace, thing.name, thing.owner, thing.model, thing.settings, thing.deleted_at);
}

PARLEY_DECL result<std::int64_t> demo_source::count(transaction& in, referred_model row) const {
    return in.one<std::int64_t>("select count(*) from demo_thing where model = $1 and organisation = $2 and kind = $3 and deleted_at is null", row.model,
                                row.organisation, kind_);
}

PARLEY_DECL result<std::vector<reference>> demo_source::list(transaction& in, referred_model row, reference_page const& page) const {
    std::int64_t after = 0;
    auto const* const end = page.after.data() + page.after.size();
    if (!page.after.empty() && std::from_chars(page.after.data(), end, after).ptr != end)
        return error(errc::invalid_argument, "This is the id of no such thing.", page.after.substr(0, 40));
    return in.all<reference>("select cast(id as varchar(20)) as id, name, workspace, owner from demo_thing where model = $1 and organisation = $2 and kind = $3 "
                             "and deleted_at is null and id > $4 order by demo_thing.id limit $5",
                             row.model, row.organisation, kind_, after, static_cast<std::int64_t>(page.limit));
}

PARLEY_DECL result<std::vector<workspace_id>> demo_source::workspaces(transaction& in, referred_model row) const {
    return in.all<workspace_id>("select distinct workspace from demo_thing where model = $1 and organisation = $2 and kind = $3 and deleted_at is null "
                                "and workspace is not null order by workspace",
                                row.model, row.organisation, kind_);
}

PARLEY_DECL result<std::int64_t> demo_source::repoint(transaction& in, referred_model from, model_id to) const {
    return in.change("update demo_thing set model = $1, settings = $2 where model = $3 and organisation = $4 and kind = $5 and deleted_at is null", to, "{}",
                     from.model, from.organisation, kind_);
}

PARLEY_DECL result<void> demo_source::release(transaction& in, referred_model row, std::optional<model_id> successor) const {
    auto const done = in.change("update demo_thing set model = $1 where model = $2 and organisation = $3 and kind = $4 and deleted_at is not null", successor,
                                row.model, row.organisation, kind_);
    if (!done) return done.error();
    return {};
}

PARLEY_DECL reference_sources demo_references() {
    return {demo_source("assistants", false),          demo_source("apps", false),          demo_source("services", false),
            demo_source("assistant_templates", false), demo_source("app_templates", false), demo_source("questions", true)};
}

} // namespace parley::inline v0::catalog

#endif
