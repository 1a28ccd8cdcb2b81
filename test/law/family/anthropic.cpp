#include <law/family.hpp>

#include <parley/family/anthropic.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(law_family_anthropic)

using model = parley::family::anthropic;
constexpr law::family_abilities can = [] {
    law::family_abilities made;
    made.stop = "end_turn";
    made.tool_calls = "tool_use";
    made.arguments_as_text = made.exact_arguments = false;
    made.signatures = true;
    made.cache_writes = true;
    made.no_limit = false;
    return made;
}();

#include <law/family.ipp>

BOOST_AUTO_TEST_SUITE_END()
