#ifndef PARLEY_HTTP_RESPONSE_HPP
#define PARLEY_HTTP_RESPONSE_HPP

#include <parley/http/header.hpp>

#include <iosfwd>
#include <string>

namespace parley::inline v0::http {

/// A response as a value; where the body is read piece by piece, `body` is empty.
///
/// It prints without its body and the values of headers that may be credentials.
struct response {
    int status = 200;
    http::header header;
    std::string body;

    friend bool operator==(response const&, response const&) = default;

    /// Says whether the status is one of success (2xx).
    bool is_success() const noexcept { return status >= 200 && status < 300; }

    /// Returns the response as text for a person: status and headers, credentials masked, the body's size only.
    friend std::string to_string(response const& r);

    template <class Char, class Traits>
    friend std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out, response const& r) {
        return out << to_string(r).c_str();
    }
};

} // namespace parley::inline v0::http

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/http/impl/response.ipp>
#endif

#endif
