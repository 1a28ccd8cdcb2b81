#ifndef PARLEY_REFLECT_DETAIL_READING_HPP
#define PARLEY_REFLECT_DETAIL_READING_HPP

// Reads text and DOMs into objects described by their type tables.

#include <parley/config.hpp>
#include <parley/reflect/detail/reading_mode.hpp>
#include <parley/reflect/detail/type.hpp>
#include <parley/reflect/options.hpp>
#include <parley/result.hpp>

#include <boost/json/value.hpp>

#include <memory>
#include <string_view>

namespace parley::inline v0::reflect::detail {

class dom_sink;

struct reading_outcome {
    bool outdated = false;
    std::unique_ptr<error> failure; // null where there is none
};

/// Reads a whole text into the object at `at`.
PARLEY_DECL reading_outcome read_text(type const& root, void* at, std::string_view text, read_options const& options, reading mode = reading::whole, said_version said = {});

/// Reads a text into a sink; what is no JSON becomes null.
PARLEY_DECL void read_into(dom_sink& to, std::string_view text);

/// Reads a DOM into the object at `at`.
PARLEY_DECL reading_outcome read_value(type const& root, void* at, boost::json::value const& v, read_options const& options, reading mode = reading::whole);

} // namespace parley::inline v0::reflect::detail

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/reflect/detail/impl/reading.ipp>
#endif

#endif
