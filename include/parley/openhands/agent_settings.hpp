#ifndef PARLEY_OPENHANDS_AGENT_SETTINGS_HPP
#define PARLEY_OPENHANDS_AGENT_SETTINGS_HPP

#include <parley/migrate/chain.hpp>
#include <parley/migrate/step.hpp>
#include <parley/openhands/detail/agent_steps.hpp>
#include <parley/openhands/detail/mcp_migration.hpp>
#include <parley/openhands/mcp_server.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/reflect/annotations.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

namespace parley::inline v0::openhands {

/// A tool that the agent may use.
struct tool {
    std::string name = {};
    boost::json::object params = {};
    boost::json::object extra = {};

    friend bool operator==(tool const&, tool const&) = default;
};
BOOST_DESCRIBE_STRUCT(tool, (), (name, params, extra))

/// How a long conversation is shortened.
struct condenser_settings {
    bool enabled = true;
    std::string condenser_kind = "llm_summarizing";
    int max_size = 240;            ///< events kept before it runs
    std::optional<int> max_tokens = {}; ///< tokens kept before it runs
    int keep_first = 2;            ///< events at the start that always stay
    double minimum_progress = 0.1; ///< part of the events that must go
    int hard_context_reset_max_retries = 5;
    double hard_context_reset_context_scaling = 0.8;
    boost::json::object extra = {};

    friend bool operator==(condenser_settings const&, condenser_settings const&) = default;
};
BOOST_DESCRIBE_STRUCT(condenser_settings, (),
                      (enabled, condenser_kind, max_size, max_tokens, keep_first, minimum_progress, hard_context_reset_max_retries,
                       hard_context_reset_context_scaling, extra))

/// When the critic looks at the agent's work.
enum class critic_mode { finish_and_message, all_actions };
BOOST_DESCRIBE_ENUM(critic_mode, finish_and_message, all_actions)

/// How the agent's work is checked.
struct verification_settings {
    bool critic_enabled = false;
    openhands::critic_mode critic_mode = openhands::critic_mode::finish_and_message;
    bool enable_iterative_refinement = false;
    double critic_threshold = 0.6;
    int max_refinement_iterations = 3;
    std::optional<std::string> critic_server_url = {};
    std::optional<std::string> critic_model_name = {};
    secret critic_api_key = {};
    boost::json::object extra = {};

    friend bool operator==(verification_settings const&, verification_settings const&) = default;
};
BOOST_DESCRIBE_STRUCT(verification_settings, (),
                      (critic_enabled, critic_mode, enable_iterative_refinement, critic_threshold, max_refinement_iterations, critic_server_url, critic_model_name,
                       critic_api_key, extra))

/// Where a secret of the agent's context comes from.
struct secret_source {
    std::optional<std::string> kind = {}; ///< such as `StaticSecret` or `LookupSecret`
    secret value = {};
    std::optional<std::string> description = {};
    std::optional<std::string> url = {};
    std::optional<std::map<std::string, secret>> headers = {};
    boost::json::object extra = {};

    friend bool operator==(secret_source const&, secret_source const&) = default;
};
BOOST_DESCRIBE_STRUCT(secret_source, (), (kind, value, description, url, headers, extra))

/// A secret of the agent's context: none, itself, or where it comes from.
using context_secret = std::variant<std::monostate, secret, secret_source>;

/// What the agent knows beside the conversation.
struct agent_context {
    std::optional<std::map<std::string, context_secret>> secrets = {};
    boost::json::object extra = {};

    friend bool operator==(agent_context const&, agent_context const&) = default;
};
BOOST_DESCRIBE_STRUCT(agent_context, (), (secrets, extra))

/// The settings of an agent of OpenHands' own.
struct openhands_agent_settings {
    std::string agent = "CodeActAgent";
    profile::llm_profile llm = standard_llm();
    std::optional<std::vector<tool>> tools = {}; ///< absent = the standard set, empty = none
    int tool_concurrency_limit = 1;
    openhands::mcp_config mcp_config = {};
    std::optional<openhands::agent_context> agent_context = {};
    condenser_settings condenser = {};
    verification_settings verification = {};
    boost::json::object extra = {};

    /// Returns the profile that holds where none is chosen.
    static profile::llm_profile standard_llm() {
        profile::llm_profile made;
        made.model = "gpt-5.5";
        return made;
    }

    friend bool operator==(openhands_agent_settings const&, openhands_agent_settings const&) = default;
};
BOOST_DESCRIBE_STRUCT(openhands_agent_settings, (),
                      (agent, llm, tools, tool_concurrency_limit, mcp_config, agent_context, condenser, verification, extra))

/// The settings of an agent that is reached over the Agent Client Protocol.
struct acp_agent_settings {
    std::string acp_server = "claude-code"; ///< such as `claude-code`, `codex`, `gemini-cli`, `custom`
    std::vector<std::string> acp_command = {};
    std::vector<std::string> acp_args = {};
    std::optional<std::string> acp_model = {};
    std::optional<std::string> acp_session_mode = {};
    double acp_prompt_timeout = 1800; ///< seconds
    double acp_startup_timeout = 90;  ///< seconds
    openhands::mcp_config mcp_config = {};
    std::optional<openhands::agent_context> agent_context = {};
    boost::json::object extra = {};

    friend bool operator==(acp_agent_settings const&, acp_agent_settings const&) = default;
};
BOOST_DESCRIBE_STRUCT(acp_agent_settings, (),
                      (acp_server, acp_command, acp_args, acp_model, acp_session_mode, acp_prompt_timeout, acp_startup_timeout, mcp_config, agent_context, extra))

/// The settings of an agent, of one kind or the other; `agent_kind` says in JSON which.
using agent_settings = std::variant<openhands_agent_settings, acp_agent_settings>;

/// Returns the value of `agent_kind`.
inline std::string_view kind_of(agent_settings const& settings) { return settings.index() == 0 ? "openhands" : "acp"; }

} // namespace parley::inline v0::openhands

template <> struct parley::annotations<parley::openhands::tool> {
    static constexpr std::tuple value{reflect::required<&openhands::tool::name>, reflect::length<&openhands::tool::name>(1, 256)};
};

template <> struct parley::annotations<parley::openhands::condenser_settings> {
    using settings = openhands::condenser_settings;
    static constexpr std::tuple value{reflect::minimum<&settings::max_size>(20),
                                      reflect::above<&settings::max_tokens>(0),
                                      reflect::minimum<&settings::keep_first>(0),
                                      reflect::above<&settings::minimum_progress>(0),
                                      reflect::below<&settings::minimum_progress>(1),
                                      reflect::above<&settings::hard_context_reset_max_retries>(0),
                                      reflect::above<&settings::hard_context_reset_context_scaling>(0),
                                      reflect::below<&settings::hard_context_reset_context_scaling>(1)};
};

template <> struct parley::annotations<parley::openhands::verification_settings> {
    using settings = openhands::verification_settings;
    static constexpr std::tuple value{reflect::range<&settings::critic_threshold>(0, 1), reflect::minimum<&settings::max_refinement_iterations>(1)};
};

template <> struct parley::annotations<parley::openhands::openhands_agent_settings> {
    static constexpr std::tuple value{reflect::tag("openhands"), reflect::minimum<&openhands::openhands_agent_settings::tool_concurrency_limit>(1)};
};

template <> struct parley::annotations<parley::openhands::acp_agent_settings> {
    using settings = openhands::acp_agent_settings;
    static constexpr std::tuple value{reflect::tag("acp"), reflect::above<&settings::acp_prompt_timeout>(0), reflect::above<&settings::acp_startup_timeout>(0)};
};

template <> struct parley::annotations<parley::openhands::agent_settings> {
    static constexpr std::tuple value{reflect::tag_key("agent_kind")};
};

/// Whatever its version, a document that does not say its kind, or says the old name `llm`, is one of OpenHands' own agents.
template <> struct parley::schema<parley::openhands::agent_settings> {
    static constexpr int version = 9;
    static constexpr std::string_view name = "agent_settings";
    static bool normalise(boost::json::object& document) { return openhands::detail::name_kind(document); }
    using steps = migrate::chain<
        migrate::json_step<0, openhands::detail::says_kind, "says the kind of agent">,
        migrate::json_step<1, openhands::detail::says_kind, "renames the kind llm to openhands">,
        migrate::json_step<2, openhands::detail::leave_confirmation_to_conversations, "leaves confirmation and security analyzer to the conversation settings">,
        migrate::json_step<3, openhands::detail::use_public_model_name, "gives models behind the known proxy their public name">,
        migrate::json_step<4, openhands::detail::unify_mcp_servers, "says in one way how MCP servers are authorised">,
        migrate::json_step<5, openhands::detail::remove_modify_params, "removes modify_params from the LLM">,
        migrate::json_step<6, openhands::detail::remove_llm_of_acp, "removes the LLM of ACP agents, which bring their own">,
        migrate::json_step<7, openhands::detail::fold_switches_into_tools, "brings the switches for tools into the list of tools">,
        migrate::json_step<8, openhands::detail::switch_condenser_off, "writes a condenser that does nothing as one that is switched off">>;
};

template <> struct parley::schema<parley::openhands::openhands_agent_settings> {
    static constexpr int version = schema<openhands::agent_settings>::version;
};
template <> struct parley::schema<parley::openhands::acp_agent_settings> {
    static constexpr int version = schema<openhands::agent_settings>::version;
};

namespace parley::inline v0::openhands {

/// Changes settings as a client asks for it: a JSON Merge Patch (RFC 7386), so null at any depth brings back the default; a mask keeps the
/// stored secret. A change of `agent_kind` begins anew with that kind's defaults: nothing of the other kind survives unless it is said again.
/// @return `errc::invalid_document` with every field that does not fit. The settings change wholly or not at all.
inline result<void> update(agent_settings& settings, boost::json::object const& patch, reflect::read_options const& options = {}) {
    if (!patch.contains("agent_kind")) return reflect::update(settings, patch, options);
    auto complete = patch;
    detail::name_kind(complete);
    return reflect::update(settings, complete, options);
}

} // namespace parley::inline v0::openhands

#endif
