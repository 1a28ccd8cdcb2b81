#ifndef PARLEY_OPENHANDS_CONVERSATION_SETTINGS_HPP
#define PARLEY_OPENHANDS_CONVERSATION_SETTINGS_HPP

#include <parley/migrate/chain.hpp>
#include <parley/migrate/step.hpp>
#include <parley/openhands/detail/json_access.hpp>
#include <parley/openhands/detail/unchanged.hpp>
#include <parley/reflect/annotations.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <tuple>

namespace parley::inline v0::openhands {

/// Who judges whether an action is risky.
enum class security_analyzer { llm, none };
BOOST_DESCRIBE_ENUM(security_analyzer, llm, none)

/// How conversations are held.
struct conversation_settings {
    int max_iterations = 500;
    bool confirmation_mode = false; ///< whether risky actions wait for a person
    std::optional<openhands::security_analyzer> security_analyzer = openhands::security_analyzer::llm;
    boost::json::object extra = {};

    friend bool operator==(conversation_settings const&, conversation_settings const&) = default;
};
BOOST_DESCRIBE_STRUCT(conversation_settings, (), (max_iterations, confirmation_mode, security_analyzer, extra))

} // namespace parley::inline v0::openhands

template <> struct parley::annotations<parley::openhands::conversation_settings> {
    static constexpr std::tuple value{reflect::minimum<&openhands::conversation_settings::max_iterations>(1)};
};

template <> struct parley::schema<parley::openhands::conversation_settings> {
    static constexpr int version = 1;
    using steps = migrate::chain<migrate::json_step<0, openhands::detail::unchanged, "says the version">>;
};

namespace parley::inline v0::openhands {

/// Changes settings as a client asks for it: a JSON Merge Patch (RFC 7386), except that null brings no field back to its default: it means no
/// security analyzer, and is an error elsewhere.
/// @return `errc::invalid_document` with every field that does not fit. The settings change wholly or not at all.
inline result<void> update(conversation_settings& settings, boost::json::object patch, reflect::read_options const& options = {}) {
    bool const no_analyzer = patch.contains("security_analyzer") && !detail::has(patch, "security_analyzer");
    if (no_analyzer) detail::remove(patch, "security_analyzer");
    if (auto const fits = detail::without_null_fields(patch); !fits) return fits.error();
    if (auto const done = reflect::update(settings, patch, options); !done) return done.error();
    if (no_analyzer) settings.security_analyzer.reset();
    return {};
}

} // namespace parley::inline v0::openhands

#endif
