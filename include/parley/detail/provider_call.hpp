#ifndef PARLEY_DETAIL_PROVIDER_CALL_HPP
#define PARLEY_DETAIL_PROVIDER_CALL_HPP

// A provider of the catalogue is asked what it serves.

#include <parley/catalog/discovery.hpp>
#include <parley/catalog/provider_settings.hpp>
#include <parley/detail/profile_route.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/url.hpp>
#include <parley/model/info.hpp>
#include <parley/provider/models.hpp>
#include <parley/provider/provider.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>
#include <parley/transport/any.hpp>
#include <parley/transport/limits.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::detail {

/// Calls `f` with a null pointer to the family.
template <class F> auto with_family(catalog::provider_family which, F f) {
    switch (which) {
        case catalog::provider_family::openai_responses: return f(static_cast<family::openai_responses*>(nullptr));
        case catalog::provider_family::anthropic: return f(static_cast<family::anthropic*>(nullptr));
        case catalog::provider_family::gemini: return f(static_cast<family::gemini*>(nullptr));
        case catalog::provider_family::openai_chat: break;
    }
    return f(static_cast<family::openai_chat*>(nullptr));
}

/// How a provider's family is spoken at its vendor's: lists of models look the same elsewhere.
inline provider::site site_for(catalog::provider_family family) {
    return with_family(family, []<class F>(F*) { return provider::site_of<F>; });
}

/// The headers that every request to a provider carries: its key, in the header that was chosen or the family's own, and those that an
/// administrator gave, which may be credentials themselves and so win over the key.
inline std::map<std::string, secret> credential_headers(catalog::provider_family family, std::optional<std::string> const& key_header,
                                                        secret const& key, std::map<std::string, secret> headers) {
    if (key.empty()) return headers;
    auto const site = site_for(family);
    auto name = key_header ? *key_header : std::string(site.key_header);
    for (auto& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; // as those of the administrator are spelled
    auto const text = key_header && name != "authorization" ? std::string() : std::string(key_header ? "Bearer " : site.key_prefix);
    secret value;
    value.assign(std::string(text).append(key.reveal()));
    headers.emplace(std::move(name), std::move(value));
    return headers;
}

/// The path that an address without one gets.
inline std::string_view version_of(catalog::provider_family family) {
    return family == catalog::provider_family::anthropic ? "v1" : family == catalog::provider_family::gemini ? "v1beta" : "";
}

/// The request for a page of a provider's list of models.
inline result<http::request> models_request(catalog::provider_settings const& s, std::string_view page = {}) {
    auto base = http::url::parse(with_version(s.base_url.value_or(""), version_of(s.family)));
    if (!base) return base.error();
    auto made = provider::models_request(site_for(s.family), family::place{std::move(*base)}, page);
    if (!made) return made;
    for (auto const& [name, value] : credential_headers(s.family, s.api_key_header, s.api_key, s.headers))
        made->header.set(name, std::string(value.reveal()));
    return made;
}

/// Says whether an answer is a list at all. A redirection is not followed: nobody has checked where it leads.
inline result<void> check_answer(http::response const& answer) {
    if (answer.status == 200) return {};
    if (answer.is_success() || (answer.status >= 300 && answer.status < 400))
        return error(errc::invalid_response, "The provider's answer is no list of models.");
    auto const why = family::openai_chat::failure(answer);
    error told(why.code); // without the provider's words, which may repeat what it was sent
    told.provider.http_status = answer.status;
    told.provider.retry_after = why.provider.retry_after;
    return told;
}

/// Asks a provider for its models: for all of them, for what is not listed counts as gone.
inline boost::asio::awaitable<result<catalog::discovery>> ask_for_models(catalog::provider_settings settings, any_transport via,
                                                                         catalog::discovery_limits caps, std::chrono::milliseconds total) {
    auto const deadline = std::chrono::steady_clock::now() + total;
    auto const site = site_for(settings.family);
    std::vector<model::info> listed;
    for (std::string page;;) {
        auto request = models_request(settings, page);
        if (!request) co_return request.error();
        transport::limits limits;
        limits.total = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (limits.total <= std::chrono::milliseconds(0)) co_return error(errc::timed_out, {}, request->url.host());
        limits.max_body = caps.max_bytes;
        auto const answer = co_await via.send(std::move(*request), limits);
        if (!answer) co_return answer.error();
        if (auto const list = check_answer(*answer); !list) co_return list.error();
        if (site.models.form == provider::dialect::openai)
            co_return catalog::read_discovery(answer->body, caps); // one page; also forms that only gateways have
        auto more = provider::read_models(site, *answer);
        if (!more) co_return error(errc::invalid_response, "The provider's answer is no list of models.");
        for (auto& one : more->models) listed.push_back(std::move(one));
        if (more->next.empty() || more->next == page || listed.size() > caps.max_models) co_return catalog::to_discovery(std::move(listed), caps);
        page = std::move(more->next);
    }
}

} // namespace parley::inline v0::detail

#endif
