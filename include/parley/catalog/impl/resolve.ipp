#ifndef PARLEY_CATALOG_IMPL_RESOLVE_IPP
#define PARLEY_CATALOG_IMPL_RESOLVE_IPP

#include <parley/catalog/resolve.hpp>

#include <parley/catalog/detail/access_rows.hpp>
#include <parley/catalog/detail/provider_rows.hpp>
#include <parley/catalog/lifecycle.hpp>

#include <optional>
#include <utility>

namespace parley::inline v0::catalog {

PARLEY_DECL result<resolved_model> resolved_from(model_row const& row, provider_id id, provider_settings settings, network_policy allowed) {
    if (settings.passthrough && !settings.base_url)
        return error(errc::misconfigured, "Requests cannot go straight to an address that is not there.", settings.display_name);
    if (settings.base_url)
        if (auto const url = check_base_url(*settings.base_url, allowed); !url) return url.error();
    provider_address at{id,
                        std::move(settings.display_name),
                        settings.family,
                        std::move(settings.base_url),
                        settings.passthrough,
                        std::move(settings.api_key_header),
                        std::move(settings.api_key),
                        std::move(settings.headers),
                        allowed};
    return resolved_model{row.id, row.kind, row.vendor, row.name, std::move(at)};
}

namespace detail {

/// Why a model cannot be used.
inline error why_unusable(transaction& t, place const& at, model_row const& row) {
    if (!is_available(row)) return error(errc::conflict, "The model is not available.", row.name);
    auto const granted = t.maybe<grant_id>("select id from catalog_grant where organisation = $1 and coalesce(workspace, 0) = $2 and model = $3",
                                           at.organisation, at.grants.value_or(workspace_id()), row.id);
    if (!granted) return granted.error();
    if (!*granted) return error(errc::forbidden, "The model was not granted here.", row.name);
    auto const level = level_of(t, at.organisation, row.id);
    if (!level) return level.error();
    if (*level < at.required_level)
        return error(errc::forbidden, "The model is not of the security class that the workspace asks for.", row.name);
    return error(errc::conflict, "The model's provider is not active, or its day of retirement has come.", row.name);
}

} // namespace detail

PARLEY_DECL result<resolved_model> resolve_t::operator()(store& in, principal const& who, provider_guard const& with, model_id which,
                                                         std::optional<workspace_id> of) const {
    return in.run(is, who, [&](transaction& t) -> result<resolved_model> {
        auto const place = detail::find_place(t, of);
        if (!place) return place.error();
        auto const row = find_model(t, which);
        if (!row) return row.error();
        auto const usable = detail::usable_models(t, *place, which);
        if (!usable) return usable.error();
        if (usable->empty()) return detail::why_unusable(t, *place, *row);
        if (!row->provider) return resolved_model{row->id, row->kind, row->vendor, row->name, std::nullopt};
        auto const provider = detail::find_provider(t, *row->provider);
        if (!provider) return provider.error();
        auto settings = settings_of(*provider);
        if (auto const opened = detail::read_secrets(t, provider->id, with.keys, settings); !opened) return opened.error();
        return resolved_from(*row, provider->id, std::move(settings), with.network_for(t.engine()));
    });
}

} // namespace parley::inline v0::catalog

#endif
