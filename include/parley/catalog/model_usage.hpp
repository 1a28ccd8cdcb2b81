#ifndef PARLEY_CATALOG_MODEL_USAGE_HPP
#define PARLEY_CATALOG_MODEL_USAGE_HPP

#include <parley/catalog/principal.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/store.hpp>
#include <parley/catalog/usage.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <string_view>
#include <vector>

namespace parley::inline v0::catalog {

/// Counts what refers to a model, kind by kind: what its deletion or migration would concern. Nothing is kept, so that no count is ever stale.
///
/// Needs `catalog:read`. A member counts in their own organisation, the platform's operator in all of them.
/// @return `errc::not_found`; the errors of the store and of the sources.
struct model_usage_t {
    static constexpr operation is{"model.usage", scope::read};

    result<usage> operator()(store& in, principal const& who, reference_sources const& sources, model_id which) const;
};
inline constexpr model_usage_t model_usage{};

/// Lists the things of one kind that refer to a model, page by page.
///
/// Needs `catalog:read` and an organisation.
/// @param kind one of the sources' kinds.
/// @param page at most 1000 things; the next page begins after the id of the last.
/// @return `errc::not_found` where there is no such model; `errc::invalid_argument` for another kind or limit; the errors of the store and of the source.
struct list_references_t {
    static constexpr operation is{"model.references", scope::read};

    result<std::vector<reference>> operator()(store& in, principal const& who, reference_sources const& sources, model_id which, std::string_view kind,
                                              reference_page const& page = {}) const;
};
inline constexpr list_references_t list_references{};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/model_usage.ipp>
#endif

#endif
