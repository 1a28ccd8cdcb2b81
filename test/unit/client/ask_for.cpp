#include <parley/ask_for.hpp>
#include <parley/client.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/sync_client.hpp>

#include <support/family_host.hpp>
#include <support/run.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/describe/class.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(client_ask_for)

namespace asio = boost::asio;
namespace auth = parley::auth;
namespace chat = parley::chat;
namespace family = parley::family;
namespace json = boost::json;
using parley::ask;
using parley::errc;
using parley::result;
using parley_test::client_of;
using parley_test::family_host;
using parley_test::says;

namespace {

// tag::type[]
struct weather {
    std::string city;
    double celsius = 0;
    std::optional<bool> is_raining;
};
BOOST_DESCRIBE_STRUCT(weather, (), (city, celsius, is_raining))
// end::type[]

struct prices {
    std::map<std::string, double> by_name;
};
BOOST_DESCRIBE_STRUCT(prices, (), (by_name))

using answer = result<parley::structured<weather>>;

auto const oslo = R"({"city":"Oslo","celsius":-3.5,"is_raining":null})";

template <class F> answer asked(family_host<F>& host, parley::answer_rules rules = {}) {
    asio::io_context context;
    auto c = client_of(host, context.get_executor());
    std::optional<answer> got;
    c.template async_ask_for<weather>(ask("m").user("Is it raining in Oslo?"), rules, [&](answer a) { got = std::move(a); });
    context.run();
    return std::move(*got);
}

/// Where a family puts the schema.
template <class F> json::object schema_in(family_host<F> const& host, char const* pointer) {
    return json::parse(host.received().front().body).at_pointer(pointer).as_object();
}

json::object expected_schema() { return parley::reflect::strict_json_schema<weather>().value(); }

} // namespace

BOOST_AUTO_TEST_CASE(every_family_gets_the_schema_where_it_expects_it_and_the_answer_is_read_into_the_struct) {
    auto const check = [](auto host, char const* pointer) {
        host.then(says(oslo));
        auto const a = asked(host);
        BOOST_TEST_REQUIRE(a.has_value(), to_string(a.error()));
        BOOST_TEST(a->value.city == "Oslo");
        BOOST_TEST(a->value.celsius == -3.5);
        BOOST_TEST(!a->value.is_raining);
        BOOST_TEST(a->response.text() == oslo);
        BOOST_TEST(a->usage.total_tokens() == 8);
        BOOST_TEST(a->repairs == 0);
        BOOST_TEST((schema_in(host, pointer) == expected_schema()), json::serialize(schema_in(host, pointer)));
    };
    check(family_host<family::openai_chat>(), "/response_format/json_schema/schema");
    check(family_host<family::openai_responses>(), "/text/format/schema");
    check(family_host<family::anthropic>(), "/output_config/format/schema");
    check(family_host<family::gemini>(), "/generationConfig/responseJsonSchema");
}

BOOST_AUTO_TEST_CASE(families_with_a_strict_mode_are_asked_for_it) {
    family_host<family::openai_chat> one({says(oslo)});
    BOOST_TEST_REQUIRE(asked(one).has_value());
    auto const format = json::parse(one.received().front().body).at_pointer("/response_format/json_schema").as_object();
    BOOST_TEST(format.at("strict").as_bool());
    BOOST_TEST(format.at("name").as_string() == "weather");
    family_host<family::openai_responses> two({says(oslo)});
    BOOST_TEST_REQUIRE(asked(two).has_value());
    BOOST_TEST(json::parse(two.received().front().body).at_pointer("/text/format/strict").as_bool());
}

BOOST_AUTO_TEST_CASE(an_answer_in_a_fence_is_read) {
    for (auto const* text : {"```json\n{\"city\":\"Oslo\",\"celsius\":1,\"is_raining\":null}\n```", "```\n {\"city\":\"Oslo\",\"celsius\":1,\"is_raining\":true}\n```\n",
                             "\n {\"city\":\"Oslo\",\"celsius\":1,\"is_raining\":null} "}) {
        family_host<family::openai_chat> host({says(text)});
        auto const a = asked(host);
        BOOST_TEST(a.has_value(), text);
        if (a) BOOST_TEST(a->value.city == "Oslo");
    }
    for (auto const* text : {"", "```", "``````", "```json```", "``` {}"}) {
        family_host<family::openai_chat> host({says(text)});
        BOOST_TEST((asked(host).error().code == errc::invalid_output), text);
    }
}

BOOST_AUTO_TEST_CASE(an_answer_that_does_not_fit_names_every_field) {
    family_host<family::openai_chat> host({says(R"({"city":7,"celsius":"cold","is_raining":null})")});
    auto const a = asked(host);
    BOOST_TEST_REQUIRE(!a);
    BOOST_TEST((a.error().code == errc::invalid_output));
    BOOST_TEST(a.error().where == "m");
    BOOST_TEST_REQUIRE(a.error().problems.size() == 2u);
    BOOST_TEST(a.error().problems[0].pointer == "/city");
    BOOST_TEST(a.error().problems[1].pointer == "/celsius");
}

BOOST_AUTO_TEST_CASE(an_answer_that_leaves_members_out_or_has_others_does_not_fit_though_the_type_would_do_without) {
    family_host<family::openai_chat> host({says(R"({"unknown":true})"), says(R"({"city":"Oslo","celsius":1})"), says(R"({"city":"Oslo","celsius":1,"is_raining":null,"wind":3})")});
    auto const pointers = [](answer const& a) {
        std::string all;
        for (auto const& p : a.error().problems) all += p.pointer + " " + p.expected + ", " + p.found + "; ";
        return all;
    };
    auto const empty = asked(host);
    BOOST_TEST((empty.error().code == errc::invalid_output));
    BOOST_TEST(pointers(empty) == "/unknown known key, unknown key; /city string, nothing; /celsius number, nothing; /is_raining boolean or null, nothing; ");
    BOOST_TEST(pointers(asked(host)) == "/is_raining boolean or null, nothing; ");
    BOOST_TEST(pointers(asked(host)) == "/wind known key, unknown key; ");
    family_host<family::openai_chat> mending({says(R"({"city":"Oslo","celsius":1})"), says(oslo)});
    BOOST_TEST(asked(mending, {.repairs = 1}).value().repairs == 1);
}

BOOST_AUTO_TEST_CASE(a_model_that_may_mend_its_answer_is_told_all_that_does_not_fit) {
    family_host<family::anthropic> host({says(R"({"city":7,"celsius":"cold","is_raining":null})"), says(oslo)});
    auto const a = asked(host, {.repairs = 1});
    BOOST_TEST_REQUIRE(a.has_value(), to_string(a.error()));
    BOOST_TEST(a->value.city == "Oslo");
    BOOST_TEST(a->repairs == 1);
    BOOST_TEST(a->usage.total_tokens() == 16);
    auto const& again = host.asked().at(1);
    BOOST_TEST_REQUIRE(again.messages.size() == 3u);
    BOOST_TEST((again.messages[1].role == chat::role::assistant));
    auto const told = std::get<chat::text>(again.messages[2].content.at(0)).text;
    BOOST_TEST(told.find("/city: expected string") != std::string::npos, told);
    BOOST_TEST(told.find("/celsius: expected") != std::string::npos, told);
    BOOST_TEST((again.response_format == host.asked().at(0).response_format));
}

BOOST_AUTO_TEST_CASE(mending_ends) {
    family_host<family::openai_chat> host({says("no"), says("still no"), says(oslo)});
    BOOST_TEST((asked(host, {.repairs = 1}).error().code == errc::invalid_output));
    BOOST_TEST(host.asked().size() == 2u);
}

BOOST_AUTO_TEST_CASE(declining_and_cutting_short_are_errors_of_their_own_and_are_not_mended) {
    chat::response declined;
    declined.content.emplace_back().emplace<chat::refusal>().text = "I will not.";
    declined.finish_reason = chat::finish_reason::stop;
    family_host<family::openai_chat> one({declined, says(oslo)});
    auto const refused = asked(one, {.repairs = 1});
    BOOST_TEST((refused.error().code == errc::refused));
    BOOST_TEST(refused.error().provider.text == "I will not.");
    BOOST_TEST(refused.error().message.find("I will not") == std::string::npos);
    BOOST_TEST(one.asked().size() == 1u);

    family_host<family::anthropic> two({says("", chat::finish_reason::refusal)});
    BOOST_TEST((asked(two).error().code == errc::refused));
    family_host<family::gemini> three({says(R"({"city":"Os)", chat::finish_reason::length), says(oslo)});
    BOOST_TEST((asked(three, {.repairs = 1}).error().code == errc::truncated));
    BOOST_TEST(three.asked().size() == 1u);
    family_host<family::openai_chat> four({says("", chat::finish_reason::content_filter)});
    BOOST_TEST((asked(four).error().code == errc::content_filtered));
}

BOOST_AUTO_TEST_CASE(a_type_that_the_strict_form_cannot_express_is_refused_before_anything_is_sent) {
    family_host<family::openai_chat> host;
    asio::io_context context;
    auto c = client_of(host, context.get_executor());
    std::optional<result<parley::structured<prices>>> got;
    c.async_ask_for<prices>(ask("m").user("?"), [&](result<parley::structured<prices>> a) { got = std::move(a); });
    context.run();
    BOOST_TEST((got.value().error().code == errc::unsupported));
    BOOST_TEST(got->error().where == "/by_name");
    BOOST_TEST(host.received().empty());
}

BOOST_AUTO_TEST_CASE(a_coroutine_and_a_blocking_client_ask_in_one_line) {
    family_host<family::openai_chat> host({says(oslo), says(oslo)});
    asio::io_context context;
    auto c = client_of(host, context.get_executor());
    auto const program = [&]() -> asio::awaitable<std::string> {
        auto const a = co_await c.async_ask_for<weather>(ask("m").user("Is it raining in Oslo?"), asio::use_awaitable);
        co_return a ? a->value.city : to_string(a.error());
    };
    BOOST_TEST(parley_test::run(context, program()) == "Oslo");

    parley::sync_client<family::openai_chat, auth::none> blocking(auth::none(), [&](auto executor) { return host.transport(executor); });
    // tag::ask[]
    auto const answer = blocking.ask_for<weather>(ask("some-model").user("Is it raining in Oslo?"));
    if (answer) BOOST_TEST(answer->value.city == "Oslo");
    // end::ask[]
    BOOST_TEST(answer.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
