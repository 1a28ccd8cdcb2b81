#include <parley/catalog/names.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(catalog_names)

namespace catalog = parley::catalog;
using parley::errc;

BOOST_AUTO_TEST_CASE(white_space_around_a_name_goes_and_inside_stays) {
    BOOST_TEST(catalog::to_display_name("\t Two  words \n").value() == "Two  words");
    for (auto const* text : {"", " ", "\r\n\t"}) BOOST_TEST((catalog::to_display_name(text).error().code == errc::invalid_name));
}

BOOST_AUTO_TEST_CASE(characters_are_counted_and_not_bytes) {
    std::string long_name;
    for (int i = 0; i != 200; ++i) long_name += "ö";
    BOOST_TEST(catalog::to_display_name(long_name).value() == long_name);
    BOOST_TEST(catalog::to_display_name(long_name + "x").error().message == "A name can have 200 characters.");
}

BOOST_AUTO_TEST_CASE(control_characters_and_what_is_no_utf_8_are_refused) {
    for (std::string const& text : {std::string("a\nb"), std::string("a\x7F"), std::string("a\0b", 3), std::string("\xFF"), std::string("a\xC3"), std::string("\xC0\xAF"),
                                    std::string("\xE2\x28\xA1")})
        BOOST_TEST((catalog::to_display_name(text).error().code == errc::invalid_name));
}

BOOST_AUTO_TEST_CASE(a_word_begins_and_ends_with_a_letter_or_digit) {
    constexpr catalog::name_rule rule{"provider", 10, true};
    for (auto const* text : {"a", "A1", "open-hands", "a_b"}) BOOST_TEST(catalog::to_name(text, rule).has_value(), text);
    for (auto const* text : {"-a", "a_", "a b", "a/b", "a.b", "ö", "aaaaaaaaaaa"}) BOOST_TEST((catalog::to_name(text, rule).error().code == errc::invalid_name), text);
}

BOOST_AUTO_TEST_SUITE_END()
