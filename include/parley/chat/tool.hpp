#ifndef PARLEY_CHAT_TOOL_HPP
#define PARLEY_CHAT_TOOL_HPP

#include <parley/config.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace parley::inline v0::chat {

/// A function that the model may ask to be called.
struct tool {
    std::string name = {};
    std::string description = {};
    boost::json::object parameters = {}; ///< JSON Schema of the arguments; empty = no arguments
    std::optional<bool> strict = {};     ///< whether the provider enforces the schema
    boost::json::object extra = {};      ///< what this version has no member for; goes back unchanged

    friend bool operator==(tool const&, tool const&) = default;
};
BOOST_DESCRIBE_STRUCT(tool, (), (name, description, parameters, strict, extra))

/// Whether the model calls tools.
enum class tool_mode {
    auto_,    ///< as it sees fit
    none,     ///< never
    required, ///< at least one
    one,      ///< the one that is named
};
BOOST_DESCRIBE_ENUM(tool_mode, auto_, none, required, one)

/// Which tools the model is to call.
struct tool_choice {
    tool_mode mode = tool_mode::auto_;
    std::optional<std::string> name = {}; ///< of the tool, for `tool_mode::one`

    friend bool operator==(tool_choice const&, tool_choice const&) = default;
};
BOOST_DESCRIBE_STRUCT(tool_choice, (), (mode, name))

} // namespace parley::inline v0::chat

#endif
