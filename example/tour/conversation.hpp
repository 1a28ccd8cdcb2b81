#ifndef EXAMPLE_TOUR_CONVERSATION_HPP
#define EXAMPLE_TOUR_CONVERSATION_HPP

#include "tour/stage.hpp"

#include <parley/any_client.hpp>
#include <parley/result.hpp>

#include <string>

namespace tour {

/// Asks and prints the answer while it arrives, then what it used.
parley::result<void> converse(stage const& on, parley::any_client client, std::string const& prompt);

/// Lets the model call a function of this program.
parley::result<void> use_a_tool(stage const& on, parley::any_client client);

/// Asks for an answer that is a struct.
parley::result<void> fill_a_struct(stage const& on, parley::any_client client);

/// Says what the calls used and cost.
void show_costs(stage const& on);

} // namespace tour

#endif
