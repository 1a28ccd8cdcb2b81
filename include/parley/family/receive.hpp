#ifndef PARLEY_FAMILY_RECEIVE_HPP
#define PARLEY_FAMILY_RECEIVE_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/fold.hpp>
#include <parley/chat/response.hpp>
#include <parley/family/family.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace parley::inline v0::family {

/// Says whether the body of an answer comes in events: its content type says so, or it begins like them.
inline bool is_event_stream(http::response const& r) {
    if (r.header.find("content-type").value_or("").find("event-stream") != std::string_view::npos) return true;
    std::string_view body = r.body;
    body.remove_prefix(std::min(body.find_first_not_of("\xEF\xBB\xBF \t\r\n"), body.size()));
    for (std::string_view const field : {"data:", "event:", "id:", ":"})
        if (body.starts_with(field)) return true;
    return false;
}

/// Reads a streamed body that is there as a whole.
/// @param sink  takes the events.
/// @param piece how many bytes the decoder is given at a time: the result does not depend on it.
/// @return the answer, whose `end` may be `truncated`; the error that stands in the stream.
template <Family F> result<chat::response> receive_stream(std::string_view body, chat::event_sink sink, std::size_t piece = static_cast<std::size_t>(-1)) {
    typename F::stream_decoder decoder;
    chat::fold fold;
    auto const both = [&](chat::event const& e) {
        fold(e);
        sink(e);
    };
    while (!body.empty()) {
        auto const next = body.substr(0, std::max<std::size_t>(piece, 1));
        if (auto done = decoder.feed(next, both); !done) return done.error();
        body.remove_prefix(next.size());
    }
    auto const end = decoder.finish(both);
    if (end == chat::end::failed) return error(errc::invalid_response);
    return fold.finish(end);
}

/// Reads an answer in whatever form it came: of failure, streamed or whole.
/// @return the answer; the error that it tells of.
template <Family F> result<chat::response> receive(http::response const& r) {
    if (!r.is_success()) return F::failure(r);
    if (is_event_stream(r)) return receive_stream<F>(r.body, [](chat::event const&) {});
    return F::decode(r);
}

} // namespace parley::inline v0::family

#endif
