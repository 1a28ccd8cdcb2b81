#ifndef PARLEY_FAMILY_DETAIL_BODY_SIZE_HPP
#define PARLEY_FAMILY_DETAIL_BODY_SIZE_HPP

#include <parley/chat/request.hpp>

#include <cstddef>
#include <variant>

namespace parley::inline v0::family::detail {

/// Returns how long the body of a request is likely to be, in bytes, so that room for it is made once.
inline std::size_t likely_body_size(chat::request const& q) {
    std::size_t bytes = 512 + 256 * q.tools.size();
    for (auto const& m : q.messages)
        for (auto const& p : m.content) {
            bytes += 128; // what stands around a part
            if (auto const* const t = std::get_if<chat::text>(&p)) bytes += t->text.size() + t->text.size() / 16;
            else if (auto const* const i = std::get_if<chat::image>(&p)) bytes += i->data ? i->data->size() : 0;
            else if (auto const* const f = std::get_if<chat::file>(&p)) bytes += f->data ? f->data->size() : 0;
        }
    return bytes;
}

} // namespace parley::inline v0::family::detail

#endif
