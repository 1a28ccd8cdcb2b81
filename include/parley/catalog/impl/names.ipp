#ifndef PARLEY_CATALOG_IMPL_NAMES_IPP
#define PARLEY_CATALOG_IMPL_NAMES_IPP

#include <parley/catalog/names.hpp>

#include <parley/concat.hpp>

namespace parley::inline v0::catalog {

PARLEY_DECL result<std::string> to_name(std::string_view given, name_rule const& rule) {
    constexpr std::string_view blank = " \t\r\n\v\f";
    auto const wrong = [&](std::string_view why) {
        return error(errc::invalid_name, parley::detail::concat({"A ", rule.what, why}));
    };
    auto const first = given.find_first_not_of(blank);
    if (first == given.npos) return wrong(" cannot be empty.");
    given = given.substr(first, given.find_last_not_of(blank) - first + 1);

    std::size_t characters = 0;
    for (std::size_t at = 0; at != given.size(); ++characters) {
        auto const lead = static_cast<unsigned char>(given[at]);
        std::size_t const more = lead < 0x80 ? 0 : lead < 0xC2 ? 4 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : lead < 0xF5 ? 3 : 4;
        if (lead < 0x20 || lead == 0x7F) return wrong(" cannot have control characters.");
        if (more == 4 || given.size() - at <= more) return wrong(" must be UTF-8.");
        for (std::size_t i = 1; i <= more; ++i)
            if ((static_cast<unsigned char>(given[at + i]) & 0xC0) != 0x80) return wrong(" must be UTF-8.");
        at += more + 1;
    }
    if (characters > rule.longest) return wrong(parley::detail::concat({" can have ", rule.longest, " characters."}));
    if (rule.word) {
        auto const is_alphanumeric = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
        bool fits = is_alphanumeric(given.front()) && is_alphanumeric(given.back());
        for (char const c : given) fits = fits && (is_alphanumeric(c) || c == '_' || c == '-');
        if (!fits) return wrong(" has letters, digits, _ and - alone, and begins and ends with a letter or digit.");
    }
    return std::string(given);
}

} // namespace parley::inline v0::catalog

#endif
