#ifndef PARLEY_CATALOG_HPP
#define PARLEY_CATALOG_HPP

// The model catalogue: which models exist, who may use them, which is the default, which retire and what replaces them; in SQLite inside the
// program, or in PostgreSQL when many programs share it. Link parley::catalog. What needs a network is in catalog_client.hpp.

#include <parley/catalog/access.hpp>
#include <parley/catalog/audit.hpp>
#include <parley/catalog/clean_up.hpp>
#include <parley/catalog/custom_provider.hpp>
#include <parley/catalog/database.hpp>
#include <parley/catalog/default_model.hpp>
#include <parley/catalog/delete_model.hpp>
#include <parley/catalog/history.hpp>
#include <parley/catalog/import.hpp>
#include <parley/catalog/maintenance.hpp>
#include <parley/catalog/migration.hpp>
#include <parley/catalog/model_usage.hpp>
#include <parley/catalog/models.hpp>
#include <parley/catalog/offered_models.hpp>
#include <parley/catalog/organisation.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/provider_refresh.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/resolve.hpp>
#include <parley/catalog/rotate_keys.hpp>
#include <parley/catalog/store.hpp>
#include <parley/catalog/verified_model.hpp>
#include <parley/catalog/view.hpp>

#endif
