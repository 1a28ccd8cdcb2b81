#include <parley/catalog/transaction.hpp>

#include "support/catalog_store.hpp"

#include <parley/catalog/audit.hpp>

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_transaction)

namespace catalog = parley::catalog;
using namespace parley::test;
using parley::errc;
using parley::result;

namespace {

constexpr catalog::operation writing{"test.write", catalog::scope::update};

struct thing {
    std::int64_t number = 0;
    std::optional<std::string> name;
    bool good = false;

    friend bool operator==(thing const&, thing const&) = default;
};
BOOST_DESCRIBE_STRUCT(thing, (), (number, name, good))

/// Runs a test case in a transaction of the platform's operator, with an empty table `thing`.
template <class Case> void in_transaction(Case test_case) {
    on_both_engines([&](catalog_kit& kit) {
        auto in = kit.open({.schemas = {{"things", {{"create table thing (number bigint primary key, name text, good boolean); "
                                                           "create table thing_of_three (number bigint check (number < 3), name text, good boolean);"}}}}});
        in.run(writing, kit.root, [&](catalog::transaction& t) -> result<void> {
            test_case(t);
            return {};
        }).value();
    });
}

std::vector<thing> things(std::int64_t first, std::int64_t count) {
    std::vector<thing> made;
    for (auto i = first; i != first + count; ++i)
        made.push_back({i, i % 3 == 0 ? std::nullopt : std::optional("it's " + std::to_string(i)), i % 2 == 0});
    return made;
}

} // namespace

BOOST_AUTO_TEST_CASE(any_number_of_rows_is_added_in_order_and_whole) {
    in_transaction([](catalog::transaction& t) {
        std::int64_t first = 0;
        for (std::int64_t const count : {0, 1, 15, 16, 17, 255, 256, 257, 800}) {
            BOOST_TEST(t.insert("thing", things(first, count)).value() == count);
            first += count;
        }
        BOOST_TEST((t.all<thing>("select {} from thing order by number").value() == things(0, first)));
    });
}

BOOST_AUTO_TEST_CASE(rows_that_a_unique_key_keeps_out_are_left_out_and_not_counted) {
    in_transaction([](catalog::transaction& t) {
        t.insert("thing", things(10, 30)).value();
        BOOST_TEST(t.insert("thing", things(0, 300)).value() == 270);
        BOOST_TEST(t.insert("thing", std::vector<thing>{{500, {}, false}, {500, {}, true}}).value() == 1);
        BOOST_TEST(t.one<std::int64_t>("select count(*) from thing").value() == 301);
    });
}

BOOST_AUTO_TEST_CASE(rows_that_break_another_rule_are_an_error_and_none_of_them_stays) {
    in_transaction([](catalog::transaction& t) {
        BOOST_TEST((t.attempt([&] { return t.insert("catalog_grant", things(0, 20)); }).error().code == errc::io_failed)); // has no such columns
        BOOST_TEST((t.attempt([&] { return t.insert("thing_of_three", things(0, 20)); }).error().code == errc::conflict));
        BOOST_TEST(t.one<std::int64_t>("select count(*) from thing_of_three").value() == 0);
    });
}

BOOST_AUTO_TEST_CASE(the_first_row_is_given_or_none_or_an_error) {
    in_transaction([](catalog::transaction& t) {
        t.insert("thing", things(1, 3)).value();
        BOOST_TEST((t.one<thing>("select {} from thing order by number").value() == things(1, 1).front()));
        BOOST_TEST((t.maybe<thing>("select {} from thing order by number desc").value() == things(3, 1).front()));
        BOOST_TEST(!t.maybe<thing>("select {} from thing where number = $1", 99).value());
        BOOST_TEST((t.one<thing>("select {} from thing where number = $1", 99).error().code == errc::not_found));
        BOOST_TEST(t.all<thing>("select {} from thing where number = $1", 99).value().empty());
        BOOST_TEST(t.change("update thing set good = true where number > $1", 1).value() == 2);
    });
}

BOOST_AUTO_TEST_CASE(an_argument_may_stand_in_a_statement_as_often_as_needed) {
    in_transaction([](catalog::transaction& t) {
        t.insert("thing", things(0, 10)).value();
        BOOST_TEST(t.all<std::int64_t>("select number from thing where number >= $1 and number < $1 + cast($2 as bigint) order by number", 4, 2).value() == (std::vector<std::int64_t>{4, 5}));
    });
}

BOOST_AUTO_TEST_CASE(whoever_has_no_organisation_is_told_so) {
    on_both_engines([](catalog_kit& kit) {
        auto const of = [&](catalog::principal const& who) { return kit.in.run(writing, who, [](catalog::transaction& t) { return t.organisation(); }); };
        BOOST_TEST((of(kit.admin()).value() == kit.acme));
        BOOST_TEST((of(kit.root).error().code == errc::invalid_argument));
    });
}

BOOST_AUTO_TEST_CASE(the_audit_says_who_did_what_to_which_row_when_and_why) {
    on_both_engines([](catalog_kit& kit) {
        kit.in.run(writing, kit.admin(), [](catalog::transaction& t) -> result<void> {
            if (auto const noted = t.note(catalog::model_id{7}, "v/m", {"enabled", "info"}, "because"); !noted) return noted;
            return t.note_summary("3 added");
        }).value();
        auto const rows = catalog::list_audit(kit.in, kit.admin()).value().items;
        BOOST_REQUIRE(rows.size() == 2u);
        BOOST_TEST(rows[0].reason.value() == "3 added");
        BOOST_TEST(!rows[0].subject);
        auto const& row = rows[1];
        BOOST_TEST(row.actor == "alice");
        BOOST_TEST(row.operation == "test.write");
        BOOST_TEST(row.subject.value() == 7);
        BOOST_TEST(row.subject_name.value() == "v/m");
        BOOST_TEST(row.changed_fields == (std::vector<std::string>{"enabled", "info"}));
        BOOST_TEST(row.reason.value() == "because");
        BOOST_TEST((row.at == kit.in.now()));
        BOOST_TEST((row.organisation == kit.acme));
    });
}

BOOST_AUTO_TEST_SUITE_END()
