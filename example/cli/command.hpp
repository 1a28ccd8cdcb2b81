#ifndef EXAMPLE_CLI_COMMAND_HPP
#define EXAMPLE_CLI_COMMAND_HPP

#include <parley/environment.hpp>
#include <parley/error.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace cli {

/// What the program leaves behind; scripts rely on the numbers.
enum class exit_status {
    fine = 0,
    usage = 2,           ///< the command line makes no sense
    refused = 3,         ///< the input was refused
    not_authorised = 4,
    provider_failed = 5, ///< the provider or the network
};

exit_status status_of(parley::error const& why);

/// `{"error":{"code","message","where"}}`
boost::json::object error_object(std::string_view code, std::string_view message, std::string_view where);

/// Everything that commands share.
struct session {
    parley::environment environment = parley::environment::of_process();
    bool json = false;                                    ///< machine-readable output
    std::function<parley::result<exit_status>()> action; ///< what the command line asks for

    /// Tells of a failure: one JSON object on standard output, or one sentence on standard error.
    /// @return the exit status that belongs to it.
    exit_status report(parley::error const& why) const;
};

/// Adds `--json` to a command.
void add_json_flag(CLI::App& command, session& s);

/// Prints JSON and a new line on standard output.
void print(boost::json::value const& v);

/// Returns a text with `?` for each control character: what files hold and are called must not command a terminal.
std::string one_line(std::string text);

/// Reads a file, or standard input where the name is `-`.
parley::result<std::string> read_input(std::string const& name);

// The command groups: one source file each. Each adds its commands and, when one of them is chosen, sets `action`.
void add_migrate(CLI::App& app, session& s);
void add_profile(CLI::App& app, session& s);
void add_auth(CLI::App& app, session& s);
void add_model(CLI::App& app, session& s);
void add_wire(CLI::App& app, session& s);
void add_chat(CLI::App& app, session& s);
void add_catalog(CLI::App& app, session& s);
void add_models(CLI::App& app, session& s);

} // namespace cli

#endif
