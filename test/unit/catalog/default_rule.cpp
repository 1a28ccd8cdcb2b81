#include <parley/catalog/default_rule.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_default_rule)

namespace catalog = parley::catalog;
using catalog::default_candidate;
using catalog::default_choice;
using catalog::default_problem;
using catalog::default_reason;
using catalog::model_id;
using catalog::moment;
using namespace std::chrono_literals;

namespace {

default_candidate usable(std::int64_t id, char const* name, bool of_provider = false) { return {model_id{id}, of_provider ? "custom" : "openai", name, true, true, of_provider, moment(1s * id)}; }

std::vector<default_candidate> some() {
    auto all = std::vector{usable(1, "a"), usable(2, "b"), usable(3, "b", true), usable(4, "c", true), usable(5, "c", true), usable(6, "gone"), usable(7, "closed")};
    all[5].is_available = false;
    all[6].is_granted = false;
    return all;
}

default_choice by_id(std::int64_t id) { return catalog::choose_default(model_id{id}, catalog::model_name{"", "a"}, some()); }
default_choice by_name(char const* name, char const* vendor = "") { return catalog::choose_default(std::nullopt, catalog::model_name{vendor, name}, some()); }
default_choice choice(std::int64_t id, default_reason why, default_problem problem) { return {model_id{id}, why, problem}; }

} // namespace

BOOST_AUTO_TEST_CASE(the_stored_model_is_the_default_while_it_can_be_used) {
    BOOST_TEST((by_id(2) == choice(2, default_reason::chosen, default_problem::none)));
}

// T12
BOOST_AUTO_TEST_CASE(T12_a_stored_model_that_cannot_be_used_is_passed_over_and_the_answer_says_why) {
    BOOST_TEST((by_id(6) == choice(5, default_reason::fallback, default_problem::unavailable)));
    BOOST_TEST((by_id(7) == choice(5, default_reason::fallback, default_problem::not_granted)));
    BOOST_TEST((by_id(8) == choice(5, default_reason::fallback, default_problem::gone)));
}

BOOST_AUTO_TEST_CASE(an_old_name_counts_where_no_model_was_chosen) {
    BOOST_TEST((by_name("a") == choice(1, default_reason::by_name, default_problem::none)));
    BOOST_TEST((by_name("b") == choice(2, default_reason::by_name, default_problem::none))); // the platform's
    BOOST_TEST((by_name("b", "custom") == choice(3, default_reason::by_name, default_problem::none)));
    BOOST_TEST((by_name("a", "custom") == choice(5, default_reason::fallback, default_problem::unknown_name)));
    BOOST_TEST((by_name("c") == choice(5, default_reason::fallback, default_problem::ambiguous_name)));
    for (auto const* name : {"d", "gone", "closed", ""}) BOOST_TEST((by_name(name) == choice(5, default_reason::fallback, default_problem::unknown_name)), name);
}

BOOST_AUTO_TEST_CASE(with_nothing_stored_the_newest_that_can_be_used_is_the_default) {
    BOOST_TEST((catalog::choose_default({}, {}, some()) == choice(5, default_reason::fallback, default_problem::none)));
    auto twins = std::vector{usable(2, "x"), usable(1, "y")};
    twins[0].created_at = twins[1].created_at;
    BOOST_TEST((catalog::choose_default({}, {}, twins) == choice(1, default_reason::fallback, default_problem::none)));
}

BOOST_AUTO_TEST_CASE(where_no_model_can_be_used_there_is_no_default) {
    auto rows = some();
    for (auto& row : rows) row.is_granted = false;
    BOOST_TEST((catalog::choose_default(model_id{1}, {}, rows) == default_choice{{}, default_reason::none, default_problem::not_granted}));
    BOOST_TEST((catalog::choose_default({}, {}, {}) == default_choice{}));
}

BOOST_AUTO_TEST_SUITE_END()
