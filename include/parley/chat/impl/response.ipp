#ifndef PARLEY_CHAT_IMPL_RESPONSE_IPP
#define PARLEY_CHAT_IMPL_RESPONSE_IPP

#include <parley/chat/response.hpp>

#include <parley/config.hpp>

#include <string>
#include <variant>

namespace parley::inline v0::chat {

PARLEY_DECL std::string response::text() const {
    std::string all;
    for (auto const& p : content)
        if (auto const* piece = std::get_if<chat::text>(&p)) all += piece->text;
    return all;
}

} // namespace parley::inline v0::chat

#endif
