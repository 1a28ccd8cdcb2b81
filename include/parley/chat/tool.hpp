#ifndef PARLEY_CHAT_TOOL_HPP
#define PARLEY_CHAT_TOOL_HPP

#include <parley/chat/part.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace parley::inline v0::chat {

/// A function that the model may ask to be called, or a tool that the provider itself runs.
struct tool {
    std::string name = {};
    std::string description = {};
    boost::json::object parameters = {}; ///< JSON Schema of the arguments; empty = no arguments
    std::optional<bool> strict = {};     ///< whether the provider enforces the schema
    std::optional<native> provider = {}; ///< a tool of one family's own; the other members are then empty
    boost::json::object extra = {};      ///< what this version has no member for; goes back unchanged

    friend bool operator==(tool const&, tool const&) = default;
};
BOOST_DESCRIBE_STRUCT(tool, (), (name, description, parameters, strict, provider, extra))

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
