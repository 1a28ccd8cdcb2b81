#ifndef PARLEY_FAMILY_DETAIL_DELTA_PATTERN_HPP
#define PARLEY_FAMILY_DETAIL_DELTA_PATTERN_HPP

// Nearly all events of a stream equal the one before but for the text that they add. Such an event is recognised without being parsed: what
// surrounds the text must be, byte for byte, what surrounded it in an event that was parsed.

#include <parley/chat/event.hpp>
#include <parley/reflect/text_scan.hpp>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail {

/// Where the events of a family differ: JSON Pointers.
struct delta_shape {
    std::initializer_list<std::string_view> texts;   ///< a text that an event may add; the first that is there counts
    std::initializer_list<std::string_view> varying; ///< strings and numbers that say nothing, or only what the last one says (such as usage)
};

/// Walks the scalars of a JSON text that is known to be valid, each with its pointer.
class scalar_walk {
public:
    explicit scalar_walk(std::string_view text) noexcept : text_(text) {}

    /// Goes to the next scalar that is no key.
    bool next() {
        for (; at_ != text_.size(); ++at_) {
            switch (text_[at_]) {
                case '{': case '[':
                    open_.push_back({text_[at_] == '[', pointer_.size(), 0});
                    if (text_[at_] == '[') pointer_ += "/0";
                    break;
                case '}': case ']':
                    pointer_.resize(open_.back().length);
                    open_.pop_back();
                    break;
                case ',':
                    if (open_.back().is_array) {
                        pointer_.resize(open_.back().length);
                        pointer_.append("/").append(std::to_string(++open_.back().index));
                    }
                    break;
                case ':': case ' ': case '\t': case '\r': case '\n': break;
                default:
                    begin_ = at_;
                    skip_scalar();
                    if (!open_.empty() && !open_.back().is_array && is_key()) {
                        pointer_.resize(open_.back().length);
                        pointer_.append("/").append(text_.substr(begin_ + 1, at_ - begin_ - 2));
                        --at_;
                        break;
                    }
                    return true;
            }
        }
        return false;
    }

    std::string_view pointer() const noexcept { return pointer_; }
    std::size_t begin() const noexcept { return begin_; }
    std::size_t end() const noexcept { return at_; }
    bool is_string() const noexcept { return text_[begin_] == '"'; }

private:
    struct level {
        bool is_array;
        std::size_t length; // of the pointer outside
        std::size_t index;
    };

    void skip_scalar() {
        if (text_[at_] == '"') {
            for (++at_; text_[at_] != '"'; ++at_)
                if (text_[at_] == '\\') ++at_;
            ++at_;
            return;
        }
        while (at_ != text_.size() && std::string_view(",]} \t\r\n").find(text_[at_]) == std::string_view::npos) ++at_;
    }
    bool is_key() const noexcept {
        auto const behind = text_.find_first_not_of(" \t\r\n", at_);
        return text_[begin_] == '"' && behind != std::string_view::npos && text_[behind] == ':';
    }

    std::string_view text_;
    std::string pointer_;
    std::vector<level> open_;
    std::size_t at_ = 0, begin_ = 0;
};

/// The event that was parsed last, cut into what must stay and what may change.
class delta_pattern {
public:
    /// Learns an event whose whole meaning is to add a text.
    /// @param data  valid JSON.
    /// @param meant what it was found to mean.
    void learn(std::string_view data, chat::event const& meant, delta_shape const& shape) {
        forget();
        if (!data.starts_with('{')) return; // the parser passes over a byte order mark, the walk does not
        keep<chat::text_delta>(meant), keep<chat::thinking_delta>(meant), keep<chat::refusal_delta>(meant), keep<chat::tool_call_delta>(meant);
        if (meant_.index() != meant.index()) return;
        auto const* const added = added_text();
        if (!added || added->empty()) return;
        std::size_t from = 0;
        bool has_text = false;
        for (scalar_walk walk(data); walk.next();) {
            auto const is_text = !has_text && walk.is_string() && contains(shape.texts, walk.pointer());
            if (!is_text && !contains(shape.varying, walk.pointer())) continue;
            if (is_text) {
                auto rest = data.substr(walk.begin());
                if (!reflect::scan_string(rest, text_) || text_ != *added) return forget();
                has_text = true;
            }
            pieces_.push_back({std::string(data.substr(from, walk.begin() - from)), is_text ? hole::text : walk.is_string() ? hole::string : hole::number});
            from = walk.end();
        }
        if (!has_text) return forget();
        auto const rest = data.substr(from);
        end_ = rest.substr(0, rest.find_last_not_of(" }") + 1);
        closing_ = static_cast<std::size_t>(std::count(rest.begin() + static_cast<std::ptrdiff_t>(end_.size()), rest.end(), '}'));
        is_set_ = true;
    }

    /// Forgets what was learnt: the next events are parsed.
    void forget() noexcept {
        pieces_.clear();
        is_set_ = false;
    }

    /// Returns what an event means that differs from the learnt one only where it may; null where it does not.
    /// @return lives until the next call.
    chat::event const* match(std::string_view data) {
        if (!is_set_) return nullptr;
        for (auto const& piece : pieces_) {
            if (!data.starts_with(piece.before)) return nullptr;
            data.remove_prefix(piece.before.size());
            bool const fits = piece.behind == hole::text     ? reflect::scan_string(data, text_)
                              : piece.behind == hole::string ? reflect::scan_string(data, ignored_)
                                                             : reflect::scan_number(data);
            if (!fits) return nullptr;
        }
        if (!data.starts_with(end_)) return nullptr;
        data.remove_prefix(end_.size());
        // One provider pads its events with spaces before the last brace.
        std::size_t closed = 0;
        for (char const c : data) {
            if (c == '}') ++closed;
            else if (c != ' ') return nullptr;
        }
        if (closed != closing_ || text_.empty()) return nullptr;
        added_text()->swap(text_);
        return &meant_;
    }

private:
    enum class hole { text, string, number };
    struct piece {
        std::string before;
        hole behind;
    };

    static bool contains(std::initializer_list<std::string_view> all, std::string_view one) noexcept {
        for (auto const each : all)
            if (each == one) return true;
        return false;
    }
    template <class Delta> void keep(chat::event const& meant) {
        if (auto const* const delta = std::get_if<Delta>(&meant)) meant_.emplace<Delta>(*delta);
    }
    std::string* added_text() noexcept {
        if (auto* t = std::get_if<chat::text_delta>(&meant_)) return t->signature ? nullptr : &t->text;
        if (auto* t = std::get_if<chat::thinking_delta>(&meant_)) return t->signature ? nullptr : &t->text;
        if (auto* t = std::get_if<chat::refusal_delta>(&meant_)) return &t->text;
        if (auto* t = std::get_if<chat::tool_call_delta>(&meant_)) return t->signature || !t->id.empty() || !t->name.empty() ? nullptr : &t->arguments;
        return nullptr;
    }

    std::vector<piece> pieces_;
    std::string end_;
    std::size_t closing_ = 0;
    chat::event meant_;
    std::string text_, ignored_;
    bool is_set_ = false;
};

} // namespace parley::inline v0::family::detail

#endif
