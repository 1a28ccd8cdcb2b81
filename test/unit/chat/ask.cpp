#include <parley/chat/ask.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(chat_ask)

namespace chat = parley::chat;
using parley::ask;

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

BOOST_AUTO_TEST_CASE(parts_of_every_kind_join_the_users_turn) {
    chat::request const q = parley::ask("m").user("Look:").audio("abc", chat::media_type("audio/wav")).file("abc", chat::media_type("application/pdf"), "a.pdf").file_url("https://h/b.pdf").cache();
    BOOST_TEST_REQUIRE(q.messages.size() == 1u);
    auto const& parts = q.messages[0].content;
    BOOST_TEST_REQUIRE(parts.size() == 4u);
    BOOST_TEST(std::get<chat::audio>(parts[1]).data.value() == "YWJj");
    BOOST_TEST(std::get<chat::file>(parts[2]).name.value() == "a.pdf");
    BOOST_TEST(std::get<chat::file>(parts[3]).url.value() == "https://h/b.pdf");
    BOOST_TEST((q.messages[0].cache == chat::cache_hint::five_minutes));
}

BOOST_AUTO_TEST_CASE(settings_are_set_where_they_are_said) {
    chat::request const q = parley::ask("m")
                                .user("Hi")
                                .top_p(0.5)
                                .seed(7)
                                .stop("END")
                                .tool_choice(chat::tool_mode::one, "weather")
                                .parallel_tool_calls(false)
                                .answer_schema("answer", {{"type", "object"}})
                                .reasoning_effort("low")
                                .reasoning_budget(100)
                                .choices(2)
                                .extra("store", false);
    BOOST_TEST(q.top_p.value() == 0.5);
    BOOST_TEST(q.seed.value() == 7);
    BOOST_TEST(q.stop.at(0) == "END");
    BOOST_TEST((q.tool_choice.value().mode == chat::tool_mode::one));
    BOOST_TEST(q.tool_choice->name.value() == "weather");
    BOOST_TEST(q.parallel_tool_calls.value() == false);
    BOOST_TEST((q.response_format.value().kind == chat::format_kind::json_schema));
    BOOST_TEST(q.reasoning.value().effort.value() == "low");
    BOOST_TEST(q.reasoning->budget_tokens.value() == 100);
    BOOST_TEST(q.choices.value() == 2);
    BOOST_TEST(q.extra.at("store").as_bool() == false);
}

BOOST_AUTO_TEST_SUITE_END()
