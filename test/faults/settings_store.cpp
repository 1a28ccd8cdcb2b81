#include <parley/openhands/settings_store.hpp>

#include "support/kill.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(faults_settings_store)

namespace json = boost::json;
namespace openhands = parley::openhands;
using namespace parley::test;
using namespace std::chrono_literals;
using parley::profile::no_cipher;
using parley::profile::secret_form;

namespace {

openhands::settings_store<> store_in(std::string const& folder) { return openhands::settings_store(folder); }

/// Settings with an active profile `fast`, to which an agent profile refers, and another, `slow`.
void with_settings(std::string const& folder) {
    auto store = store_in(folder);
    for (char const* name : {"fast", "slow"})
        store.profiles().save(name, {.model = name, .api_key = parley::secret::make("sk-1").value()}, secret_form::plain).value();
    store.activate("fast").value();
    store.agent_profiles().save({.name = "coder", .llm_profile_ref = "fast"}).value();
}

openhands::settings_change change_of(std::string_view key, int value) { return {.conversation_settings_diff = json::object{{key, value}}}; }

bool set_iterations(std::string const& folder) { return store_in(folder).update(change_of("max_iterations", 7)).has_value(); }

/// A dead process holds no lock, and what it left behind disturbs nobody.
bool next_changes(std::string const& folder) {
    openhands::settings_store store(folder, no_cipher(), {.lock_limit = 0ms});
    return store.update(change_of("next", 1)) && store.agent_profiles().save({.name = "next", .llm_profile_ref = "next"}) &&
           store.profiles().save("next", {.model = "m"}, secret_form::plain);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_killed_first_change_leaves_all_or_nothing) { survives({"settings, the first", [](auto const&) {}, set_iterations, next_changes}); }

BOOST_AUTO_TEST_CASE(a_killed_update_leaves_the_old_or_the_new_settings) { survives({"settings, update", with_settings, set_iterations, next_changes}); }

BOOST_AUTO_TEST_CASE(a_killed_activation_leaves_the_old_or_the_new_settings) {
    survives({"settings, activate", with_settings, [](auto const& folder) { return store_in(folder).activate("slow").has_value(); }, next_changes});
}

BOOST_AUTO_TEST_CASE(a_killed_rename_loses_nothing) {
    survives({"settings, rename", with_settings, [](auto const& folder) { return store_in(folder).rename_profile("fast", "quick").has_value(); }, next_changes,
              [](picture const& before, picture const& after) { // file by file, the profile first
                  auto renamed = before;
                  renamed["profiles/quick.json"] = renamed.at("profiles/fast.json");
                  renamed.erase("profiles/fast.json");
                  auto referred = renamed;
                  referred["agent-profiles/coder.json"] = after.at("agent-profiles/coder.json");
                  return std::vector<picture>{renamed, referred};
              }});
}

BOOST_AUTO_TEST_SUITE_END()
