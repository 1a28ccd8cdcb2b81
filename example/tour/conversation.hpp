#ifndef EXAMPLE_TOUR_CONVERSATION_HPP
#define EXAMPLE_TOUR_CONVERSATION_HPP

#include "support/terminal.hpp"

#include <parley/environment.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/result.hpp>

#include <string>

namespace tour {

/// Asks the model of a profile and prints its answer while it arrives, then what it used.
parley::result<void> converse(support::terminal& to, parley::profile::llm_profile const& with, parley::environment const& around, std::string const& prompt);

} // namespace tour

#endif
