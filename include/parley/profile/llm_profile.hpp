#ifndef PARLEY_PROFILE_LLM_PROFILE_HPP
#define PARLEY_PROFILE_LLM_PROFILE_HPP

#include <parley/migrate/chain.hpp>
#include <parley/migrate/step.hpp>
#include <parley/model/name.hpp>
#include <parley/profile/databricks_options.hpp>
#include <parley/reflect/annotations.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace parley::inline v0::profile {

/// How a profile pays: with a key, or with a subscription that was logged in to.
enum class auth_type { api_key, subscription };
BOOST_DESCRIBE_ENUM(auth_type, api_key, subscription)

/// Which interface of the provider is spoken; `auto_` leaves it to the model.
enum class api_mode { auto_, chat, responses };
BOOST_DESCRIBE_ENUM(api_mode, auto_, chat, responses)

// The groups below bear the names of the keys in the file, where all of them stand side by side.

/// Amazon Bedrock.
struct aws_options {
    secret aws_access_key_id = {};
    secret aws_secret_access_key = {};
    secret aws_session_token = {};
    std::optional<std::string> aws_region_name = {};
    std::optional<std::string> aws_profile_name = {};
    std::optional<std::string> aws_role_name = {};
    std::optional<std::string> aws_session_name = {};
    std::optional<std::string> aws_bedrock_runtime_endpoint = {};

    friend bool operator==(aws_options const&, aws_options const&) = default;
};
BOOST_DESCRIBE_STRUCT(aws_options, (),
                      (aws_access_key_id, aws_secret_access_key, aws_session_token, aws_region_name, aws_profile_name, aws_role_name,
                       aws_session_name, aws_bedrock_runtime_endpoint))

/// How often and how long a call is tried.
struct retry_options {
    int num_retries = 5; ///< further tries after the first
    double retry_multiplier = 8;
    std::chrono::seconds retry_min_wait{8};
    std::chrono::seconds retry_max_wait{64};
    std::optional<std::chrono::seconds> timeout{300}; ///< of one try; absent = none

    friend bool operator==(retry_options const&, retry_options const&) = default;
};
BOOST_DESCRIBE_STRUCT(retry_options, (), (num_retries, retry_multiplier, retry_min_wait, retry_max_wait, timeout))

/// How tokens are chosen and how many there may be; absent = the provider decides.
struct sampling_options {
    std::optional<double> temperature = {};
    std::optional<double> top_p = {};
    std::optional<double> top_k = {};
    std::optional<std::int64_t> seed = {};
    std::optional<std::int64_t> max_input_tokens = {};
    std::optional<std::int64_t> max_output_tokens = {};

    friend bool operator==(sampling_options const&, sampling_options const&) = default;
};
BOOST_DESCRIBE_STRUCT(sampling_options, (), (temperature, top_p, top_k, seed, max_input_tokens, max_output_tokens))

/// How requests are made.
struct api_options {
    profile::api_mode api_mode = profile::api_mode::auto_;
    boost::json::object capability_overrides = {};
    bool stream = false;
    bool drop_params = true;
    std::optional<bool> modify_params = {}; ///< of OpenHands up to 1.46; absent = whoever reads it has a rule of its own
    boost::json::object litellm_extra_body = {}; ///< added to each request's body; texts below keys that name a secret are secrets

    friend bool operator==(api_options const&, api_options const&) = default;
};
BOOST_DESCRIBE_STRUCT(api_options, (), (api_mode, capability_overrides, stream, drop_params, modify_params, litellm_extra_body))

/// What is used of the model's abilities.
struct feature_options {
    bool caching_prompt = true;
    std::optional<bool> disable_vision = {};
    std::optional<bool> disable_stop_word = false;
    bool native_tool_calling = true;
    std::optional<bool> force_string_serializer = {};
    std::optional<bool> inline_image_urls = {};
    std::optional<std::string> reasoning_effort = "high";
    std::optional<std::string> reasoning_summary = {};
    bool enable_encrypted_reasoning = true;
    std::optional<std::string> prompt_cache_retention = "24h";
    std::optional<std::int64_t> extended_thinking_budget = 200'000;

    friend bool operator==(feature_options const&, feature_options const&) = default;
};
BOOST_DESCRIBE_STRUCT(feature_options, (),
                      (caching_prompt, disable_vision, disable_stop_word, native_tool_calling, force_string_serializer, inline_image_urls,
                       reasoning_effort, reasoning_summary, enable_encrypted_reasoning, prompt_cache_retention, extended_thinking_budget))

/// Limits, prices in US dollars, and what is written down.
struct limit_options {
    std::int64_t max_message_chars = 30'000;
    std::optional<double> input_cost_per_token = {};
    std::optional<double> output_cost_per_token = {};
    bool log_completions = false;
    std::string log_completions_folder = "logs/completions";
    std::optional<std::string> custom_tokenizer = {};

    friend bool operator==(limit_options const&, limit_options const&) = default;
};
BOOST_DESCRIBE_STRUCT(limit_options, (),
                      (max_message_chars, input_cost_per_token, output_cost_per_token, log_completions, log_completions_folder, custom_tokenizer))

/// Which model to talk to, where, with which key and how: a document that lies in a file, compatible with the profiles of OpenHands.
///
/// In a file all keys stand side by side. What this version does not know is kept in `extra`.
struct llm_profile {
    std::string model = {}; ///< public name, such as `openhands/claude-opus-4-8`
    secret api_key = {};
    std::optional<std::string> base_url = {}; ///< absent = the provider's own; see `effective_base_url`
    std::string usage_id = "default";
    std::optional<std::string> model_canonical_name = {};
    profile::auth_type auth_type = profile::auth_type::api_key;
    std::optional<std::string> subscription_vendor = {};
    std::optional<std::string> provider_connection_id = {}; ///< key and address are those of this connection
    std::optional<std::string> api_version = {};
    std::optional<std::string> ollama_base_url = {};
    std::optional<std::map<std::string, secret>> extra_headers = {}; ///< a header whose value is not known (it was masked) has an empty secret
    std::string openrouter_site_url = "https://docs.all-hands.dev/";
    std::string openrouter_app_name = "OpenHands";
    aws_options aws = {};
    retry_options retry = {};
    sampling_options sampling = {};
    api_options api = {};
    feature_options features = {};
    limit_options limits = {};
    databricks_options databricks = {};
    boost::json::object extra = {};

    /// Returns where requests go: `base_url`, else the OpenHands proxy for `openhands/` models, else an empty text: the provider's own address.
    std::string effective_base_url() const { return model::transport_base_url(model, base_url ? std::string_view(*base_url) : std::string_view()); }

    friend bool operator==(llm_profile const&, llm_profile const&) = default;
};
BOOST_DESCRIBE_STRUCT(llm_profile, (),
                      (model, api_key, base_url, usage_id, model_canonical_name, auth_type, subscription_vendor, provider_connection_id, api_version,
                       ollama_base_url, extra_headers, openrouter_site_url, openrouter_app_name, aws, retry, sampling, api, features, limits,
                       databricks, extra))

namespace detail {

/// Returns the model under which a profile is stored without its address; nothing where both are to stay as they are.
inline std::optional<std::string> without_address(std::string_view model, std::string_view base_url) {
    if (auto name = model::public_from_proxy(model, base_url)) return name;
    if (model::is_openhands_model(model) && model::is_openhands_proxy_url(base_url)) return std::string(model);
    return std::nullopt;
}

} // namespace detail

/// Gives a profile its public model name where it holds the transport name at the OpenHands proxy, and drops that proxy's address, which
/// `effective_base_url` supplies. Everybody else's profile stays as it is, and a second call changes nothing.
/// @return whether it changed anything.
inline bool canonicalise(llm_profile& p) {
    if (!p.base_url) return false;
    auto name = detail::without_address(p.model, *p.base_url);
    if (!name) return false;
    p.model = std::move(*name);
    p.base_url.reset();
    return true;
}

/// The same for a profile's JSON of any version; it need not be valid otherwise.
inline bool canonicalise(boost::json::object& document) {
    auto* model = document.if_contains("model");
    auto const* base_url = document.if_contains("base_url");
    if (!model || !model->is_string() || !base_url || !base_url->is_string()) return false;
    auto const view = [](boost::json::string const& text) { return std::string_view(text.data(), text.size()); };
    auto const name = detail::without_address(view(model->get_string()), view(base_url->get_string()));
    if (!name) return false;
    *model = *name;
    document.stable_erase("base_url");
    return true;
}

/// Returns the profile in its canonical form; see `canonicalise`.
inline llm_profile canonical(llm_profile p) {
    canonicalise(p);
    return p;
}

/// Returns the JSON of a profile in its canonical form; see `canonicalise`.
inline boost::json::object canonical(boost::json::object document) {
    canonicalise(document);
    return document;
}

namespace detail {

inline result<void> leave_as_it_is(boost::json::object&) { return {}; }

/// Version 1 says its version and is otherwise as those before it, so the step needs no DOM.
struct first_version : migrate::json_step<0, leave_as_it_is, "says the version", leave_as_it_is> {
    using old_type = llm_profile;
    using new_type = llm_profile;
    static constexpr bool typed = true;
    static constexpr std::string_view name() { return "first_version"; }
    static result<llm_profile> apply(llm_profile&& p) { return std::move(p); }
};

} // namespace detail
} // namespace parley::inline v0::profile

template <> struct parley::annotations<parley::profile::retry_options> {
    using group = profile::retry_options;
    static constexpr std::tuple value{reflect::minimum<&group::num_retries>(0), reflect::minimum<&group::retry_multiplier>(0),
                                      reflect::minimum<&group::retry_min_wait>(0), reflect::minimum<&group::retry_max_wait>(0),
                                      reflect::minimum<&group::timeout>(0)};
};

template <> struct parley::annotations<parley::profile::sampling_options> {
    using group = profile::sampling_options;
    static constexpr std::tuple value{reflect::minimum<&group::temperature>(0), reflect::range<&group::top_p>(0, 1),
                                      reflect::minimum<&group::top_k>(0), reflect::minimum<&group::max_input_tokens>(1),
                                      reflect::minimum<&group::max_output_tokens>(1)};
};

template <> struct parley::annotations<parley::profile::api_options> {
    static constexpr std::tuple value{reflect::guarded<&profile::api_options::litellm_extra_body>};
};

template <> struct parley::annotations<parley::profile::limit_options> {
    using group = profile::limit_options;
    static constexpr std::tuple value{reflect::minimum<&group::max_message_chars>(1), reflect::minimum<&group::input_cost_per_token>(0),
                                      reflect::minimum<&group::output_cost_per_token>(0)};
};

template <> struct parley::annotations<parley::profile::llm_profile> {
    using profile_type = profile::llm_profile;
    static constexpr std::tuple value{reflect::required<&profile_type::model>,
                                      reflect::flat<&profile_type::aws, &profile_type::retry, &profile_type::sampling, &profile_type::api,
                                                    &profile_type::features, &profile_type::limits, &profile_type::databricks>};
};

/// Profiles without a version are version 0. Whatever its version, a profile that is read comes in its canonical form.
template <> struct parley::schema<parley::profile::llm_profile> {
    static constexpr int version = 1;
    static constexpr std::string_view lock = ".profiles.lock"; // as the store and OpenHands
    using steps = migrate::chain<profile::detail::first_version>;
    static bool normalise(boost::json::object& document) { return profile::canonicalise(document); }
    static bool normalise(profile::llm_profile& value) { return profile::canonicalise(value); }
};

#endif
