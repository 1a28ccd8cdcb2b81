#include <law/family.hpp>

#include <parley/family/openai_responses.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(law_family_openai_responses)

using model = parley::family::openai_responses;
constexpr law::family_abilities can{.stop = "completed", .tool_calls = "completed", .signatures = true, .cache_writes = true, .stop_sequences = false};

#include <law/family.ipp>

BOOST_AUTO_TEST_SUITE_END()
