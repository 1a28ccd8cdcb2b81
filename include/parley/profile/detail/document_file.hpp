#ifndef PARLEY_PROFILE_DETAIL_DOCUMENT_FILE_HPP
#define PARLEY_PROFILE_DETAIL_DOCUMENT_FILE_HPP

#include <parley/migrate/atomic_file.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::profile::detail {

/// Says in which file an error lies: `<file>` or `<file>#<JSON Pointer>`.
inline error in_file(error e, std::string const& path) {
    e.where = e.where.empty() ? path : path + "#" + e.where;
    return e;
}

/// Reads a file that holds a JSON object.
/// @return the object; `errc::corrupt_file` where the file holds anything else; the errors of `migrate::read_file`.
inline result<boost::json::object> read_document(std::string const& path) {
    auto const text = migrate::read_file(path);
    if (!text) return text.error();
    auto read = reflect::parse_value(*text);
    if (!read) {
        auto why = std::move(read).error();
        why.message = std::string(sentence(errc::corrupt_file)) + " " + why.message;
        why.code = errc::corrupt_file;
        return in_file(std::move(why), path);
    }
    if (!read->is_object()) return error(errc::corrupt_file, "The file holds no JSON object and was left as it is.", path);
    return std::move(read->get_object());
}

/// Puts a JSON object in the place of a file, as people like to read it.
inline result<void> write_document(std::string const& path, boost::json::object const& document) {
    return migrate::replace_file(path, reflect::to_text(document, reflect::secrets::plain(), reflect::layout::indented()) + "\n");
}

/// Says whether a JSON value in the place of a secret holds one: a text that is neither blank nor a mask.
inline bool is_set(boost::json::value const* v) noexcept {
    if (!v || !v->is_string()) return false;
    std::string_view const text(v->get_string().data(), v->get_string().size());
    return text.find_first_not_of(" \t\r\n") != std::string_view::npos && !is_mask(text);
}

} // namespace parley::inline v0::profile::detail

#endif
