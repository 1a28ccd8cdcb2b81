#ifndef PARLEY_CATALOG_IMPL_PROVIDER_ROW_IPP
#define PARLEY_CATALOG_IMPL_PROVIDER_ROW_IPP

#include <parley/catalog/provider_row.hpp>

namespace parley::inline v0::catalog {

PARLEY_DECL provider_settings settings_of(provider_row const& row) {
    provider_settings made;
    made.display_name = row.display_name;
    made.family = row.family;
    made.base_url = row.base_url;
    made.api_key_header = row.api_key_header;
    made.passthrough = row.passthrough;
    made.active = row.active;
    made.enable_discovered = row.enable_discovered;
    return made;
}

PARLEY_DECL network_policy provider_guard::network_for(engine of) const noexcept {
    return network.value_or(of == engine::sqlite ? network_policy::embedded() : network_policy::shared());
}

} // namespace parley::inline v0::catalog

#endif
