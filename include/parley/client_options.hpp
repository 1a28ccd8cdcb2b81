#ifndef PARLEY_CLIENT_OPTIONS_HPP
#define PARLEY_CLIENT_OPTIONS_HPP

#include <parley/clock.hpp>
#include <parley/family/model_rules.hpp>
#include <parley/retry.hpp>
#include <parley/secret.hpp>
#include <parley/transport/limits.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <map>
#include <string>

namespace parley::inline v0 {

/// How a client behaves beside its policies.
struct client_options {
    std::string base_url = {};                                        ///< where the family is served; empty = at its vendor's
    transport::limits limits = {};                                    ///< of each exchange
    std::chrono::milliseconds deadline = std::chrono::milliseconds(0); ///< of each call as a whole; zero = none
    retry_rules retry = {};                                           ///< when a call that failed is tried again
    family::misfit misfit = family::misfit::refuse;                   ///< what happens to a request that the model would reject
    std::string user_agent = {};                                      ///< the product, such as `product/1.0`; the library's own follows it
    std::map<std::string, secret> headers = {}; ///< of each call, in place of those of that name: they may be credentials themselves
    boost::json::object body = {};              ///< members that the body of each chat gets, where it has none of that name; never `stream`
    parley::clock clock = {};
};

} // namespace parley::inline v0

#endif
