#include <parley/chat/fold.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(chat_fold)

namespace chat = parley::chat;

BOOST_AUTO_TEST_CASE(deltas_are_put_together_part_by_part) {
    chat::fold fold;
    for (chat::event const& e : {chat::event(chat::started{"r1", "m"}), chat::event(chat::thinking_delta{0, 0, "h", ""}), chat::event(chat::thinking_delta{0, 0, "m", "sig"}),
                                 chat::event(chat::text_delta{0, 1, "Hel"}), chat::event(chat::text_delta{0, 1, "lo"}),
                                 chat::event(chat::tool_call_delta{0, 2, "c1", "f", "{\"a\""}), chat::event(chat::tool_call_delta{0, 2, "", "", ": 1}"}),
                                 chat::event(chat::tool_call_delta{0, 3, "c2", "g", ""}), chat::event(chat::finished{0, chat::finish_reason::tool_calls, "tool_calls"})})
        fold(e);
    auto const r = fold.finish(chat::end::complete);
    BOOST_TEST(r.id == "r1");
    BOOST_TEST(r.model == "m");
    BOOST_TEST(r.text() == "Hello");
    BOOST_TEST_REQUIRE(r.content.size() == 4u);
    BOOST_TEST(std::get<chat::thinking>(r.content[0]).text == "hm");
    BOOST_TEST(std::get<chat::thinking>(r.content[0]).signature.value() == "sig");
    BOOST_TEST(std::get<chat::tool_call>(r.content[2]).arguments.value().text == "{\"a\": 1}");
    BOOST_TEST(std::get<chat::tool_call>(r.content[3]).arguments_text.value() == "");
    BOOST_TEST((r.finish_reason == chat::finish_reason::tool_calls));
    BOOST_TEST((r.end == chat::end::complete));
    BOOST_TEST(r.alternatives.empty());
}

BOOST_AUTO_TEST_CASE(several_answers_are_kept_apart) {
    chat::fold fold;
    fold(chat::text_delta{1, 0, "b1"});
    fold(chat::text_delta{0, 0, "a1"});
    fold(chat::text_delta{1, 0, "b2"});
    fold(chat::finished{1, chat::finish_reason::length, "length"});
    fold(chat::finished{0, chat::finish_reason::stop, "stop"});
    auto const r = fold.finish(chat::end::complete);
    BOOST_TEST(r.text() == "a1");
    BOOST_TEST_REQUIRE(r.alternatives.size() == 1u);
    BOOST_TEST(std::get<chat::text>(r.alternatives[0].content.at(0)).text == "b1b2");
    BOOST_TEST((r.alternatives[0].finish_reason == chat::finish_reason::length));
}

BOOST_AUTO_TEST_CASE(the_last_usage_counts_and_a_whole_part_replaces) {
    chat::fold fold;
    chat::usage_reported first, last;
    first.usage.output_tokens = 1;
    last.usage.output_tokens = 5;
    fold(first);
    fold(chat::text_delta{0, 0, "old"});
    fold(chat::whole_part{0, 0, chat::text{"new", {}}});
    fold(last);
    auto const r = fold.finish(chat::end::truncated);
    BOOST_TEST(r.usage.output_tokens == 5);
    BOOST_TEST(r.text() == "new");
    BOOST_TEST((r.end == chat::end::truncated));
}

BOOST_AUTO_TEST_CASE(events_that_are_given_away_make_up_the_same_answer) {
    chat::further first, second;
    first.members = {{"a", 1}, {"b", "a text that is too long to be kept inside a string object"}};
    second.members = {{"b", nullptr}, {"c", 3}};
    chat::usage_reported used;
    used.usage.output_tokens = 7;
    used.usage.provider = {{"total_tokens", 7}};
    std::string const long_text = "a text that is too long to be kept inside a string object";
    std::vector<chat::event> const events = {chat::started{"r", "m"}, chat::text_delta{0, 0, long_text}, chat::text_delta{0, 0, " and more"},
                                             chat::text_delta{0, 1, "signed", "s"}, chat::text_delta{0, 1, "", "t"}, first, second, chat::thinking_delta{0, 2, "hm"},
                                             chat::text_delta{0, 2, "in a place that thoughts had"}, chat::whole_part{0, 3, chat::image{.url = long_text}},
                                             chat::whole_part{1, 0, chat::text{long_text}}, used, chat::finished{0, chat::finish_reason::stop, "stop"}};
    chat::fold kept, given;
    for (auto const& e : events) kept(e);
    for (auto e : events) given(std::move(e));
    auto const answer = kept.finish(chat::end::complete);
    BOOST_TEST((given.finish(chat::end::complete) == answer));
    BOOST_TEST((answer.extra == boost::json::object{{"a", 1}, {"b", nullptr}, {"c", 3}}));
    BOOST_TEST(std::get<chat::text>(answer.content.at(0)).text == long_text + " and more");
    BOOST_TEST(std::get<chat::text>(answer.content.at(1)).signature.value() == "st");
}

BOOST_AUTO_TEST_CASE(a_fold_can_be_used_again) {
    chat::fold fold;
    fold(chat::text_delta{0, 0, "one"});
    BOOST_TEST(fold.finish(chat::end::complete).text() == "one");
    BOOST_TEST((fold.finish(chat::end::cancelled) == chat::response{.end = chat::end::cancelled}));
}

BOOST_AUTO_TEST_CASE(an_event_sink_calls_what_it_refers_to) {
    int calls = 0;
    auto const count = [&](chat::event const&) { ++calls; };
    chat::event_sink const sink = count;
    sink(chat::started{});
    sink(chat::text_delta{});
    BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_SUITE_END()
