#ifndef PARLEY_CATALOG_PROVIDER_SECRETS_HPP
#define PARLEY_CATALOG_PROVIDER_SECRETS_HPP

#include <parley/catalog/key_ring.hpp>
#include <parley/catalog/provider_settings.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/describe/class.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::catalog {

namespace detail {

/// What is sealed in one text. It names its provider, so that the text of another one's row opens nothing here.
struct sealed_secrets {
    std::string provider = {};
    secret api_key = {};
    std::map<std::string, secret> headers = {};
};
BOOST_DESCRIBE_STRUCT(sealed_secrets, (), (provider, api_key, headers))

} // namespace detail

/// Seals the secrets of a provider.
/// @param provider its id.
/// @return the sealed text; nothing where there are no secrets, whether there are keys or not; `errc::cipher_missing`.
inline result<std::optional<std::string>> seal_secrets(key_ring const& keys, std::string_view provider, provider_settings const& of) {
    if (of.api_key.empty() && of.headers.empty()) return std::optional<std::string>();
    auto text = reflect::to_text(detail::sealed_secrets{std::string(provider), of.api_key, of.headers}, reflect::secrets::plain());
    auto sealed = keys.seal(text);
    wipe(text);
    if (!sealed) return sealed.error();
    return std::optional(std::move(*sealed));
}

/// Opens the secrets of a provider, into its settings.
/// @param sealed what `seal_secrets` made.
/// @return `errc::cipher_missing`; `errc::decryption_failed` where the key is missing or another one, or the text was changed or belongs to
///         another provider. Then `into` stays as it is.
inline result<void> open_secrets(key_ring const& keys, std::string_view provider, std::string_view sealed, provider_settings& into) {
    auto text = keys.open(sealed);
    if (!text) return text.error();
    auto opened = reflect::parse<detail::sealed_secrets>(*text);
    wipe(*text);
    if (!opened || opened->provider != provider)
        return error(errc::decryption_failed, "The sealed secrets are not those of this provider.", std::string(provider));
    into.api_key = std::move(opened->api_key);
    into.headers = std::move(opened->headers);
    return {};
}

} // namespace parley::inline v0::catalog

#endif
