#ifndef PARLEY_OPENHANDS_DETAIL_UNCHANGED_HPP
#define PARLEY_OPENHANDS_DETAIL_UNCHANGED_HPP

#include <parley/result.hpp>

#include <boost/json/object.hpp>

namespace parley::inline v0::openhands::detail {

/// The step to a version whose documents differ from those before it in the version alone.
inline result<void> unchanged(boost::json::object&) { return {}; }

} // namespace parley::inline v0::openhands::detail

#endif
