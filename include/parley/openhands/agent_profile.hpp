#ifndef PARLEY_OPENHANDS_AGENT_PROFILE_HPP
#define PARLEY_OPENHANDS_AGENT_PROFILE_HPP

#include <parley/migrate/chain.hpp>
#include <parley/migrate/step.hpp>
#include <parley/openhands/agent_settings.hpp>
#include <parley/openhands/detail/json_access.hpp>
#include <parley/reflect/annotations.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace parley::inline v0::openhands {

/// How an agent is launched, under a name: a document without secrets, which refers to an LLM profile by its name.
///
/// What only agents of the kind `acp` have (`acp_server` and others) stands in `extra`.
struct agent_profile {
    std::optional<std::string> id = {}; ///< stays when the profile is renamed
    std::string name = {};
    std::string agent_kind = "openhands"; ///< or `acp`
    int revision = 0;
    std::optional<std::string> llm_profile_ref = {}; ///< name of an LLM profile; agents of the kind `acp` have none
    std::optional<std::vector<std::string>> mcp_server_refs = {}; ///< absent = all servers, empty = none
    std::optional<std::vector<tool>> tools = {};                  ///< absent = the standard set, empty = none
    std::optional<std::vector<std::string>> disabled_skills = {};
    boost::json::object extra = {};

    friend bool operator==(agent_profile const&, agent_profile const&) = default;
};
BOOST_DESCRIBE_STRUCT(agent_profile, (), (id, name, agent_kind, revision, llm_profile_ref, mcp_server_refs, tools, disabled_skills, extra))

namespace detail {

/// Takes out the list of skills, of which profiles name since then those that are off, and turns the empty list of tools of a default profile
/// that nobody touched into the standard set.
inline result<void> name_disabled_skills(boost::json::object& document) {
    remove(document, "skills");
    auto const* revision = document.if_contains("revision");
    bool const untouched = says(document, "name", "default") && (!revision || *revision == 0);
    if (auto* tools = document.if_contains("tools"); untouched && tools && tools->is_array() && tools->get_array().empty()) *tools = nullptr;
    if (!says(document, "agent_kind", "acp")) document.emplace("disabled_skills", boost::json::array());
    return {};
}

} // namespace detail
} // namespace parley::inline v0::openhands

template <> struct parley::annotations<parley::openhands::agent_profile> {
    using profile = openhands::agent_profile;
    static constexpr std::tuple value{reflect::required<&profile::name>, reflect::length<&profile::name>(1, 64), reflect::minimum<&profile::revision>(0),
                                      reflect::length<&profile::llm_profile_ref>(1, 64)};
};

/// A profile without a version is a current one, unlike other documents: that is how its clients write it. There was no version 0.
template <> struct parley::schema<parley::openhands::agent_profile> {
    static constexpr int version = 2;
    static constexpr std::string_view lock = ".agent-profiles.lock";
    static constexpr int missing = 2;
    using steps = migrate::chain<migrate::json_step<1, openhands::detail::name_disabled_skills, "names disabled skills instead of skills">>;
};

#endif
