#ifndef PARLEY_HTTP_IMPL_RESPONSE_IPP
#define PARLEY_HTTP_IMPL_RESPONSE_IPP

#include <parley/http/response.hpp>

#include <parley/config.hpp>

#include <string>

namespace parley::inline v0::http {

PARLEY_DECL std::string to_string(response const& r) {
    auto text = std::to_string(r.status) + "\n";
    for (auto const& [name, value] : r.header) text += name + ": " + (is_sensitive(name) ? "***" : value) + "\n";
    return text + "(" + std::to_string(r.body.size()) + " bytes)";
}

} // namespace parley::inline v0::http

#endif
