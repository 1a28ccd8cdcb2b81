#ifndef PARLEY_CATALOG_DETAIL_MIGRATION_RUN_HPP
#define PARLEY_CATALOG_DETAIL_MIGRATION_RUN_HPP

#include <parley/catalog/detail/model_references.hpp>
#include <parley/catalog/history.hpp>
#include <parley/catalog/migration_plan.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/transaction.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace parley::inline v0::catalog::detail {

/// Fills in what is known before anything is moved.
inline migration_record begin_record(transaction& in, migration_plan const& plan, migration_consent const& consent) {
    auto const& [from, to, kinds, usage, workspaces, earlier] = plan.facts;
    migration_record made;
    made.organisation = in.who().organisation.value_or(organisation_id());
    made.from_model = from.id;
    made.to_model = to.id;
    made.from_name = from.name;
    made.to_name = to.name;
    made.from_vendor = from.provider;
    made.to_vendor = to.provider;
    made.initiated_by = in.who().actor;
    made.entity_types = kinds;
    made.fingerprint = plan.fingerprint;
    for (auto const& r : usage.references)
        if (std::find(kinds.begin(), kinds.end(), r.kind) != kinds.end()) made.affected += r.count;
    made.findings = plan.findings;
    made.confirmed = consent.confirmed;
    if (consent.force_override) made.override_reason = consent.reason;
    made.started_at = in.now();
    return made;
}

inline result<migration_record> insert_record(transaction& in, migration_record const& r) {
    return in.one<migration_record>(
        "insert into catalog_migration (organisation, from_model, to_model, from_name, to_name, from_vendor, to_vendor, initiated_by, status, entity_types, "
        "fingerprint, affected, migrated, failed, findings, details, confirmed, override_reason, error_message, started_at, completed_at) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) returning {}",
        r.organisation, r.from_model, r.to_model, r.from_name, r.to_name, r.from_vendor, r.to_vendor, r.initiated_by, r.status, r.entity_types, r.fingerprint,
        r.affected, r.migrated, r.failed, r.findings, r.details, r.confirmed, r.override_reason, r.error_message, r.started_at, r.completed_at);
}

/// Gives the target to whoever has the source, and takes the source from them where `instead` is set.
/// @return how many grants were taken.
inline result<std::int64_t> move_grants(transaction& in, migration_record const& r, bool instead) {
    auto const given = in.change("insert into catalog_grant (organisation, workspace, model, created_at, created_by) "
                                 "select organisation, workspace, cast($1 as bigint), cast($2 as bigint), $3 from catalog_grant where organisation = $4 and model = $5 "
                                 "on conflict do nothing",
                                 r.to_model, in.now(), in.who().actor, r.organisation, r.from_model);
    if (!given || !instead) return given ? result<std::int64_t>(0) : given;
    return in.change("delete from catalog_grant where organisation = $1 and model = $2", r.organisation, r.from_model);
}

/// Lets the default selection name the target where it named the source.
/// @return 1 where it did, else 0.
inline result<std::int64_t> move_default(transaction& in, migration_record const& r) {
    return in.change("update catalog_default set model = $1, model_vendor = $2, model_name = $3, updated_at = $4 "
                     "where organisation = $5 and (model = $6 or (model is null and model_vendor = $7 and model_name = $8))",
                     r.to_model, r.to_vendor, r.to_name, in.now(), r.organisation, r.from_model, r.from_vendor, r.from_name);
}

/// Moves the kinds of references that the plan names, and writes it down.
inline result<migration_record> move_references(transaction& in, reference_sources const& sources, migration_plan const& plan, migration_record record) {
    referred_model const from{record.organisation, plan.facts.from.id};
    auto const to = plan.facts.to.id;
    auto const& kinds = plan.facts.kinds;
    auto const wanted = [&](std::string_view kind) { return std::find(kinds.begin(), kinds.end(), kind) != kinds.end(); };
    std::vector<std::string> fields;
    auto const moved = [&](std::string const& kind, std::int64_t count) {
        record.details[kind] = count;
        if (count != 0) fields.push_back(kind);
    };

    // Grants first: no reference ever stands in a workspace that may not use its model.
    auto const granted = move_grants(in, record, wanted(grants_kind));
    if (!granted) return granted.error();
    for (auto const& source : sources) {
        if (source.is_history() || !wanted(source.kind())) continue;
        auto const count = source.repoint(in, from, to);
        if (!count) return count.error();
        moved(source.kind(), *count);
        record.migrated += *count;
    }
    if (wanted(grants_kind)) {
        moved(std::string(grants_kind), *granted);
        auto const defaults = move_default(in, record);
        if (!defaults) return defaults.error();
        moved("default", *defaults);
    }

    auto const row = find_model(in, from.model);
    if (!row) return row.error();
    usage left;
    if (auto const counted = add_usage(in, sources, record.organisation, *row, left); !counted) return counted.error();
    auto const completed = completes_migration(left);
    record.details["completed"] = completed;
    if (completed) {
        auto const latched = in.change("update catalog_model set migrated_to = $1, updated_at = $2 where id = $3", to, in.now(), from.model);
        if (!latched) return latched.error();
        fields.emplace_back("migrated_to");
    }
    record.completed_at = in.now();
    if (auto const noted = in.note(from.model, record.from_name, fields, record.override_reason); !noted) return noted.error();
    return insert_record(in, record);
}

/// Writes down that a migration failed, unless it turns out that it was kept.
inline result<migration_record> record_failure(transaction& in, migration_record record, error const& why) {
    auto const kept = in.maybe<migration_record>("select {} from catalog_migration where organisation = $1 and fingerprint = $2 and started_at = $3",
                                                 record.organisation, record.fingerprint, record.started_at);
    if (!kept) return kept.error();
    if (*kept) return **kept;
    record.status = migration_status::failed;
    record.migrated = 0;
    record.failed = record.affected;
    record.details = {};
    record.error_message = why.message;
    record.completed_at = in.now();
    return insert_record(in, record);
}

} // namespace parley::inline v0::catalog::detail

#endif
