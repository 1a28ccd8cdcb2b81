// What the library does, in one minute: old profiles become current ones, one of them makes the client that talks to a model, and a
// model retires from a catalogue.
//
//     tour [PROMPT...]
//
// With PARLEY_API_KEY and PARLEY_BASE_URL set (and PARLEY_MODEL, where the profile's model is not offered there) the model is a real one;
// otherwise it is a sandbox in this process, reached over HTTP.

#include "support/terminal.hpp"
#include "tour/catalogue.hpp"
#include "tour/conversation.hpp"
#include "tour/documents.hpp"

#include <parley/environment.hpp>
#include <parley/profile/profile_store.hpp>

#include <sandbox/server.hpp>

#include <iostream>
#include <string>

namespace {

/// Points a profile at the endpoint that the environment names, else at the sandbox.
parley::result<void> redirect(parley::profile::llm_profile& p, parley::environment const& around, std::string const& sandbox) {
    auto const key = around.variable("PARLEY_API_KEY");
    auto const url = around.variable("PARLEY_BASE_URL");
    p.base_url = key && url ? *url : sandbox;
    if (!key || !url) return {};
    auto made = parley::secret::make(*key);
    if (!made) return made.error();
    p.api_key = std::move(*made);
    p.model = around.variable("PARLEY_MODEL").value_or(p.model);
    return {};
}

parley::result<void> show(support::terminal& terminal, std::string const& prompt) {
    auto const heading = [&](std::string const& text) { terminal.out() << '\n' << terminal.bold(text) << '\n'; };
    tour::temporary_folder const folder;
    tour::copy_profiles(TOUR_PROFILES, folder.path());

    heading("1. Old profiles, and what would change in them");
    if (auto const done = tour::show_plans(terminal, folder.path()); !done) return done.error();

    heading("2. Migrating them");
    if (auto const done = tour::migrate_all(terminal, folder.path()); !done) return done.error();

    heading("3. What there is now");
    if (auto const done = tour::list_all(terminal, folder.path()); !done) return done.error();

    auto profile = parley::profile::profile_store(folder.path()).load("old-proxy");
    if (!profile) return profile.error();
    auto const around = parley::environment::of_process();
    sandbox::server const local;
    if (auto const done = redirect(*profile, around, local.url()); !done) return done.error();

    heading("4. The profile old-proxy makes a client: " + profile->model + " at " + *profile->base_url);
    terminal.out() << "> " << prompt << '\n';
    if (auto const done = tour::converse(terminal, *profile, around, prompt); !done) return done.error();

    heading("5. A model retires from a catalogue, and another takes its place");
    return tour::retire_a_model(terminal);
}

} // namespace

int main(int argc, char** argv) {
    std::string prompt;
    for (int i = 1; i < argc; ++i) prompt += (i == 1 ? "" : " ") + std::string(argv[i]);
    support::terminal terminal(std::cout);
    auto const done = show(terminal, prompt.empty() ? "Why do old files deserve a migration?" : prompt);
    if (done) return 0;
    std::cerr << to_string(done.error()) << '\n';
    return 1;
}
