#ifndef PARLEY_REFLECT_DETAIL_WRITING_HPP
#define PARLEY_REFLECT_DETAIL_WRITING_HPP

// Writes objects described by their type tables as text and DOMs.

#include <parley/config.hpp>
#include <parley/reflect/detail/type.hpp>
#include <parley/reflect/options.hpp>
#include <parley/result.hpp>

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

#include <memory>
#include <string>

namespace parley::inline v0::reflect::detail {

/// Writes the object at `at` at the end of a string.
/// @return why a secret could not be sealed; null where all went well.
PARLEY_DECL std::unique_ptr<error> write_text(std::string& to, type const& what, void const* at, secrets how, int indent, cipher_ref cipher = {});

PARLEY_DECL void write_text(std::string& to, boost::json::value const& json, int indent);

/// Makes a DOM of the object at `at`.
/// @param failure why a secret could not be sealed; unchanged where all went well.
PARLEY_DECL boost::json::value write_value(type const& what, void const* at, secrets how, boost::json::storage_ptr storage, std::unique_ptr<error>& failure, cipher_ref cipher = {});

} // namespace parley::inline v0::reflect::detail

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/reflect/detail/impl/writing.ipp>
#endif

#endif
