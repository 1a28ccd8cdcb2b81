#ifndef PARLEY_FAMILY_DETAIL_ANTHROPIC_ENVELOPE_HPP
#define PARLEY_FAMILY_DETAIL_ANTHROPIC_ENVELOPE_HPP

// What stands around the bodies of Anthropic's Messages: answers of failure, headers and addresses.

#include <parley/family/detail/anthropic_block.hpp>
#include <parley/family/detail/anthropic_settings.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/http/header.hpp>
#include <parley/http/response.hpp>
#include <parley/http/url.hpp>
#include <parley/reflect/json_writer.hpp>
#include <parley/result.hpp>

#include <boost/url/decode_view.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::family::detail::anthropic_wire {

struct error_row {
    errc code;
    std::string_view type;
};
/// The provider's words for failures, for a server's half.
inline constexpr error_row error_types[] = {
    {errc::unauthenticated, "authentication_error"}, {errc::forbidden, "permission_error"},         {errc::not_found, "not_found_error"},
    {errc::model_not_found, "not_found_error"},      {errc::request_too_large, "request_too_large"}, {errc::rate_limited, "rate_limit_error"},
    {errc::quota_exhausted, "billing_error"},        {errc::overloaded, "overloaded_error"},        {errc::timed_out, "timeout_error"},
    {errc::server_error, "api_error"},               {errc::service_unavailable, "api_error"},
};

inline std::string_view error_type(error const& why) noexcept {
    if (why.provider.type.ends_with("_error")) return why.provider.type;
    for (auto const& row : error_types)
        if (row.code == why.code) return row.type;
    return "invalid_request_error";
}

inline void write_error(body_writer& io, error const& why) {
    io.object("error", [&] {
        io("type", error_type(why));
        io("message", why.provider.text.empty() ? why.message : why.provider.text);
    });
    if (!why.provider.request_id.empty()) io("request_id", why.provider.request_id);
}

/// Returns an answer whose body is an object with the members that `members` writes.
template <class F> http::response json_response(int status, F&& members) {
    http::response r;
    r.status = status;
    r.header.add("Content-Type", "application/json");
    reflect::json_writer out(r.body);
    body_writer io(out);
    out.begin_object();
    members(io);
    out.end_object();
    out.finish();
    return r;
}

inline std::string header_of_betas(object const& extra) {
    std::string joined;
    if (are_betas(extra))
        for (auto const& one : extra.at("betas").get_array()) joined.append(joined.empty() ? "" : ",").append(view(one.get_string()));
    return joined;
}

inline void keep_betas(http::header const& h, object& extra) {
    array betas;
    for (auto const& [name, text] : h) {
        if (!http::equals_ignoring_case(name, "anthropic-beta")) continue;
        for (std::string_view rest = text; !rest.empty();) {
            auto const one = rest.substr(0, rest.find(','));
            rest.remove_prefix(one.size() == rest.size() ? one.size() : one.size() + 1);
            auto const from = one.find_first_not_of(" \t"), to = one.find_last_not_of(" \t");
            if (from != std::string_view::npos) betas.emplace_back(view(one.substr(from, to - from + 1)));
        }
    }
    if (!betas.empty()) extra["betas"] = std::move(betas);
}

/// Returns the model that an address such as `…/models/<model>:rawPredict` names; empty where it names none.
inline std::string model_in_address(http::url const& address) {
    constexpr std::string_view before = "/models/";
    std::string_view path = address.path();
    auto const at = path.rfind(before);
    if (at == std::string_view::npos) return {};
    path.remove_prefix(at + before.size());
    path = path.substr(0, path.rfind(':'));
    std::string model;
    for (char const c : boost::urls::decode_view(boost::urls::string_view(path.data(), path.size()))) model += c;
    return model;
}

} // namespace parley::inline v0::family::detail::anthropic_wire

#endif
