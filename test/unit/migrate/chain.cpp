#include <parley/migrate/chain.hpp>

#include "support/versioned_documents.hpp"

#include <boost/describe.hpp>
#include <boost/test/unit_test.hpp>

namespace migrate = parley::migrate;
using namespace parley::test;

namespace {

struct skips {};
BOOST_DESCRIBE_STRUCT(skips, (), ())
struct empty_chain {};
BOOST_DESCRIBE_STRUCT(empty_chain, (), ())

} // namespace

template <> struct parley::schema<skips> { // version 2 never was: one step leads over it
    static constexpr int version = 4;
    using steps = migrate::chain<migrate::json_step<1, add_width, "", migrate::no_way_back{}, 3>, migrate::json_step<3, drop_width>>;
};
template <> struct parley::schema<empty_chain> {
    static constexpr int version = 5;
    using steps = migrate::chain<>;
};

BOOST_AUTO_TEST_SUITE(migrate_chain)

BOOST_AUTO_TEST_CASE(sound_chains_pass_the_check) {
    static_assert(migrate::check<window>());
    static_assert(migrate::check<person>());
    static_assert(migrate::check<skips>());
    BOOST_TEST(migrate::check<pane>());
}

BOOST_AUTO_TEST_CASE(a_document_without_older_versions_needs_no_chain) {
    static_assert(migrate::check<house>());
    BOOST_TEST(migrate::check<empty_chain>());
}

BOOST_AUTO_TEST_SUITE_END()
