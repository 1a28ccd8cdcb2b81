#ifndef PARLEY_HTTP_HEADER_HPP
#define PARLEY_HTTP_HEADER_HPP

#include <parley/config.hpp>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::inline v0::http {

/// Compares two header names as RFC 9110 section 5.1 wants it: ASCII letters without regard to case.
constexpr bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept {
    constexpr auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [=](char x, char y) { return lower(x) == lower(y); });
}

/// Says whether `name` can stand as a header's name: a token of RFC 9110 section 5.6.2.
constexpr bool is_field_name(std::string_view name) noexcept {
    constexpr auto is_token = [](char c) {
        constexpr std::string_view marks = "-!#$%&'*+.^_`|~";
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || marks.find(c) != std::string_view::npos;
    };
    return !name.empty() && std::all_of(name.begin(), name.end(), is_token);
}

/// Says whether `value` can stand as a header's value: no control characters but the tab, so that it cannot begin another header.
constexpr bool is_field_value(std::string_view value) noexcept {
    return std::none_of(value.begin(), value.end(), [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

/// The fields of an HTTP message: found by name without regard to case, kept in the order in which they were added.
///
/// Distinct objects may be used from distinct threads.
class header {
public:
    /// One header line.
    struct field {
        std::string name;
        std::string value;

        friend bool operator==(field const&, field const&) = default;
    };
    using const_iterator = std::vector<field>::const_iterator;

    header() noexcept {}
    header(std::initializer_list<field> fields) : fields_(fields) {}

    /// Returns the value of the first field of that name; the view lives until the header changes.
    std::optional<std::string_view> find(std::string_view name) const noexcept;

    bool contains(std::string_view name) const noexcept { return find(name).has_value(); }

    /// Adds a field behind the others, also where one of that name stands already.
    void add(std::string name, std::string value);

    /// Gives the field of that name this value, in its old place; further fields of that name go, a missing one is added.
    void set(std::string_view name, std::string value);

    /// Removes all fields of that name.
    /// @return how many there were.
    std::size_t erase(std::string_view name);

    const_iterator begin() const noexcept { return fields_.begin(); }
    const_iterator end() const noexcept { return fields_.end(); }
    std::size_t size() const noexcept { return fields_.size(); }
    bool empty() const noexcept { return fields_.empty(); }

    friend bool operator==(header const&, header const&) = default;

private:
    struct named {
        std::string_view name;
        explicit named(std::string_view wanted) noexcept : name(wanted) {}
        bool operator()(field const& f) const noexcept { return equals_ignoring_case(f.name, name); }
    };

    std::vector<field> fields_;
};

/// Says whether the field's value is a credential, or may be one: what is shown of a message leaves such values out.
constexpr bool is_sensitive(std::string_view name) noexcept {
    constexpr std::string_view words[] = {"auth", "key", "token", "secret", "cookie", "password", "credential", "signature"};
    return std::any_of(std::begin(words), std::end(words), [name](std::string_view word) {
        for (std::size_t at = 0; at + word.size() <= name.size(); ++at)
            if (equals_ignoring_case(name.substr(at, word.size()), word)) return true;
        return false;
    });
}

} // namespace parley::inline v0::http

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/http/impl/header.ipp>
#endif

#endif
