#include <parley/http/header.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(http_header)

using parley::http::header;

BOOST_AUTO_TEST_CASE(a_field_is_found_without_regard_to_case) {
    header const h{{"Content-Type", "text/plain"}};
    BOOST_TEST(h.find("content-type").value() == "text/plain");
    BOOST_TEST(h.find("CONTENT-TYPE").value() == "text/plain");
    BOOST_TEST(!h.find("Content-Typ"));
    BOOST_TEST(!h.contains("Content-Type2"));
}

BOOST_AUTO_TEST_CASE(fields_keep_the_order_in_which_they_were_added) {
    header h;
    h.add("b", "1");
    h.add("a", "2");
    h.add("B", "3");
    std::string seen;
    for (auto const& [name, value] : h) seen += name + value;
    BOOST_TEST(seen == "b1a2B3");
    BOOST_TEST(h.find("b").value() == "1");
}

BOOST_AUTO_TEST_CASE(setting_a_field_keeps_its_place_and_removes_its_namesakes) {
    header h{{"a", "1"}, {"b", "2"}, {"A", "3"}};
    h.set("A", "4");
    h.set("c", "5");
    BOOST_TEST((h == header{{"a", "4"}, {"b", "2"}, {"c", "5"}}));
}

BOOST_AUTO_TEST_CASE(erasing_removes_all_fields_of_the_name) {
    header h{{"a", "1"}, {"b", "2"}, {"A", "3"}};
    BOOST_TEST(h.erase("a") == 2u);
    BOOST_TEST(h.size() == 1u);
    BOOST_TEST(h.erase("a") == 0u);
}

BOOST_AUTO_TEST_CASE(a_value_that_could_begin_another_header_is_not_a_value) {
    using parley::http::is_field_value;
    BOOST_TEST(is_field_value("plain, with\ttab and \xC3\xA4"));
    BOOST_TEST(is_field_value(""));
    BOOST_TEST(!is_field_value("a\r\nx: y"));
    BOOST_TEST(!is_field_value("a\nb"));
    BOOST_TEST(!is_field_value(std::string_view("a\0b", 3)));
}

BOOST_AUTO_TEST_CASE(a_name_is_a_token) {
    using parley::http::is_field_name;
    BOOST_TEST(is_field_name("X-Request_Id.1"));
    BOOST_TEST(!is_field_name(""));
    BOOST_TEST(!is_field_name("a b"));
    BOOST_TEST(!is_field_name("a:"));
    BOOST_TEST(!is_field_name("a\n"));
}

BOOST_AUTO_TEST_CASE(headers_that_carry_credentials_are_known_as_sensitive) {
    using parley::http::is_sensitive;
    for (auto const* name : {"Authorization", "proxy-authorization", "x-api-key", "API-Key", "x-goog-api-key", "Cookie", "Set-Cookie", "X-Amz-Security-Token"})
        BOOST_TEST(is_sensitive(name), name);
    for (auto const* name : {"content-type", "x-request-id", "user-agent", "accept"}) BOOST_TEST(!is_sensitive(name), name);
}

BOOST_AUTO_TEST_SUITE_END()
