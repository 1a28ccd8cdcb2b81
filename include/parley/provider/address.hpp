#ifndef PARLEY_PROVIDER_ADDRESS_HPP
#define PARLEY_PROVIDER_ADDRESS_HPP

#include <parley/http/request.hpp>
#include <parley/http/url.hpp>
#include <parley/provider/provider.hpp>
#include <parley/result.hpp>

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <string>
#include <string_view>

namespace parley::inline v0::provider {

// Names and addresses as a `site` has them. Pure; safe from any thread.

/// Returns the name under which a request asks for a model.
inline std::string to_wire(site const& s, std::string_view name) {
    if (s.public_prefix.empty() || !name.starts_with(s.public_prefix) || name.size() == s.public_prefix.size()) return std::string(name);
    return std::string(s.wire_prefix).append(name.substr(s.public_prefix.size()));
}

/// Returns the name that people and files know, of a name that came from the provider.
inline std::string to_public(site const& s, std::string_view name) {
    if (s.public_prefix.empty() || name.empty() || name.starts_with(s.public_prefix)) return std::string(name);
    if (!s.wire_prefix.empty() && name.starts_with(s.wire_prefix)) name.remove_prefix(s.wire_prefix.size());
    return std::string(s.public_prefix).append(name);
}

namespace detail {

/// Puts a model's name in the place of `{model}`, percent-encoded.
inline std::string with_model(std::string_view path, std::string_view model) {
    constexpr std::string_view mark = "{model}";
    std::string made(path);
    if (auto const at = made.find(mark); at != std::string::npos)
        made.replace(at, mark.size(), boost::urls::encode(boost::urls::string_view(model.data(), model.size()), boost::urls::unreserved_chars));
    return made;
}

/// Says whether a path ends with whole segments.
inline bool ends_with_segments(std::string_view path, std::string_view segments) noexcept {
    while (path.ends_with('/')) path.remove_suffix(1);
    return path.ends_with(segments) && (path.size() == segments.size() || path[path.size() - segments.size() - 1] == '/');
}

/// Adds the parameter that a site wants in each address.
inline void add_query(http::url& to, fixed_value const& query) {
    if (query.name.empty() || ("&" + to.query()).find("&" + std::string(query.name) + "=") != std::string::npos) return;
    to.append_query(query.name, query.value);
}

/// Adds the root to the base.
inline http::url rooted(site const& s, http::url base) {
    bool const has_none = !s.rootless_host.empty() && base.host().find(s.rootless_host) != std::string::npos;
    if (!s.root.empty() && !has_none && !ends_with_segments(base.path(), s.root)) base.append_path(s.root);
    return base;
}

} // namespace detail

/// Returns the base that a family is to append its own path to.
/// @param model its name on the wire.
inline http::url family_base(site const& s, http::url base, std::string_view model) {
    auto made = detail::rooted(s, std::move(base));
    if (!s.path.empty()) made.append_path(detail::with_model(s.path, model));
    detail::add_query(made, s.query);
    return made;
}

/// Returns the address of an operation beside chat. A path that begins with a slash is one of the host, any other stands behind the base.
inline result<http::url> operation_address(site const& s, operation const& o, http::url const& base, std::string_view model = {}) {
    auto path = detail::with_model(o.path, model);
    if (path.starts_with('/')) {
        auto made = http::url::parse(base.origin() + path);
        if (made) detail::add_query(*made, s.query);
        return made;
    }
    auto made = detail::rooted(s, base);
    constexpr std::string_view version = "v1/"; // some have it in their base, some have not
    if (path.starts_with(version) && detail::ends_with_segments(made.path(), "v1")) path.erase(0, version.size());
    made.append_path(path);
    detail::add_query(made, s.query);
    return made;
}

/// Adds the header that goes with every request here.
inline void add_header(site const& s, http::request& to) {
    if (!s.header.name.empty() && !to.header.contains(s.header.name)) to.header.add(std::string(s.header.name), std::string(s.header.value));
}

} // namespace parley::inline v0::provider

#endif
