#ifndef PARLEY_MODEL_DETAIL_TABLE_READER_HPP
#define PARLEY_MODEL_DETAIL_TABLE_READER_HPP

#include <parley/model/detail/table_row.hpp>
#include <parley/model/info.hpp>

#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/members.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

namespace parley::inline v0::model::detail {

/// Takes what stands before the separator, which goes too.
inline std::string_view take_until(std::string_view& text, char separator) {
    auto const end = std::min(text.find(separator), text.size());
    auto const word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return word;
}

inline std::string_view take_word(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return take_until(text, ' ');
}

// One function for each kind of member that a row can give. Each says whether the text means something.
inline bool set(std::string& into, std::string_view text) { return into = text, true; }
inline bool set(std::int64_t& into, std::string_view text) {
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), into);
    return failure == std::errc() && end == text.data() + text.size();
}
inline bool set(decimal& into, std::string_view text) {
    auto const read = decimal::parse(text);
    if (read) into = *read;
    return read.has_value();
}
inline bool set(date& into, std::string_view text) {
    auto const read = parse_date(text);
    if (read) into = *read;
    return read.has_value();
}
inline bool set(bool& into, std::string_view text) { return into = text != "-", true; }
template <class E>
    requires std::is_enum_v<E>
bool set(E& into, std::string_view text) {
    return boost::describe::enum_from_string(std::string(text).c_str(), into);
}
template <class T> bool set(std::optional<T>& into, std::string_view text) { return set(into.emplace(), text); }

/// Sets the described member that is called so.
template <class T, template <class...> class L, class... D> bool set_member(T& of, std::string_view name, std::string_view text, L<D...>) {
    bool fine = false;
    (void)((name == D::name && (fine = set(of.*D::pointer, text), true)) || ...);
    return fine;
}
template <class T> bool set_member(T& of, std::string_view name, std::string_view text) {
    return set_member(of, name, text, boost::describe::describe_members<T, boost::describe::mod_public>());
}

inline bool read_prices(std::vector<price>& into, std::string_view text) {
    bool fine = true;
    while (!text.empty()) {
        auto one = take_until(text, ';');
        auto& made = into.emplace_back();
        for (auto name = take_word(one); !name.empty(); name = take_word(one)) {
            if (name == "above") name = "above_input_tokens";
            fine = set_member(made, name, take_word(one)) && fine;
        }
    }
    return fine;
}

/// Makes an info of a row.
/// @return it, and whether all of the row made sense.
inline std::pair<info, bool> info_of_row(table_vendor const& vendor, table_row const& row) {
    std::pair<info, bool> made;
    auto& about = made.first;
    auto& fine = made.second;
    fine = read_prices(about.prices, row.prices);
    auto const take = [&]<class T>(T& into, std::string_view text) { fine = (text.empty() || set(into, text)) && fine; };
    take(about.id, row.id);
    take(about.vendor, vendor.vendor);
    take(about.name, row.name);
    take(about.stage, row.stage);
    take(about.released, row.released);
    take(about.deprecated, row.deprecated);
    take(about.retires, row.retires);
    take(about.successor, row.successor);
    if (row.context != 0) about.context = row.context;
    if (row.max_input != 0) about.max_input = row.max_input;
    if (row.max_output != 0) about.max_output = row.max_output;

    auto words = row.aliases;
    for (auto word = take_word(words); !word.empty(); word = take_word(words)) about.aliases.emplace_back(word);
    words = row.input;
    for (auto word = take_word(words); !word.empty(); word = take_word(words)) take(about.input.emplace_back(), word);
    if (!about.input.empty()) about.output = {modality::text};
    words = row.capabilities;
    for (auto word = take_word(words); !word.empty(); word = take_word(words)) {
        auto const cannot = word.starts_with('-');
        fine = set_member(about.capabilities, word.substr(cannot ? 1 : 0), cannot ? "-" : "+") && fine;
    }

    auto const from = [&](char const* fact, std::string_view source, std::string_view as_of) {
        auto& o = about.origins.emplace_back(origin{fact, std::string(source), {}});
        take(o.as_of, as_of);
    };
    from("", vendor.facts_from, row.as_of);
    if (!about.prices.empty()) from("prices", vendor.prices_from, row.as_of);
    if (about.deprecated) from("deprecated", vendor.end_from, vendor.end_as_of);
    if (about.retires) from("retires", vendor.end_from, vendor.end_as_of);
    if (!about.successor.empty()) from("successor", vendor.end_from, vendor.end_as_of);
    return made;
}

} // namespace parley::inline v0::model::detail

#endif
