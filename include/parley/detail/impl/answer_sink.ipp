#ifndef PARLEY_DETAIL_IMPL_ANSWER_SINK_IPP
#define PARLEY_DETAIL_IMPL_ANSWER_SINK_IPP

#include <parley/detail/answer_sink.hpp>

#include <functional>
#include <utility>

namespace parley::inline v0::detail {

PARLEY_DECL answer_sink answer_sink::after(std::function<void(chat::event const&)> note) && {
    answer_sink made;
    if (at_once)
        made.at_once = [note = std::move(note), to = std::move(at_once)](chat::event const& e) {
            note(e);
            to(e);
        };
    else
        made.waiting = [note = std::move(note), to = std::move(waiting)](chat::event e) {
            note(e);
            return to(std::move(e));
        };
    return made;
}

} // namespace parley::inline v0::detail

#endif
