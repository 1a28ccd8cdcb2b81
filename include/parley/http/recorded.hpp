#ifndef PARLEY_HTTP_RECORDED_HPP
#define PARLEY_HTTP_RECORDED_HPP

#include <parley/http/base64.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/reflect/annotations.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::http {

/// An answer as it is kept in a recording: the body is text whatever it holds.
struct recorded_response {
    int status = 200;
    std::optional<std::map<std::string, std::string>> headers = {};
    std::optional<std::string> body_kind = {}; ///< `json`, `sse`, `text`, `empty`, or `base64`, in which the body then stands
    std::string body = {};
    boost::json::object extra = {};
};
BOOST_DESCRIBE_STRUCT(recorded_response, (), (status, headers, body_kind, body, extra))

/// A request as it is kept in a recording: a body of JSON stands as the value itself.
struct recorded_request {
    std::string method = "POST";
    std::string url = {};
    std::optional<std::map<std::string, std::string>> headers = {};
    std::optional<std::string> body_kind = {}; ///< `json`, `text`, `base64` or `none`
    boost::json::value body = {};
    boost::json::object extra = {};
};
BOOST_DESCRIBE_STRUCT(recorded_request, (), (method, url, headers, body_kind, body, extra))

/// Returns an address as it may stand: recordings put marks such as `{model}`, `<LOCATION>` or `[REDACTED]` into addresses.
inline std::string recorded_address(std::string_view recorded) {
    std::string address;
    for (char const c : recorded)
        address += c == '{' ? "%7B" : c == '}' ? "%7D" : c == '<' ? "%3C" : c == '>' ? "%3E" : c == '[' ? "%5B" : c == ']' ? "%5D" : std::string(1, c);
    return address;
}

/// Returns the answer that was recorded.
/// @return `errc::invalid_document` where the body should be base64 and is not.
inline result<response> to_response(recorded_response kept) {
    response made;
    made.status = kept.status;
    if (kept.headers)
        for (auto& [name, value] : *kept.headers) made.header.add(name, std::move(value));
    if (kept.body_kind != "base64") {
        made.body = std::move(kept.body);
        return made;
    }
    auto bytes = from_base64(kept.body);
    if (!bytes) return error(errc::invalid_document, "The recorded body is not base64.", "/response/body");
    made.body = std::move(*bytes);
    return made;
}

} // namespace parley::inline v0::http

#endif
