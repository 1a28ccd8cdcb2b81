#ifndef PARLEY_HTTP_REQUEST_HPP
#define PARLEY_HTTP_REQUEST_HPP

#include <parley/config.hpp>
#include <parley/http/header.hpp>
#include <parley/http/url.hpp>
#include <parley/result.hpp>

#include <iosfwd>
#include <string>
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
    friend std::string to_string(request const& r);
};

/// Checks that the request can be written as HTTP/1.1 without becoming a different one.
/// @return `errc::invalid_argument`, naming the header, where a name, a value or the method holds characters that could begin another header or
///         request, or where a header is set that the transport itself writes (`Host`, `Content-Length`, `Transfer-Encoding`, `Connection`).
PARLEY_DECL result<void> check(request const& r);

} // namespace parley::inline v0::http

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/http/impl/request.ipp>
#endif

#endif
