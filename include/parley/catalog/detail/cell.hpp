#ifndef PARLEY_CATALOG_DETAIL_CELL_HPP
#define PARLEY_CATALOG_DETAIL_CELL_HPP

#include <parley/catalog/id.hpp>
#include <parley/config.hpp>
#include <parley/model/date.hpp>
#include <parley/reflect/names.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/secret.hpp>

#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace parley::inline v0::catalog::detail {

/// What a cell of a row travels as. Both engines read and write all three alike.
enum class cell_kind : char { integer = 'i', real = 'r', text = 't' };

/// A value on its way to or from the data base: storage that a prepared statement is bound to once.
struct cell {
    bool null = false;
    long long integer = 0;
    double real = 0;
    std::string text;
};

/// How a C++ type looks in a cell. Whatever has no rule of its own is kept as JSON text.
template <class T> struct in_cell {
    static constexpr cell_kind kind = cell_kind::text;
    static void put(cell& c, T const& value) {
        c.text.clear();
        reflect::append_text(c.text, value);
    }
    static bool get(cell const& c, T& value) {
        auto made = reflect::parse<T>(c.text);
        if (made) value = std::move(*made);
        return made.has_value();
    }
};

template <> struct in_cell<secret>; // undefined: a secret never stands in a cell, only what it was sealed into

/// The engines write truth in different words, `1` or `t`; both read 1.
template <> struct in_cell<bool> {
    static constexpr cell_kind kind = cell_kind::text;
    static void put(cell& c, bool value) { c.text = value ? "1" : "0"; }
    static bool get(cell const& c, bool& value) {
        value = c.text == "1" || c.text == "t";
        return value || c.text == "0" || c.text == "f";
    }
};

template <std::integral T> struct in_cell<T> {
    static constexpr cell_kind kind = cell_kind::integer;
    static void put(cell& c, T value) { c.integer = static_cast<long long>(value); }
    static bool get(cell const& c, T& value) { return std::in_range<T>(c.integer) && (value = static_cast<T>(c.integer), true); }
};

template <std::floating_point T> struct in_cell<T> {
    static constexpr cell_kind kind = cell_kind::real;
    static void put(cell& c, T value) { c.real = value; }
    static bool get(cell const& c, T& value) { return value = static_cast<T>(c.real), true; }
};

template <std::convertible_to<std::string_view> T> struct in_cell<T> {
    static constexpr cell_kind kind = cell_kind::text;
    static void put(cell& c, std::string_view value) { c.text = value; }
    static bool get(cell const& c, std::string& value) { return value = c.text, true; }
};

template <class Table> struct in_cell<id<Table>> {
    static constexpr cell_kind kind = cell_kind::integer;
    static void put(cell& c, id<Table> value) { c.integer = value.value; }
    static bool get(cell const& c, id<Table>& value) { return value.value = c.integer, true; }
};

template <> struct in_cell<moment> {
    static constexpr cell_kind kind = cell_kind::integer;
    static void put(cell& c, moment value) { c.integer = value.time_since_epoch().count(); }
    static bool get(cell const& c, moment& value) { return value = moment(std::chrono::microseconds(c.integer)), true; }
};

template <> struct in_cell<model::date> {
    static constexpr cell_kind kind = cell_kind::text;
    static void put(cell& c, model::date value) { c.text = model::to_text(value); }
    static bool get(cell const& c, model::date& value) {
        auto const made = model::parse_date(c.text);
        if (made) value = *made;
        return made.has_value();
    }
};

template <class E>
    requires boost::describe::has_describe_enumerators<E>::value
struct in_cell<E> {
    static constexpr cell_kind kind = cell_kind::text;
    static void put(cell& c, E value) { c.text = reflect::enumerator_name(value); }
    static bool get(cell const& c, E& value) {
        auto const made = reflect::enumerator_from<E>(c.text);
        if (made) value = *made;
        return made.has_value();
    }
};

template <class T> struct in_cell<std::optional<T>> {
    static constexpr cell_kind kind = in_cell<T>::kind;
    static void put(cell& c, std::optional<T> const& value) {
        c.null = !value;
        if (value) in_cell<T>::put(c, *value);
        else c.text.clear();
    }
    static bool get(cell const& c, std::optional<T>& value) {
        if (c.null) return value.reset(), true;
        return in_cell<T>::get(c, value.emplace());
    }
};

template <> struct in_cell<std::nullopt_t> {
    static constexpr cell_kind kind = cell_kind::text;
    static void put(cell& c, std::nullopt_t) { c.null = true, c.text.clear(); }
};

template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;

template <class T> void put(cell& c, T const& value) {
    c.null = false;
    in_cell<T>::put(c, value);
}

template <class T> bool get(cell const& c, T& value) {
    if (c.null && !is_optional<T>) return false;
    return in_cell<T>::get(c, value);
}

/// The kinds of cells that values of these types need, one character each, and a zero.
template <class... T> inline constexpr char cell_kinds[] = {static_cast<char>(in_cell<T>::kind)..., 0};

/// Says whether rows of this type have a cell for each member; of any other type they are one cell.
template <class Row> concept DescribedRow = boost::describe::has_describe_members<Row>::value && std::is_class_v<Row>;

/// What is known of a type of rows, without the type.
struct row_shape {
    std::string (*columns)();             ///< names of the columns, separated by commas
    std::string_view kinds;               ///< one `cell_kind` for each
    bool (*read)(cell const*, void* row); ///< false where a cell does not fit its member
};

template <class Row, template <class...> class List, class... D> constexpr row_shape described_shape(List<D...>) {
    return {[] {
                std::string text;
                ((text += (text.empty() ? "" : ", "), text += D::name), ...);
                return text;
            },
            std::string_view(cell_kinds<std::remove_cvref_t<decltype(std::declval<Row&>().*D::pointer)>...>, sizeof...(D)),
            [](cell const* cells, void* row) { return (get(*cells++, static_cast<Row*>(row)->*D::pointer) && ...); }};
}

template <class Row, template <class...> class List, class... D> void put_members(cell* cells, Row const& row, List<D...>) {
    (put(*cells++, row.*D::pointer), ...);
}
template <DescribedRow Row> void put_row(cell* cells, Row const& row) {
    put_members(cells, row, boost::describe::describe_members<Row, boost::describe::mod_public>());
}

template <class Row> inline constexpr row_shape shape_of = [] {
    if constexpr (DescribedRow<Row>) {
        return described_shape<Row>(boost::describe::describe_members<Row, boost::describe::mod_public>());
    } else {
        return row_shape{[] { return std::string(); }, std::string_view(cell_kinds<Row>, 1), [](cell const* c, void* row) { return get(*c, *static_cast<Row*>(row)); }};
    }
}();

/// Returns the statement that adds so many rows at once.
PARLEY_DECL std::string insertion(std::string_view table, row_shape const& row, std::size_t rows);

} // namespace parley::inline v0::catalog::detail

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/detail/impl/cell.ipp>
#endif

#endif
