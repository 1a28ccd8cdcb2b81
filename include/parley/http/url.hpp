#ifndef PARLEY_HTTP_URL_HPP
#define PARLEY_HTTP_URL_HPP

#include <parley/http/header.hpp>
#include <parley/result.hpp>

#include <boost/url/encode.hpp>
#include <boost/url/ipv4_address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <boost/url/scheme.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

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
    std::string authority() const {
        auto text = is_ipv6() ? "[" + host_ + "]" : host_;
        if (port_ != default_port(scheme_)) text += ":" + std::to_string(port_);
        return text;
    }

    /// Returns scheme, host and port: requests to one origin may share connections and credentials.
    std::string origin() const { return scheme_ + "://" + authority(); }

    /// Returns path and query as they stand in a request's first line.
    std::string target() const { return query_.empty() ? path_ : path_ + "?" + query_; }

    std::string to_string() const { return origin() + target(); }

    /// Adds to the path, with exactly one slash between.
    /// @param more percent-encoded segments, such as `chat/completions`.
    void append_path(std::string_view more) {
        while (more.starts_with('/')) more.remove_prefix(1);
        if (!path_.ends_with('/')) path_ += '/';
        path_ += more;
    }

    /// Adds a parameter to the query; name and value are percent-encoded here.
    void append_query(std::string_view name, std::string_view value) {
        if (!query_.empty()) query_ += '&';
        query_ += encoded(name) + "=" + encoded(value);
    }

    friend bool operator==(url const&, url const&) = default;

private:
    url() = default;

    static constexpr std::uint16_t default_port(std::string_view scheme) noexcept { return scheme == "https" ? 443 : 80; }
    static std::string encoded(std::string_view text) {
        return boost::urls::encode(boost::urls::string_view(text.data(), text.size()), boost::urls::unreserved_chars);
    }
    bool is_ipv6() const noexcept { return host_.find(':') != std::string::npos; }

    std::string scheme_, host_, path_, query_;
    std::uint16_t port_ = 0;
    bool is_ipv4_ = false;
};

inline result<url> url::parse(std::string_view text) {
    auto const refuse = [](char const* why) { return error(errc::invalid_argument, why); };
    // Boost.URL 1.81 takes the digits of `127.0.0.1.example.com` for the whole host, and the rest for the path. Behind a letter it looks for
    // no address, so the host gets one while it is parsed.
    std::string spelled(text);
    auto const slashes = text.find("://");
    bool const marked = slashes != std::string_view::npos && slashes + 3 < text.size() && text[slashes + 3] >= '0' && text[slashes + 3] <= '9';
    if (marked) spelled.insert(slashes + 3, 1, 'h');
    auto const parsed = boost::urls::parse_uri(spelled);
    if (!parsed) return refuse("The address is not an absolute URL.");
    url made;
    auto const scheme = parsed->scheme_id();
    if (scheme != boost::urls::scheme::https && scheme != boost::urls::scheme::http) return refuse("The address is neither http nor https.");
    made.scheme_ = scheme == boost::urls::scheme::https ? "https" : "http";
    if (parsed->has_userinfo()) return refuse("The address carries a user name or password.");
    made.host_ = parsed->host_address().substr(marked ? 1 : 0); // decoded, without brackets
    if (made.host_.empty()) return refuse("The address names no host.");
    if (!is_field_value(made.host_) || made.host_.find_first_of(" /\\?#@") != std::string::npos) return refuse("The address names no valid host.");
    std::transform(made.host_.begin(), made.host_.end(), made.host_.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    made.is_ipv4_ = boost::urls::parse_ipv4_address(made.host_).has_value();
    made.port_ = default_port(made.scheme_);
    if (auto const port = parsed->port(); !port.empty()) {
        auto const [stop, failure] = std::from_chars(port.data(), port.data() + port.size(), made.port_);
        if (failure != std::errc() || stop != port.data() + port.size() || made.port_ == 0) return refuse("The address has no valid port.");
    }
    made.path_ = std::string(parsed->encoded_path());
    // Of `h:8a` Boost.URL 1.81 takes what is no digit for a path.
    if (!made.path_.empty() && !made.path_.starts_with('/')) return refuse("The address has no valid port.");
    if (made.path_.empty()) made.path_ = "/";
    made.query_ = std::string(parsed->encoded_query());
    return made;
}

} // namespace parley::inline v0::http

#endif
