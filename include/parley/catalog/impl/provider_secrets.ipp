#ifndef PARLEY_CATALOG_IMPL_PROVIDER_SECRETS_IPP
#define PARLEY_CATALOG_IMPL_PROVIDER_SECRETS_IPP

#include <parley/catalog/provider_secrets.hpp>

#include <parley/reflect/options.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/secret.hpp>

#include <boost/describe/class.hpp>

#include <map>
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

PARLEY_DECL result<std::optional<std::string>> seal_secrets(key_ring const& keys, std::string_view provider, provider_settings const& of) {
    if (of.api_key.empty() && of.headers.empty()) return std::optional<std::string>();
    auto text = reflect::to_text(detail::sealed_secrets{std::string(provider), of.api_key, of.headers}, reflect::secrets::plain());
    auto sealed = keys.seal(text);
    wipe(text);
    if (!sealed) return sealed.error();
    return std::optional(std::move(*sealed));
}

PARLEY_DECL result<void> open_secrets(key_ring const& keys, std::string_view provider, std::string_view sealed, provider_settings& into) {
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
