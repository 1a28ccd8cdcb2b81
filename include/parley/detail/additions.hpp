#ifndef PARLEY_DETAIL_ADDITIONS_HPP
#define PARLEY_DETAIL_ADDITIONS_HPP

// What a client adds to each call, whatever its family writes and its provider allows.

#include <parley/concat.hpp>
#include <parley/http/request.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>
#include <parley/version.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <map>
#include <string>
#include <string_view>

namespace parley::inline v0::detail {

/// `<product> Parley/<version>`
inline std::string agent_of(std::string_view product) { return concat({product, product.empty() ? "" : " ", "Parley/", version}); }

struct additions {
    std::map<std::string, secret> headers = {};
    boost::json::object body = {};

    /// Adds members to a body of JSON, where there is none of the name. Whether an answer streams is the call's own affair.
    result<void> add_to_body(http::request& to) const {
        if (body.empty()) return {};
        auto whole = reflect::parse_value(to.body);
        auto* const o = whole ? whole->if_object() : nullptr;
        if (!o) return error(errc::misconfigured, "Only a body that is a JSON object can be added to.");
        for (auto const& member : body)
            if (member.key() != "stream") o->insert(member);
        to.body = reflect::to_text(*whole);
        return {};
    }

    void set_headers(http::request& to) const {
        for (auto const& [name, value] : headers)
            if (!value.empty()) to.header.set(name, std::string(value.reveal()));
    }
};

} // namespace parley::inline v0::detail

#endif
