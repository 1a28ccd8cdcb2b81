#ifndef PARLEY_HTTP_SSE_HPP
#define PARLEY_HTTP_SSE_HPP

#include <parley/result.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace parley::inline v0::http {

/// One event of a server-sent event stream; the views live until the sink returns.
struct sse_event {
    std::string_view type; ///< of the `event:` line; empty where there was none, which the standard calls `message`
    std::string_view data; ///< of the `data:` lines, joined by line feeds
};

/// Reads server-sent events from bytes that arrive in any pieces (WHATWG HTML, section 9.2: event stream interpretation).
///
/// Lines end in LF, CR or CRLF; a byte order mark, comments, unknown fields, `data:` without a space and a missing last newline are fine.
/// An event that lies whole in one piece is handed out without being copied. `id:` and `retry:` are skipped: no model provider sends them.
/// Distinct objects may be used from distinct threads.
class sse_reader {
public:
    /// @param max_event the longest event that is accepted, in bytes.
    explicit sse_reader(std::size_t max_event = std::size_t(16) << 20) noexcept : max_event_(max_event) {}

    /// Reads the next bytes and calls `sink` for each event that they complete.
    /// @param bytes any piece of the stream, also an empty one.
    /// @param sink  `result<void>(sse_event const&)`; its error ends the reading and is returned.
    /// @return `errc::response_too_large` for an event that is longer than allowed, or the sink's error.
    template <class Sink>
    result<void> feed(std::string_view bytes, Sink&& sink);

    /// Ends the stream: a last line without its newline and a last event without its empty line count.
    /// @return the sink's error.
    template <class Sink>
    result<void> finish(Sink&& sink);

private:
    template <class Sink>
    result<void> line(std::string_view text, Sink& sink);
    template <class Sink>
    result<void> dispatch(Sink& sink);
    void add_data(std::string_view value);
    void keep();
    result<void> check_size() const {
        if (std::max(pending_.size(), data_.size()) > max_event_) return error(errc::response_too_large, "An event of the stream is larger than allowed.");
        return {};
    }

    std::size_t max_event_;
    std::string pending_;   // the beginning of a line whose end has not arrived
    std::string kept_type_; // backs type_ across pieces
    std::string kept_data_; // backs data_ across pieces, and where there are several data lines
    std::string_view type_, data_;
    bool has_data_ = false;
    bool at_start_ = true;      // a byte order mark may follow
    bool after_return_ = false; // the last piece ended in CR: an LF that follows belongs to it
};

template <class Sink>
result<void> sse_reader::feed(std::string_view bytes, Sink&& sink) {
    if (after_return_ && bytes.starts_with('\n')) bytes.remove_prefix(1);
    if (!bytes.empty()) after_return_ = false;
    auto const* at = bytes.data();
    auto const* const end = at + bytes.size();
    // Where the next LF and CR stand is looked up once for each of them, however many lines end in the other one.
    auto const next = [end](char const* from, char mark) {
        auto const* const found = from == end ? nullptr : std::memchr(from, mark, static_cast<std::size_t>(end - from));
        return found ? static_cast<char const*>(found) : end;
    };
    auto const* line_feed = next(at, '\n');
    auto const* carriage_return = next(at, '\r');
    while (at != end) {
        auto const* const stop = std::min(line_feed, carriage_return);
        std::string_view const text(at, static_cast<std::size_t>(stop - at));
        if (stop == end) {
            pending_ += text;
            break;
        }
        at = stop + 1;
        if (stop == carriage_return) {
            if (at == end) after_return_ = true;
            else if (*at == '\n') ++at;
            carriage_return = next(at, '\r');
        }
        if (line_feed < at) line_feed = next(at, '\n');
        if (pending_.empty()) {
            if (auto done = line(text, sink); !done) return done;
        } else {
            pending_ += text;
            if (auto done = line(pending_, sink); !done) return done;
            keep();
            pending_.clear();
        }
    }
    keep();
    return check_size();
}

template <class Sink>
result<void> sse_reader::finish(Sink&& sink) {
    if (auto done = line(pending_, sink); !done) return done;
    auto const done = dispatch(sink);
    pending_.clear();
    return done;
}

template <class Sink>
result<void> sse_reader::line(std::string_view text, Sink& sink) {
    if (at_start_) {
        at_start_ = false;
        if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    }
    if (text.empty()) return dispatch(sink);
    auto const colon = text.find(':');
    auto const name = text.substr(0, colon);
    auto value = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (name == "data") {
        add_data(value);
        return check_size();
    }
    if (name == "event") type_ = value;
    return {};
}

template <class Sink>
result<void> sse_reader::dispatch(Sink& sink) {
    result<void> done;
    if (has_data_) done = sink(sse_event{type_, data_});
    type_ = data_ = {};
    has_data_ = false;
    return done;
}

inline void sse_reader::add_data(std::string_view value) {
    if (!has_data_) {
        has_data_ = true;
        data_ = value;
        return;
    }
    if (data_.data() != kept_data_.data()) kept_data_ = data_;
    (kept_data_ += '\n') += value;
    data_ = kept_data_;
}

// What the views show goes away with the piece that they point into.
inline void sse_reader::keep() {
    if (data_.data() != kept_data_.data()) kept_data_ = data_;
    if (type_.data() != kept_type_.data()) kept_type_ = type_;
    data_ = kept_data_;
    type_ = kept_type_;
}

} // namespace parley::inline v0::http

#endif
