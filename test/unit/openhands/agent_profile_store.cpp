#include <parley/openhands/agent_profile_store.hpp>

#include "support/temporary_folder.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(openhands_agent_profile_store)

namespace openhands = parley::openhands;
using openhands::agent_profile;
using openhands::agent_profile_store;
using parley::errc;
using strings = std::vector<std::string>;

namespace {

agent_profile named(std::string name, std::string llm = "l") {
    agent_profile made;
    made.name = std::move(name);
    made.llm_profile_ref = std::move(llm);
    return made;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_holds_nothing) {
    parley::test::temporary_folder const folder;
    agent_profile_store const store(folder.file("none"));
    BOOST_TEST(store.list().value().empty());
    BOOST_TEST((store.load("a").error().code == errc::not_found));
    BOOST_TEST(!folder.has("none"));
}

BOOST_AUTO_TEST_CASE(profiles_are_saved_loaded_listed_and_removed) {
    parley::test::temporary_folder const folder;
    agent_profile_store store(folder.file("agents"));
    BOOST_TEST(store.save(named("b")).has_value());
    BOOST_TEST(store.save(named("a")).has_value());
    folder.write("agents/.hidden.json", "{}");
    folder.write("agents/note.txt", "");
    BOOST_TEST(store.list().value() == (strings{"a", "b"}), boost::test_tools::per_element());
    BOOST_TEST((store.load("a.json").value() == named("a")));
    BOOST_TEST(store.remove("a").value());
    BOOST_TEST(!store.remove("a").value());
    BOOST_TEST(store.list().value() == strings{"b"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(names_that_are_no_file_names_are_refused) {
    parley::test::temporary_folder const folder;
    agent_profile_store store(folder.path());
    for (std::string const& name : {std::string(), std::string("../a"), std::string("a b"), std::string("a\n"), std::string(65, 'a')}) {
        BOOST_TEST((store.load(name).error().code == errc::invalid_name), name);
        BOOST_TEST((store.save(named(name)).error().code == errc::invalid_name), name);
        BOOST_TEST((store.remove(name).error().code == errc::invalid_name), name);
    }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_not_overwritten) {
    parley::test::temporary_folder const folder;
    agent_profile_store store(folder.path());
    folder.write("a.json", "{\"name\":");
    folder.write("b.json", R"({"name":"b","schema_version":99})");
    BOOST_TEST((store.save(named("a")).error().code == errc::corrupt_file));
    BOOST_TEST((store.save(named("b")).error().code == errc::version_newer));
    BOOST_TEST(store.load("b").error().where == folder.file("b.json") + "#/schema_version");
    BOOST_TEST(folder.read("a.json") == "{\"name\":");
}

BOOST_AUTO_TEST_CASE(only_profiles_that_refer_are_changed_and_in_nothing_else) {
    parley::test::temporary_folder const folder;
    agent_profile_store store(folder.path());
    folder.write("one.json", R"({"id":"i","name":"one","llm_profile_ref":"old","skills":[],"schema_version":1})");
    folder.write("two.json", R"({"name":"two","llm_profile_ref":"other"})");
    folder.write("acp.json", R"({"name":"acp","agent_kind":"acp","llm_profile_ref":"old"})");
    folder.write("bad.json", "old");
    BOOST_TEST(store.referrers("old").value() == strings{"one"}, boost::test_tools::per_element());
    auto const two = folder.read("two.json");
    {
        auto const lock = store.lock().value();
        BOOST_TEST(store.refer_instead(lock, "old", "new").has_value());
    }
    BOOST_TEST(store.referrers("old").value().empty());
    BOOST_TEST(store.referrers("new").value() == strings{"one"}, boost::test_tools::per_element());
    BOOST_TEST(boost::json::parse(folder.read("one.json")) == boost::json::parse(R"({"id":"i","name":"one","llm_profile_ref":"new","skills":[],"schema_version":1})"));
    BOOST_TEST(folder.read("two.json") == two);
    BOOST_TEST(folder.read("bad.json") == "old");
}

BOOST_AUTO_TEST_SUITE_END()
