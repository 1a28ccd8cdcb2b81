#include <parley/chat/arguments.hpp>
#include <parley/chat/part.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(chat_part)

namespace chat = parley::chat;
namespace reflect = parley::reflect;

namespace {

std::string again(std::string const& text) {
    auto const read = reflect::parse<chat::part>(text);
    BOOST_TEST_REQUIRE(read.has_value(), (read ? std::string() : to_string(read.error())));
    return reflect::to_text(*read);
}

} // namespace

BOOST_AUTO_TEST_CASE(every_part_survives_its_json_form) {
    for (auto const* text : {
             R"({"type":"text","text":"hi"})",
             R"({"type":"text","text":"hi","cache_control":{"type":"ephemeral"}})",
             R"({"type":"image","url":"https://h/a.png","detail":"low"})",
             R"({"type":"image","data":"AAA=","media_type":"image/png"})",
             R"({"type":"audio","data":"AAA=","media_type":"audio/wav","transcript":"hm"})",
             R"({"type":"file","file_id":"f1","name":"a.pdf"})",
             R"({"type":"tool_call","id":"c1","name":"f","arguments":{"a":[1,2.5]}})",
             R"({"type":"tool_call","id":"c1","name":"f","arguments_text":"{\"a\":"})",
             R"({"type":"tool_result","id":"c1","content":[{"type":"text","text":"ok"},{"type":"image","url":"u"}],"is_error":true})",
             R"({"type":"thinking","text":"hm","signature":"s"})",
             R"({"type":"refusal","text":"no"})",
             R"({"type":"native","family":"anthropic","value":{"type":"server_tool_use","n":1}})",
         })
        BOOST_TEST(again(text) == text);
}

BOOST_AUTO_TEST_CASE(arguments_that_are_an_object_are_kept_byte_for_byte) {
    chat::tool_call call;
    chat::set_arguments(call, "{ \"a\" : 1.50 }");
    BOOST_TEST(call.arguments.has_value());
    BOOST_TEST(!call.arguments_text.has_value());
    BOOST_TEST(call.received_arguments() == "{ \"a\" : 1.50 }");
    BOOST_TEST(reflect::to_text(call).find(R"("arguments":{ "a" : 1.50 })") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(arguments_that_are_no_object_are_kept_as_text) {
    for (auto const* received : {"", "{\"a\":", "[1]", "null", "{} trailing"}) {
        chat::tool_call call;
        chat::set_arguments(call, received);
        BOOST_TEST(!call.arguments.has_value(), received);
        BOOST_TEST(call.arguments_text.value() == received);
        BOOST_TEST(call.received_arguments() == received);
    }
}

BOOST_AUTO_TEST_SUITE_END()
