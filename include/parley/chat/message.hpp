#ifndef PARLEY_CHAT_MESSAGE_HPP
#define PARLEY_CHAT_MESSAGE_HPP

#include <parley/chat/part.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <vector>

namespace parley::inline v0::chat {

/// Who speaks. Instructions are `system` whatever a family calls them.
enum class role { system, user, assistant, tool };
BOOST_DESCRIBE_ENUM(role, system, user, assistant, tool)

/// How long a provider is to keep what it has read of a prompt up to a place. Families that decide by themselves pass over the hint.
enum class cache_hint { five_minutes, one_hour };
BOOST_DESCRIBE_ENUM(cache_hint, five_minutes, one_hour)

/// One turn of a conversation.
struct message {
    chat::role role = chat::role::user;
    std::vector<part> content = {};
    std::optional<std::string> name = {}; ///< tells speakers of one role apart
    std::optional<cache_hint> cache = {}; ///< the prompt up to the end of this message comes again
    boost::json::object extra = {};       ///< what this version has no member for; goes back unchanged

    friend bool operator==(message const&, message const&) = default;
};
BOOST_DESCRIBE_STRUCT(message, (), (role, content, name, cache, extra))

} // namespace parley::inline v0::chat

#endif
