#ifndef PARLEY_FAMILY_DETAIL_OPENAI_RESPONSES_ANSWER_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_RESPONSES_ANSWER_HPP

// The response object of OpenAI Responses, read and written: the body of a whole answer, and what the last event of a stream holds.

#include <parley/chat/response.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/family/detail/failure.hpp>
#include <parley/family/detail/openai_responses_reading.hpp>
#include <parley/family/detail/openai_responses_words.hpp>
#include <parley/family/detail/openai_responses_writing.hpp>
#include <parley/reflect/json_writer.hpp>
#include <parley/result.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail::openai_responses {

/// Members of a response that repeat the request, or that are read into members of their own.
inline constexpr std::string_view known_members[] = {
    "background", "frequency_penalty", "input", "instructions", "max_output_tokens", "max_tool_calls", "metadata", "parallel_tool_calls", "presence_penalty",
    "prompt", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention", "reasoning", "safety_identifier", "store", "temperature", "text",
    "tool_choice", "tools", "top_logprobs", "top_p", "truncation", "user", // the request's
    "error", "id", "model", "object", "output", "output_text", "status", "usage",
};

inline boost::json::object const& object_at(boost::json::object const& o, std::string_view key) {
    static boost::json::object const none;
    auto const* const v = o.if_contains(view(key));
    return v && v->is_object() ? v->get_object() : none;
}
inline std::int64_t count_at(boost::json::object const& o, std::string_view key) {
    auto const* const v = o.if_contains(view(key));
    return v && v->is_int64() ? v->get_int64() : 0;
}

inline chat::usage read_usage(boost::json::object const& o) {
    chat::usage u;
    u.input_tokens = count_at(o, "input_tokens");
    u.cached_input_tokens = count_at(object_at(o, "input_tokens_details"), "cached_tokens");
    u.cache_write_tokens = count_at(object_at(o, "input_tokens_details"), "cache_write_tokens");
    u.output_tokens = count_at(o, "output_tokens");
    u.reasoning_tokens = count_at(object_at(o, "output_tokens_details"), "reasoning_tokens");
    u.provider = o;
    return u;
}

struct ending {
    chat::finish_reason reason = chat::finish_reason::other;
    chat::end end = chat::end::complete;
};
/// Returns what a response's status says.
/// @param why the reason where it is incomplete.
inline ending ending_of(std::string_view status, std::string_view why, bool has_calls, bool has_refusal) {
    if (status == "incomplete") {
        if (why == "max_output_tokens") return {chat::finish_reason::length};
        return {why == "content_filter" ? chat::finish_reason::content_filter : chat::finish_reason::other};
    }
    if (status == "cancelled") return {chat::finish_reason::other, chat::end::cancelled};
    if (status == "queued" || status == "in_progress") return {chat::finish_reason::other, chat::end::truncated};
    if (has_calls) return {chat::finish_reason::tool_calls};
    return {has_refusal ? chat::finish_reason::refusal : chat::finish_reason::stop};
}

template <class Part> bool holds(std::vector<chat::part> const& parts) {
    for (auto const& p : parts)
        if (std::holds_alternative<Part>(p)) return true;
    return false;
}

/// Reads a response object.
/// @return the response; the error that stands in it; `errc::invalid_response` where it is none.
inline result<chat::response> read_response(boost::json::object body) {
    auto const* const fault = body.if_contains("error");
    bool const has_fault = fault && !fault->is_null();
    auto* const output = body.if_contains("output");
    bool const has_output = output && output->is_array();
    auto const status = text_of(body, "status");
    if (status == "failed" || (has_fault && !has_output)) return read_failure(has_fault ? *fault : boost::json::value());
    if (!has_output && text_of(body, "object") != "response") return error(errc::invalid_response, "The answer holds no output.");

    chat::response r;
    r.id = text_of(body, "id");
    r.model = text_of(body, "model");
    std::vector<chat::token_logprob> likely;
    if (has_output) {
        item_reader reader(r.content);
        auto& items = output->get_array();
        for (std::size_t i = 0; i != items.size(); ++i) {
            if (auto* const item = items[i].if_object()) reader.read_answered(std::move(*item), i, likely);
            else r.content.emplace_back(native_of(std::move(items[i])));
        }
    }
    if (r.content.empty() && !text_of(body, "output_text").empty()) r.content.emplace_back().emplace<chat::text>().text = text_of(body, "output_text");
    if (!likely.empty()) r.logprobs = std::move(likely);
    r.finish_raw = status;
    auto const how = ending_of(status, text_of(object_at(body, "incomplete_details"), "reason"), holds<chat::tool_call>(r.content), holds<chat::refusal>(r.content));
    r.finish_reason = how.reason;
    r.end = how.end;
    r.usage = read_usage(object_at(body, "usage"));
    for (auto const key : known_members) body.erase(view(key));
    for (auto& member : body) {
        bool const says_nothing = member.value().is_null() || (member.key() == "created_at" && member.value() == 0);
        if (!says_nothing) keep<chat::response>(r.extra, view(member.key()), std::move(member.value()));
    }
    return r;
}

inline void write_usage(body_writer& io, chat::usage const& u) {
    auto& out = io.out();
    out.key("usage"), out.begin_object();
    io("input_tokens", u.input_tokens);
    out.key("input_tokens_details"), out.begin_object();
    io("cached_tokens", u.cached_input_tokens);
    if (auto const written = u.cache_write_tokens + u.cache_write_1h_tokens; written != 0) io("cache_write_tokens", written);
    out.end_object();
    io("output_tokens", u.output_tokens);
    out.key("output_tokens_details"), out.begin_object();
    io("reasoning_tokens", u.reasoning_tokens);
    out.end_object();
    io("total_tokens", u.total_tokens());
    out.end_object();
}

/// Returns the status that an answer has: the provider's own word where it is one of this family.
inline std::string_view status_of(chat::response const& r) {
    for (std::string_view const word : {"completed", "incomplete", "cancelled", "queued", "in_progress"})
        if (r.finish_raw == word) return word;
    bool const is_cut = r.finish_reason == chat::finish_reason::length || r.finish_reason == chat::finish_reason::content_filter;
    return is_cut ? "incomplete" : "completed";
}

/// Writes a response object.
inline void write_response(reflect::json_writer& out, chat::response const& r) {
    item_writer items(out, true);
    auto& io = items.io();
    auto const status = status_of(r);
    out.begin_object();
    io("id", r.id);
    io("object", "response");
    if (!r.extra.contains("created_at")) io("created_at", std::int64_t(0));
    io("status", status);
    io("model", r.model);
    out.key("output"), out.begin_array();
    if (r.logprobs) items.give_logprobs(&*r.logprobs);
    items.write_assistant(r.content);
    out.end_array();
    write_usage(io, r.usage);
    if (status == "incomplete" && !r.extra.contains("incomplete_details")) {
        out.key("incomplete_details"), out.begin_object();
        io("reason", r.finish_reason == chat::finish_reason::content_filter ? "content_filter" : "max_output_tokens");
        out.end_object();
    }
    for_each_extra(r.extra, [&](std::string_view key, boost::json::value const& v) {
        bool is_known = false;
        for (auto const known : known_members) is_known |= key == known;
        if (!is_known) io(key, v);
    });
    out.end_object();
}

} // namespace parley::inline v0::family::detail::openai_responses

#endif
