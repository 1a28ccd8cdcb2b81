#ifndef PARLEY_MIGRATE_STEP_HPP
#define PARLEY_MIGRATE_STEP_HPP

#include <parley/reflect/check.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/internals.hpp>
#include <parley/reflect/names.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace parley::inline v0::migrate {

/// A one-line description, as a template argument.
template <std::size_t N> struct sentence {
    char text[N] = {};
    constexpr sentence(char const (&literal)[N]) { std::copy_n(literal, N, text); } // implicit: a literal stands for it
    constexpr operator std::string_view() const { return {text, N - 1}; }
};

/// Where a step has no way back.
struct no_way_back {};

namespace detail {

template <auto Function> constexpr std::string_view function_name() {
    std::string_view text = __PRETTY_FUNCTION__; // "… [with auto Function = ns::name; …]", "… [Function = &ns::name]"
    text.remove_prefix(text.find("Function = ") + 11);
    text = text.substr(0, text.find_first_of(";]("));
    auto const from = text.find_last_of(":&");
    return from == std::string_view::npos ? text : text.substr(from + 1);
}

template <class T>
concept CarriesExtra = requires(T& t) {
    { t.extra } -> std::same_as<boost::json::object&>;
};

template <class T> struct unwrapped { using type = T; };
template <class T> struct unwrapped<result<T>> { using type = T; };

/// Carries what a struct does not know over to the other, unless the other has a member or a value under that key.
template <class From, class To> void move_extra(boost::json::object&& extra, To& to) {
    if constexpr (CarriesExtra<From> && CarriesExtra<To>) {
        constexpr auto const& known = reflect::detail::table<To>::value;
        for (auto const& pair : extra)
            if (find_member(known, {pair.key().data(), pair.key().size()}) == known.members.size()) to.extra.insert(pair);
    }
}

} // namespace detail

/// A step that edits the JSON object of version `From` into that of version `To`.
///
/// @tparam Up           a function `result<void>(boost::json::object&)`; an error says why this document cannot be carried over.
/// @tparam Description  one line for people.
/// @tparam Down         optionally, the function that leads back.
///
/// The version key is taken out before and put in after the step. (A key that is put in may move the others: copy what a pointer into the document
/// refers to before that.)
template <int From, auto Up, sentence Description = "", auto Down = no_way_back(), int To = From + 1> struct json_step {
    static constexpr int from = From;
    static constexpr int to = To;
    static constexpr std::string_view description = Description;
    static constexpr bool typed = false;
    static constexpr bool has_down = !std::is_same_v<std::remove_cv_t<decltype(Down)>, no_way_back>;

    static constexpr std::string_view name() { return detail::function_name<Up>(); }
    static result<void> up(boost::json::object& document, reflect::read_options const& = {}) { return Up(document); }
    static result<void> down(boost::json::object& document, reflect::read_options const& = {}) {
        if constexpr (has_down) return Down(document);
        else return error(errc::no_migration_step);
    }
};

/// A step between two described structs: finds `upgrade(Old)` by argument-dependent lookup, and `downgrade(New)` for the way back where there
/// is one. Both return the other struct or a `result` of it. What neither struct knows (`extra`) is carried over without asking.
template <int From, class Old, class New, sentence Description = "", int To = From + 1> struct typed_step {
    using old_type = Old;
    using new_type = New;
    static constexpr int from = From;
    static constexpr int to = To;
    static constexpr std::string_view description = Description;
    static constexpr bool typed = true;
    static constexpr bool has_down = requires(New v) { downgrade(std::move(v)); };

    static constexpr std::string_view name() { return reflect::type_name<Old>(); }

    static result<New> apply(Old&& old) {
        static_assert(requires { upgrade(std::move(old)); }, "parley[migrate.upgrade]: this step needs a function `New upgrade(Old)` beside its structs.");
        static_assert(std::is_same_v<typename detail::unwrapped<decltype(upgrade(std::move(old)))>::type, New>,
                      "parley[migrate.upgrade_type]: `upgrade(Old)` returns the struct that the step names as New, or a result of it.");
        boost::json::object extra;
        if constexpr (detail::CarriesExtra<Old>) extra = std::move(old.extra);
        result<New> made = upgrade(std::move(old));
        if (made) detail::move_extra<Old>(std::move(extra), *made);
        return made;
    }
    static result<void> up(boost::json::object& document, reflect::read_options const& how = {}) {
        auto old = read<Old>(document, how);
        if (!old) return old.error();
        auto made = apply(std::move(*old));
        if (!made) return made.error();
        document = std::move(reflect::to_json(*made, reflect::secrets::plain()).get_object());
        return {};
    }
    static result<void> down(boost::json::object& document, reflect::read_options const& how = {}) {
        if constexpr (has_down) {
            auto current = read<New>(document, how);
            if (!current) return current.error();
            boost::json::object extra;
            if constexpr (detail::CarriesExtra<New>) extra = std::move(current->extra);
            result<Old> made = downgrade(std::move(*current));
            if (!made) return made.error();
            detail::move_extra<New>(std::move(extra), *made);
            document = std::move(reflect::to_json(*made, reflect::secrets::plain()).get_object());
            return {};
        } else {
            return error(errc::no_migration_step);
        }
    }

private:
    template <class T> static result<T> read(boost::json::object& document, reflect::read_options const& how) {
        boost::json::value whole(std::move(document));
        return reflect::from_json<T>(whole, how);
    }
};

} // namespace parley::inline v0::migrate

#endif
