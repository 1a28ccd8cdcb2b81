#ifndef PARLEY_CHAT_ARGUMENTS_HPP
#define PARLEY_CHAT_ARGUMENTS_HPP

#include <parley/chat/part.hpp>
#include <parley/reflect/json_text.hpp>
#include <parley/reflect/parse.hpp>

#include <string>
#include <utility>

namespace parley::inline v0::chat {

/// Gives a tool call the arguments that were received for it: `arguments` where the text is a JSON object, else `arguments_text`.
/// @param received kept byte for byte.
inline void set_arguments(tool_call& call, std::string received) {
    auto const read = reflect::parse<reflect::json_text>(received);
    call.arguments.reset();
    call.arguments_text.reset();
    if (read && read->text.starts_with('{')) call.arguments = reflect::json_text{std::move(received)};
    else call.arguments_text = std::move(received);
}

} // namespace parley::inline v0::chat

#endif
