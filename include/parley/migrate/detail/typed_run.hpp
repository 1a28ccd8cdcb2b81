#ifndef PARLEY_MIGRATE_DETAIL_TYPED_RUN_HPP
#define PARLEY_MIGRATE_DETAIL_TYPED_RUN_HPP

// A document whose remaining steps all lead from struct to struct needs no DOM.

#include <parley/migrate/chain.hpp>
#include <parley/migrate/detail/document.hpp>
#include <parley/migrate/detail/nested.hpp>
#include <parley/migrate/report.hpp>
#include <parley/reflect/internals.hpp>
#include <parley/reflect/options.hpp>
#include <parley/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace parley::inline v0::migrate {

template <class T> struct migrated;

namespace detail {

/// Says whether `Value` is what the first of these steps takes and the last of them makes a `T`.
template <class T, class Value, class... Steps> struct leads_to : std::is_same<T, Value> {};
template <class T, class Value, class First, class... Rest> struct leads_to<T, Value, First, Rest...> : std::false_type {};
template <class T, class Value, class First, class... Rest>
    requires First::typed
struct leads_to<T, Value, First, Rest...>
    : std::bool_constant<std::is_same_v<Value, typename First::old_type> && leads_to<T, typename First::new_type, Rest...>::value> {};

template <class T> class typed_runs {
public:
    /// Returns nothing where the document's version starts no such run, or is not what it seemed to be.
    static std::optional<result<migrated<T>>> load(std::string_view text, std::optional<std::int64_t> said, reflect::read_options const& how) {
        if constexpr (!has_chain<T>) return std::nullopt;
        else return from_chain(text, said, how, typename schema<T>::steps());
    }

private:
    using outcome = std::optional<result<migrated<T>>>;

    template <class... Steps>
    static outcome from_chain(std::string_view text, std::optional<std::int64_t> said, reflect::read_options const& how, chain<Steps...>) {
        return from_steps<Steps...>(text, said, how);
    }

    template <class... None>
        requires(sizeof...(None) == 0)
    static outcome from_steps(std::string_view, std::optional<std::int64_t>, reflect::read_options const&) {
        return std::nullopt;
    }
    template <class First, class... Rest>
    static outcome from_steps(std::string_view text, std::optional<std::int64_t> said, reflect::read_options const& how) {
        if constexpr (First::typed) {
            if constexpr (leads_to<T, typename First::old_type, First, Rest...>::value) {
                if (said.value_or(document_of<T>::value.missing) == First::from) return run<First, Rest...>(text, said, how);
            }
        }
        return from_steps<Rest...>(text, said, how);
    }

    template <class First, class... Rest> static outcome run(std::string_view text, std::optional<std::int64_t> said, reflect::read_options const& how) {
        using old_type = typename First::old_type;
        old_type old{};
        auto read = reflect::detail::read_text(reflect::detail::table<old_type>::value, &old, text, how, reflect::detail::reading::whole, {document_of<T>::value.key, said.has_value(), said.value_or(0)});
        if (read.outdated) return std::nullopt;
        if (read.failure) {
            // A document that has the newest shape already does not fail in the step. What is wrong with others the DOM tells, in the same words always.
            if (std::is_same_v<old_type, T> || read.failure->code != errc::invalid_document) return std::move(*read.failure);
            return std::nullopt;
        }
        result<migrated<T>> made(boost::system::in_place_value);
        made->from = First::from;
        made->to = schema<T>::version;
        if (auto failure = carry<First, Rest...>(std::move(old), *made)) return std::move(*failure);
        return made;
    }

    template <class First, class... Rest> static std::optional<error> carry(typename First::old_type&& old, migrated<T>& made) {
        auto next = First::apply(std::move(old));
        if (!next) return failed_step(document_of<T>::value, First::name(), First::from, First::to, next.error());
        made.steps.push_back({First::from, First::to, {}, std::string(First::name()), std::string(First::description), {}});
        if constexpr (sizeof...(Rest) == 0) {
            made.value = std::move(*next);
            return std::nullopt;
        } else {
            return carry<Rest...>(std::move(*next), made);
        }
    }
};

} // namespace detail
} // namespace parley::inline v0::migrate

#endif
