#ifndef PARLEY_FAMILY_DETAIL_ANTHROPIC_SETTINGS_HPP
#define PARLEY_FAMILY_DETAIL_ANTHROPIC_SETTINGS_HPP

// What the reader and the writer of requests to Anthropic's Messages have in common.

#include <parley/family/detail/body.hpp>
#include <parley/http/header.hpp>
#include <parley/reflect/json_key.hpp>

#include <boost/json/object.hpp>

#include <cstdint>
#include <string_view>

namespace parley::inline v0::family::detail::anthropic_wire {

/// What a request without a limit gets, for the provider wants one: what each of its models can write; a budget for thinking comes on top.
inline constexpr std::int64_t default_max_tokens = 4096;

/// Clouds that serve the family take the model's name from the address, and the version of the API from the body.
inline bool names_model_in_address(boost::json::object const& body) noexcept { return body.contains("anthropic_version"); }

/// Says whether the betas that a caller asks for are words: they travel in a header, joined by commas.
inline bool are_betas(boost::json::object const& extra) noexcept {
    auto const* const found = extra.if_contains("betas");
    if (!found || !found->is_array() || found->get_array().empty()) return false;
    for (auto const& one : found->get_array())
        if (!one.is_string() || !http::is_field_name(view(one.get_string()))) return false;
    return true;
}

/// Effort that stands for no thinking at all: the provider has a switch for it.
inline constexpr std::string_view no_effort = "none";

/// The words for `chat::tool_mode`, in its order.
inline constexpr std::string_view tool_modes[] = {"auto", "none", "any", "tool"};

/// The schema of a tool without parameters, which the provider wants to see too.
inline bool is_without_parameters(boost::json::object const& schema) noexcept {
    auto const* const type = schema.if_contains("type");
    auto const* const properties = schema.if_contains("properties");
    return schema.size() == 2 && type && *type == "object" && properties && properties->is_object() && properties->get_object().empty();
}
inline void write_without_parameters(body_writer& io, reflect::json_key const& key) {
    io.object(key, [&] {
        io("type", "object");
        io.object("properties", [] {});
    });
}

/// Maps what is called the same on both sides.
template <class Io, class Request> void map_settings(Io& io, Request& q) {
    io("temperature", q.temperature);
    io("top_p", q.top_p);
    io("top_k", q.top_k);
    io("stop_sequences", q.stop);
    io("service_tier", q.service_tier);
}

} // namespace parley::inline v0::family::detail::anthropic_wire

#endif
