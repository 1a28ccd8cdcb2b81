#include <parley/migrate/gate.hpp>

#include "support/temporary_folder.hpp"
#include "support/versioned_documents.hpp"

#include <boost/describe.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(migrate_gate)

namespace migrate = parley::migrate;
using namespace parley::test;

namespace {

/// A folder in which everything that the gate asks for is there, for windows.
class sound_folder : public temporary_folder {
public:
    sound_folder() {
        put("v0/small.json", R"({"title":"a","x":{"keep":1},"__expected__":{"title":"a","width":7,"x.keep":1,"none":null}})");
        put("v1/small.json", R"({"title":"b","w":3,"key":"sk-1","schema_version":1,"__expected__":{"width":3,"key":"sk-1","w":null}})");
        put("v2/small.json", R"({"title":"c","width":4,"schema_version":2})");
        put("v2/list.json", R"({"list":[{"name":"n"}],"schema_version":2,"__expected__":{"list.0.name":"n","list.1":null,"title":""}})");
        put("shape.v2.json", migrate::shape_text<window>());
    }
    void put(std::string const& name, std::string_view text) const {
        std::filesystem::create_directories(std::filesystem::path(file(name)).parent_path());
        write(name, text);
    }
    void drop(std::string const& name) const { std::filesystem::remove_all(file(name)); }
    std::vector<std::string> violations() const {
        std::vector<std::string> found;
        for (auto const& v : migrate::gate<window>(path()).violations) found.push_back(v.file.substr(path().size() + 1) + ": " + v.what);
        return found;
    }
    void replace_in_shape(std::string_view what, std::string_view with) const {
        auto text = read("shape.v2.json");
        auto const at = text.find(what);
        BOOST_REQUIRE(at != std::string::npos);
        write("shape.v2.json", text.replace(at, what.size(), with));
    }
};

using lines = std::vector<std::string>;

} // namespace

BOOST_AUTO_TEST_CASE(a_sound_folder_passes) {
    sound_folder folder;
    folder.put("README.md", "These are fixtures.");
    folder.put("v1/notes.txt", "no fixture");
    auto const report = migrate::gate<window>(folder.path());
    BOOST_TEST(report.passed(), to_string(report));
    BOOST_TEST(report.fixtures == 4u);
    BOOST_TEST(to_string(report) == "");
}

BOOST_AUTO_TEST_CASE(the_fixtures_in_the_repository_pass) {
    auto const report = migrate::gate<person>("test/unit/migrate/fixtures/person");
    BOOST_TEST(report.passed(), to_string(report));
    BOOST_TEST(report.fixtures == 4u);
}

BOOST_AUTO_TEST_CASE(a_version_without_fixture_is_reported) {
    sound_folder folder;
    folder.drop("v0");
    folder.drop("v2/small.json");
    folder.drop("v2/list.json");
    BOOST_TEST(folder.violations() == (lines{"v0: There is no fixture of version 0.", "v2: There is no fixture of version 2."}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_folder_of_another_version_is_reported) {
    sound_folder folder;
    folder.put("v3/a.json", R"({"schema_version":2})");
    folder.put("v1/misplaced.json", R"({"title":"x","schema_version":2})");
    folder.put("v01/ignored.json", "x");
    BOOST_TEST(folder.violations() == (lines{"v1/misplaced.json: It says version 2, its folder says 1.", "v3: There is no such version."}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_fixture_that_cannot_be_loaded_is_reported) {
    sound_folder folder;
    folder.put("v0/fails.json", R"({"fails":1})");
    folder.put("v1/broken.json", "{");
    folder.put("v2/misfit.json", R"({"width":"x","schema_version":2})");
    auto const found = folder.violations();
    BOOST_REQUIRE(found.size() == 3u);
    BOOST_TEST(found[0].starts_with("v0/fails.json: It cannot be loaded: Step add_width"));
    BOOST_TEST(found[1].starts_with("v1/broken.json: The text is not valid JSON."));
    BOOST_TEST(found[2].find("/width: expected integer") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_expectation_that_is_missed_is_reported) {
    sound_folder folder;
    folder.put("v0/small.json", R"({"title":"a","__expected__":{"title":"b","width":null,"x.keep":1,"title.deep":1}})");
    folder.put("v1/small.json", R"({"title":"a","schema_version":1,"__expected__":[]})");
    BOOST_TEST(folder.violations() == (lines{"v0/small.json: What stands at title is not what is expected.", "v0/small.json: What stands at width is not what is expected.",
                                             "v0/small.json: What stands at x.keep is not what is expected.",
                                             "v0/small.json: What stands at title.deep is not what is expected.",
                                             "v1/small.json: __expected__ is not an object of dotted paths."}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_expected_number_may_be_written_with_or_without_a_point) {
    sound_folder folder;
    folder.put("v2/number.json", R"({"width":4,"x":{"ratio":2.0},"schema_version":2,"__expected__":{"width":4.0,"x":{"ratio":2}}})");
    BOOST_TEST(folder.violations() == lines(), boost::test_tools::per_element());
    folder.put("v2/number.json", R"({"width":4,"schema_version":2,"__expected__":{"width":4.5}})");
    BOOST_TEST(folder.violations() == lines{"v2/number.json: What stands at width is not what is expected."}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_shape_may_gain_keys) {
    sound_folder folder;
    folder.put("shape.v2.json", R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","description":"gone",
        "properties":{"title":{"type":"string"},"schema_version":{"type":"integer","const":2,"description":"old words"}}})");
    BOOST_TEST(folder.violations().empty());
}

BOOST_AUTO_TEST_CASE(a_shape_that_changes_without_a_new_version_is_reported) {
    struct change {
        std::string_view what, with, where;
    };
    for (auto const& c : {change{R"("title")", R"("headline")", "/properties/headline"}, change{"\"string\"", "\"boolean\"", "/properties/title/type"},
                          change{"2147483647", "99", "/properties/width/maximum"}, change{R"("minimum": -2147483648,)", "", "/properties/width/minimum"},
                          change{R"("type": "object",)", R"("type": "object", "required": ["title"],)", "/required"}}) {
        sound_folder folder;
        folder.replace_in_shape(c.what, c.with);
        BOOST_TEST(folder.violations() == lines{"shape.v2.json: The shape changed at " + std::string(c.where) + " without a new version."}, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(a_shape_that_is_not_stored_or_cannot_be_read_is_reported) {
    sound_folder folder;
    folder.drop("shape.v2.json");
    BOOST_REQUIRE(folder.violations().size() == 1u);
    BOOST_TEST(folder.violations()[0].starts_with("shape.v2.json: The shape of the newest version is not stored"));
    folder.put("shape.v2.json", "{");
    BOOST_TEST(folder.violations()[0].starts_with("shape.v2.json: The text is not valid JSON."));
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_is_reported) { BOOST_TEST(!migrate::gate<window>("no/such/folder").passed()); }

BOOST_AUTO_TEST_CASE(encrypted_fixtures_are_opened) {
    sound_folder folder;
    folder.put("v1/small.json", R"({"title":"b","key":"enc:1-ks","schema_version":1,"__expected__":{"key":"sk-1"}})");
    reverse_cipher const cipher;
    migrate::options how;
    how.read.cipher = cipher;
    BOOST_TEST(migrate::gate<window>(folder.path(), how).passed());
    BOOST_TEST(!migrate::gate<window>(folder.path()).passed());
}

BOOST_AUTO_TEST_SUITE_END()
