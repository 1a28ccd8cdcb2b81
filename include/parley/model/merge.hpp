#ifndef PARLEY_MODEL_MERGE_HPP
#define PARLEY_MODEL_MERGE_HPP

#include <parley/model/catalogue.hpp>
#include <parley/model/info.hpp>

#include <boost/describe/members.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parley::inline v0::model {

namespace detail {

class merger {
public:
    merger(info& into, info const& from) : into_(into), from_(from) {}

    void run() {
        members(into_, from_, {}, boost::describe::describe_members<info, boost::describe::mod_public>());
        for (auto const& alias : from_.aliases)
            if (std::find(into_.aliases.begin(), into_.aliases.end(), alias) == into_.aliases.end()) into_.aliases.push_back(alias);
    }

private:
    template <class T, template <class...> class L, class... D> void members(T& into, T const& from, std::string const& where, L<D...>) {
        (member(into.*D::pointer, from.*D::pointer, where + D::name), ...);
    }

    void member(std::vector<std::string>&, std::vector<std::string> const&, std::string const&) {} // aliases add up
    void member(std::vector<origin>&, std::vector<origin> const&, std::string const&) {}
    void member(capabilities& into, capabilities const& from, std::string const& fact) {
        members(into, from, fact + '/', boost::describe::describe_members<capabilities, boost::describe::mod_public>());
    }
    /// Prices with a first day join the older ones; prices for every day leave no others.
    void member(std::vector<price>& into, std::vector<price> const& from, std::string const& fact) {
        auto const before = into;
        if (std::any_of(from.begin(), from.end(), [](price const& p) { return !p.from; })) into.clear();
        std::erase_if(into, [&](price const& mine) {
            return std::any_of(from.begin(), from.end(), [&](price const& p) { return p.service == mine.service && p.from == mine.from; });
        });
        into.insert(into.end(), from.begin(), from.end());
        if (into != before) note(fact);
    }
    template <class T> void member(T& into, T const& from, std::string const& fact) {
        if (from == T() || from == into) return;
        into = from;
        note(fact);
    }
    void note(std::string const& fact) {
        auto const* source = origin_of(from_, fact);
        std::erase_if(into_.origins, [&](origin const& o) { return o.fact == fact; });
        into_.origins.push_back({fact, source ? source->source : std::string(), source ? source->as_of : std::nullopt});
    }

    info& into_;
    info const& from_;
};

} // namespace detail

/// Carries over what another source says about the same model. What it says counts, what it leaves open stays.
///
/// Aliases add up. Prices that hold for every day replace all others; prices with a first day join the others as a later period. Where each fact
/// is from is noted in `origins`.
inline void merge(info& into, info const& from) { detail::merger(into, from).run(); }

/// Adds a row to a catalogue, or what it says to the one with the same vendor and id.
inline void merge(catalogue& into, info row) {
    if (auto const* mine = into.row(row.vendor, row.id)) {
        auto merged = *mine;
        merge(merged, row);
        row = std::move(merged);
    }
    into.put(std::move(row));
}

} // namespace parley::inline v0::model

#endif
