#include <parley/chat/usage.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(chat_usage)

BOOST_AUTO_TEST_CASE(the_pieces_add_up_to_the_whole) {
    parley::chat::usage u;
    u.input_tokens = 100;
    u.cached_input_tokens = 60;
    u.cache_write_tokens = 20;
    u.cache_write_1h_tokens = 5;
    u.output_tokens = 30;
    u.reasoning_tokens = 10;
    BOOST_TEST(u.uncached_input_tokens() == 15);
    BOOST_TEST(u.answer_tokens() == 20);
    BOOST_TEST(u.total_tokens() == 130);
}

BOOST_AUTO_TEST_CASE(calls_add_up_and_the_sum_has_no_object_of_a_provider) {
    parley::chat::usage a, b;
    a.input_tokens = 1;
    a.provider["x"] = 1;
    b.input_tokens = 2;
    b.reasoning_tokens = 3;
    a += b;
    BOOST_TEST(a.input_tokens == 3);
    BOOST_TEST(a.reasoning_tokens == 3);
    BOOST_TEST(a.provider.empty());
}

BOOST_AUTO_TEST_SUITE_END()
