#ifndef PARLEY_CATALOG_PROVIDER_SETTINGS_HPP
#define PARLEY_CATALOG_PROVIDER_SETTINGS_HPP

#include <parley/catalog/detail/address_zones.hpp>
#include <parley/catalog/names.hpp>
#include <parley/catalog/network_policy.hpp>
#include <parley/http/header.hpp>
#include <parley/http/request.hpp>
#include <parley/http/url.hpp>
#include <parley/reflect/annotations.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

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

namespace detail {

/// Spells a patch as it is meant: text without white space around it, an empty text or object as null, names of headers in lower case.
inline void normalise_patch(boost::json::object& patch) {
    auto const spell = [](boost::json::value& v) {
        if (!v.is_string()) return;
        auto& text = v.get_string();
        auto const wanted = trimmed({text.data(), text.size()});
        if (wanted.empty()) v = nullptr;
        else if (wanted.size() != text.size()) text = std::string(wanted);
    };
    for (auto& [key, value] : patch) spell(value);
    auto* const headers = patch.if_contains("headers");
    if (!headers || !headers->is_object()) return;
    boost::json::object named;
    for (auto& [key, value] : headers->get_object()) {
        spell(value);
        std::string name(key);
        for (auto& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
        named[name] = std::move(value);
    }
    if (named.empty()) *headers = nullptr;
    else *headers = std::move(named);
}

inline bool is_given_as_null(boost::json::object const& patch, std::string_view key) {
    auto const* const value = patch.if_contains(key);
    return value && value->is_null();
}

/// Says whether the settings can be sent with each request.
inline result<void> check_headers(provider_settings const& s) {
    constexpr std::size_t longest = 8192;
    auto const anywhere = http::url::parse("http://localhost");
    if (!anywhere) return anywhere.error();
    http::request names(*anywhere); // and no values: those are secrets
    if (s.api_key_header) names.header.add(*s.api_key_header, {});
    for (auto const& [name, value] : s.headers) {
        auto const where = "/headers/" + name;
        if (name.size() > 120 || value.reveal().size() > longest) return error(errc::invalid_argument, "The header is too long.", where);
        if (value.empty()) return error(errc::masked_secret, "There is no stored value that the mask could stand for.", where);
        if (!http::is_field_value(value.reveal())) return error(errc::invalid_argument, "The header's value holds control characters.", where);
        names.header.add(name, {});
    }
    if (s.api_key.reveal().size() > longest || !http::is_field_value(s.api_key.reveal()))
        return error(errc::invalid_argument, "The key is too long or holds control characters.", "/api_key");
    return http::check(names);
}

} // namespace detail

/// Says whether the patch keeps every secret as it is, so that none needs to be opened.
inline bool keeps_secrets(boost::json::object const& patch) { return !patch.contains("api_key") && !patch.contains("headers"); }

/// Says whether nothing of the stored secrets is left after the patch: then it may be applied also where they cannot be opened any more.
inline bool replaces_secrets(boost::json::object patch) {
    detail::normalise_patch(patch);
    auto const* const key = patch.if_contains("api_key");
    bool const new_key = key && (key->is_null() || (key->is_string() && !is_mask({key->get_string().data(), key->get_string().size()})));
    return new_key && detail::is_given_as_null(patch, "headers");
}

/// Checks settings, however they came about.
/// @return `errc::invalid_name`; `errc::invalid_argument` where the address is not allowed, passthrough has no address, or a header or the key
///         cannot be sent; `errc::masked_secret`. `where` is the field.
inline result<void> check(provider_settings const& s, network_policy allowed) {
    if (auto const name = to_display_name(s.display_name); !name) return error(name.error().code, name.error().message, "/display_name");
    if (s.passthrough && !s.base_url)
        return error(errc::invalid_argument, "Requests cannot go straight to an address that is not there.", "/base_url");
    if (s.base_url)
        if (auto const url = check_base_url(*s.base_url, allowed); !url) return error(url.error().code, url.error().message, "/base_url");
    return detail::check_headers(s);
}

/// Applies a JSON Merge Patch (RFC 7386) to settings; a patch of empty settings makes new ones.
///
/// An absent key keeps what is there, a value replaces it, null or an empty text or object removes it, a mask keeps the secret; of `headers` only
/// those that the patch names change. The same rules and limits hold for making and for changing.
/// @return the settings; `errc::invalid_document` with every key that is unknown, too long, of another type, or null where there must be a value;
///         the errors of `check`. `before` stays as it is, and no error quotes a value.
inline result<provider_settings> patched(provider_settings before, boost::json::object patch, network_policy allowed) {
    detail::normalise_patch(patch);
    auto const* const key = patch.if_contains("api_key");
    bool const masks_nothing = key && key->is_string() && before.api_key.empty() && is_mask({key->get_string().data(), key->get_string().size()});
    if (masks_nothing) return error(errc::masked_secret, "There is no stored key that the mask could stand for.", "/api_key");
    if (auto const done = reflect::update(before, boost::json::value(std::move(patch))); !done) return done.error();
    if (auto const valid = check(before, allowed); !valid) return valid.error();
    return before;
}

} // namespace parley::inline v0::catalog

#endif
