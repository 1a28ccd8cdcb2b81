#ifndef PARLEY_PROVIDER_COUNT_TOKENS_HPP
#define PARLEY_PROVIDER_COUNT_TOKENS_HPP

#include <parley/chat/request.hpp>
#include <parley/family/family.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/provider/address.hpp>
#include <parley/provider/detail/reading.hpp>
#include <parley/provider/failure.hpp>
#include <parley/provider/provider.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::provider {

namespace detail {

/// The members of a body that have a say in how many tokens it is; the others are refused by those who count.
struct counted {
    dialect of;
    std::string_view members[12];
    std::string_view wrapper = {}; ///< a member that the body stands in
};
inline constexpr counted counted_members[] = {
    {dialect::openai, {"model", "input", "instructions", "tools", "tool_choice", "parallel_tool_calls", "reasoning", "text", "truncation", "previous_response_id", "conversation"}},
    {dialect::anthropic, {"model", "messages", "system", "tools", "tool_choice", "thinking", "mcp_servers", "output_config", "context_management", "cache_control"}},
    {dialect::google, {"contents", "systemInstruction", "tools", "toolConfig", "generationConfig", "cachedContent", "model"}, "generateContentRequest"},
    {dialect::vertex, {"contents", "systemInstruction", "tools", "generationConfig"}},
};

/// Makes a body for counting of one for chat.
inline result<std::string> counting_body(dialect form, std::string_view body, std::string_view model) {
    auto parsed = reflect::parse_value(body);
    if (!parsed) return parsed.error();
    auto const* const row = std::find_if(std::begin(counted_members), std::end(counted_members), [&](counted const& c) { return c.of == form; });
    auto& o = parsed->get_object();
    for (auto at = o.begin(); at != o.end();) {
        bool const counts = std::find(std::begin(row->members), std::end(row->members), std::string_view(at->key().data(), at->key().size())) != std::end(row->members);
        at = counts ? at + 1 : o.stable_erase(at);
    }
    if (row->wrapper.empty()) return reflect::to_text(*parsed);
    o["model"] = "models/" + std::string(model);
    boost::json::object whole;
    whole[boost::json::string_view(row->wrapper.data(), row->wrapper.size())] = std::move(*parsed);
    return reflect::to_text(boost::json::value(std::move(whole)));
}

} // namespace detail

/// Makes the request that asks how many tokens the input of `q` has of the one that `encode` made for it.
/// @param s says that it counts.
inline result<http::request> count_request(site const& s, family::place const& where, chat::request const& q, result<http::request> made) {
    if (!made) return made;
    auto model = to_wire(s, q.model);
    if (model.starts_with("models/")) model.erase(0, 7);
    auto body = detail::counting_body(s.count_tokens.form, made->body, model);
    if (!body) return body.error();
    auto address = operation_address(s, s.count_tokens, where.base, model);
    if (!address) return address.error();
    made->url = std::move(*address);
    made->body = std::move(*body);
    made->header.set("Accept", "application/json");
    return made;
}

/// The request that asks how many tokens the input of `q` has, without credentials. Nothing is generated, and most providers bill nothing.
/// @tparam P a provider, or a bare family.
/// @return the request; `errc::unsupported` where the provider does not count; the errors of the family.
template <class P> result<http::request> count_request(family::place const& where, chat::request const& q) {
    if constexpr (!counts_tokens_v<P>) return error(errc::unsupported, "The provider does not count tokens.");
    else return count_request(site_of<P>, where, q, P::encode(q, where));
}

/// Reads an answer of success.
/// @return the tokens; `errc::invalid_response` or `errc::web_page`, as the site words them.
inline result<std::int64_t> read_count(site const& s, http::response const& r) {
    auto const body = detail::body_of(r);
    if (!body) return refined(s, body.error());
    if (auto const tokens = detail::count(*body, {"input_tokens", "totalTokens", "total_tokens"})) return *tokens;
    return refined(s, error(errc::invalid_response, "The answer holds no count of tokens."));
}

} // namespace parley::inline v0::provider

#endif
