#include "recordings.hpp"

#include <parley/family/anthropic.hpp>

BOOST_AUTO_TEST_SUITE(conformance_anthropic, *parley::test::needs_shared_data())

namespace {

using model = parley::family::anthropic;

std::vector<recordings::row> const& rows() {
    static auto const all = recordings::rows_of({"anthropic_messages", "anthropic_vertex"});
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(answers_mean_what_others_found) { recordings::answers_mean_what_others_found<model>(rows()); }
BOOST_AUTO_TEST_CASE(failures_have_a_class) { recordings::failures_have_a_class<model>(rows()); }
BOOST_AUTO_TEST_CASE(streams_do_not_depend_on_their_cuts) { recordings::streams_do_not_depend_on_their_cuts<model>(rows()); }
BOOST_AUTO_TEST_CASE(requests_survive) { recordings::requests_survive<model>(rows()); }
BOOST_AUTO_TEST_CASE(prefixes_are_harmless) { recordings::prefixes_are_harmless<model>(rows()); }

BOOST_AUTO_TEST_SUITE_END()
