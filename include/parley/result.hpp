#ifndef PARLEY_RESULT_HPP
#define PARLEY_RESULT_HPP

#include <parley/error.hpp>

#include <boost/system/result.hpp>

namespace parley::inline v0 {

/// What every function of the library that can fail returns: a value, or an error that says everything.
///
/// Nothing throws but `std::bad_alloc` and `.value()`, which throws `parley::exception` when there is no value.
template <class T = void> using result = boost::system::result<T, error>;

} // namespace parley::inline v0

#endif
