#ifndef PARLEY_CATALOG_PROVIDER_SECRETS_HPP
#define PARLEY_CATALOG_PROVIDER_SECRETS_HPP

#include <parley/catalog/key_ring.hpp>
#include <parley/catalog/provider_settings.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace parley::inline v0::catalog {

/// Seals the secrets of a provider.
/// @param provider its id.
/// @return the sealed text; nothing where there are no secrets, whether there are keys or not; `errc::cipher_missing`.
PARLEY_DECL result<std::optional<std::string>> seal_secrets(key_ring const& keys, std::string_view provider, provider_settings const& of);

/// Opens the secrets of a provider, into its settings.
/// @param sealed what `seal_secrets` made.
/// @return `errc::cipher_missing`; `errc::decryption_failed` where the key is missing or another one, or the text was changed or belongs to
///         another provider. Then `into` stays as it is.
PARLEY_DECL result<void> open_secrets(key_ring const& keys, std::string_view provider, std::string_view sealed, provider_settings& into);

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/provider_secrets.ipp>
#endif

#endif
