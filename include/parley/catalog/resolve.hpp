#ifndef PARLEY_CATALOG_RESOLVE_HPP
#define PARLEY_CATALOG_RESOLVE_HPP

#include <parley/catalog/detail/access_rows.hpp>
#include <parley/catalog/detail/provider_rows.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/lifecycle.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/network_policy.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/provider_row.hpp>
#include <parley/catalog/provider_settings.hpp>
#include <parley/catalog/store.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/describe/class.hpp>

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace parley::inline v0::catalog {

/// Where a provider is, and what requests to it carry.
struct provider_address {
    provider_id id;
    std::string display_name;
    provider_family family = provider_family::openai_chat;
    std::optional<std::string> base_url;
    bool passthrough = false;                  ///< requests go straight to `base_url`
    std::optional<std::string> api_key_header; ///< absent = as the family has it
    secret api_key;
    std::map<std::string, secret> headers;
    network_policy network; ///< where the name in `base_url` may lead when it is looked up
};
BOOST_DESCRIBE_STRUCT(provider_address, (), (id, display_name, family, base_url, passthrough, api_key_header, api_key, headers, network))

/// All that it takes to call a model. Written as JSON, its secrets are masks.
struct resolved_model {
    model_id id;
    model_kind kind = model_kind::completion;
    std::string vendor;
    std::string model; ///< the name that requests carry: the model's own, whatever else its provider serves
    std::optional<provider_address> provider; ///< empty = at its vendor's, with a key that the program has
};
BOOST_DESCRIBE_STRUCT(resolved_model, (), (id, kind, vendor, model, provider))

/// Puts together what it takes to call a model, from its row and its provider's.
/// @param settings with the secrets.
/// @return `errc::misconfigured` where requests shall go straight to an address that is not there; `errc::invalid_argument` where the address is not
///         allowed (any more).
inline result<resolved_model> resolved_from(model_row const& row, provider_id id, provider_settings settings, network_policy allowed) {
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

/// Gives what it takes to call a model, to who may use it now. Scope `catalog:read`.
/// @param with the keys that open the provider's secrets, and where it may lead.
/// @param of   empty = the workspace that the principal is bound to, else the organisation.
/// @return `errc::not_found` for the model or the workspace; `errc::forbidden` where the model was not granted there, is not of its security class, or
///         the principal is bound to another workspace; `errc::conflict` where the model is not available, its provider is not active, or its
///         enforced day of retirement has come; `errc::cipher_missing`, `errc::decryption_failed`; the errors of `resolved_from` and of `store::run`.
struct resolve_t {
    static constexpr operation is{"model.resolve", scope::read, reach::workspace};

    result<resolved_model> operator()(store& in, principal const& who, provider_guard const& with, model_id which,
                                      std::optional<workspace_id> of = {}) const {
        return in.run(is, who, [&](transaction& t) -> result<resolved_model> {
            auto const place = detail::find_place(t, of);
            if (!place) return place.error();
            auto const row = find_model(t, which);
            if (!row) return row.error();
            auto const usable = detail::usable_models(t, *place, which);
            if (!usable) return usable.error();
            if (usable->empty()) return refusal(t, *place, *row);
            if (!row->provider) return resolved_model{row->id, row->kind, row->vendor, row->name, std::nullopt};
            auto const provider = detail::find_provider(t, *row->provider);
            if (!provider) return provider.error();
            auto settings = settings_of(*provider);
            if (auto const opened = detail::read_secrets(t, provider->id, with.keys, settings); !opened) return opened.error();
            return resolved_from(*row, provider->id, std::move(settings), with.network_for(t.engine()));
        });
    }

private:
    /// Why a model cannot be used.
    static error refusal(transaction& t, detail::place const& at, model_row const& row) {
        if (!is_available(row)) return error(errc::conflict, "The model is not available.", row.name);
        auto const granted = t.maybe<grant_id>("select id from catalog_grant where organisation = $1 and coalesce(workspace, 0) = $2 and model = $3",
                                               at.organisation, at.grants.value_or(workspace_id()), row.id);
        if (!granted) return granted.error();
        if (!*granted) return error(errc::forbidden, "The model was not granted here.", row.name);
        auto const level = detail::level_of(t, at.organisation, row.id);
        if (!level) return level.error();
        if (*level < at.required_level)
            return error(errc::forbidden, "The model is not of the security class that the workspace asks for.", row.name);
        return error(errc::conflict, "The model's provider is not active, or its day of retirement has come.", row.name);
    }
};
inline constexpr resolve_t resolve{};

} // namespace parley::inline v0::catalog

#endif
