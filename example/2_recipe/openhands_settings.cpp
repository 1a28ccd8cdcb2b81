// The settings of OpenHands, beside its own programs: changed, activated and renamed without losing what this program does not know.

#include <parley/openhands/settings_store.hpp>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

namespace openhands = parley::openhands;
namespace profile = parley::profile;

namespace {

parley::result<void> work_in(std::string const& folder) {
    // tag::open[]
    openhands::settings_store store(folder); // usually openhands::default_settings_folder(environment)
    profile::llm_profile fast;
    fast.model = "openhands/claude-sonnet-4-5";
    if (auto done = store.profiles().save("fast", fast, profile::secret_form::plain); !done) return done;
    // end::open[]

    // tag::update[]
    openhands::settings_change change;
    change.conversation_settings_diff = {{"max_iterations", 40}};
    change.agent_settings_diff = {{"condenser", {{"max_size", nullptr}}}}; // null: the default again
    auto const changed = store.update(change);                              // all of it or nothing
    // end::update[]
    if (!changed) return changed.error();

    // tag::activate[]
    auto const active = store.activate("fast");               // its whole content becomes the agent's LLM
    auto const renamed = store.rename_profile("fast", "quick"); // also where settings and agent profiles name it
    // end::activate[]
    if (!active) return active.error();
    if (!renamed) return renamed.error();
    auto const now = store.load();
    if (!now) return now.error();
    return (*now)->active_profile == "quick" ? parley::result<void>() : parley::error(parley::errc::conflict);
}

} // namespace

int main() {
    auto path = (std::filesystem::temp_directory_path() / "parley-openhands-XXXXXX").string();
    if (!::mkdtemp(path.data())) return 1;
    auto const done = work_in(path);
    std::filesystem::remove_all(path);
    if (!done) std::cerr << done.error() << '\n';
    return done ? 0 : 1;
}
