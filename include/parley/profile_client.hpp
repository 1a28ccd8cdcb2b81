#ifndef PARLEY_PROFILE_CLIENT_HPP
#define PARLEY_PROFILE_CLIENT_HPP

#include <parley/any_client.hpp>
#include <parley/auth/login_tokens.hpp>
#include <parley/client.hpp>
#include <parley/config.hpp>
#include <parley/environment.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/result.hpp>
#include <parley/transport/any.hpp>

#include <concepts>
#include <string>
#include <utility>

namespace parley::inline v0 {

/// What a profile does not say.
struct profile_client_options {
    std::string name = {};          ///< of the profile, for errors
    client_options client = {};     ///< the profile's address, headers, members of the body, tries and times go before what stands here
    auth::token_keeper keeper = {}; ///< where a login's renewed tokens go; without one they live as long as the client
};

/// Makes clients for profiles of a kind of its own. It is asked before the library's makers.
/// @par Exemplar
/// @code
/// struct my_maker {
///     static bool makes(profile::llm_profile const&);
///     static result<any_client> make(profile::llm_profile const&, environment const&, any_transport, profile_client_options);
/// };
/// @endcode
template <class M>
concept ProfileClientMaker = requires(profile::llm_profile const& p, environment const& from, any_transport via, profile_client_options options) {
    { M::makes(p) } -> std::same_as<bool>;
    { M::make(p, from, via, options) } -> std::same_as<result<any_client>>;
};

/// The clients that the library makes: of OpenAI (Chat Completions and Responses), Anthropic, Gemini, Vertex AI, Azure, Databricks, the OpenHands
/// proxy, LiteLLM proxies, and all hosts that speak Chat Completions.
struct built_in_clients {
    static bool makes(profile::llm_profile const&) { return true; }
    /// @return the client; an error whose `where` is the field and whose message continues `The profile …`.
    PARLEY_DECL static result<any_client> make(profile::llm_profile const& p, environment const& from, any_transport transport, profile_client_options options);
};

/// Makes the client that a profile describes: provider, address and strategy are chosen by what stands in it. Nothing is sent here, and nothing is
/// looked up: that a login, a file or a program is missing shows at the first call.
///
/// What stands before the slash in the model's name decides: `databricks/` (or `"provider": "databricks"`), `openhands/`, `anthropic/`,
/// `gemini/`, `vertex_ai/`, `azure/`, `litellm_proxy/`, `ollama/`, `groq/` and their like; a model without it is OpenAI's, but `claude…` and
/// `gemini…`; any other vendor's model with an address goes there. `api_mode` asks for Responses. Of several credentials for Databricks the first
/// of these counts: login of a person, client of a machine, key, profile of `.databrickscfg`, all else; `any_client::about` says which it was. A
/// profile with an address and without a key sends none. `extra_headers` are headers of each call, `litellm_extra_body` is merged into each
/// body; sampling options and model fill in what a request leaves open.
/// @tparam Makers   of your own, asked in order before the library's; see `ProfileClientMaker`.
/// @param p         with its secrets open; `profile_store::load_resolved` gives such a one.
/// @param from      what strategies may look at; a key comes from the profile alone.
/// @param transport such as `make_https_transport(executor)`; it is what verifies certificates, so `databricks_ssl_verify` is for who makes it.
/// @return the client; `errc::misconfigured`, `errc::ambiguous_proxy` or `errc::unsupported`, whose message names the profile and whose
/// `where` is the field, as `/api_key` or `<name>#/api_key`.
template <ProfileClientMaker... Makers>
result<any_client> make_client(profile::llm_profile const& p, environment const& from, any_transport transport, profile_client_options options = {}) {
    auto const chosen = profile::canonical(p);
    auto const name = options.name;
    result<any_client> made = error(errc::misconfigured);
    auto const is_made_by = [&]<class M>(M const*) {
        if (!M::makes(chosen)) return false;
        made = M::make(chosen, from, std::move(transport), std::move(options));
        return true;
    };
    (void)(is_made_by(static_cast<Makers const*>(nullptr)) || ... || is_made_by(static_cast<built_in_clients const*>(nullptr)));
    if (made) return made;
    auto why = made.error();
    auto const& subject = name.empty() ? chosen.model : name;
    why.message = "The profile" + (subject.empty() ? subject : " " + subject) + " " + why.message + ".";
    if (!name.empty()) why.where = name + "#" + why.where;
    return why;
}

} // namespace parley::inline v0

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/impl/profile_client.ipp>
#endif

#endif
