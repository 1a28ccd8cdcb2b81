#ifndef PARLEY_CATALOG_RESOLVE_HPP
#define PARLEY_CATALOG_RESOLVE_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/network_policy.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/provider_row.hpp>
#include <parley/catalog/provider_settings.hpp>
#include <parley/catalog/store.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/describe/class.hpp>

#include <map>
#include <optional>
#include <string>

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
PARLEY_DECL result<resolved_model> resolved_from(model_row const& row, provider_id id, provider_settings settings, network_policy allowed);

/// Gives what it takes to call a model, to who may use it now. Scope `catalog:read`.
/// @param with the keys that open the provider's secrets, and where it may lead.
/// @param of   empty = the workspace that the principal is bound to, else the organisation.
/// @return `errc::not_found` for the model or the workspace; `errc::forbidden` where the model was not granted there, is not of its security class, or
///         the principal is bound to another workspace; `errc::conflict` where the model is not available, its provider is not active, or its
///         enforced day of retirement has come; `errc::cipher_missing`, `errc::decryption_failed`; the errors of `resolved_from` and of `store::run`.
struct resolve_t {
    static constexpr operation is{"model.resolve", scope::read, reach::workspace};

    result<resolved_model> operator()(store& in, principal const& who, provider_guard const& with, model_id which,
                                      std::optional<workspace_id> of = {}) const;
};
inline constexpr resolve_t resolve{};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/resolve.ipp>
#endif

#endif
