#ifndef EXAMPLE_CLI_LOGIN_HPP
#define EXAMPLE_CLI_LOGIN_HPP

#include "cli/command.hpp"

namespace cli {

/// Adds `login`, `token` and `logout` to the commands about signing.
void add_logins(CLI::App& group, session& s);

} // namespace cli

#endif
