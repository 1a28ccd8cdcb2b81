#ifndef PARLEY_HTTP_REQUEST_HPP
#define PARLEY_HTTP_REQUEST_HPP

#include <parley/http/header.hpp>
#include <parley/http/url.hpp>
#include <parley/result.hpp>

#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::http {

/// A request as a value: nothing is sent by making one.
///
/// It prints without its body, its query and the values of headers that may be credentials.
struct request {
    std::string method = "POST";
    http::url url;
    http::header header;
    std::string body;
    bool instance_metadata = false; ///< goes to a cloud's metadata service, which has no encryption and no name

    /// Where to connect to: one of these IP addresses and no other, whatever the host's name stands for by then; empty = what it stands for. A request
    /// that goes through a proxy is led there by the proxy.
    std::vector<std::string> addresses = {};

    explicit request(http::url to) : url(std::move(to)) {}
    request(std::string how, http::url to) : method(std::move(how)), url(std::move(to)) {}

    friend bool operator==(request const&, request const&) = default;

    template <class Char, class Traits>
    friend std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out, request const& r) {
        return out << to_string(r).c_str();
    }

    /// Returns the request as text for a person: first line and headers, credentials masked, the body's size only.
    friend std::string to_string(request const& r) {
        auto text = r.method + " " + r.url.origin() + r.url.path() + (r.url.query().empty() ? "" : "?***") + "\n";
        for (auto const& [name, value] : r.header) text += name + ": " + (is_sensitive(name) ? "***" : value) + "\n";
        return text + "(" + std::to_string(r.body.size()) + " bytes)";
    }
};

/// Checks that the request can be written as HTTP/1.1 without becoming a different one.
/// @return `errc::invalid_argument`, naming the header, where a name, a value or the method holds characters that could begin another header or
///         request, or where a header is set that the transport itself writes (`Host`, `Content-Length`, `Transfer-Encoding`, `Connection`).
inline result<void> check(request const& r) {
    constexpr std::string_view of_transport[] = {"host", "content-length", "transfer-encoding", "connection"};
    if (!is_field_name(r.method)) return error(errc::invalid_argument, "The request's method is not valid.");
    for (auto const& [name, value] : r.header) {
        if (!is_field_name(name)) return error(errc::invalid_argument, "The name of a header is not valid.");
        if (!is_field_value(value)) return error(errc::invalid_argument, "The value of a header holds control characters.", name);
        for (auto const own : of_transport)
            if (equals_ignoring_case(name, own)) return error(errc::invalid_argument, "The transport itself writes this header.", name);
    }
    return {};
}

} // namespace parley::inline v0::http

#endif
