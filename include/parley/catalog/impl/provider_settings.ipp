#ifndef PARLEY_CATALOG_IMPL_PROVIDER_SETTINGS_IPP
#define PARLEY_CATALOG_IMPL_PROVIDER_SETTINGS_IPP

#include <parley/catalog/provider_settings.hpp>

#include <parley/catalog/names.hpp>
#include <parley/http/header.hpp>
#include <parley/http/request.hpp>
#include <parley/http/url.hpp>
#include <parley/reflect/from_json.hpp>

#include <boost/json/value.hpp>

#include <cstddef>
#include <string_view>
#include <utility>

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

PARLEY_DECL bool replaces_secrets(boost::json::object patch) {
    detail::normalise_patch(patch);
    auto const* const key = patch.if_contains("api_key");
    bool const new_key = key && (key->is_null() || (key->is_string() && !is_mask({key->get_string().data(), key->get_string().size()})));
    return new_key && detail::is_given_as_null(patch, "headers");
}

PARLEY_DECL result<void> check(provider_settings const& s, network_policy allowed) {
    if (auto const name = to_display_name(s.display_name); !name) return error(name.error().code, name.error().message, "/display_name");
    if (s.passthrough && !s.base_url)
        return error(errc::invalid_argument, "Requests cannot go straight to an address that is not there.", "/base_url");
    if (s.base_url)
        if (auto const url = check_base_url(*s.base_url, allowed); !url) return error(url.error().code, url.error().message, "/base_url");
    return detail::check_headers(s);
}

PARLEY_DECL result<provider_settings> patched(provider_settings before, boost::json::object patch, network_policy allowed) {
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
