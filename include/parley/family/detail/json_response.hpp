#ifndef PARLEY_FAMILY_DETAIL_JSON_RESPONSE_HPP
#define PARLEY_FAMILY_DETAIL_JSON_RESPONSE_HPP

#include <parley/http/response.hpp>

#include <string>
#include <utility>

namespace parley::inline v0::family::detail {

/// Returns what a server answers with.
inline http::response json_response(int status, std::string body) {
    http::response r;
    r.status = status;
    r.header.add("Content-Type", "application/json");
    r.body = std::move(body);
    return r;
}

} // namespace parley::inline v0::family::detail

#endif
