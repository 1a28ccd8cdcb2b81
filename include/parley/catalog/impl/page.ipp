#ifndef PARLEY_CATALOG_IMPL_PAGE_IPP
#define PARLEY_CATALOG_IMPL_PAGE_IPP

#include <parley/catalog/page.hpp>

#include <parley/reflect/parse.hpp>

#include <charconv>
#include <limits>
#include <string_view>
#include <system_error>

namespace parley::inline v0::catalog {

PARLEY_DECL result<page_position> page_position::of(page_request const& wanted, std::vector<std::string> list, std::size_t keys) {
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

PARLEY_DECL std::optional<std::string> page_position::key(std::size_t which) const {
    if (which < keys_.size()) return keys_[which];
    return std::nullopt;
}

PARLEY_DECL result<std::optional<std::int64_t>> page_position::number(std::size_t which) const {
    auto const text = key(which);
    if (!text) return std::optional<std::int64_t>();
    std::int64_t made = 0;
    auto const end = text->data() + text->size();
    auto const read = std::from_chars(text->data(), end, made);
    if (read.ec != std::errc() || read.ptr != end) return error(errc::invalid_argument, "This cursor belongs to no page of this list.", "cursor");
    return std::optional(made);
}

PARLEY_DECL result<std::int64_t> page_position::before() const {
    auto const row = number(0);
    if (!row) return row.error();
    return row->value_or(std::numeric_limits<std::int64_t>::max());
}

} // namespace parley::inline v0::catalog

#endif
