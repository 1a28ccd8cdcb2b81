#include <parley/profile/profile_name.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(profile_profile_name)

using parley::errc;
using parley::profile::is_plain_name;
using parley::profile::is_profile_name;
using parley::profile::to_profile_name;

BOOST_AUTO_TEST_CASE(plain_names_are_allowed) {
    for (std::string_view name : {"a", "7", "gpt-5.5", "my_profile", "a..b", "A-Z.0_9", "CON", "a.json.json"}) BOOST_TEST(is_profile_name(name), name);
    BOOST_TEST(is_profile_name(std::string(64, 'a')));
}

BOOST_AUTO_TEST_CASE(what_could_leave_the_folder_or_confuse_a_shell_is_not) {
    for (std::string_view name : {"", ".", "..", ".json", ".leading-dot", "-leading-dash", "_leading_under", "my/profile", "my//profile", "../up", "name with space",
                                  "name@symbol", "name$dollar", "back\\slash", "line\n", "\nline", "tab\t", "n\xc3\xa4me", "name:1", "a*"})
        BOOST_TEST(!is_profile_name(name), name);
    BOOST_TEST(!is_profile_name(std::string_view("nul\0", 4)));
    BOOST_TEST(!is_profile_name(std::string(65, 'a')));
}

BOOST_AUTO_TEST_CASE(one_ending_is_taken_off) {
    BOOST_TEST(to_profile_name("gpt.json").value() == "gpt");
    BOOST_TEST(to_profile_name("gpt").value() == "gpt");
    BOOST_TEST(to_profile_name("gpt.json.json").value() == "gpt.json");
}

BOOST_AUTO_TEST_CASE(a_bad_name_is_an_error_that_shows_it) {
    for (std::string_view name : {"", ".json", "my/profile", "gpt\n", "gpt.json\n", "gpt\n.json"}) {
        auto const made = to_profile_name(name);
        BOOST_REQUIRE(made.has_error());
        BOOST_TEST((made.error().code == errc::invalid_name));
    }
    BOOST_TEST(to_profile_name("my/profile").error().where == "my/profile");
}

BOOST_AUTO_TEST_CASE(the_longest_name_can_be_chosen) {
    BOOST_TEST(is_plain_name(std::string(128, 'a'), 128));
    BOOST_TEST(!is_plain_name(std::string(129, 'a'), 128));
}

BOOST_AUTO_TEST_SUITE_END()
