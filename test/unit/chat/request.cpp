#include <parley/chat/ask.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(chat_request)

namespace chat = parley::chat;

BOOST_AUTO_TEST_CASE(a_request_survives_its_json_form) {
    auto const* text = R"({"model":"m","messages":[{"role":"system","content":[{"type":"text","text":"be brief"}]},)"
                       R"({"role":"user","content":[{"type":"text","text":"hi"}],"name":"ann"}],)"
                       R"("tools":[{"name":"f","description":"d","parameters":{"type":"object"},"strict":true}],"tool_choice":{"mode":"one","name":"f"},)"
                       R"("parallel_tool_calls":false,"response_format":{"kind":"json_schema","name":"w","schema":{"type":"object"},"strict":true},)"
                       R"("max_output_tokens":100,"temperature":0.7,"seed":1,"stop":["x"],"reasoning":{"effort":"low"},"choices":2,"metadata":{"a":"b"},)"
                       R"("service_tier":"flex","stream":true,"logit_bias":{"1":2}})";
    auto const read = parley::reflect::parse<chat::request>(text);
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(parley::reflect::to_text(*read) == text);
}

BOOST_AUTO_TEST_CASE(the_automatic_choice_of_tools_is_called_auto) {
    chat::tool_choice choice;
    BOOST_TEST(parley::reflect::to_text(choice) == R"({"mode":"auto"})");
}

BOOST_AUTO_TEST_SUITE_END()
