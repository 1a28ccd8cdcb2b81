#ifndef PARLEY_PROFILE_DETAIL_STORED_PROFILE_HPP
#define PARLEY_PROFILE_DETAIL_STORED_PROFILE_HPP

// A profile between its struct and its file.

#include <parley/migrate/load.hpp>
#include <parley/profile/detail/document_file.hpp>
#include <parley/profile/detail/keep_secrets.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/profile/profile_summary.hpp>
#include <parley/profile/provider_connection.hpp>
#include <parley/profile/secret_form.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::profile::detail {

/// Reads a profile's JSON of any version. Without a cipher, ciphertext stays as it is.
inline result<llm_profile> opened(boost::json::object const& document, std::string const& path, reflect::cipher_ref cipher) {
    auto loaded = migrate::load_json<llm_profile>(document, {.read = {.cipher = cipher}});
    if (!loaded) return in_file(loaded.error(), path);
    return std::move(loaded->value);
}

inline std::optional<std::string> text_at(boost::json::object const& document, boost::json::string_view key) {
    auto const* found = document.if_contains(key);
    if (!found || !found->is_string()) return std::nullopt;
    return std::string(found->get_string().data(), found->get_string().size());
}

inline profile_summary not_readable(std::string name, profile_status status, error const& why) {
    profile_summary made;
    made.name = std::move(name);
    made.status = status;
    made.problem = why.message;
    if (!why.problems.empty())
        made.problem = *made.problem + " " + why.problems.front().pointer + ": expected " + why.problems.front().expected + ".";
    return made;
}

/// Says what stands in the file of a profile.
inline profile_summary summarise(std::string const& name, std::string const& path, result<std::vector<connection_summary>> const& connections) {
    auto const document = read_document(path);
    if (!document) return not_readable(name, profile_status::corrupt, document.error());
    auto const p = opened(*document, path, {}); // ciphertext counts as a key
    if (!p) {
        auto made = not_readable(name, p.error().code == errc::version_newer ? profile_status::newer_version : profile_status::corrupt, p.error());
        made.model = text_at(*document, "model");
        made.provider_connection_id = text_at(*document, "provider_connection_id");
        return made;
    }
    profile_summary made;
    made.name = name;
    made.model = p->model;
    made.base_url = p->base_url;
    made.provider_connection_id = p->provider_connection_id;
    made.api_key_set = !p->api_key.empty();
    if (p->provider_connection_id) {
        made.provider_connection_broken = true;
        made.api_key_set = false;
        for (auto const& c : connections ? *connections : std::vector<connection_summary>()) {
            if (c.id != *p->provider_connection_id) continue;
            made.provider_connection_broken = !c.readable;
            made.api_key_set = c.api_key_set;
        }
    }
    return made;
}

/// Makes the JSON under which a profile is stored.
/// @param stored what stands in the file now; null where there is none.
inline result<boost::json::object> rendered(llm_profile p, secret_form form, reflect::cipher_ref cipher, boost::json::object* stored) {
    bool const subscribed = p.auth_type == auth_type::subscription;
    if (subscribed || p.provider_connection_id) { // the key and the address come from elsewhere
        p.api_key = {};
        p.base_url.reset();
        if (stored) stored->erase("api_key");
    }
    if (subscribed) {
        p.extra_headers.reset();
        if (stored) stored->erase("extra_headers");
    }
    if (form != secret_form::masked) {
        if (p.extra_headers) std::erase_if(*p.extra_headers, [](auto const& header) { return header.second.empty(); });
        auto made =
            form == secret_form::plain ? result<boost::json::value>(reflect::to_json(p, reflect::secrets::plain())) : reflect::to_json(p, cipher);
        if (!made) return made.error();
        return std::move(made->get_object());
    }
    constexpr std::string_view mask = "**********"; // as OpenHands writes it
    auto made = reflect::to_json(p, reflect::secrets::masked(mask));
    if (stored) keep_secrets(made, *stored);
    if (auto* headers = made.get_object().if_contains("extra_headers"); headers && headers->is_object())
        for (auto& header : headers->get_object())
            if (header.value().is_null()) header.value() = boost::json::string_view(mask.data(), mask.size());
    return std::move(made.get_object());
}

} // namespace parley::inline v0::profile::detail

#endif
