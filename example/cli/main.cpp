#include "cli/command.hpp"

#include <parley/version.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <string_view>

namespace {

constexpr auto groups = {cli::add_migrate, cli::add_profile, cli::add_wire, cli::add_model, cli::add_auth, cli::add_chat, cli::add_models, cli::add_catalog};

/// A command line that makes no sense is told in JSON to those who asked for JSON, as far as that can be known.
int usage_error(CLI::ParseError const& why, bool json) {
    if (json) cli::print(cli::error_object("usage", why.what(), {}));
    else std::cerr << "parley: " << why.what() << " (--help tells more)\n";
    return static_cast<int>(cli::exit_status::usage);
}

} // namespace

int main(int argc, char** argv) {
    cli::session session;
    CLI::App app("Models, and the documents and profiles around them, from the command line", "parley");
    app.set_version_flag("--version", std::string(parley::version));
    app.require_subcommand(1);
    app.footer("Exit status: 0 fine, 2 usage, 3 input refused, 4 not authorised, 5 provider or network.");
    for (auto add : groups) add(app, session);

    try {
        app.parse(argc, argv);
    } catch (CLI::Success const& asked) {
        return app.exit(asked); // --help, --version
    } catch (CLI::ParseError const& why) {
        return usage_error(why, std::find(argv, argv + argc, std::string_view("--json")) != argv + argc);
    }
    auto const done = session.action();
    return static_cast<int>(done ? *done : session.report(done.error()));
}
