#ifndef PARLEY_OPENHANDS_PERSISTED_SETTINGS_HPP
#define PARLEY_OPENHANDS_PERSISTED_SETTINGS_HPP

#include <parley/migrate/chain.hpp>
#include <parley/migrate/step.hpp>
#include <parley/openhands/agent_settings.hpp>
#include <parley/openhands/conversation_settings.hpp>
#include <parley/openhands/detail/json_access.hpp>
#include <parley/openhands/detail/unchanged.hpp>
#include <parley/reflect/annotations.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace parley::inline v0::openhands {

/// What lies in `settings.json`.
struct persisted_settings {
    openhands::agent_settings agent_settings = {};
    openhands::conversation_settings conversation_settings = {};
    std::optional<std::string> active_profile = {}; ///< name of the LLM profile that was activated last
    std::optional<std::string> active_agent_profile_id = {};
    std::optional<std::string> active_meta_profile = {};
    boost::json::object misc_settings = {}; ///< kept for others, who alone know what is in it; no place for secrets
    boost::json::object extra = {};

    friend bool operator==(persisted_settings const&, persisted_settings const&) = default;
};
BOOST_DESCRIBE_STRUCT(persisted_settings, (),
                      (agent_settings, conversation_settings, active_profile, active_agent_profile_id, active_meta_profile, misc_settings, extra))

/// What a client may ask to change; what is absent stays.
struct settings_change {
    std::optional<boost::json::object> agent_settings_diff = {};
    std::optional<boost::json::object> conversation_settings_diff = {};
    std::optional<boost::json::object> misc_settings_diff = {};
    std::optional<std::string> active_profile = {};

    friend bool operator==(settings_change const&, settings_change const&) = default;
};
BOOST_DESCRIBE_STRUCT(settings_change, (), (agent_settings_diff, conversation_settings_diff, misc_settings_diff, active_profile))

} // namespace parley::inline v0::openhands

template <> struct parley::annotations<parley::openhands::settings_change> {
    static constexpr std::tuple value{reflect::closed};
};

/// The nested settings have versions and steps of their own, and migrate with this document.
template <> struct parley::schema<parley::openhands::persisted_settings> {
    static constexpr int version = 6;
    static constexpr std::string_view lock = ".settings.lock";
    using steps = migrate::chain<migrate::json_step<0, openhands::detail::unchanged, "says the version">,
                                 migrate::json_step<1, openhands::detail::unchanged, "has room for misc_settings">,
                                 migrate::json_step<2, openhands::detail::unchanged, "holds agent settings of version 6">,
                                 migrate::json_step<3, openhands::detail::unchanged, "holds agent settings of version 7">,
                                 migrate::json_step<4, openhands::detail::unchanged, "holds agent settings of version 8">,
                                 migrate::json_step<5, openhands::detail::unchanged, "holds agent settings of version 9">>;
};

namespace parley::inline v0::openhands {

/// Changes settings as a client asks for it: each part by its own rules (see `update` of agent and of conversation settings; `misc_settings`
/// as a JSON Merge Patch in which no field is null).
/// @return `errc::invalid_argument` where nothing is asked for; `errc::invalid_document` with every field of a part that does not fit. The
/// settings change wholly or not at all.
inline result<void> update(persisted_settings& settings, settings_change const& change, reflect::read_options const& options = {}) {
    if (change == settings_change()) return error(errc::invalid_argument, "The change is empty.");
    auto changed = settings;
    if (change.agent_settings_diff)
        if (auto const done = update(changed.agent_settings, *change.agent_settings_diff, options); !done)
            return detail::located("/agent_settings_diff", done.error());
    if (change.conversation_settings_diff)
        if (auto const done = update(changed.conversation_settings, *change.conversation_settings_diff, options); !done)
            return detail::located("/conversation_settings_diff", done.error());
    if (change.misc_settings_diff) {
        auto done = detail::without_null_fields(*change.misc_settings_diff);
        if (done) done = reflect::update(changed.misc_settings, *change.misc_settings_diff, options);
        if (!done) return detail::located("/misc_settings_diff", done.error());
    }
    if (change.active_profile) changed.active_profile = change.active_profile;
    settings = std::move(changed);
    return {};
}

} // namespace parley::inline v0::openhands

#endif
