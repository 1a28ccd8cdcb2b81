#ifndef PARLEY_CATALOG_SRC_HPP
#define PARLEY_CATALOG_SRC_HPP

// The bodies of the catalogue and of its client, for the one source of a program that compiles them: see config.hpp. They need SOCI, so that
// parley/src.hpp leaves them out, and call bodies that are there.

#ifndef PARLEY_SEPARATE_COMPILATION
#error "parley/catalog/src.hpp is for programs whose sources are all compiled with PARLEY_SEPARATE_COMPILATION defined."
#endif

#include <parley/catalog/detail/impl/cell.ipp>
#include <parley/catalog/detail/impl/connection.ipp>
#include <parley/catalog/detail/impl/pool.ipp>
#include <parley/catalog/impl/access.ipp>
#include <parley/catalog/impl/access_rule.ipp>
#include <parley/catalog/impl/audit.ipp>
#include <parley/catalog/impl/calendar_rule.ipp>
#include <parley/catalog/impl/clean_up.ipp>
#include <parley/catalog/impl/cleanup_rule.ipp>
#include <parley/catalog/impl/custom_provider.ipp>
#include <parley/catalog/impl/database.ipp>
#include <parley/catalog/impl/dates.ipp>
#include <parley/catalog/impl/default_model.ipp>
#include <parley/catalog/impl/default_rule.ipp>
#include <parley/catalog/impl/delete_model.ipp>
#include <parley/catalog/impl/demo_references.ipp>
#include <parley/catalog/impl/discovery.ipp>
#include <parley/catalog/impl/history.ipp>
#include <parley/catalog/impl/import.ipp>
#include <parley/catalog/impl/key_ring.ipp>
#include <parley/catalog/impl/maintenance.ipp>
#include <parley/catalog/impl/migration.ipp>
#include <parley/catalog/impl/migration_plan.ipp>
#include <parley/catalog/impl/model_row.ipp>
#include <parley/catalog/impl/model_settings.ipp>
#include <parley/catalog/impl/model_usage.ipp>
#include <parley/catalog/impl/models.ipp>
#include <parley/catalog/impl/names.ipp>
#include <parley/catalog/impl/network_policy.ipp>
#include <parley/catalog/impl/offered_models.ipp>
#include <parley/catalog/impl/organisation.ipp>
#include <parley/catalog/impl/page.ipp>
#include <parley/catalog/impl/principal.ipp>
#include <parley/catalog/impl/provider_refresh.ipp>
#include <parley/catalog/impl/provider_row.ipp>
#include <parley/catalog/impl/provider_secrets.ipp>
#include <parley/catalog/impl/provider_settings.ipp>
#include <parley/catalog/impl/refresh_plan.ipp>
#include <parley/catalog/impl/resolve.ipp>
#include <parley/catalog/impl/rotate_keys.ipp>
#include <parley/catalog/impl/schema.ipp>
#include <parley/catalog/impl/store.ipp>
#include <parley/catalog/impl/transaction.ipp>
#include <parley/catalog/impl/usage.ipp>
#include <parley/catalog/impl/verified_model.ipp>
#include <parley/catalog/impl/view.ipp>
#include <parley/detail/impl/guarded_transport.ipp>
#include <parley/impl/catalog_client.ipp>
#include <parley/impl/catalog_maintainer.ipp>

#endif
