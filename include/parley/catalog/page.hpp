#ifndef PARLEY_CATALOG_PAGE_HPP
#define PARLEY_CATALOG_PAGE_HPP

#include <parley/http/base64.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace parley::inline v0::catalog {

/// Which page of a list is wanted.
struct page_request {
    std::int64_t limit = 50;         ///< rows, 1 to 1000
    std::string cursor = {};         ///< `page::next` of the page before; empty = the first page
};

/// A part of a list. Pages never skip or repeat a row, also when rows come and go between them.
template <class Row> struct page {
    std::vector<Row> items;
    std::optional<std::string> next; ///< asks for the next page; empty on the last one
};

/// Where in a list a page begins: behind the row with these keys.
class page_position {
public:
    /// Reads what a request says.
    /// @param list the name of the list and what it is filtered by: a cursor of another list is refused.
    /// @param keys how many keys order the list.
    /// @return the position; `errc::invalid_argument` for a limit out of range and for a cursor that is none of this list.
    static result<page_position> of(page_request const& wanted, std::vector<std::string> list, std::size_t keys) {
        if (wanted.limit < 1 || wanted.limit > 1000) return error(errc::invalid_argument, "A page has 1 to 1000 rows.", "limit");
        page_position made;
        made.limit_ = wanted.limit;
        made.list_ = std::move(list);
        if (wanted.cursor.empty()) return made;
        auto standard = wanted.cursor;
        for (char& c : standard) c = c == '-' ? '+' : c == '_' ? '/' : c;
        auto const text = http::from_base64(standard);
        auto const words = text ? reflect::parse<std::vector<std::string>>(*text) : error(errc::invalid_argument);
        auto const count = made.list_.size();
        bool fits = words && words->size() == count + keys;
        for (std::size_t i = 0; fits && i != count; ++i) fits = (*words)[i] == made.list_[i];
        if (!fits) return error(errc::invalid_argument, "This cursor belongs to no page of this list.", "cursor");
        made.keys_.assign(words->begin() + static_cast<std::ptrdiff_t>(count), words->end());
        return made;
    }

    /// How many rows to ask for: one more than the page has, to know whether there is a next one.
    std::int64_t rows() const noexcept { return limit_ + 1; }

    /// Returns a key of the row behind which the page begins; nothing for the first page.
    std::optional<std::string> key(std::size_t which) const {
        if (which < keys_.size()) return keys_[which];
        return std::nullopt;
    }
    /// Returns a key that is a number.
    /// @return `errc::invalid_argument` where somebody has made the cursor by hand.
    result<std::optional<std::int64_t>> number(std::size_t which) const {
        auto const text = key(which);
        if (!text) return std::optional<std::int64_t>();
        std::int64_t made = 0;
        auto const end = text->data() + text->size();
        auto const read = std::from_chars(text->data(), end, made);
        if (read.ec != std::errc() || read.ptr != end) return error(errc::invalid_argument, "This cursor belongs to no page of this list.", "cursor");
        return std::optional(made);
    }

    /// Returns the number of the row behind which the page begins, in a list that shows the newest row first.
    /// @return the greatest number of all for the first page; `errc::invalid_argument` where somebody has made the cursor by hand.
    result<std::int64_t> before() const {
        auto const row = number(0);
        if (!row) return row.error();
        return row->value_or(std::numeric_limits<std::int64_t>::max());
    }

    /// Makes a page of the rows that were found.
    /// @param keys_of returns the keys of a row, as text.
    template <class Row, class Keys> page<Row> made_of(std::vector<Row> found, Keys keys_of) const {
        page<Row> made;
        auto const whole = static_cast<std::size_t>(limit_);
        if (found.size() > whole) {
            found.resize(whole);
            auto words = list_;
            for (auto& key : keys_of(found.back())) words.push_back(std::move(key));
            made.next = http::base64url(reflect::to_text(words));
        }
        made.items = std::move(found);
        return made;
    }

private:
    std::int64_t limit_ = 0;
    std::vector<std::string> list_;
    std::vector<std::string> keys_;
};

} // namespace parley::inline v0::catalog

#endif
