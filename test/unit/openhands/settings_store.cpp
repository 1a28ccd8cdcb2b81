#include <parley/openhands/settings_store.hpp>

#include <parley/profile/fernet.hpp>
#include <parley/reflect/parse.hpp>

#include "support/temporary_folder.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include <sys/stat.h>

BOOST_AUTO_TEST_SUITE(openhands_settings_store)

namespace openhands = parley::openhands;
namespace profile = parley::profile;
namespace reflect = parley::reflect;
using openhands::persisted_settings;
using openhands::settings_store;
using parley::errc;
using profile::secret_form;

namespace {

profile::fernet made_key(char const* text) { return profile::fernet::from_secret(parley::secret::make(text).value()).value(); }

openhands::settings_change change(std::string_view text) { return reflect::parse<openhands::settings_change>(text).value(); }

profile::llm_profile named(std::string model) {
    profile::llm_profile made;
    made.model = std::move(model);
    return made;
}

openhands::openhands_agent_settings const& agent_of(persisted_settings const& settings) { return std::get<0>(settings.agent_settings); }

unsigned mode_of(std::string const& path) {
    struct stat status {};
    BOOST_TEST_REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777;
}

struct with_store {
    parley::test::temporary_folder folder;
    settings_store<> store{folder.path()};

    void agent(std::string name, std::string llm) {
        openhands::agent_profile made;
        made.name = std::move(name);
        made.llm_profile_ref = std::move(llm);
        BOOST_TEST_REQUIRE(store.agent_profiles().save(made).has_value());
    }
    void llm(std::string_view name, std::string model) { BOOST_TEST_REQUIRE(store.profiles().save(name, named(std::move(model)), secret_form::plain).has_value()); }
    std::string active() { return store.load().value().value().active_profile.value_or("none"); }
};

} // namespace

BOOST_FIXTURE_TEST_CASE(where_there_is_no_file_there_are_no_settings, with_store) { BOOST_TEST(!store.load().value().has_value()); }

BOOST_FIXTURE_TEST_CASE(settings_come_back_as_they_were_saved, with_store) {
    persisted_settings settings;
    settings.active_profile = "p";
    settings.extra["mine"] = 1;
    settings.misc_settings["ui"] = "dark";
    BOOST_TEST(store.save(settings).has_value());
    BOOST_TEST((store.load().value().value() == settings));
}

BOOST_FIXTURE_TEST_CASE(folder_and_file_are_open_to_their_owner_alone, with_store) {
    ::chmod(folder.path().c_str(), 0755);
    folder.write("settings.json", "{}");
    ::chmod(folder.file("settings.json").c_str(), 0644);
    BOOST_TEST(store.save({}).has_value());
    BOOST_TEST(mode_of(folder.path()) == 0700u);
    BOOST_TEST(mode_of(folder.file("settings.json")) == 0600u);
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_read_is_never_overwritten, with_store) {
    struct {
        char const* text;
        errc why;
    } const rows[] = {
        {"{", errc::corrupt_file},
        {"", errc::corrupt_file},
        {"[]", errc::invalid_document},
        {R"({"schema_version":7})", errc::version_newer},
        {R"({"schema_version":true})", errc::version_not_integer},
        {R"({"schema_version":-1})", errc::version_negative},
        {R"({"conversation_settings":{"max_iterations":0}})", errc::invalid_document},
        {R"({"agent_settings":{"llm":{"model":"m","api_key":"gAAAAAB"}}})", errc::cipher_missing},
    };
    llm("p", "m");
    for (auto const& row : rows) {
        folder.write("settings.json", row.text);
        auto const expect = [&](auto const& outcome) {
            BOOST_TEST_REQUIRE(outcome.has_error(), row.text);
            BOOST_TEST((outcome.error().code == row.why), row.text);
            BOOST_TEST(outcome.error().where.starts_with(folder.file("settings.json")), row.text);
        };
        expect(store.load());
        expect(store.save({}));
        expect(store.update(change(R"({"misc_settings_diff":{"a":1}})")));
        expect(store.activate("p"));
        expect(store.rename_profile("p", "q"));
        expect(store.remove_profile("p"));
        BOOST_TEST(folder.read("settings.json") == row.text);
        BOOST_TEST(store.profiles().load("p").has_value());
    }
}

BOOST_FIXTURE_TEST_CASE(with_a_key_no_secret_stands_in_the_file_and_another_key_destroys_nothing, with_store) {
    auto const key = made_key("one");
    settings_store<profile::fernet> sealing(folder.path(), key);
    BOOST_TEST(sealing.update(change(R"({"agent_settings_diff":{"llm":{"model":"m","api_key":"quiet"},"mcp_config":{"s":{"env":{"T":"quiet"}}}}})")).has_value());
    auto const text = folder.read("settings.json");
    BOOST_TEST(text.find("quiet") == std::string::npos);
    BOOST_TEST(agent_of(sealing.load().value().value()).llm.api_key.reveal() == "quiet");

    settings_store<profile::fernet> other(folder.path(), made_key("two"));
    BOOST_TEST((other.update(change(R"({"active_profile":"p"})")).error().code == errc::decryption_failed));
    BOOST_TEST((store.update(change(R"({"active_profile":"p"})")).error().code == errc::cipher_missing));
    BOOST_TEST(folder.read("settings.json") == text);

    BOOST_TEST(sealing.update(change(R"({"agent_settings_diff":{"llm":{"api_key":"**********","temperature":0.5}}})")).has_value());
    BOOST_TEST(agent_of(sealing.load().value().value()).llm.api_key.reveal() == "quiet");
}

BOOST_FIXTURE_TEST_CASE(an_old_file_stays_editable_and_is_saved_anew, with_store) {
    folder.write("settings.json", R"({"agent_settings":{"agent_kind":"llm","schema_version":1,"llm":{"model":"m"},"mine":1},"yours":2})");
    auto const changed = store.update(change(R"({"conversation_settings_diff":{"max_iterations":9}})")).value();
    BOOST_TEST(changed.conversation_settings.max_iterations == 9);
    auto const document = boost::json::parse(folder.read("settings.json"));
    BOOST_TEST(document.at("schema_version") == 6);
    BOOST_TEST(document.at("agent_settings").at("schema_version") == 9);
    BOOST_TEST(document.at("agent_settings").at("mine") == 1);
    BOOST_TEST(document.at("yours") == 2);
}

BOOST_FIXTURE_TEST_CASE(an_update_that_does_not_fit_leaves_the_file_alone, with_store) {
    BOOST_TEST(store.save({}).has_value());
    auto const text = folder.read("settings.json");
    BOOST_TEST((store.update(change(R"({"misc_settings_diff":{"a":1},"agent_settings_diff":{"tool_concurrency_limit":0}})")).error().code == errc::invalid_document));
    BOOST_TEST((store.update({}).error().code == errc::invalid_argument));
    BOOST_TEST((store.update(change(R"({"active_profile":"none-such"})")).error().code == errc::not_found));
    BOOST_TEST((store.update(change(R"({"active_profile":"no/such"})")).error().code == errc::invalid_name));
    BOOST_TEST(folder.read("settings.json") == text);
}

BOOST_FIXTURE_TEST_CASE(activation_replaces_the_whole_llm, with_store) {
    llm("p", "n");
    BOOST_TEST(store.update(change(R"({"agent_settings_diff":{"agent":"kept","llm":{"model":"m","litellm_extra_body":{"stale":1},"stale":2}}})")).has_value());
    BOOST_TEST(store.activate("p.json").has_value());
    auto const settings = store.load().value().value();
    BOOST_TEST((agent_of(settings).llm == store.profiles().load("p").value()));
    BOOST_TEST(agent_of(settings).llm.extra.empty());
    BOOST_TEST(agent_of(settings).agent == "kept");
    BOOST_TEST(settings.active_profile.value() == "p");
    BOOST_TEST((store.activate("q").error().code == errc::not_found));
    BOOST_TEST(active() == "p");
}

BOOST_FIXTURE_TEST_CASE(a_profile_whose_connection_is_gone_is_not_activated, with_store) {
    auto p = named("m");
    p.provider_connection_id = "gone";
    BOOST_TEST(store.profiles().save("p", p, secret_form::plain).has_value());
    BOOST_TEST(store.activate("p").has_error());
    BOOST_TEST(!store.load().value().has_value());
}

BOOST_FIXTURE_TEST_CASE(naming_an_active_profile_loads_its_llm_unless_the_change_has_one, with_store) {
    llm("p", "of the profile");
    BOOST_TEST(agent_of(store.update(change(R"({"active_profile":"p"})")).value()).llm.model == "of the profile");
    auto const own = store.update(change(R"({"active_profile":"p","agent_settings_diff":{"llm":{"model":"of the change"}}})")).value();
    BOOST_TEST(agent_of(own).llm.model == "of the change");
    BOOST_TEST(agent_of(store.update(change(R"({"active_profile":"p","agent_settings_diff":{"agent":"a"}})")).value()).llm.model == "of the profile");
}

BOOST_FIXTURE_TEST_CASE(a_rename_reaches_all_who_refer, with_store) {
    llm("old", "m");
    llm("other", "m");
    agent("a", "old");
    agent("b", "other");
    BOOST_TEST(store.activate("old").has_value());
    BOOST_TEST(store.rename_profile("old", "new").has_value());
    BOOST_TEST(active() == "new");
    BOOST_TEST(store.agent_profiles().load("a").value().llm_profile_ref.value() == "new");
    BOOST_TEST(store.agent_profiles().load("b").value().llm_profile_ref.value() == "other");
    BOOST_TEST(store.profiles().load("new").has_value());

    BOOST_TEST(store.rename_profile("other", "third").has_value());
    BOOST_TEST(active() == "new");
    BOOST_TEST((store.rename_profile("new", "third").error().code == errc::already_exists));
    BOOST_TEST((store.rename_profile("gone", "fourth").error().code == errc::not_found));
    BOOST_TEST((store.rename_profile("new", "../x").error().code == errc::invalid_name));
    BOOST_TEST(store.rename_profile("new", "new").has_value());
    BOOST_TEST(store.agent_profiles().load("a").value().llm_profile_ref.value() == "new");
}

BOOST_FIXTURE_TEST_CASE(a_profile_that_is_referred_to_stays, with_store) {
    llm("p", "m");
    agent("a", "p");
    BOOST_TEST(store.activate("p").has_value());
    auto const refused = store.remove_profile("p");
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST((refused.error().code == errc::in_use));
    BOOST_TEST(refused.error().message.find(" a.") != std::string::npos);
    BOOST_TEST(store.profiles().load("p").has_value());
    BOOST_TEST(active() == "p");

    BOOST_TEST(store.agent_profiles().remove("a").value());
    BOOST_TEST(store.remove_profile("p").value());
    BOOST_TEST(active() == "none");
    BOOST_TEST(agent_of(store.load().value().value()).llm.model == "m");
    BOOST_TEST(!store.remove_profile("p").value());
}

BOOST_FIXTURE_TEST_CASE(concurrent_changes_lose_nothing, with_store) {
    constexpr int writers = 4, changes = 10;
    std::atomic<int> failures = 0;
    std::vector<std::thread> threads;
    for (int w = 0; w != writers; ++w)
        threads.emplace_back([&, w] {
            settings_store<> own(folder.path());
            for (int i = 0; i != changes; ++i) {
                openhands::settings_change one;
                one.misc_settings_diff.emplace()["w" + std::to_string(w) + "_" + std::to_string(i)] = i;
                if (!own.update(one)) ++failures;
            }
        });
    for (auto& thread : threads) thread.join();
    BOOST_TEST(failures == 0);
    BOOST_TEST(store.load().value().value().misc_settings.size() == std::size_t(writers * changes));
    for (auto const& name : folder.names()) BOOST_TEST(name.find("tmp") == std::string::npos, name);
}

BOOST_FIXTURE_TEST_CASE(a_file_name_that_could_be_another_file_is_refused, with_store) {
    for (std::string const& name : {std::string(), std::string(".settings"), std::string("a/b"), std::string("a\\b"), std::string("a."), std::string("a "),
                                    std::string("CON"), std::string("nul.json"), std::string("com1.json"), std::string("a\0b", 3)}) {
        settings_store<> odd(folder.path(), {}, {.file = name});
        BOOST_TEST((odd.load().error().code == errc::invalid_name), name);
        BOOST_TEST((odd.save({}).error().code == errc::invalid_name), name);
    }
    settings_store<> fine(folder.path(), {}, {.file = "console.json"});
    BOOST_TEST(fine.save({}).has_value());
    BOOST_TEST(folder.has("console.json"));
}

BOOST_FIXTURE_TEST_CASE(the_folder_is_where_the_environment_says, with_store) {
    BOOST_TEST(openhands::default_settings_folder(parley::environment::isolated({{"OH_PERSISTENCE_DIR", "/data"}})).value() == "/data");
    auto home = parley::environment::isolated();
    BOOST_TEST((openhands::default_settings_folder(home).error().code == errc::misconfigured));
    home.home = [] { return std::optional<std::string>("/home/me"); };
    BOOST_TEST(openhands::default_settings_folder(home).value() == "/home/me/.openhands");
}

BOOST_AUTO_TEST_SUITE_END()
