#include <parley/reflect/json_text.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/describe.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(reflect_json_text)

namespace reflect = parley::reflect;
using reflect::json_text;

namespace {

struct carrier {
    json_text payload;
    std::vector<json_text> list;
};
BOOST_DESCRIBE_STRUCT(carrier, (), (payload, list))

} // namespace

BOOST_AUTO_TEST_CASE(any_json_is_kept_as_compact_text) {
    auto const c = reflect::parse<carrier>(R"({ "payload" : { "b" : [ 1 , -2.50 , true , null , "\u00e9\n" , { } ] , "a" : 1e2 } , "list" : [ 1 , "x" , [ ] , 0.10 ] })").value();
    BOOST_TEST(c.payload.text == "{\"b\":[1,-2.5,true,null,\"\xC3\xA9\\n\",{}],\"a\":100.0}");
    BOOST_TEST(c.list.size() == 4u);
    BOOST_TEST(c.list[1].text == "\"x\"");
    BOOST_TEST(c.list[2].text == "[]");
    BOOST_TEST(c.list[3].text == "0.1");
}

BOOST_AUTO_TEST_CASE(texts_and_keys_within_it_keep_their_escapes_wherever_these_stand) {
    for (std::size_t length = 0; length != 70; ++length)
        for (std::string const part : {R"(\n)", R"(\")", R"(\u0001)", "\xC3\xA9", "e"})
            for (auto const place : {std::size_t(0), length / 2, length}) {
                auto const text = '"' + std::string(place, 'a') + part + std::string(length - place, 'b') + '"';
                auto const document = '{' + text + ":[" + text + ",{" + text + ':' + text + "}]}";
                BOOST_TEST(reflect::parse<json_text>(document).value().text == document);
                BOOST_TEST(reflect::parse<json_text>(text).value().text == text);
            }
    for (auto const length : {500, 511, 512, 513, 1000, 1023, 1024, 1025, 3000}) {
        auto const text = '"' + std::string(static_cast<std::size_t>(length), 'x') + '"';
        auto const document = '[' + text + ",{" + text + ':' + text + "}]";
        BOOST_TEST(reflect::parse<json_text>(document).value().text == document);
    }
}

BOOST_AUTO_TEST_CASE(what_stands_compact_in_the_document_reads_as_what_does_not) {
    std::string const tokens[] = {"{", "\"a\"", ":", "[", "1", ",", "-2.5", ",", "true", ",", "\"\xC3\xA9\"", ",", "{", "}", ",", "[", "]", ",", "null", "]", ",", "\"b\"", ":", "18446744073709551615", "}"};
    std::string compact;
    for (auto const& token : tokens) compact += token;
    for (std::size_t spaced = 0; spaced <= std::size(tokens); ++spaced) { // a space before one token, or none
        std::string document = R"({"payload":)";
        for (std::size_t i = 0; i != std::size(tokens); ++i) document += (i == spaced ? " " : "") + tokens[i];
        BOOST_TEST(reflect::parse<carrier>(document + R"(,"list":[[1],[1,2]]})").value().payload.text == compact);
    }
    for (auto const& [text, written] : {std::pair("[1.50,0]", "[1.5,0]"), {"[-0,1]", "[0,1]"}, {"[1e2]", "[100.0]"}, {"[\"\\u0041\",5]", "[\"A\",5]"}, {"{\"\\/\":[1]}", "{\"/\":[1]}"}, {"[[15],[1,5]]", "[[15],[1,5]]"}}) {
        auto const read = reflect::parse<carrier>(R"({"payload":)" + std::string(text) + "}").value();
        BOOST_TEST(read.payload.text == written);
    }
    auto const listed = reflect::parse<carrier>(R"({"list":[[15],[1,5],[15]]})").value().list;
    BOOST_TEST(listed.at(1).text == "[1,5]");
    BOOST_TEST(listed.at(2).text == "[15]");
    for (std::string const text : {R"({"l":1,"l":2})", R"([{"a":{"b":[]},"a":1}])", R"({"x": 1,"x":1})"}) BOOST_TEST(reflect::parse<carrier>(R"({"payload":)" + text + "}").error().problems.at(0).found == "duplicate key");
}

BOOST_AUTO_TEST_CASE(it_is_written_as_it_stands) {
    BOOST_TEST(reflect::to_text(carrier{{R"({"a":1})"}, {{"2"}, {""}}}) == R"({"payload":{"a":1},"list":[2,null]})");
    BOOST_TEST(reflect::to_text(carrier()) == R"({"payload":null,"list":[]})");
    BOOST_TEST((reflect::to_json(carrier{{R"({"a":[1]})"}, {}}).at("payload") == boost::json::value{{"a", boost::json::array{1}}}));
}

BOOST_AUTO_TEST_CASE(equal_texts_are_equal) {
    BOOST_TEST((json_text{"1"} == json_text{"1"}));
    BOOST_TEST((json_text{"1"} != json_text{"1.0"}));
}

BOOST_AUTO_TEST_CASE(a_key_that_stands_twice_within_it_is_a_problem_wherever_it_is) {
    for (auto const* text : {R"({"l":1,"l":2})", R"([{"a":{"b":[]},"a":1}])", R"({"x":{"y":1},"z":[{"q":1,"r":{"q":1},"q":"q"}]})"}) {
        auto const read = reflect::parse<reflect::json_text>(text);
        BOOST_TEST_REQUIRE(!read, text);
        BOOST_TEST(read.error().problems.at(0).found == "duplicate key");
    }
    auto const deep = [](std::string inner) {
        for (int i = 0; i != 40; ++i) inner = R"({"a":)" + inner + '}';
        return inner;
    };
    BOOST_TEST(!reflect::parse<reflect::json_text>(deep(R"({"b":1,"c":2,"b":3})")));
    BOOST_TEST(reflect::parse<reflect::json_text>(deep(R"({"b":1,"c":2})")).has_value());
    for (auto const* text : {R"({"a":{"a":{"a":"a"}},"b":["a","a",{"a":1},{"a":1}]})", R"([[],{},"x:","{",{"k":"k"}])", R"({"type":1,"tape":2,"":3})"}) BOOST_TEST(reflect::parse<reflect::json_text>(text).has_value(), text);
}

BOOST_AUTO_TEST_SUITE_END()
