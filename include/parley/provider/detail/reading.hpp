#ifndef PARLEY_PROVIDER_DETAIL_READING_HPP
#define PARLEY_PROVIDER_DETAIL_READING_HPP

// Answers to operations beside chat, read leniently: a member of another kind than expected counts as absent.

#include <parley/error.hpp>
#include <parley/http/response.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/result.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::provider::detail {

inline boost::json::value const* member(boost::json::value const& of, std::string_view key) {
    auto const* const o = of.if_object();
    return o ? o->if_contains(boost::json::string_view(key.data(), key.size())) : nullptr;
}
inline boost::json::value const& inside(boost::json::value const& of, std::string_view key) {
    static boost::json::value const nothing;
    auto const* const found = member(of, key);
    return found ? *found : nothing;
}
inline std::string text(boost::json::value const& of, std::string_view key) {
    auto const* const found = inside(of, key).if_string();
    return found ? std::string(found->data(), found->size()) : std::string();
}
/// Returns the first of the members that is a whole number and positive.
inline std::optional<std::int64_t> count(boost::json::value const& of, std::initializer_list<std::string_view> keys) {
    for (auto const key : keys) {
        auto const& v = inside(of, key);
        if (auto const* const i = v.if_int64(); i && *i > 0) return *i;
        if (auto const* const d = v.if_double(); d && *d >= 1 && *d < 9e15) return static_cast<std::int64_t>(*d);
    }
    return std::nullopt;
}
/// Returns a member's elements; none where it is no array.
inline boost::json::array const& elements(boost::json::value const& v) {
    static boost::json::array const none;
    auto const* const all = v.if_array();
    return all ? *all : none;
}

/// Returns the body of an answer of success.
/// @return it; `errc::web_page`, `errc::invalid_response`.
inline result<boost::json::value> body_of(http::response const& r) {
    auto body = reflect::parse_value(r.body);
    if (body && (body->is_object() || body->is_array())) return body;
    auto const begins = r.body.find_first_not_of(" \t\r\n");
    return error(begins != std::string::npos && r.body[begins] == '<' ? errc::web_page : errc::invalid_response);
}

} // namespace parley::inline v0::provider::detail

#endif
