#ifndef PARLEY_CHAT_IMPL_EVENT_IPP
#define PARLEY_CHAT_IMPL_EVENT_IPP

#include <parley/chat/event.hpp>

#include <variant>

namespace parley::inline v0::chat {

PARLEY_DECL bool is_output(event const& e) noexcept {
    return !std::holds_alternative<started>(e) && !std::holds_alternative<usage_reported>(e) && !std::holds_alternative<further>(e) &&
           !std::holds_alternative<finished>(e);
}

} // namespace parley::inline v0::chat

#endif
