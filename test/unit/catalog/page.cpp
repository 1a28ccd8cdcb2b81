#include <parley/catalog/page.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_page)

namespace catalog = parley::catalog;
using parley::errc;

namespace {

std::vector<std::string> const list{"model.list", "{}"};

parley::result<catalog::page_position> position(std::int64_t limit, std::string cursor = {}) { return catalog::page_position::of({limit, std::move(cursor)}, list, 1); }

/// The page of such a limit that is made of rows 9, 8, 7, …
catalog::page<int> page_of(std::int64_t limit, int rows) {
    std::vector<int> found;
    for (int i = 0; i != rows; ++i) found.push_back(9 - i);
    return position(limit)->made_of(std::move(found), [](int last) { return std::vector{std::to_string(last)}; });
}

} // namespace

BOOST_AUTO_TEST_CASE(a_page_has_one_to_a_thousand_rows) {
    for (auto const limit : {1, 50, 1000}) BOOST_TEST(position(limit)->rows() == limit + 1);
    for (auto const limit : {0, -1, 1001}) {
        BOOST_TEST((position(limit).error().code == errc::invalid_argument));
        BOOST_TEST(position(limit).error().where == "limit");
    }
}

BOOST_AUTO_TEST_CASE(a_page_says_where_the_next_one_begins_and_the_last_one_does_not) {
    BOOST_TEST(!page_of(3, 0).next);
    BOOST_TEST(!page_of(3, 3).next);
    auto const first = page_of(3, 4);
    BOOST_TEST(first.items == (std::vector{9, 8, 7}));
    BOOST_REQUIRE(first.next);
    auto const second = position(3, *first.next);
    BOOST_TEST(second->key(0).value() == "7");
    BOOST_TEST(second->before().value() == 7);
    BOOST_TEST(!second->key(1));
}

BOOST_AUTO_TEST_CASE(the_first_page_begins_before_all_rows) {
    BOOST_TEST(!position(1)->key(0));
    BOOST_TEST(!position(1)->number(0).value());
    BOOST_TEST(position(1)->before().value() == std::numeric_limits<std::int64_t>::max());
}

BOOST_AUTO_TEST_CASE(a_cursor_is_good_for_its_own_list_alone) {
    auto const cursor = page_of(1, 2).next.value();
    BOOST_TEST(cursor.find_first_of("+/=") == cursor.npos); // it may stand in an address
    for (auto const& other : {std::vector<std::string>{"model.list", "{\"vendor\":\"v\"}"}, {"audit.list", "{}"}, {"model.list"}})
        BOOST_TEST((catalog::page_position::of({1, cursor}, other, 1).error().code == errc::invalid_argument));
    BOOST_TEST((catalog::page_position::of({1, cursor}, list, 2).error().code == errc::invalid_argument));
}

BOOST_AUTO_TEST_CASE(a_cursor_that_is_none_is_refused) {
    for (auto const& cursor : std::vector<std::string>{"!", "bm90IGpzb24", "W10", "7", std::string(5000, 'A')}) {
        auto const read = position(1, cursor);
        BOOST_REQUIRE(!read);
        BOOST_TEST((read.error().code == errc::invalid_argument));
        BOOST_TEST(read.error().where == "cursor");
        BOOST_TEST(read.error().message.find(cursor) == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_key_that_is_no_number_is_refused_where_one_is_needed) {
    for (std::string const key : {"", "x", "7x", " 7", "99999999999999999999"}) {
        auto const cursor = position(1)->made_of(std::vector{1, 2}, [&](int) { return std::vector{key}; }).next.value();
        auto const read = position(1, cursor);
        BOOST_TEST(read->key(0).value() == key);
        BOOST_TEST((read->number(0).error().code == errc::invalid_argument));
        BOOST_TEST((read->before().error().code == errc::invalid_argument));
    }
}

BOOST_AUTO_TEST_SUITE_END()
