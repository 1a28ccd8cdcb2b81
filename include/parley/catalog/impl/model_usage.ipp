#ifndef PARLEY_CATALOG_IMPL_MODEL_USAGE_IPP
#define PARLEY_CATALOG_IMPL_MODEL_USAGE_IPP

#include <parley/catalog/model_usage.hpp>

#include <parley/catalog/detail/model_references.hpp>
#include <parley/catalog/model_row.hpp>

#include <algorithm>
#include <string>

namespace parley::inline v0::catalog {

PARLEY_DECL result<usage> model_usage_t::operator()(store& in, principal const& who, reference_sources const& sources, model_id which) const {
    return in.run(is, who, [&](transaction& t) -> result<usage> {
        auto const row = find_model(t, which);
        if (!row) return row.error();
        return detail::usage_of(t, sources, *row);
    });
}

PARLEY_DECL result<std::vector<reference>> list_references_t::operator()(store& in, principal const& who, reference_sources const& sources,
                                                                         model_id which, std::string_view kind, reference_page const& page) const {
    return in.run(is, who, [&](transaction& t) -> result<std::vector<reference>> {
        auto const of = t.organisation();
        if (!of) return of.error();
        if (page.limit == 0 || page.limit > 1000) return error(errc::invalid_argument, "A page has 1 to 1000 rows.");
        auto const source = std::find_if(sources.begin(), sources.end(), [&](any_reference_source const& s) { return s.kind() == kind; });
        if (source == sources.end()) return error(errc::invalid_argument, "There is no such kind of reference.", std::string(kind.substr(0, 40)));
        auto const row = find_model(t, which);
        if (!row) return row.error();
        return source->list(t, {*of, which}, page);
    });
}

} // namespace parley::inline v0::catalog

#endif
