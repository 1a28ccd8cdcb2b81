#ifndef PARLEY_CATALOG_PAGE_HPP
#define PARLEY_CATALOG_PAGE_HPP

#include <parley/config.hpp>
#include <parley/http/base64.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
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
    static result<page_position> of(page_request const& wanted, std::vector<std::string> list, std::size_t keys);

    /// How many rows to ask for: one more than the page has, to know whether there is a next one.
    std::int64_t rows() const noexcept { return limit_ + 1; }

    /// Returns a key of the row behind which the page begins; nothing for the first page.
    std::optional<std::string> key(std::size_t which) const;
    /// Returns a key that is a number.
    /// @return `errc::invalid_argument` where somebody has made the cursor by hand.
    result<std::optional<std::int64_t>> number(std::size_t which) const;

    /// Returns the number of the row behind which the page begins, in a list that shows the newest row first.
    /// @return the greatest number of all for the first page; `errc::invalid_argument` where somebody has made the cursor by hand.
    result<std::int64_t> before() const;

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

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/page.ipp>
#endif

#endif
