#include <parley/catalog/refresh_plan.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_refresh_plan)

namespace catalog = parley::catalog;
using catalog::discovery;
using catalog::listed_model;
using catalog::model_id;
using catalog::moment;
using catalog::refresh_plan;
using catalog::refresh_status;
using namespace std::chrono_literals;

namespace {

constexpr moment now{1'800'000'000s};

discovery lists(std::vector<std::string> names) {
    discovery made;
    for (auto& name : names) made.models.push_back({std::move(name), "completion", {}});
    return made;
}

listed_model row(std::int64_t id, std::optional<moment> missing = {}, std::optional<moment> deleted = {}, bool in_use = false) {
    return {model_id{id}, "m" + std::to_string(id), missing, deleted, in_use};
}

std::string ids(std::vector<model_id> const& all) {
    std::string text;
    for (auto const& one : all) text += std::to_string(one.value) + " ";
    return text;
}

refresh_plan plan(std::vector<listed_model> const& rows, std::vector<std::string> names, bool confirmed = false) {
    return catalog::plan_refresh(rows, lists(std::move(names)), {}, now, confirmed);
}

std::vector<listed_model> many(int count, int missing) {
    std::vector<listed_model> rows;
    for (int i = 0; i != count; ++i) rows.push_back(row(i, i < missing ? std::optional(now - 24h * 31) : std::nullopt));
    return rows;
}

std::vector<std::string> names_from(int first, int end) {
    std::vector<std::string> names;
    for (int i = first; i != end; ++i) names.push_back("m" + std::to_string(i));
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

BOOST_AUTO_TEST_CASE(new_models_are_added_and_known_ones_matched) {
    auto const p = plan({row(1), row(3)}, {"m0", "m1", "m2", "m3"});
    BOOST_TEST((p.added == std::vector<std::size_t>{0, 2}));
    BOOST_TEST((p.listed == std::vector<refresh_plan::match>{{model_id{1}, 1}, {model_id{3}, 3}}));
    BOOST_TEST((p.missing.empty() && p.deleted.empty() && p.unconfirmed.empty() && p.returned.empty()));
}

// T14
BOOST_AUTO_TEST_CASE(T14_models_gone_upstream_are_missing_at_once_also_when_nothing_is_listed) {
    BOOST_TEST(ids(plan({row(1), row(2)}, {"m2"}).missing) == "1 ");
    auto const nothing = plan({row(1), row(2), row(3)}, {});
    BOOST_TEST(ids(nothing.missing) == "1 2 3 ");
    BOOST_TEST(nothing.deleted.empty());
    BOOST_TEST(nothing.unconfirmed.empty());
    BOOST_TEST(plan({}, {}).unconfirmed.empty());
}

BOOST_AUTO_TEST_CASE(a_missing_model_that_is_listed_again_returns) {
    auto const p = plan({row(1, now - 1h), row(2)}, {"m1", "m2"});
    BOOST_TEST(ids(p.returned) == "1 ");
    BOOST_TEST(p.listed.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_model_is_deleted_when_it_was_missing_for_the_grace_period_and_is_not_in_use) {
    auto rows = many(10, 1);
    BOOST_TEST(ids(plan(rows, names_from(1, 10)).deleted) == "0 ");
    rows[0].missing_since = now - 24h * 30;
    BOOST_TEST(ids(plan(rows, names_from(1, 10)).deleted) == "0 ");
    rows[0].missing_since = now - 24h * 30 + 1s;
    BOOST_TEST(plan(rows, names_from(1, 10)).deleted.empty());
    rows[0].missing_since = now - 24h * 99;
    rows[0].in_use = true;
    BOOST_TEST(plan(rows, names_from(1, 10)).deleted.empty());
    BOOST_TEST(plan(rows, names_from(1, 10)).missing.empty());
}

BOOST_AUTO_TEST_CASE(deleting_all_or_more_than_the_free_share_waits_for_a_confirmation) {
    BOOST_TEST(ids(plan(many(10, 2), names_from(2, 10)).deleted) == "0 1 ");
    auto const held = plan(many(10, 3), names_from(3, 10));
    BOOST_TEST(held.deleted.empty());
    BOOST_TEST(ids(held.unconfirmed) == "0 1 2 ");
    BOOST_TEST(ids(plan(many(10, 3), names_from(3, 10), true).deleted) == "0 1 2 ");
    BOOST_TEST(ids(plan(many(1, 1), {}).unconfirmed) == "0 ");
    catalog::refresh_rules generous;
    generous.free_percent = 100;
    BOOST_TEST(ids(catalog::plan_refresh(many(2, 2), lists({}), generous, now, false).unconfirmed) == "0 1 ");
    BOOST_TEST(ids(catalog::plan_refresh(many(3, 2), lists({"m2"}), generous, now, false).deleted) == "0 1 ");
}

BOOST_AUTO_TEST_CASE(what_somebody_deleted_stays_deleted_and_what_a_refresh_deleted_returns) {
    auto const p = plan({row(1, {}, now - 1h), row(2, now - 24h * 40, now - 1h), row(3, {}, now - 1h), row(4, now - 24h * 40, now - 1h)}, {"m1", "m2"});
    BOOST_TEST((p.listed == std::vector<refresh_plan::match>{{model_id{2}, 1}}));
    BOOST_TEST(ids(p.returned) == "2 ");
    BOOST_TEST((p.added.empty() && p.missing.empty() && p.deleted.empty() && p.unconfirmed.empty()));
}

BOOST_AUTO_TEST_CASE(one_refresh_runs_at_a_time_and_a_dead_one_is_replaced) {
    catalog::refresh_rules const rules;
    for (auto idle : {refresh_status::never, refresh_status::succeeded, refresh_status::failed}) BOOST_TEST(catalog::may_begin_refresh(idle, now, rules, now));
    BOOST_TEST(!catalog::may_begin_refresh(refresh_status::running, now, rules, now));
    BOOST_TEST(!catalog::may_begin_refresh(refresh_status::running, now - 15min + 1s, rules, now));
    BOOST_TEST(catalog::may_begin_refresh(refresh_status::running, now - 15min, rules, now));
}

BOOST_AUTO_TEST_SUITE_END()
