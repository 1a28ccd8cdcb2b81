#ifndef PARLEY_DETAIL_RESOLVED_CLIENT_HPP
#define PARLEY_DETAIL_RESOLVED_CLIENT_HPP

// The client of a model that the catalogue resolved.

#include <parley/any_client.hpp>
#include <parley/auth/none.hpp>
#include <parley/catalog/resolve.hpp>
#include <parley/chat/request.hpp>
#include <parley/client_options.hpp>
#include <parley/detail/any_auth.hpp>
#include <parley/detail/any_family.hpp>
#include <parley/detail/erased_client.hpp>
#include <parley/detail/guarded_transport.hpp>
#include <parley/detail/profile_route.hpp>
#include <parley/detail/provider_call.hpp>
#include <parley/environment.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/profile_client.hpp>
#include <parley/provider/compatible.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>
#include <parley/transport/any.hpp>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::detail {

/// A client that asks one model, whatever a request names: access was granted to that one.
template <class Client> class pinned {
public:
    pinned(Client inner, std::string model) : inner_(std::move(inner)), model_(std::move(model)) {}

    auto get_executor() { return inner_.get_executor(); }

    template <class Token> auto async_chat(chat::request request, Token&& token) {
        request.model = model_;
        return inner_.async_chat(std::move(request), std::forward<Token>(token));
    }
    template <class Sink, class Token> auto async_stream(chat::request request, Sink sink, Token&& token) {
        request.model = model_;
        return inner_.async_stream(std::move(request), std::move(sink), std::forward<Token>(token));
    }

private:
    Client inner_;
    std::string model_;
};

/// The client of a model at a provider of the organisation's own.
inline result<any_client> client_of_provider(catalog::resolved_model const& resolved, any_transport transport, client_options options,
                                             host_lookup lookup) {
    auto const& at = *resolved.provider;
    if (!at.base_url) return error(errc::misconfigured, "The provider has no address.", at.display_name);
    for (auto& [name, value] : credential_headers(at.family, at.api_key_header, at.api_key, at.headers))
        options.headers.insert_or_assign(name, value);
    any_transport checked = guarded_transport(std::move(transport), at.network, std::move(lookup));
    return with_family(at.family, [&]<class Family>(Family*) -> result<any_client> {
        options.base_url = with_version(*at.base_url, version_of(at.family));
        erased_client made(any_family_of<provider::compatible<Family>>, any_auth(auth::none()), std::move(checked), std::move(options));
        return any_client(pinned(std::move(made), resolved.model), {at.display_name, at.api_key.empty() ? "none" : "api_key"});
    });
}

/// What a vendor is called in profiles, and which variable holds its key.
struct vendor_key {
    std::string_view vendor, prefix, variable;
};
inline constexpr vendor_key vendor_keys[] = {
    {"openai", "openai/", "OPENAI_API_KEY"},
    {"anthropic", "anthropic/", "ANTHROPIC_API_KEY"},
    {"google", "gemini/", "GEMINI_API_KEY"},
    {"gemini", "gemini/", "GEMINI_API_KEY"},
    {"openhands", "openhands/", "OPENHANDS_API_KEY"},
    {"groq", "groq/", "GROQ_API_KEY"},
    {"mistral", "mistral/", "MISTRAL_API_KEY"},
    {"deepseek", "deepseek/", "DEEPSEEK_API_KEY"},
    {"openrouter", "openrouter/", "OPENROUTER_API_KEY"},
    {"together_ai", "together_ai/", "TOGETHER_API_KEY"},
    {"databricks", "databricks/", "DATABRICKS_TOKEN"},
};

/// The client of a model of the platform, at its vendor's.
inline result<any_client> client_of_vendor(catalog::resolved_model const& resolved, environment const& from, any_transport transport,
                                           client_options options) {
    auto const* const known =
        std::find_if(std::begin(vendor_keys), std::end(vendor_keys), [&](vendor_key const& v) { return v.vendor == resolved.vendor; });
    if (known == std::end(vendor_keys)) return error(errc::unsupported, "The catalogue does not know how to call this vendor.", resolved.vendor);
    auto key = from.variable(std::string(known->variable));
    if (!key || key->empty()) return error(errc::misconfigured, "There is no key for this vendor.", std::string(known->variable));
    profile::llm_profile p;
    p.model = std::string(known->prefix).append(resolved.model);
    auto const is_key = p.api_key.assign(*key);
    wipe(*key);
    if (!is_key) return error(errc::masked_secret, {}, std::string(known->variable));
    if (resolved.vendor == "databricks") p.databricks.host = from.variable("DATABRICKS_HOST");
    p.retry.timeout.reset();                           // times and tries are the caller's
    p.retry.num_retries = options.retry.attempts - 1;
    p.retry.retry_max_wait = std::chrono::seconds(0);
    profile_client_options how;
    how.client = std::move(options);
    auto made = make_client(p, from, std::move(transport), std::move(how));
    if (!made) return made;
    auto about = made->about();
    return any_client(pinned(std::move(*made), p.model), std::move(about));
}

} // namespace parley::inline v0::detail

#endif
