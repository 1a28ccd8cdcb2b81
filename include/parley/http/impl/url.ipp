#ifndef PARLEY_HTTP_IMPL_URL_IPP
#define PARLEY_HTTP_IMPL_URL_IPP

#include <parley/http/url.hpp>

#include <parley/http/header.hpp>

#include <boost/url/encode.hpp>
#include <boost/url/ipv4_address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <boost/url/scheme.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace parley::inline v0::http {

PARLEY_DECL std::string url::authority() const {
    auto text = is_ipv6() ? "[" + host_ + "]" : host_;
    if (port_ != default_port(scheme_)) text += ":" + std::to_string(port_);
    return text;
}

PARLEY_DECL void url::append_path(std::string_view more) {
    while (more.starts_with('/')) more.remove_prefix(1);
    if (!path_.ends_with('/')) path_ += '/';
    path_ += more;
}

PARLEY_DECL void url::append_query(std::string_view name, std::string_view value) {
    if (!query_.empty()) query_ += '&';
    query_ += encoded(name) + "=" + encoded(value);
}

PARLEY_DECL std::string url::encoded(std::string_view text) {
    return boost::urls::encode(boost::urls::string_view(text.data(), text.size()), boost::urls::unreserved_chars);
}

PARLEY_DECL std::string url::origin() const { return scheme_ + "://" + authority(); }

PARLEY_DECL std::string url::target() const { return query_.empty() ? path_ : path_ + "?" + query_; }

PARLEY_DECL std::string url::to_string() const { return origin() + target(); }

PARLEY_DECL result<url> url::parse(std::string_view text) {
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
