#ifndef PARLEY_MODEL_DETAIL_NUMBERS_AS_TEXT_HPP
#define PARLEY_MODEL_DETAIL_NUMBERS_AS_TEXT_HPP

#include <parley/reflect/parse.hpp>
#include <parley/result.hpp>

#include <boost/json/value.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace parley::inline v0::model::detail {

/// Returns JSON text in which every number stands between quotes: prices must not pass through binary fractions on their way through a parser.
///
/// Text that is no JSON stays no JSON; whether the numbers are numbers is for those to say who read them.
inline std::string numbers_as_text(std::string_view json) {
    std::string made;
    made.reserve(json.size() + json.size() / 8);
    while (!json.empty()) {
        std::size_t length = 1;
        auto const sign = json.front() == '-' ? 1u : 0u;
        bool const number = json.size() > sign && json[sign] >= '0' && json[sign] <= '9';
        if (number) {
            length = std::min(json.find_first_not_of("0123456789+-.eE"), json.size());
        } else if (json.front() == '"') {
            while (length < json.size() && json[length] != '"') length += json[length] == '\\' ? 2 : 1;
            length = std::min(length + 1, json.size());
        } else {
            length = std::min(json.find_first_of("\"-0123456789", 1), json.size());
        }
        if (number) made += '"';
        made += json.substr(0, length);
        if (number) made += '"';
        json.remove_prefix(length);
    }
    return made;
}

/// Reads JSON text as a DOM whose numbers are strings.
inline result<boost::json::value> parse_with_numbers_as_text(std::string_view json) {
    auto read = reflect::parse_value(numbers_as_text(json));
    if (read) return read;
    auto why = read.error();
    for (auto& p : why.problems) p.offset.reset(); // it counts the added quotes
    return why;
}

} // namespace parley::inline v0::model::detail

#endif
