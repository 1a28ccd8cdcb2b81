#ifndef PARLEY_CATALOG_DETAIL_TABLES_HPP
#define PARLEY_CATALOG_DETAIL_TABLES_HPP

#include <parley/catalog/schema.hpp>
#include <parley/concat.hpp>

#include <string>
#include <string_view>

namespace parley::inline v0::catalog::detail {

// The tables of the catalogue. Moments are microseconds since 1970, days are text such as 2026-11-21, lists and other values JSON text. What names
// a row of another table is called after it. A table that belongs to organisations has `organisation` in its keys, so that a row can never
// refer to one of another organisation.

inline constexpr std::string_view first_tables = R"(
create table catalog_organisation (
    {id},
    name varchar(200) not null unique check (length(name) > 0),
    enforce_retirement boolean not null default false,
    retiring_months bigint not null default 6 check (retiring_months >= 0),
    created_at bigint not null
);

create table catalog_security_class (
    {id},
    organisation bigint not null references catalog_organisation (id) on delete cascade,
    name varchar(200) not null check (length(name) > 0),
    level bigint not null,
    unique (organisation, name),
    unique (organisation, level),
    unique (organisation, id)
);

create table catalog_workspace (
    {id},
    organisation bigint not null references catalog_organisation (id) on delete cascade,
    name varchar(200) not null check (length(name) > 0),
    access_mode varchar(10) not null default 'inherit' check (access_mode in ('inherit', 'restricted')),
    security_class bigint,
    created_at bigint not null,
    updated_at bigint not null,
    unique (organisation, name),
    unique (organisation, id),
    foreign key (organisation, security_class) references catalog_security_class (organisation, id)
);

create table catalog_provider (
    {id},
    organisation bigint not null references catalog_organisation (id) on delete cascade,
    display_name varchar(200) not null check (length(display_name) > 0),
    family varchar(40) not null default 'openai_chat',
    base_url varchar(500),
    passthrough boolean not null default false,
    api_key_header varchar(120),
    has_api_key boolean not null default false,
    header_names text not null default '[]',
    sealed_secrets text,
    sealed_by varchar(100),
    active boolean not null default true,
    enable_discovered boolean not null default true,
    refresh_state varchar(10) not null default 'never' check (refresh_state in ('never', 'running', 'succeeded', 'failed')),
    refresh_message varchar(500),
    refresh_started_at bigint,
    refreshed_at bigint,
    created_at bigint not null,
    updated_at bigint not null,
    unique (organisation, id),
    check (passthrough = false or base_url is not null),
    check ((sealed_secrets is null) = (sealed_by is null))
);
create index catalog_provider_page on catalog_provider (organisation, id);
create index catalog_provider_sealed_by on catalog_provider (sealed_by, id);

create table catalog_model (
    {id},
    organisation bigint references catalog_organisation (id) on delete cascade,
    provider bigint,
    kind varchar(13) not null default 'completion' check (kind in ('completion', 'embedding', 'transcription')),
    vendor varchar(120) not null check (length(vendor) > 0),
    name varchar(500) not null check (length(name) > 0),
    display_name varchar(200),
    family varchar(40),
    info text not null default '{}',
    source varchar(20) not null default 'manual' check (source in ('manual', 'import', 'discovery')),
    enabled boolean not null default true,
    deprecated boolean not null default false,
    retires_on varchar(10),
    missing_since bigint,
    migrated_to bigint references catalog_model (id),
    deleted_at bigint,
    refreshed_at bigint,
    created_at bigint not null,
    updated_at bigint not null,
    check (provider is null or organisation is not null),
    check (migrated_to is null or migrated_to <> id),
    foreign key (organisation, provider) references catalog_provider (organisation, id) on delete cascade
);
create unique index catalog_model_name on catalog_model (coalesce(organisation, 0), coalesce(provider, 0), vendor, name);
create index catalog_model_page on catalog_model (organisation, id);
create index catalog_model_provider on catalog_model (organisation, provider);
create index catalog_model_migrated_to on catalog_model (migrated_to) where migrated_to is not null;
create index catalog_model_gone on catalog_model (deleted_at, id) where deleted_at is not null or migrated_to is not null;

create table catalog_model_class (
    organisation bigint not null references catalog_organisation (id) on delete cascade,
    model bigint not null references catalog_model (id) on delete cascade,
    security_class bigint not null,
    primary key (organisation, model),
    foreign key (organisation, security_class) references catalog_security_class (organisation, id)
);
create index catalog_model_class_model on catalog_model_class (model);

create table catalog_grant (
    {id},
    organisation bigint not null references catalog_organisation (id) on delete cascade,
    workspace bigint,
    model bigint not null references catalog_model (id) on delete cascade,
    created_at bigint not null,
    created_by varchar(300) not null,
    foreign key (organisation, workspace) references catalog_workspace (organisation, id) on delete cascade
);
create unique index catalog_grant_once on catalog_grant (organisation, coalesce(workspace, 0), model);
create index catalog_grant_model on catalog_grant (model);

create table catalog_default (
    organisation bigint not null primary key references catalog_organisation (id) on delete cascade,
    model bigint references catalog_model (id) on delete set null,
    model_vendor varchar(120) not null,
    model_name varchar(500) not null,
    updated_at bigint not null
);

create table catalog_verified_model (
    {id},
    provider varchar(100) not null check (length(provider) > 0),
    model_name varchar(255) not null check (length(model_name) > 0),
    enabled boolean not null default true,
    verified boolean not null default true,
    free boolean not null default false,
    is_default boolean not null default false,
    created_at bigint not null,
    updated_at bigint not null,
    unique (provider, model_name)
);
create unique index catalog_verified_model_default on catalog_verified_model (provider) where is_default;

create table catalog_migration (
    {id},
    organisation bigint not null references catalog_organisation (id) on delete cascade,
    from_model bigint references catalog_model (id) on delete set null,
    to_model bigint references catalog_model (id) on delete set null,
    from_name varchar(500) not null,
    to_name varchar(500) not null,
    from_vendor varchar(120) not null,
    to_vendor varchar(120) not null,
    initiated_by varchar(300) not null,
    status varchar(12) not null check (status in ('pending', 'in_progress', 'completed', 'failed')),
    entity_types text not null default '[]',
    fingerprint varchar(100) not null default '',
    affected bigint not null default 0,
    migrated bigint not null default 0,
    failed bigint not null default 0,
    findings text not null default '[]',
    details text not null default '{}',
    confirmed boolean not null default false,
    override_reason varchar(1000),
    error_message varchar(500),
    started_at bigint not null,
    completed_at bigint
);
create index catalog_migration_page on catalog_migration (organisation, id);
create index catalog_migration_from on catalog_migration (from_model);
create index catalog_migration_to on catalog_migration (to_model);

create table catalog_cleanup_run (
    {id},
    organisation bigint references catalog_organisation (id) on delete cascade,
    actor varchar(300) not null,
    dry_run boolean not null,
    success boolean,
    removed text not null default '[]',
    skipped text not null default '[]',
    errors text not null default '[]',
    started_at bigint not null,
    completed_at bigint
);

create table catalog_maintenance (
    task varchar(40) not null primary key,
    runner varchar(300),
    lease_until bigint,
    due_at bigint,
    last_run_at bigint
);

create table catalog_audit (
    {id},
    organisation bigint,
    workspace bigint,
    actor varchar(300) not null,
    operation varchar(100) not null,
    outcome varchar(10) not null check (outcome in ('done', 'denied')),
    subject bigint,
    subject_name varchar(700),
    changed_fields text not null default '[]',
    reason varchar(1000),
    at bigint not null
);
create index catalog_audit_page on catalog_audit (organisation, id);

create table catalog_revision (
    organisation bigint not null primary key,
    number bigint not null
);
)";

// What a role of PostgreSQL sees and changes, also the tables' owner: superusers alone see through. Each transaction says for whom it works.
//   parley.organisation   the principal's organisation, empty for the platform
//   parley.workspace      the workspace that the principal is bound to, or empty
//   parley.platform       'on' for the operator of the platform, whom no policy holds back
inline constexpr std::string_view policy_functions = R"(
create function catalog_platform() returns boolean language sql stable as
    'select current_setting(''parley.platform'', true) is not distinct from ''on''';
create function catalog_organisation() returns bigint language sql stable as
    'select cast(nullif(current_setting(''parley.organisation'', true), '''') as bigint)';
create function catalog_workspace() returns bigint language sql stable as
    'select cast(nullif(current_setting(''parley.workspace'', true), '''') as bigint)';
)";

/// Which rows of a table a principal meets; the platform meets all.
struct policy {
    std::string_view table;
    std::string_view own;       ///< read and changed by members of an organisation
    std::string_view read = {}; ///< read by them besides
    std::string_view add = {};  ///< added by them besides
};

inline constexpr std::string_view by_organisation = "organisation = catalog_organisation()", by_nobody = "false";
inline constexpr policy first_policies[] = {
    {"catalog_organisation", "id = catalog_organisation()"},
    {"catalog_security_class", by_organisation},
    {"catalog_workspace", by_organisation},
    {"catalog_provider", by_organisation},
    {"catalog_model", by_organisation, "organisation is null"},
    {"catalog_model_class", by_organisation},
    {"catalog_grant", "organisation = catalog_organisation() and (workspace is null or catalog_workspace() is null or workspace = catalog_workspace())"},
    {"catalog_default", by_organisation},
    {"catalog_verified_model", by_nobody, "true"},
    {"catalog_migration", by_organisation},
    {"catalog_cleanup_run", by_organisation},
    {"catalog_maintenance", by_nobody},
    {"catalog_audit", by_nobody, by_organisation, by_organisation}, // what is written there stays
    {"catalog_revision", by_organisation, "organisation = 0"},
};

/// Returns the statements that put row-level security in force.
inline std::string first_row_level_security() {
    std::string made(policy_functions);
    for (auto const& p : first_policies) {
        parley::detail::append(made, {"alter table ", p.table, " enable row level security;\nalter table ", p.table, " force row level security;\n",
                                      "create policy own on ", p.table, " using (catalog_platform() or (", p.own, "));\n"});
        if (!p.add.empty()) parley::detail::append(made, {"create policy added on ", p.table, " for insert with check (", p.add, ");\n"});
        if (!p.read.empty()) parley::detail::append(made, {"create policy shared on ", p.table, " for select using (", p.read, ");\n"});
    }
    return made;
}

/// The schema of the catalogue.
inline schema_chain catalog_tables() { return {"catalog", {{std::string(first_tables), first_row_level_security()}}}; }

} // namespace parley::inline v0::catalog::detail

#endif
