#ifndef PARLEY_OPENHANDS_DETAIL_AGENT_STEPS_HPP
#define PARLEY_OPENHANDS_DETAIL_AGENT_STEPS_HPP

// The steps of agent settings, but for that of MCP servers.

#include <parley/openhands/detail/json_access.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/result.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace parley::inline v0::openhands::detail {

namespace json = boost::json;

inline bool is_acp(json::object const& settings) { return says(settings, "agent_kind", "acp"); }

/// Says that an agent is one of OpenHands' own where a document does not say it, or by the old name.
/// @return whether that changed anything.
inline bool name_kind(json::object& settings) {
    if (has(settings, "agent_kind") && !says(settings, "agent_kind", "llm")) return false;
    settings["agent_kind"] = "openhands";
    return true;
}

inline result<void> says_kind(json::object& settings) {
    name_kind(settings);
    return {};
}

inline result<void> leave_confirmation_to_conversations(json::object& settings) {
    if (auto* verification = object_at(settings, "verification")) {
        remove(*verification, "confirmation_mode");
        remove(*verification, "security_analyzer");
    }
    return {};
}

inline result<void> use_public_model_name(json::object& settings) {
    if (auto* llm = object_at(settings, "llm"); llm && !is_acp(settings)) profile::canonicalise(*llm);
    return {};
}

inline result<void> remove_modify_params(json::object& settings) {
    if (auto* llm = object_at(settings, "llm")) remove(*llm, "modify_params");
    return {};
}

inline result<void> remove_llm_of_acp(json::object& settings) {
    if (is_acp(settings)) remove(settings, "llm");
    return {};
}

/// Brings the two switches for tools into the list of tools, where null stands for the standard set.
inline result<void> fold_switches_into_tools(json::object& settings) {
    constexpr std::string_view sub_agents_tool = "task_tool_set", switch_llm_tool = "switch_llm";
    auto const sub_agents = take(settings, "enable_sub_agents") == true;
    auto const switch_llm = take(settings, "enable_switch_llm_tool") != false;
    if (is_acp(settings)) return {};

    auto& tools = settings["tools"];
    auto* list = tools.if_array();
    if (!list && !tools.is_null()) return {}; // the struct says what is wrong
    auto const tool = [](std::string_view name) { return json::object{{"name", key_of(name)}, {"params", json::object()}}; };
    if (!list || list->empty()) {
        if (!sub_agents && switch_llm) {
            tools = nullptr; // the standard set is what the switches say
            return {};
        }
        list = &tools.emplace_array();
        for (std::string_view name : {"terminal", "file_editor", "task_tracker", "browser_tool_set"}) list->push_back(tool(name));
        if (sub_agents) list->push_back(tool(sub_agents_tool));
    }
    auto const is_switch = [&](json::value const& entry) { return entry.is_object() && says(entry.get_object(), "name", switch_llm_tool); };
    auto const there = std::any_of(list->begin(), list->end(), is_switch);
    if (switch_llm && !there) list->push_back(tool(switch_llm_tool));
    if (!switch_llm) list->erase(std::remove_if(list->begin(), list->end(), is_switch), list->end());
    return {};
}

inline result<void> switch_condenser_off(json::object& settings) {
    if (auto* condenser = object_at(settings, "condenser"); condenser && says(*condenser, "condenser_kind", "no_op"))
        *condenser = {{"condenser_kind", "llm_summarizing"}, {"enabled", false}};
    return {};
}

} // namespace parley::inline v0::openhands::detail

#endif
