#include <parley/catalog/reference_source.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace catalog = parley::catalog;
using parley::result;

// These sources ask no data base, so that any object can stand for the transaction.
class parley::catalog::transaction {};

namespace {

// tag::source[]
struct minutes {
    std::string_view kind() const { return "minutes"; }
    bool is_history() const { return true; }
    result<std::int64_t> count(catalog::transaction&, catalog::referred_model row) const { return row.model.value * 2; }
    result<std::vector<catalog::reference>> list(catalog::transaction&, catalog::referred_model, catalog::reference_page const& page) const {
        return std::vector<catalog::reference>(page.limit, catalog::reference{"7", "A meeting", catalog::workspace_id{3}, "ann"});
    }
    result<std::vector<catalog::workspace_id>> workspaces(catalog::transaction&, catalog::referred_model) const { return std::vector{catalog::workspace_id{3}}; }
    result<std::int64_t> repoint(catalog::transaction&, catalog::referred_model, catalog::model_id to) const { return to.value; }
};
static_assert(catalog::ReferenceSource<minutes>);
// end::source[]
static_assert(!catalog::reference_source_requires::releases<minutes>);

struct drafts : minutes {
    std::vector<std::optional<catalog::model_id>>* seen;
    result<void> release(catalog::transaction&, catalog::referred_model, std::optional<catalog::model_id> successor) const {
        seen->push_back(successor);
        return {};
    }
};
static_assert(catalog::reference_source_requires::releases<drafts>);

struct nothing {};
static_assert(!catalog::ReferenceSource<nothing>);

} // namespace

BOOST_AUTO_TEST_SUITE(catalog_reference_source)

BOOST_AUTO_TEST_CASE(a_source_whose_type_is_forgotten_answers_as_before) {
    catalog::transaction in;
    catalog::any_reference_source const source = minutes();
    auto const copy = source;
    BOOST_TEST(copy.kind() == "minutes");
    BOOST_TEST(copy.is_history());
    BOOST_TEST(copy.count(in, {{1}, {21}}).value() == 42);
    BOOST_TEST(copy.list(in, {{1}, {21}}, {"", 3}).value().size() == 3u);
    BOOST_TEST(copy.workspaces(in, {{1}, {21}}).value().front().value == 3);
    BOOST_TEST(copy.repoint(in, {{1}, {21}}, {5}).value() == 5);
}

BOOST_AUTO_TEST_CASE(releasing_is_for_sources_that_know_how) {
    catalog::transaction in;
    BOOST_TEST(catalog::any_reference_source(minutes()).release(in, {{1}, {21}}, std::nullopt).has_value());
    std::vector<std::optional<catalog::model_id>> seen;
    drafts one;
    one.seen = &seen;
    BOOST_TEST(catalog::any_reference_source(one).release(in, {{1}, {21}}, catalog::model_id{5}).has_value());
    BOOST_TEST_REQUIRE(seen.size() == 1u);
    BOOST_TEST(seen.front()->value == 5);
}

BOOST_AUTO_TEST_SUITE_END()
