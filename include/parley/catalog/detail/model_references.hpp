#ifndef PARLEY_CATALOG_DETAIL_MODEL_REFERENCES_HPP
#define PARLEY_CATALOG_DETAIL_MODEL_REFERENCES_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/catalog/usage.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <vector>

namespace parley::inline v0::catalog::detail {

/// Returns the organisations whose things can refer to a row: its own, or all of them where it is the platform's.
inline result<std::vector<organisation_id>> organisations_of(transaction& in, model_row const& row) {
    if (row.organisation) return std::vector{*row.organisation};
    if (in.who().organisation) return std::vector{*in.who().organisation};
    return in.all<organisation_id>("select id from catalog_organisation order by id");
}

struct grant_counts {
    std::int64_t workspaces = 0;
    std::int64_t organisations = 0;
    std::int64_t defaults = 0;
};
BOOST_DESCRIBE_STRUCT(grant_counts, (), (workspaces, organisations, defaults))

/// Adds what refers to a row in one organisation.
inline result<void> add_usage(transaction& in, reference_sources const& sources, organisation_id of, model_row const& row, usage& sum) {
    sum.references.resize(sources.size());
    for (std::size_t i = 0; i != sources.size(); ++i) {
        auto const count = sources[i].count(in, {of, row.id});
        if (!count) return count.error();
        sum.references[i] = {sources[i].kind(), sum.references[i].count + *count, sources[i].is_history()};
    }
    auto const grants = in.one<grant_counts>(
        "select (select count(*) from catalog_grant where organisation = $1 and model = $2 and workspace is not null) as workspaces, "
        "(select count(*) from catalog_grant where organisation = $1 and model = $2 and workspace is null) as organisations, "
        "(select count(*) from catalog_default where organisation = $1 and (model = $2 or (model is null and model_vendor = $3 and model_name = $4))) as defaults",
        of, row.id, row.vendor, row.name);
    if (!grants) return grants.error();
    sum.workspaces += grants->workspaces;
    sum.granted_to_all |= grants->organisations != 0;
    sum.is_default |= grants->defaults != 0;
    return {};
}

/// Counts all that refers to a row, in every organisation that the principal sees.
inline result<usage> usage_of(transaction& in, reference_sources const& sources, model_row const& row) {
    usage sum;
    auto const organisations = organisations_of(in, row);
    if (!organisations) return organisations.error();
    for (auto const of : *organisations)
        if (auto const added = add_usage(in, sources, of, row, sum); !added) return added.error();
    return sum;
}

} // namespace parley::inline v0::catalog::detail

#endif
