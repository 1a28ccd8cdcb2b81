#ifndef PARLEY_CHAT_TURN_HPP
#define PARLEY_CHAT_TURN_HPP

#include <parley/chat/message.hpp>
#include <parley/chat/response.hpp>

#include <utility>

namespace parley::inline v0::chat {

/// Returns an answer as the model's turn, so that the conversation goes on from it: every part as it came and where it came, signatures included.
inline message turn_of(response answer) {
    message turn;
    turn.role = role::assistant;
    turn.content = std::move(answer.content);
    return turn;
}

} // namespace parley::inline v0::chat

#endif
