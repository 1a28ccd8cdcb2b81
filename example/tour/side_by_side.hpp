#ifndef EXAMPLE_TOUR_SIDE_BY_SIDE_HPP
#define EXAMPLE_TOUR_SIDE_BY_SIDE_HPP

#include "support/live_lines.hpp"
#include "tour/stage.hpp"

#include <parley/chat/event.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/result.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace tour {

/// Answers that arrive at the same time, a line each.
class side_by_side {
public:
    side_by_side(stage const& on, std::vector<std::string> const& labels) : on_(on), lines_(on.terminal, labels) {}

    /// What a stream's events go to, and what is called at its end; both refer to the object.
    std::function<void(parley::chat::event const&)> sink(std::size_t line);
    std::function<void(parley::result<parley::chat::response>)> done(std::size_t line);

    /// Runs all streams that were begun, and says how it went.
    /// @return the first failure; the others go on.
    parley::result<void> run();

private:
    stage const& on_;
    support::live_lines lines_;
    std::size_t running_ = 0, at_once_ = 0, count_ = 0;
    parley::result<void> outcome_ = {};
};

/// What is asked on each line.
parley::chat::request short_question(std::string model, std::string const& prompt);

/// Four families, each spoken by a client of its own type: at their vendors', where their keys stand in the environment, else at the sandbox.
parley::result<void> ask_four_families(stage const& on, std::string const& prompt);

/// Five ways to prove who calls at a Databricks workspace: a real one, where the environment has what it takes, else the sandbox.
parley::result<void> prove_five_ways(stage const& on, std::string const& prompt);

} // namespace tour

#endif
