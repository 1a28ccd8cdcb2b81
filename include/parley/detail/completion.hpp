#ifndef PARLEY_DETAIL_COMPLETION_HPP
#define PARLEY_DETAIL_COMPLETION_HPP

#include <parley/result.hpp>

#include <boost/asio/any_completion_handler.hpp>

namespace parley::inline v0::detail {

/// Whoever waits for an operation: any handler, so that what completes it is compiled once for all tokens.
template <class R> using completion = boost::asio::any_completion_handler<void(result<R>)>;

} // namespace parley::inline v0::detail

#endif
