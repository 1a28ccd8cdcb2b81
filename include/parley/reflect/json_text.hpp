#ifndef PARLEY_REFLECT_JSON_TEXT_HPP
#define PARLEY_REFLECT_JSON_TEXT_HPP

#include <string>

namespace parley::inline v0::reflect {

/// A member that keeps any JSON value as compact text: checked and carried along, but never built as a tree.
///
/// Several times cheaper than a `boost::json::value` for what is only passed through. Write only text that is valid JSON into it.
struct json_text {
    std::string text = "null";

    friend bool operator==(json_text const&, json_text const&) = default;
};

} // namespace parley::inline v0::reflect

#endif
