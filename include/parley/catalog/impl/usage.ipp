#ifndef PARLEY_CATALOG_IMPL_USAGE_IPP
#define PARLEY_CATALOG_IMPL_USAGE_IPP

#include <parley/catalog/usage.hpp>

#include <parley/concat.hpp>

#include <utility>

namespace parley::inline v0::catalog {

PARLEY_DECL std::int64_t active_references(usage const& of) {
    std::int64_t sum = 0;
    for (auto const& r : of.references) sum += r.is_history ? 0 : r.count;
    return sum;
}

PARLEY_DECL std::int64_t history_references(usage const& of) {
    std::int64_t sum = 0;
    for (auto const& r : of.references) sum += r.is_history ? r.count : 0;
    return sum;
}

PARLEY_DECL result<void> may_delete(usage const& of, std::string_view name) {
    error refusal(errc::in_use, "The model is in use; move what refers to it to another model first.", std::string(name));
    for (auto const& r : of.references)
        if (r.count != 0 && !r.is_history) refusal.problems.push_back({parley::detail::concat({"/", r.kind}), "0", std::to_string(r.count), {}});
    if (refusal.problems.empty()) return {};
    return refusal;
}

} // namespace parley::inline v0::catalog

#endif
