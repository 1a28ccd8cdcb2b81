#ifndef PARLEY_CATALOG_CUSTOM_PROVIDER_HPP
#define PARLEY_CATALOG_CUSTOM_PROVIDER_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/network_policy.hpp>
#include <parley/catalog/page.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/provider_row.hpp>
#include <parley/catalog/provider_settings.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/store.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>

#include <optional>

namespace parley::inline v0::catalog {

// Providers of an organisation's own. Settings come as JSON, for making and for changing alike: see `patched`. Answers never hold a secret.

/// Adds a provider to the principal's organisation. Scope `catalog:create`.
/// @param with     the keys that seal its secrets, and where it may lead.
/// @param settings the members of `provider_settings`; `display_name` must be there.
/// @return the errors of `patched`; `errc::cipher_missing` where there are secrets and no keys; the errors of `store::run`.
struct create_provider_t {
    static constexpr operation is{"provider.create", scope::create};

    result<provider_row> operator()(store& in, principal const& who, provider_guard const& with, boost::json::object settings) const;
};
inline constexpr create_provider_t create_provider{};

/// Changes a provider of the principal's organisation; a patch that changes nothing is not audited. Scope `catalog:update`.
///
/// Stored secrets are opened only where the patch concerns some of them and leaves others: a provider whose key was lost can be renamed, or given
/// new secrets (`{"api_key": …, "headers": null}`), and is otherwise left as it is.
/// @return `errc::not_found`; the errors of `patched`; `errc::cipher_missing` and `errc::decryption_failed`; the errors of `store::run`.
struct update_provider_t {
    static constexpr operation is{"provider.update", scope::update};

    result<provider_row> operator()(store& in, principal const& who, provider_guard const& with, provider_id which, boost::json::object patch) const;
};
inline constexpr update_provider_t update_provider{};

/// Settings as somebody would have them, and where they may lead.
struct provider_draft {
    provider_settings settings; ///< with secrets
    network_policy network;
};

/// Checks settings without storing them: of a new provider, or of a change to one. Scope `catalog:create`.
/// @param which the provider that the patch would change; empty = a new one.
/// @return the settings as they would be, to try them out; the errors of `create_provider` and `update_provider`.
struct draft_provider_t {
    static constexpr operation is{"provider.validate", scope::create};

    result<provider_draft> operator()(store& in, principal const& who, provider_guard const& with, std::optional<provider_id> which,
                                      boost::json::object patch) const;
};
inline constexpr draft_provider_t draft_provider{};

/// Returns a provider of the principal's organisation. Scope `catalog:read`.
/// @return `errc::not_found`; the errors of `store::run`.
struct get_provider_t {
    static constexpr operation is{"provider.get", scope::read};

    result<provider_row> operator()(store& in, principal const& who, provider_id which) const;
};
inline constexpr get_provider_t get_provider{};

/// Lists the providers of the principal's organisation, the newest first. Scope `catalog:read`.
/// @return `errc::invalid_argument` for limit or cursor; the errors of `store::run`.
struct list_providers_t {
    static constexpr operation is{"provider.list", scope::read};

    result<page<provider_row>> operator()(store& in, principal const& who, page_request const& wanted = {}) const;
};
inline constexpr list_providers_t list_providers{};

/// Removes a provider of the principal's organisation, and its models with what was granted of them. Scope `catalog:delete`.
/// @param sources what the program knows to refer to models.
/// @return `errc::not_found`; `errc::in_use` where something refers to one of its models, history included, or another model was migrated to one;
///         the errors of `store::run`. To take a provider out of use while its models have a history, set `active` to false.
struct remove_provider_t {
    static constexpr operation is{"provider.delete", scope::delete_};

    result<void> operator()(store& in, principal const& who, provider_id which, reference_sources const& sources) const;
};
inline constexpr remove_provider_t remove_provider{};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/custom_provider.ipp>
#endif

#endif
