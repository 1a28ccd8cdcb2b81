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
    /// Says whether it has loaded the document, or failed to; not where its version starts no such run, or is not what it seemed to be.
    static bool load(std::string_view text, std::optional<std::int64_t> said, reflect::read_options const& how, result<migrated<T>>& made) {
        if constexpr (has_chain<T>) return from_chain({text, said, how, made}, typename schema<T>::steps());
        else return false;
    }

private:
    struct task {
        std::string_view text;
        std::optional<std::int64_t> said;
        reflect::read_options const& how;
        result<migrated<T>>& made;
    };

    template <class... Steps> static bool from_chain(task const& t, chain<Steps...>) { return from_steps<Steps...>(t); }

    template <class... None>
        requires(sizeof...(None) == 0)
    static bool from_steps(task const&) {
        return false;
    }
    template <class First, class... Rest> static bool from_steps(task const& t) {
        if constexpr (First::typed) {
            if constexpr (leads_to<T, typename First::old_type, First, Rest...>::value) {
                if (t.said.value_or(document_of<T>::value.missing) == First::from) return run<First, Rest...>(t);
            }
        }
        return from_steps<Rest...>(t);
    }

    template <class First, class... Rest> static bool run(task const& t) {
        using old_type = typename First::old_type;
        old_type old{};
        auto read = reflect::detail::read_text(reflect::detail::table<old_type>::value, &old, t.text, t.how, reflect::detail::reading::whole,
                                               {document_of<T>::value.key, t.said.has_value(), t.said.value_or(0)});
        if (read.outdated) return false;
        if (read.failure) {
            // A document that has the newest shape already does not fail in the step. What is wrong with others the DOM tells, in the same words always.
            if (!std::is_same_v<old_type, T> && read.failure->code == errc::invalid_document) return false;
            t.made = std::move(*read.failure);
            return true;
        }
        t.made->from = First::from;
        t.made->to = schema<T>::version;
        carry<First, Rest...>(std::move(old), t.made);
        return true;
    }

    template <class First, class... Rest> static void carry(typename First::old_type&& old, result<migrated<T>>& made) {
        auto next = First::apply(std::move(old));
        if (!next) {
            made = failed_step(document_of<T>::value, First::name(), First::from, First::to, next.error());
            return;
        }
        made->steps.push_back({First::from, First::to, {}, std::string(First::name()), std::string(First::description), {}});
        if constexpr (sizeof...(Rest) == 0) made->value = std::move(*next);
        else carry<Rest...>(std::move(*next), made);
    }
};

} // namespace detail
} // namespace parley::inline v0::migrate

#endif
