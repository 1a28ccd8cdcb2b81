#ifndef PARLEY_CALL_RECORD_HPP
#define PARLEY_CALL_RECORD_HPP

#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/chat/usage.hpp>
#include <parley/clock.hpp>
#include <parley/model/decimal.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::inline v0 {

/// One call, as those who watch a client see it. It holds no prompt, no answer and no secret unless content was asked for.
struct call_record {
    std::uint64_t number = 0; ///< counts the calls of one `observed`; tells those apart that overlap
    std::string operation = "chat";
    std::string provider;
    time_point begun;
    chat::request request; ///< its settings; without messages, tools, metadata and extra, unless content was asked for
    bool is_streamed = false;

    std::optional<std::chrono::nanoseconds> first_output; ///< from the beginning to the first piece of the answer, where it was streamed
    std::chrono::nanoseconds elapsed{};                   ///< from the beginning to the end

    std::string error_type;                 ///< the name of the `errc`; empty where there is an answer
    int attempts = 0;                       ///< how often the request was sent
    std::string response_id, response_model;
    std::vector<std::string> finish_reasons; ///< in the provider's own words
    chat::usage usage;
    std::optional<model::decimal> cost;     ///< US dollars; empty where no price is known
    std::optional<chat::response> response; ///< where content was asked for
};

/// Returns what a call's span is called by the conventions of OpenTelemetry, such as `chat gpt-4o`.
inline std::string span_name(call_record const& call) { return call.operation + " " + call.request.model; }

/// Returns a call as attributes of a span by the conventions of OpenTelemetry for generative AI; what is not known is left out. Content has no
/// place in them.
/// @see https://github.com/open-telemetry/semantic-conventions-genai
inline boost::json::object attributes(call_record const& call) {
    boost::json::object all;
    auto const set = [&](char const* key, auto const& value) { all[key] = value; };
    auto const text = [&](char const* key, std::string const& value) {
        if (!value.empty()) all[key] = boost::json::string_view(value);
    };
    auto const known = [&](char const* key, auto const& value) {
        if (value) all[key] = *value;
    };
    auto const texts = [&](char const* key, std::vector<std::string> const& values) {
        if (!values.empty()) all[key] = boost::json::array(values.begin(), values.end());
    };
    auto const& q = call.request;
    text("gen_ai.operation.name", call.operation);
    text("gen_ai.provider.name", call.provider);
    text("gen_ai.request.model", q.model);
    known("gen_ai.request.max_tokens", q.max_output_tokens);
    known("gen_ai.request.temperature", q.temperature);
    known("gen_ai.request.top_p", q.top_p);
    known("gen_ai.request.top_k", q.top_k);
    known("gen_ai.request.presence_penalty", q.presence_penalty);
    known("gen_ai.request.frequency_penalty", q.frequency_penalty);
    known("gen_ai.request.seed", q.seed);
    if (q.reasoning && q.reasoning->effort) text("gen_ai.request.reasoning.level", *q.reasoning->effort);
    if (call.is_streamed) set("gen_ai.request.stream", true);
    if (q.choices && *q.choices != 1) set("gen_ai.request.choice.count", *q.choices);
    texts("gen_ai.request.stop_sequences", q.stop);
    if (q.response_format) set("gen_ai.output.type", q.response_format->kind == chat::format_kind::text ? "text" : "json");
    if (!call.error_type.empty()) {
        text("error.type", call.error_type);
        return all;
    }
    text("gen_ai.response.id", call.response_id);
    text("gen_ai.response.model", call.response_model);
    texts("gen_ai.response.finish_reasons", call.finish_reasons);
    set("gen_ai.usage.input_tokens", call.usage.input_tokens);
    set("gen_ai.usage.output_tokens", call.usage.output_tokens);
    if (call.usage.cached_input_tokens != 0) set("gen_ai.usage.cache_read.input_tokens", call.usage.cached_input_tokens);
    if (auto const written = call.usage.cache_write_tokens + call.usage.cache_write_1h_tokens; written != 0) set("gen_ai.usage.cache_write.input_tokens", written);
    if (call.usage.reasoning_tokens != 0) set("gen_ai.usage.reasoning.output_tokens", call.usage.reasoning_tokens);
    if (call.first_output) set("gen_ai.response.time_to_first_chunk", std::chrono::duration<double>(*call.first_output).count());
    return all;
}

} // namespace parley::inline v0

#endif
