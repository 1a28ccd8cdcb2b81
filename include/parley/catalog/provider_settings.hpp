#ifndef PARLEY_CATALOG_PROVIDER_SETTINGS_HPP
#define PARLEY_CATALOG_PROVIDER_SETTINGS_HPP

#include <parley/catalog/detail/address_zones.hpp>
#include <parley/catalog/network_policy.hpp>
#include <parley/config.hpp>
#include <parley/reflect/annotations.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>

#include <map>
#include <optional>
#include <string>
#include <tuple>

namespace parley::inline v0::catalog {

/// Which interface a provider of the organisation's own has.
enum class provider_family { openai_chat, openai_responses, anthropic, gemini };
BOOST_DESCRIBE_ENUM(provider_family, openai_chat, openai_responses, anthropic, gemini)

/// What an administrator says of a provider of the organisation's own: models behind an address.
struct provider_settings {
    std::string display_name = {}; ///< 1 to 200 characters; two providers may share one
    provider_family family = provider_family::openai_chat;
    std::optional<std::string> base_url = {};       ///< see `check_base_url`; absent = the program knows where its gateway is
    std::optional<std::string> api_key_header = {}; ///< in which the key travels; absent = where the family has it, or `Authorization: Bearer <key>`
    bool passthrough = false;                       ///< requests go straight to `base_url`, not through the program's gateway
    bool active = true;                             ///< false: none of its models can be used
    bool enable_discovered = true;                  ///< what a refresh finds for the first time is for the whole organisation to use
    secret api_key = {};                            ///< empty = none
    std::map<std::string, secret> headers = {};     ///< sent with every request, names in lower case; their values are secrets

    friend bool operator==(provider_settings const&, provider_settings const&) = default;
};
BOOST_DESCRIBE_STRUCT(provider_settings, (),
                      (display_name, family, base_url, api_key_header, passthrough, active, enable_discovered, api_key, headers))

} // namespace parley::inline v0::catalog

template <> struct parley::annotations<parley::catalog::provider_settings> {
    using settings = catalog::provider_settings;
    static constexpr std::tuple value{
        reflect::required<&settings::display_name, &settings::family, &settings::passthrough, &settings::active, &settings::enable_discovered>,
        reflect::length<&settings::display_name>(1, 200),
        reflect::length<&settings::base_url>(1, catalog::max_base_url),
        reflect::length<&settings::api_key_header>(1, 120),
        reflect::length<&settings::headers>(0, 32),
        reflect::closed};
};

namespace parley::inline v0::catalog {

/// Says whether the patch keeps every secret as it is, so that none needs to be opened.
inline bool keeps_secrets(boost::json::object const& patch) { return !patch.contains("api_key") && !patch.contains("headers"); }

/// Says whether nothing of the stored secrets is left after the patch: then it may be applied also where they cannot be opened any more.
PARLEY_DECL bool replaces_secrets(boost::json::object patch);

/// Checks settings, however they came about.
/// @return `errc::invalid_name`; `errc::invalid_argument` where the address is not allowed, passthrough has no address, or a header or the key
///         cannot be sent; `errc::masked_secret`. `where` is the field.
PARLEY_DECL result<void> check(provider_settings const& s, network_policy allowed);

/// Applies a JSON Merge Patch (RFC 7386) to settings; a patch of empty settings makes new ones.
///
/// An absent key keeps what is there, a value replaces it, null or an empty text or object removes it, a mask keeps the secret; of `headers` only
/// those that the patch names change. The same rules and limits hold for making and for changing.
/// @return the settings; `errc::invalid_document` with every key that is unknown, too long, of another type, or null where there must be a value;
///         the errors of `check`. `before` stays as it is, and no error quotes a value.
PARLEY_DECL result<provider_settings> patched(provider_settings before, boost::json::object patch, network_policy allowed);

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/provider_settings.ipp>
#endif

#endif
