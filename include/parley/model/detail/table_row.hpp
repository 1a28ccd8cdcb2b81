#ifndef PARLEY_MODEL_DETAIL_TABLE_ROW_HPP
#define PARLEY_MODEL_DETAIL_TABLE_ROW_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace parley::inline v0::model::detail {

/// A row of the built-in table: a `model::info` that costs a compiler next to nothing. Zero and empty mean unknown; lists are words.
struct table_row {
    std::string_view id;
    std::string_view name = {};
    std::string_view aliases = {};
    std::int64_t context = 0;
    std::int64_t max_input = 0;
    std::int64_t max_output = 0;
    std::string_view input = {};        ///< modalities; what comes out is text
    std::string_view capabilities = {}; ///< with a minus before it: what the model cannot do
    std::string_view prices = {};       ///< members of `model::price` and their values; a semicolon ends a price
    std::string_view stage = {};
    std::string_view released = {};
    std::string_view deprecated = {};
    std::string_view retires = {};
    std::string_view successor = {};
    std::string_view as_of = {}; ///< of all but the days of its end
};

/// Refers to an array of rows. (`std::span` would cost every reader a noticeable time.)
class table_rows {
public:
    template <std::size_t Count> constexpr table_rows(table_row const (&rows)[Count]) noexcept : first_(rows), last_(rows + Count) {}

    constexpr table_row const* begin() const noexcept { return first_; }
    constexpr table_row const* end() const noexcept { return last_; }

private:
    table_row const* first_;
    table_row const* last_;
};

/// The rows of a vendor, and where they are from.
struct table_vendor {
    std::string_view vendor;
    std::string_view facts_from;
    std::string_view prices_from;
    std::string_view end_from; ///< of `deprecated`, `retires` and `successor`
    std::string_view end_as_of;
    table_rows rows;
};

} // namespace parley::inline v0::model::detail

#endif
