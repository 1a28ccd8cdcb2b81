#ifndef PARLEY_PROVIDER_PROVIDER_HPP
#define PARLEY_PROVIDER_PROVIDER_HPP

#include <parley/errc.hpp>
#include <parley/family/family.hpp>
#include <parley/provider/way.hpp>

#include <array>
#include <concepts>
#include <span>
#include <string_view>

namespace parley::inline v0::provider {

/// Whose words an operation beside chat is asked for in.
enum class dialect : unsigned char {
    none, ///< there is no such operation
    openai,
    anthropic,
    google,
    vertex,
    litellm,
    databricks,
};

/// An operation beside chat.
struct operation {
    dialect form = dialect::none;
    std::string_view path = {}; ///< behind the base of the place
};

/// A header, a parameter or a member of the body that each request has, unless it has one of that name already.
struct fixed_value {
    std::string_view name = {}, value = {};
};

/// A failure that means something of its own here, and what a person can do about it. The first row that fits counts.
struct failure_row {
    int status = 0;             ///< of the answer; 0 = any
    std::string_view says = {}; ///< in lower case: stands in the provider's code, type or text, or is the name of the family's `errc`
    errc code = errc::invalid_request;
    std::string_view hint = {};
};

/// What is particular about a place where models are served: all of it data.
struct site {
    std::string_view name;          ///< of the provider, as in `gen_ai.provider.name` of OpenTelemetry
    std::string_view base_url = {}; ///< where requests go when nothing else is said; empty = the client needs a `base_url`

    // How callers prove who they are.
    way accepts = way::none | way::key;
    std::string_view key_header = "Authorization", key_prefix = "Bearer ";
    std::array<std::string_view, 2> other_key_headers = {}; ///< in which a key may travel too
    bool takes_any_key_header = false;

    // Where a request goes: <base>/<root>/<path>, and then what the family adds.
    std::string_view root = {};          ///< added to the base's path, unless it ends with it
    std::string_view rootless_host = {}; ///< a host that contains this has no root
    std::string_view path = {};          ///< added for this family; `{model}` stands for the model's name on the wire
    fixed_value query = {};
    fixed_value header = {};
    fixed_value extra = {}; ///< in `chat::request::extra`

    // Names of models: `public_prefix` in programs, files and errors, `wire_prefix` in its place on the wire.
    std::string_view public_prefix = {}, wire_prefix = {};

    // What a body may hold.
    std::span<std::string_view const> refuses = {};        ///< members of `chat::request` that have no place, by name
    std::span<std::string_view const> allowed_extra = {};  ///< keys that `chat::request::extra` may have
    bool takes_any_extra = true;

    std::span<failure_row const> failures = {};

    operation models = {}, embeddings = {}, count_tokens = {};
    std::string_view vendor = {}; ///< whose rows of `model::built_in_models()` tell the limits
};

/// The requirements that `Provider` is made of beside those of `Family`.
namespace requires_ {

template <class P>
concept names_its_site = requires {
    { P::at_site } -> std::convertible_to<site const&>;
};

} // namespace requires_

/// A family at a place. It stands where a family stands, and says in a `site` what is particular about the place.
///
/// A bare family means its vendor's provider: see `site_of`.
/// @par Exemplar
/// @code
/// inline constexpr provider::site my_site{.name = "mine", .base_url = "https://llm.example/v1"};
/// using my_provider = provider::at<family::openai_chat, my_site>;
/// @endcode
/// @par Model
/// `at`, `openhands`, `databricks`, `databricks_any`
template <class P>
concept Provider = family::Family<P> && requires_::names_its_site<P>;

namespace detail {

/// The vendors of the families, by the family's name.
struct home {
    std::string_view family;
    provider::site site;
};

inline constexpr home homes[] = {
    {"openai_chat",
     {.name = "openai",
      .base_url = "https://api.openai.com/v1",
      .models = {dialect::openai, "models"},
      .embeddings = {dialect::openai, "embeddings"},
      .vendor = "openai"}},
    {"openai_responses",
     {.name = "openai",
      .base_url = "https://api.openai.com/v1",
      .models = {dialect::openai, "models"},
      .embeddings = {dialect::openai, "embeddings"},
      .count_tokens = {dialect::openai, "responses/input_tokens"},
      .vendor = "openai"}},
    {"anthropic",
     {.name = "anthropic",
      .base_url = "https://api.anthropic.com/v1",
      .key_header = "x-api-key",
      .key_prefix = "",
      .other_key_headers = {"Authorization"},
      .models = {dialect::anthropic, "models"},
      .count_tokens = {dialect::anthropic, "messages/count_tokens"},
      .vendor = "anthropic"}},
    {"gemini",
     {.name = "gcp.gemini",
      .base_url = "https://generativelanguage.googleapis.com/v1beta",
      .key_header = "x-goog-api-key",
      .key_prefix = "",
      .other_key_headers = {"Authorization"},
      .models = {dialect::google, "models"},
      .embeddings = {dialect::google, "models/{model}:batchEmbedContents"},
      .count_tokens = {dialect::google, "models/{model}:countTokens"},
      .vendor = "google"}},
};

/// What a family of somebody else's says of its vendor: as much as there is.
template <class F> constexpr site site_of_vendor() {
    site made{.name = F::name, .accepts = every_way, .key_header = {}, .key_prefix = {}, .takes_any_key_header = true};
    if constexpr (requires { F::vendor::base_url; }) made.base_url = F::vendor::base_url;
    if constexpr (requires { F::vendor::key_header; }) made.key_header = F::vendor::key_header;
    if constexpr (requires { F::vendor::key_prefix; }) made.key_prefix = F::vendor::key_prefix;
    return made;
}

template <class F> constexpr site find_site() {
    if constexpr (requires_::names_its_site<F>) return F::at_site;
    else {
        if constexpr (family::requires_::names_itself<F>)
            for (auto const& row : homes)
                if (row.family == F::name) return row.site;
        if constexpr (family::requires_::names_itself<F>) return site_of_vendor<F>();
        else return site{.name = "", .accepts = every_way, .takes_any_key_header = true};
    }
}

} // namespace detail

/// What is particular about a provider. Of a bare family: its vendor's; a family of your own says where it is at home in a nested `vendor`
/// (`base_url`, `key_header`, `key_prefix`), and all it does not say is allowed.
template <class P> inline constexpr site site_of = detail::find_site<P>();

/// Whether the provider can be asked which models it serves, for embeddings, or how many tokens a request has.
template <class P> inline constexpr bool lists_models_v = site_of<P>.models.form != dialect::none;
template <class P> inline constexpr bool embeds_v = site_of<P>.embeddings.form != dialect::none;
template <class P> inline constexpr bool counts_tokens_v = site_of<P>.count_tokens.form != dialect::none;

/// Whether a key may travel in this header.
constexpr bool takes_key_in(site const& s, std::string_view header) noexcept {
    if (s.takes_any_key_header || header == s.key_header) return true;
    for (auto const other : s.other_key_headers)
        if (!other.empty() && header == other) return true;
    return false;
}

} // namespace parley::inline v0::provider

#endif
