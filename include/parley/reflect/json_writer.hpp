#ifndef PARLEY_REFLECT_JSON_WRITER_HPP
#define PARLEY_REFLECT_JSON_WRITER_HPP

#include <parley/reflect/detail/sink.hpp>
#include <parley/reflect/detail/text_sink.hpp>

#include <boost/json/value.hpp>

namespace parley::inline v0::reflect {

/// Writes JSON text event by event at the end of a string, for documents that have no struct; the string is complete after `finish()`.
///
/// `begin_object`, `end_object`, `begin_array`, `end_array`, `key`, `string`, `boolean`, `null`, `integer`, `unsigned_integer`, `real` and
/// `json` (text that is JSON already). Commas are set; that the events fit together is the caller's part.
using json_writer = detail::text_sink;

/// Writes a value as it stands.
inline void write_json(json_writer& out, boost::json::value const& v) { detail::replay(v, detail::sink(out)); }

} // namespace parley::inline v0::reflect

#endif
