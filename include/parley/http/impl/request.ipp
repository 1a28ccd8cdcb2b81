#ifndef PARLEY_HTTP_IMPL_REQUEST_IPP
#define PARLEY_HTTP_IMPL_REQUEST_IPP

#include <parley/http/request.hpp>

#include <string>
#include <string_view>

namespace parley::inline v0::http {

PARLEY_DECL std::string to_string(request const& r) {
    auto text = r.method + " " + r.url.origin() + r.url.path() + (r.url.query().empty() ? "" : "?***") + "\n";
    for (auto const& [name, value] : r.header) text += name + ": " + (is_sensitive(name) ? "***" : value) + "\n";
    return text + "(" + std::to_string(r.body.size()) + " bytes)";
}

PARLEY_DECL result<void> check(request const& r) {
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
