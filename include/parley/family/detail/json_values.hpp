#ifndef PARLEY_FAMILY_DETAIL_JSON_VALUES_HPP
#define PARLEY_FAMILY_DETAIL_JSON_VALUES_HPP

// The objects of a JSON array whose bytes arrive in any pieces.

#include <parley/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace parley::inline v0::family::detail {

/// Hands out the objects of an array one by one, or a lone object; whether each is valid is for its reader to say.
class json_values {
public:
    /// @param max_value the longest object that is accepted, in bytes.
    explicit json_values(std::size_t max_value = std::size_t(16) << 20) noexcept : max_value_(max_value) {}

    /// @param sink `result<void>(std::string_view)`; the view lives until it returns, its error ends the reading.
    /// @return `errc::response_too_large`, or the sink's error.
    template <class Sink> result<void> feed(std::string_view bytes, Sink&& sink) {
        std::size_t begin = 0; // of what belongs to the object
        for (std::size_t i = 0; i != bytes.size(); ++i) {
            if (in_text_) {
                step_in_text(bytes[i]);
                continue;
            }
            switch (bytes[i]) {
                case '"': in_text_ = depth_ != 0; break;
                case '{':
                    if (depth_++ == 0) begin = i;
                    break;
                case '[':
                    if (depth_ != 0) ++depth_;
                    break;
                case ']': case '}':
                    if (depth_ == 0 || --depth_ != 0) break;
                    if (auto done = give(bytes.substr(begin, i + 1 - begin), sink); !done) return done;
                    break;
                default: break;
            }
        }
        if (depth_ == 0) return {};
        pending_ += bytes.substr(begin);
        if (pending_.size() > max_value_) return error(errc::response_too_large, "An event of the stream is larger than allowed.");
        return {};
    }

    /// Says whether an object was cut short.
    bool is_cut() const noexcept { return depth_ != 0; }

private:
    void step_in_text(char c) noexcept {
        if (is_escaped_) is_escaped_ = false;
        else if (c == '\\') is_escaped_ = true;
        else if (c == '"') in_text_ = false;
    }
    template <class Sink> result<void> give(std::string_view last, Sink& sink) {
        if (pending_.empty()) return sink(last);
        pending_ += last;
        auto done = sink(std::string_view(pending_));
        pending_.clear();
        return done;
    }

    std::size_t max_value_;
    std::string pending_;
    std::size_t depth_ = 0;
    bool in_text_ = false, is_escaped_ = false;
};

} // namespace parley::inline v0::family::detail

#endif
