#include <parley/reflect/detail/utf8.hpp>

#include <parley/reflect/parse.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(reflect_detail_utf8)

namespace reflect = parley::reflect;
using reflect::detail::ascii_length;
using reflect::detail::is_utf8;

BOOST_AUTO_TEST_CASE(a_byte_that_is_none_of_asciis_is_found_wherever_it_stands) {
    for (std::size_t size = 0; size != 150; ++size) {
        BOOST_TEST(ascii_length(std::string(size, 'a')) == size);
        for (std::size_t at = 0; at != size; ++at) {
            std::string text(size, 'a');
            text[at] = '\x80';
            text.back() |= '\x80';
            BOOST_TEST(ascii_length(text) == at);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_letter_counts_wherever_it_stands_and_a_part_of_one_does_not) {
    for (std::string const letter : {"\u00E9", "\u20AC", "\uD7FF", "\uE000", "\U0001F600", "\U0010FFFF"})
        for (std::size_t at = 0; at != 100; ++at) {
            auto const text = std::string(at, 'a') + letter;
            BOOST_TEST(is_utf8(text));
            BOOST_TEST(is_utf8(text + letter + std::string(70, 'b')));
            for (std::size_t cut = 1; cut != letter.size(); ++cut) {
                BOOST_TEST(!is_utf8(text.substr(0, at + cut)));
                BOOST_TEST(!is_utf8(text.substr(0, at + cut) + std::string(70, 'b')));
            }
        }
}

BOOST_AUTO_TEST_CASE(what_is_no_letter_is_refused) {
    using namespace std::string_view_literals;
    for (auto const wrong : {"\x80"sv, "\xBF"sv, "\xC0\xAF"sv, "\xC1\xBF"sv, "\xE0\x9F\xBF"sv, "\xED\xA0\x80"sv, "\xF0\x8F\xBF\xBF"sv, "\xF4\x90\x80\x80"sv, "\xF5\x80\x80\x80"sv, "\xFF"sv})
        BOOST_TEST(!is_utf8(wrong));
}

BOOST_AUTO_TEST_CASE(a_text_that_is_none_is_refused_where_it_is_wrong) {
    for (std::size_t before = 0; before != 40; ++before) {
        auto const text = "[\"" + std::string(before, 'a') + "\u20AC\xC3\"]";
        auto const read = reflect::parse_value(text);
        BOOST_TEST_REQUIRE(!read.has_value());
        BOOST_TEST((read.error().code == parley::errc::invalid_json));
        BOOST_TEST_REQUIRE(read.error().problems.size() == 1u);
        auto const offset = read.error().problems.front().offset.value();
        BOOST_TEST(offset >= before + 5);
        BOOST_TEST(offset <= text.size());
    }
}

BOOST_AUTO_TEST_SUITE_END()
