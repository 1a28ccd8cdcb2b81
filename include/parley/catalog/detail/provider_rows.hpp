#ifndef PARLEY_CATALOG_DETAIL_PROVIDER_ROWS_HPP
#define PARLEY_CATALOG_DETAIL_PROVIDER_ROWS_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/key_ring.hpp>
#include <parley/catalog/provider_row.hpp>
#include <parley/catalog/provider_secrets.hpp>
#include <parley/catalog/provider_settings.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/result.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

// How the rows of providers are read and written.
namespace parley::inline v0::catalog::detail {

/// Returns a provider of the principal's organisation.
inline result<provider_row> find_provider(transaction& t, provider_id which) {
    return t.one<provider_row>("select {} from catalog_provider where id = $1 and organisation = $2", which, t.who().organisation);
}

inline result<provider_row> write_settings(transaction& t, provider_id which, provider_settings const& s) {
    return t.one<provider_row>(
        "update catalog_provider set display_name = $1, family = $2, base_url = $3, api_key_header = $4, passthrough = $5, active = $6, "
        "enable_discovered = $7, updated_at = $8 where id = $9 and organisation = $10 returning {}",
        s.display_name, s.family, s.base_url, s.api_key_header, s.passthrough, s.active, s.enable_discovered, t.now(), which, t.who().organisation);
}

/// What a sealed text is bound to.
inline std::string seal_context(provider_id which) { return std::to_string(which.value); }

inline result<provider_row> write_secrets(transaction& t, provider_id which, provider_settings const& s, key_ring const& keys) {
    auto const sealed = seal_secrets(keys, seal_context(which), s);
    if (!sealed) return sealed.error();
    std::vector<std::string> names;
    for (auto const& [name, value] : s.headers) names.push_back(name);
    auto const by = *sealed ? std::optional(keys.current()) : std::nullopt;
    return t.one<provider_row>("update catalog_provider set sealed_secrets = $1, sealed_by = $2, has_api_key = $3, header_names = $4 where id = $5 "
                               "and organisation = $6 returning {}",
                               *sealed, by, !s.api_key.empty(), names, which, t.who().organisation);
}

/// Opens what is stored of a provider's secrets, into its settings.
inline result<void> read_secrets(transaction& t, provider_id which, key_ring const& keys, provider_settings& into) {
    auto const sealed = t.one<std::optional<std::string>>("select sealed_secrets from catalog_provider where id = $1", which);
    if (!sealed) return sealed.error();
    if (!*sealed) return {};
    return open_secrets(keys, seal_context(which), **sealed, into);
}

/// Says whether anything refers to a model, history included.
/// @return `errc::in_use`, naming the kind.
inline result<void> check_unused(transaction& t, referred_model row, reference_sources const& sources) {
    for (auto const& source : sources) {
        auto const count = source.count(t, row);
        if (!count) return count.error();
        if (*count != 0) return error(errc::in_use, {}, source.kind());
    }
    return {};
}

} // namespace parley::inline v0::catalog::detail

#endif
