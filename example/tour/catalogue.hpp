#ifndef EXAMPLE_TOUR_CATALOGUE_HPP
#define EXAMPLE_TOUR_CATALOGUE_HPP

#include "support/terminal.hpp"

#include <parley/result.hpp>

namespace tour {

/// Retires a model in a catalogue in memory: what would change is shown, the references move, the old row goes, and the audit tells.
parley::result<void> retire_a_model(support::terminal& to);

} // namespace tour

#endif
