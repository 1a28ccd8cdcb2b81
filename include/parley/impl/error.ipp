#ifndef PARLEY_IMPL_ERROR_IPP
#define PARLEY_IMPL_ERROR_IPP

#include <parley/error.hpp>

#include <boost/throw_exception.hpp>

#include <string>
#include <utility>

namespace parley::inline v0 {

PARLEY_DECL error::error(errc why, std::string text, std::string about)
    : code(why), message(text.empty() ? std::string(sentence(why)) : std::move(text)), where(std::move(about)) {}

PARLEY_DECL std::string to_string(error const& e) {
    std::string text = e.message;
    if (!e.where.empty()) text += " [" + e.where + "]";
    for (auto const& p : e.problems) {
        text += "\n  " + (p.pointer.empty() ? std::string("document") : p.pointer) + ": expected " + p.expected + ", found " + p.found;
        if (p.offset) text += " at byte " + std::to_string(*p.offset);
    }
    return text;
}

PARLEY_DECL exception::exception(parley::error e) : system_error(make_error_code(e)), error_(std::move(e)), text_(to_string(error_)) {}

PARLEY_DECL void throw_exception_from_error(error const& e, boost::source_location const& location) {
    boost::throw_with_location(exception(e), location);
}

} // namespace parley::inline v0

#endif
