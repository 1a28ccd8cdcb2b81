#include <law/family.hpp>

#include <parley/family/openai_chat.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(law_family_openai_chat)

using model = parley::family::openai_chat;
constexpr law::family_abilities can;

#include <law/family.ipp>

BOOST_AUTO_TEST_SUITE_END()
