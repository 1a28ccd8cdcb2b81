#ifndef PARLEY_CATALOG_PROVIDER_ROW_HPP
#define PARLEY_CATALOG_PROVIDER_ROW_HPP

#include <parley/catalog/database.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/key_ring.hpp>
#include <parley/catalog/network_policy.hpp>
#include <parley/catalog/provider_settings.hpp>
#include <parley/catalog/refresh_plan.hpp>
#include <parley/config.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <vector>

namespace parley::inline v0::catalog {

/// What is told about a provider of an organisation's own: everything but its secrets.
struct provider_row {
    provider_id id;
    organisation_id organisation;
    std::string display_name;
    provider_family family = provider_family::openai_chat;
    std::optional<std::string> base_url;
    bool passthrough = false;
    std::optional<std::string> api_key_header;
    bool has_api_key = false;
    std::vector<std::string> header_names;
    bool active = true;
    bool enable_discovered = true;
    refresh_status refresh_state = refresh_status::never;
    std::optional<std::string> refresh_message; ///< why the last refresh failed: a sentence of ours
    std::optional<moment> refresh_started_at;
    std::optional<moment> refreshed_at; ///< when a refresh succeeded last
    moment created_at;
    moment updated_at;

    friend bool operator==(provider_row const&, provider_row const&) = default;
};
BOOST_DESCRIBE_STRUCT(provider_row, (),
                      (id, organisation, display_name, family, base_url, passthrough, api_key_header, has_api_key, header_names, active,
                       enable_discovered, refresh_state, refresh_message, refresh_started_at, refreshed_at, created_at, updated_at))

/// Returns the settings of a provider, without its secrets.
PARLEY_DECL provider_settings settings_of(provider_row const& row);

/// What guards providers: the keys of their secrets, and the networks that they may lead to.
struct provider_guard {
    key_ring keys = {};
    std::optional<network_policy> network = {}; ///< absent = all but metadata addresses on SQLite, the public network alone on PostgreSQL

    network_policy network_for(engine of) const noexcept;
};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/provider_row.ipp>
#endif

#endif
