#include <parley/reflect/json_key.hpp>
#include <parley/reflect/json_writer.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(reflect_json_key)

using parley::reflect::json_key;
using parley::reflect::json_writer;

namespace {

std::string object_with(json_key const& key) {
    std::string text;
    json_writer out(text);
    out.begin_object();
    out.key(key);
    out.null();
    out.end_object();
    out.finish();
    return text;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_literal_is_known_to_need_no_escapes_or_to_need_them) {
    BOOST_TEST(json_key("max_tokens").is_plain());
    BOOST_TEST(!json_key("a\"b").is_plain());
    BOOST_TEST(!json_key("a\nb").is_plain());
    BOOST_TEST(!json_key("caf\xC3\xA9").is_plain());
    BOOST_TEST(!json_key(std::string_view("max_tokens")).is_plain());
}

BOOST_AUTO_TEST_CASE(a_key_is_written_alike_whether_it_is_a_literal_or_not) {
    BOOST_TEST(object_with("role") == R"({"role":null})");
    BOOST_TEST(object_with(std::string("role")) == R"({"role":null})");
    BOOST_TEST(object_with("") == R"({"":null})");
    BOOST_TEST(object_with("a\"b\\c\n") == R"({"a\"b\\c\n":null})");
    BOOST_TEST(object_with("caf\xC3\xA9") == "{\"caf\xC3\xA9\":null}");
    BOOST_TEST(object_with("a_name_that_is_longer_than_sixteen_bytes") == R"({"a_name_that_is_longer_than_sixteen_bytes":null})");
}

BOOST_AUTO_TEST_CASE(keys_and_texts_of_every_length_are_written_whole_with_escapes_at_every_place) {
    for (std::size_t size = 0; size != 70; ++size) {
        std::string const text(size, 'x');
        BOOST_TEST(object_with(text) == "{\"" + text + "\":null}");
        for (std::size_t at = 0; at != size; ++at) {
            auto const before = text.substr(0, at), behind = text.substr(at + 1);
            BOOST_TEST(object_with(before + '"' + behind) == "{\"" + before + "\\\"" + behind + "\":null}");
            BOOST_TEST(object_with(before + '\x01' + behind) == "{\"" + before + "\\u0001" + behind + "\":null}");
            BOOST_TEST(object_with(before + "\xE2\x82\xAC" + behind) == "{\"" + before + "\xE2\x82\xAC" + behind + "\":null}");
            BOOST_TEST(object_with(before + '\xFF' + behind) == "{\"" + before + "\xEF\xBF\xBD" + behind + "\":null}");
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
