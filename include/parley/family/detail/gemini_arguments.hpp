#ifndef PARLEY_FAMILY_DETAIL_GEMINI_ARGUMENTS_HPP
#define PARLEY_FAMILY_DETAIL_GEMINI_ARGUMENTS_HPP

// Arguments of a call that come in pieces, each with the path of the value that it belongs to.

#include <parley/family/detail/body.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace parley::inline v0::family::detail {

/// Walks the steps of a path such as `$.stops[0]['the name']` (RFC 9535, names and indices only).
class json_path {
public:
    explicit json_path(std::string_view path) noexcept : rest_(path) {
        if (rest_.starts_with('$')) rest_.remove_prefix(1);
    }

    struct step {
        std::string_view name;
        std::optional<std::size_t> index;
    };

    /// Returns the next step; nothing at the end, and where the path cannot be read on.
    std::optional<step> next() noexcept {
        if (rest_.starts_with('.')) {
            rest_.remove_prefix(1);
            return step{take(rest_.find_first_of(".[")), {}};
        }
        if (!rest_.starts_with('[')) return std::nullopt;
        rest_.remove_prefix(1);
        if (rest_.starts_with('\'') || rest_.starts_with('"')) {
            char const quote = rest_.front();
            rest_.remove_prefix(1);
            auto const end = rest_.find(quote);
            if (end == std::string_view::npos) return std::nullopt;
            auto const name = take(end);
            rest_.remove_prefix(rest_.size() < 2 ? rest_.size() : 2);
            return step{name, {}};
        }
        auto const digits = take(rest_.find(']'));
        if (!rest_.empty()) rest_.remove_prefix(1);
        std::size_t index = 0;
        auto const [stop, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
        if (failure != std::errc() || stop != digits.data() + digits.size()) return std::nullopt;
        return step{{}, index};
    }

private:
    std::string_view take(std::size_t n) noexcept {
        auto const taken = rest_.substr(0, n);
        rest_.remove_prefix(taken.size());
        return taken;
    }

    std::string_view rest_;
};

/// Puts the pieces together.
class gemini_arguments {
public:
    /// Adds one piece: `{"jsonPath", "stringValue" or the like, "willContinue"}`.
    void add(boost::json::object const& piece) {
        auto const* const path = piece.if_contains("jsonPath");
        if (!path || !path->is_string()) return;
        auto* const to = find(view(path->get_string()));
        if (!to) return;
        if (auto const* const text = piece.if_contains("stringValue"); text && text->is_string()) {
            // What follows a text that is not at its end goes behind it; so does the empty piece that ends it.
            if (to->is_string()) to->get_string().append(text->get_string());
            else *to = *text;
            return;
        }
        for (auto const* const key : {"numberValue", "boolValue"})
            if (auto const* const plain = piece.if_contains(key)) *to = *plain;
    }
    /// Begins with arguments that came whole.
    void begin(boost::json::object whole) { all_ = std::move(whole); }

    boost::json::value take() { return std::exchange(all_, boost::json::object()); }

private:
    static constexpr int deepest = 32; // a path that goes further is not followed

    boost::json::value* find(std::string_view text) {
        json_path path(text);
        boost::json::value* at = &all_;
        int depth = 0;
        while (auto const step = path.next()) {
            if (++depth > deepest) return nullptr;
            if (step->index) {
                auto& elements = at->is_array() ? at->get_array() : at->emplace_array();
                // Elements come one after the other.
                if (*step->index >= elements.size()) elements.emplace_back(nullptr);
                at = &elements[*step->index < elements.size() ? *step->index : elements.size() - 1];
            } else {
                auto& members = at->is_object() ? at->get_object() : at->emplace_object();
                at = &members[view(step->name)];
            }
        }
        return depth == 0 ? nullptr : at;
    }

    boost::json::value all_ = boost::json::object();
};

} // namespace parley::inline v0::family::detail

#endif
