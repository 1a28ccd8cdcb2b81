#include <parley/migrate/folder.hpp>

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include <sys/stat.h>

BOOST_AUTO_TEST_SUITE(migrate_folder)

using parley::errc;
using parley::test::temporary_folder;
namespace migrate = parley::migrate;
using names = std::vector<std::string>;

BOOST_AUTO_TEST_CASE(entries_are_listed_by_name) {
    temporary_folder folder;
    for (auto name : {"b.json", ".hidden", "a.json"}) folder.write(name, "");
    BOOST_TEST(migrate::list_folder(folder.path()).value() == (names{".hidden", "a.json", "b.json"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_is_not_found) {
    temporary_folder folder;
    BOOST_TEST((migrate::list_folder(folder.file("none")).error().code == errc::not_found));
    BOOST_TEST((migrate::discard_temporaries(folder.file("none")).error().code == errc::not_found));
}

BOOST_AUTO_TEST_CASE(a_folder_is_made_with_those_above_it) {
    temporary_folder folder;
    BOOST_REQUIRE(migrate::make_folder(folder.file("a/b/c")).has_value());
    BOOST_REQUIRE(migrate::make_folder(folder.file("a/b/c")).has_value());
    BOOST_REQUIRE(migrate::make_folder(folder.file("a/d/")).has_value());
    struct stat found {};
    BOOST_REQUIRE(::stat(folder.file("a/b").c_str(), &found) == 0);
    BOOST_TEST((found.st_mode & 07777) == 0700u);
    BOOST_TEST(std::filesystem::is_directory(folder.file("a/d")));
}

BOOST_AUTO_TEST_CASE(a_file_in_the_way_of_a_folder_is_an_error) {
    temporary_folder folder;
    folder.write("a", "");
    BOOST_TEST((migrate::make_folder(folder.file("a")).error().code == errc::io_failed));
    BOOST_TEST((migrate::make_folder(folder.file("a/b")).error().code == errc::io_failed));
}

BOOST_AUTO_TEST_CASE(only_temporaries_are_discarded) {
    temporary_folder folder;
    for (auto name : {"a.json", ".a.json.parley-tmp-x1Y2z3", ".b.parley-tmp-000000", ".hidden", "parley-tmp-notes"}) folder.write(name, "");
    BOOST_TEST(migrate::discard_temporaries(folder.path()).value() == 2);
    BOOST_TEST(folder.names() == (names{".hidden", "a.json", "parley-tmp-notes"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(temporaries_of_one_file_can_be_discarded_alone) {
    temporary_folder folder;
    for (auto name : {".a.json.parley-tmp-x1Y2z3", ".aa.json.parley-tmp-x1Y2z3", ".b.json.parley-tmp-000000"}) folder.write(name, "");
    BOOST_TEST(migrate::discard_temporaries(folder.path(), "a.json").value() == 1);
    BOOST_TEST(folder.names() == (names{".aa.json.parley-tmp-x1Y2z3", ".b.json.parley-tmp-000000"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(removing_says_whether_there_was_a_file) {
    temporary_folder folder;
    folder.write("a", "");
    BOOST_TEST(migrate::remove_file(folder.file("a")).value());
    BOOST_TEST(!migrate::remove_file(folder.file("a")).value());
    BOOST_TEST(migrate::remove_file(folder.path()).has_error());
}

BOOST_AUTO_TEST_CASE(renaming_moves_the_text) {
    temporary_folder folder;
    folder.write("a", "text");
    BOOST_REQUIRE(migrate::rename_file(folder.file("a"), folder.file("b")).has_value());
    BOOST_TEST(folder.read("b") == "text");
    BOOST_TEST((migrate::rename_file(folder.file("a"), folder.file("b")).error().code == errc::not_found));
}

BOOST_AUTO_TEST_SUITE_END()
