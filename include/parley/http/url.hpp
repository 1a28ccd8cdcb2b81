#ifndef PARLEY_HTTP_URL_HPP
#define PARLEY_HTTP_URL_HPP

#include <parley/config.hpp>
#include <parley/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::inline v0::http {

/// An absolute `http` or `https` address, parsed and checked once (RFC 3986), without user information and fragment.
///
/// Distinct objects may be used from distinct threads.
class url {
public:
    /// Reads an address.
    /// @param text such as `https://api.example.com/v1`; a fragment is dropped.
    /// @return the address; `errc::invalid_argument` where it is none, has another scheme, no host, or carries a user name or password, which
    ///         would end up in logs.
    static result<url> parse(std::string_view text);

    std::string const& scheme() const noexcept { return scheme_; } ///< `http` or `https`
    std::string const& host() const noexcept { return host_; }     ///< in lower case; an IPv6 address without brackets
    std::uint16_t port() const noexcept { return port_; }          ///< the scheme's own where none was given
    std::string const& path() const noexcept { return path_; }     ///< percent-encoded, begins with a slash
    std::string const& query() const noexcept { return query_; }   ///< percent-encoded, without the question mark

    bool is_encrypted() const noexcept { return scheme_ == "https"; }

    /// Says whether the host is this machine by its very name: `localhost`, `127.0.0.0/8` or `::1`.
    bool is_loopback() const noexcept { return host_ == "localhost" || host_ == "::1" || (is_ipv4_ && host_.starts_with("127.")); }

    /// Says whether the host is an IP address, which stands in no certificate by name.
    bool is_address() const noexcept { return is_ipv4_ || is_ipv6(); }

    /// Returns host and port as they stand in a `Host` header: the port only where it is not the scheme's own.
    std::string authority() const;

    /// Returns scheme, host and port: requests to one origin may share connections and credentials.
    std::string origin() const;

    /// Returns path and query as they stand in a request's first line.
    std::string target() const;

    std::string to_string() const;

    /// Adds to the path, with exactly one slash between.
    /// @param more percent-encoded segments, such as `chat/completions`.
    void append_path(std::string_view more);

    /// Adds a parameter to the query; name and value are percent-encoded here.
    void append_query(std::string_view name, std::string_view value);

    friend bool operator==(url const&, url const&) = default;

private:
    url() = default;

    static constexpr std::uint16_t default_port(std::string_view scheme) noexcept { return scheme == "https" ? 443 : 80; }
    static std::string encoded(std::string_view text);
    bool is_ipv6() const noexcept { return host_.find(':') != std::string::npos; }

    std::string scheme_, host_, path_, query_;
    std::uint16_t port_ = 0;
    bool is_ipv4_ = false;
};

} // namespace parley::inline v0::http

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/http/impl/url.ipp>
#endif

#endif
