#ifndef EXAMPLE_TOUR_STAGE_HPP
#define EXAMPLE_TOUR_STAGE_HPP

#include "support/terminal.hpp"

#include <parley/environment.hpp>
#include <parley/observed.hpp>
#include <parley/totals.hpp>
#include <parley/transport/any.hpp>

#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>

namespace tour {

/// What the chapters share.
struct stage {
    support::terminal& terminal;
    boost::asio::io_context& context;
    parley::any_transport network;
    parley::environment around;
    std::string sandbox, sandbox_key;       ///< the origin of a provider in this process, and the only key that it takes
    parley::observe_rules prices;
    std::shared_ptr<parley::totals> spent;  ///< by the calls of all chapters
};

} // namespace tour

#endif
