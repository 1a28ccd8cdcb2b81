#include <law/family.hpp>

#include <parley/family/gemini.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(law_family_gemini)

using model = parley::family::gemini;

// Arguments are a JSON value on this wire, and what follows a signature begins a new part: a stream shows it behind the text that it signs.
constexpr law::family_abilities can{
    .stop = "STOP",
    .tool_calls = "STOP",
    .arguments_as_text = false,
    .exact_arguments = false,
};

#include <law/family.ipp>

BOOST_AUTO_TEST_SUITE_END()
