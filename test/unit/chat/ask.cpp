#include <parley/chat/ask.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/test/unit_test.hpp>

namespace chat = parley::chat;
using parley::ask;

BOOST_AUTO_TEST_SUITE(chat_ask)

BOOST_AUTO_TEST_CASE(turns_follow_the_order_of_the_calls) {
    chat::request const made = ask("m").system("s").user("u").assistant("a").user("v").max_output_tokens(5).temperature(0.5);
    BOOST_TEST(parley::reflect::to_text(made.messages) ==
               R"([{"role":"system","content":[{"type":"text","text":"s"}]},{"role":"user","content":[{"type":"text","text":"u"}]},)"
               R"({"role":"assistant","content":[{"type":"text","text":"a"}]},{"role":"user","content":[{"type":"text","text":"v"}]}])");
    BOOST_TEST(made.model == "m");
    BOOST_TEST(made.max_output_tokens.value() == 5);
    BOOST_TEST(made.temperature.value() == 0.5);
}

BOOST_AUTO_TEST_CASE(pictures_join_the_users_turn) {
    chat::request const made = ask("m").user("What is this?").image("\x89PNG", chat::media_type("image/png")).image_url("https://h/a.png");
    BOOST_TEST_REQUIRE(made.messages.size() == 1u);
    BOOST_TEST(parley::reflect::to_text(made.messages[0].content) ==
               R"([{"type":"text","text":"What is this?"},{"type":"image","data":"iVBORw==","media_type":"image/png"},{"type":"image","url":"https://h/a.png"}])");
    chat::request const alone = ask("m").assistant("hi").image_url("https://h/a.png");
    BOOST_TEST((alone.messages[1].role == chat::role::user));
}

BOOST_AUTO_TEST_CASE(results_of_parallel_calls_share_one_turn) {
    chat::tool_call one, two;
    one.id = "1";
    two.id = "2";
    chat::request const made = ask("m").user("u").tool_result(one, "a").tool_result(two, "b");
    BOOST_TEST_REQUIRE(made.messages.size() == 2u);
    BOOST_TEST((made.messages[1].role == chat::role::tool));
    BOOST_TEST(std::get<chat::tool_result>(made.messages[1].content.at(1)).id == "2");
}

BOOST_AUTO_TEST_SUITE_END()
