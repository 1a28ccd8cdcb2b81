#ifndef PARLEY_CATALOG_HISTORY_HPP
#define PARLEY_CATALOG_HISTORY_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/migration_facts.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/store.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley::inline v0::catalog {

/// How a migration ended.
enum class migration_status { completed, failed };
BOOST_DESCRIBE_ENUM(migration_status, completed, failed)

/// What is kept of a migration, for good.
///
/// Names are those of the day of the migration: renaming or erasing a model does not change them. The ids are empty once the row is erased.
struct migration_record {
    migration_id id;
    organisation_id organisation;
    std::optional<model_id> from_model, to_model;
    std::string from_name, to_name;
    std::string from_vendor, to_vendor;
    std::string initiated_by; ///< the actor, as they were called
    migration_status status = migration_status::completed;
    std::vector<std::string> entity_types; ///< kinds of references that were to be moved
    std::string fingerprint;               ///< of the plan
    std::int64_t affected = 0;             ///< references that the plan counted
    std::int64_t migrated = 0;             ///< references that were moved
    std::int64_t failed = 0;
    std::vector<finding> findings;
    boost::json::object details; ///< how many were moved, for each kind; `completed` says whether the source was done with
    bool confirmed = false;
    std::optional<std::string> override_reason;
    std::optional<std::string> error_message;
    moment started_at{};
    std::optional<moment> completed_at;

    friend bool operator==(migration_record const&, migration_record const&) = default;
};
BOOST_DESCRIBE_STRUCT(migration_record, (),
                      (id, organisation, from_model, to_model, from_name, to_name, from_vendor, to_vendor, initiated_by, status, entity_types, fingerprint,
                       affected, migrated, failed, findings, details, confirmed, override_reason, error_message, started_at, completed_at))

/// Which part of the history is asked for.
struct history_page {
    std::optional<model_id> model;      ///< only migrations from or to this model
    std::optional<migration_id> before; ///< the last one of the page before; empty = from the newest on
    std::int64_t limit = 50;            ///< 1 to 1000
};

/// Lists migrations, the newest first.
///
/// Needs `catalog:read`. A member sees those of their own organisation. The list of a model that was erased is empty; its migrations stay in
/// the whole list.
/// @return `errc::invalid_argument` for another limit; the errors of the store.
struct list_migrations_t {
    static constexpr operation is{"migration.list", scope::read};

    result<std::vector<migration_record>> operator()(store& in, principal const& who, history_page const& page = {}) const;
};
inline constexpr list_migrations_t list_migrations{};

/// Returns one migration.
///
/// Needs `catalog:read`.
/// @return `errc::not_found`, also for one of another organisation; the errors of the store.
struct find_migration_t {
    static constexpr operation is{"migration.find", scope::read};

    result<migration_record> operator()(store& in, principal const& who, migration_id which) const;
};
inline constexpr find_migration_t find_migration{};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/history.ipp>
#endif

#endif
