// What the library does, in one minute: old profiles become current ones, one of them makes the client that talks to a model, four families and
// five ways to prove who calls answer side by side, and a model retires from a catalogue.
//
//     tour [PROMPT...]
//
// The models are a sandbox's in this process, reached over HTTP, but for those whose keys stand in the environment:
//   PARLEY_API_KEY, PARLEY_BASE_URL (PARLEY_MODEL)             whom the profile is pointed at
//   OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY          the families' vendors (OPENAI_MODEL, ANTHROPIC_MODEL, GEMINI_MODEL)
//   DATABRICKS_HOST with DATABRICKS_TOKEN; with DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET; with DATABRICKS_CONFIG_PROFILE; with the login of
//   `parley auth login`; or with whatever Databricks' own tools would find   a workspace

#include "support/terminal.hpp"
#include "tour/catalogue.hpp"
#include "tour/clients.hpp"
#include "tour/conversation.hpp"
#include "tour/documents.hpp"
#include "tour/side_by_side.hpp"
#include "tour/stage.hpp"

#include <parley/environment.hpp>
#include <parley/model/table.hpp>
#include <parley/profile/profile_store.hpp>

#include <sandbox/local.hpp>

#include <chrono>
#include <iostream>
#include <memory>
#include <string>

namespace {

/// Points a profile at the endpoint that the environment names, else at the sandbox.
parley::result<void> redirect(parley::profile::llm_profile& p, tour::stage const& on) {
    auto const key = on.around.variable("PARLEY_API_KEY"), url = on.around.variable("PARLEY_BASE_URL");
    bool const is_real = key && url;
    p.base_url = is_real ? *url : on.sandbox + "/v1";
    auto made = parley::secret::make(is_real ? *key : on.sandbox_key);
    if (!made) return made.error();
    p.api_key = std::move(*made);
    if (is_real) p.model = on.around.variable("PARLEY_MODEL").value_or(p.model);
    return {};
}

parley::result<void> show(tour::stage const& on, std::string const& prompt) {
    int chapter = 0;
    auto const heading = [&](std::string const& text) { on.terminal.out() << '\n' << on.terminal.bold(std::to_string(++chapter) + ". " + text) << '\n'; };
    tour::temporary_folder const folder;
    tour::copy_profiles(TOUR_PROFILES, folder.path());

    heading("Old profiles, and what would change in them");
    if (auto const done = tour::show_plans(on.terminal, folder.path()); !done) return done.error();

    heading("Migrating them");
    if (auto const done = tour::migrate_all(on.terminal, folder.path()); !done) return done.error();

    heading("What there is now");
    if (auto const done = tour::list_all(on.terminal, folder.path()); !done) return done.error();

    auto profile = parley::profile::profile_store(folder.path()).load("old-proxy");
    if (!profile) return profile.error();
    if (auto const done = redirect(*profile, on); !done) return done.error();
    auto const client = tour::make_client(on, *profile, on.around, "old-proxy");
    if (!client) return client.error();

    heading("The profile old-proxy makes a client: " + profile->model + " at " + *profile->base_url);
    if (auto const done = tour::converse(on, *client, prompt); !done) return done.error();

    heading("The model calls a function of this program");
    if (auto const done = tour::use_a_tool(on, *client); !done) return done.error();

    heading("An answer that is a struct");
    if (auto const done = tour::fill_a_struct(on, *client); !done) return done.error();

    heading("Four families, each with a client of its own type");
    auto const families = tour::ask_four_families(on, prompt); // where one is refused, the tour goes on

    heading("Five ways to prove who calls at a Databricks workspace");
    auto const strategies = tour::prove_five_ways(on, prompt);

    heading("What all that cost");
    tour::show_costs(on);

    heading("A model retires from a catalogue, and another takes its place");
    if (auto const done = tour::retire_a_model(on.terminal); !done) return done.error();
    return families ? strategies : families;
}

} // namespace

int main(int argc, char** argv) {
    std::string prompt;
    for (int i = 1; i < argc; ++i) prompt += (i == 1 ? "" : " ") + std::string(argv[i]);
    std::string const key = "sandbox-key";
    sandbox::local const local(key, 0, std::chrono::milliseconds(40));
    support::terminal terminal(std::cout);
    boost::asio::io_context context;
    tour::stage on{terminal, context, tour::make_network(context.get_executor()), parley::environment::of_process(), local.origin(), key, {},
                   std::make_shared<parley::totals>()};
    on.prices.prices = std::make_shared<parley::model::catalogue const>(parley::model::built_in_models());
    auto const done = show(on, prompt.empty() ? "Why do old files deserve a migration?" : prompt);
    if (done) return 0;
    std::cerr << to_string(done.error()) << '\n';
    return 1;
}
