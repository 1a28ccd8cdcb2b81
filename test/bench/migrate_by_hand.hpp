#ifndef PARLEY_TEST_BENCH_MIGRATE_BY_HAND_HPP
#define PARLEY_TEST_BENCH_MIGRATE_BY_HAND_HPP

// What somebody would write who knows Boost.JSON well and wants speed: one DOM in memory on the stack, every rule checked by hand, values moved from
// the old tree into the new one, one serializer kept. It is the baseline of migrate_corpus.cpp.

#include <boost/describe/class.hpp>
#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serializer.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace bench {

struct sums {
    long valid = 0, invalid = 0, timeout_ms = 0, max_output_tokens = 0, tools = 0, stops = 0;
    friend bool operator==(sums const&, sums const&) = default;
};
BOOST_DESCRIBE_STRUCT(sums, (), (valid, invalid, timeout_ms, max_output_tokens, tools, stops))

namespace json = boost::json;

enum field { schema, name, provider, api_key_env, base_url, model, temperature, top_p, stop, max_tokens, timeout, retries, functions, system_prompt, stream, metadata, fields };

inline constexpr std::array<std::string_view, fields> keys{"schema", "name", "provider", "api_key_env", "base_url", "model", "temperature", "top_p", "stop",
                                                           "max_tokens", "timeout", "retries", "functions", "system_prompt", "stream", "metadata"};

inline bool is_number_between(json::value const* v, double low, double high) {
    if (!v) return true;
    if (!v->is_number()) return false;
    auto const number = v->to_number<double>();
    return number >= low && number <= high;
}
inline bool is_integer_between(json::value const* v, std::int64_t low, std::int64_t high) { return v && v->is_int64() && v->get_int64() >= low && v->get_int64() <= high; }
inline bool is_text(json::value const* v) { return v && v->is_string(); }
inline std::string_view text(json::value const& v) { return {v.get_string().data(), v.get_string().size()}; }
inline bool is_provider(std::string_view p) { return p == "openai" || p == "anthropic" || p == "google" || p == "azure" || p == "ollama"; }
inline bool all_texts(json::array const& values) {
    for (auto const& v : values)
        if (!v.is_string()) return false;
    return true;
}
inline bool is_function(json::value const& v) {
    auto const* f = v.if_object();
    return f && f->size() == 3 && is_text(f->if_contains("name")) && is_text(f->if_contains("description")) && f->if_contains("parameters");
}
inline std::string_view renamed_model(std::string_view m) {
    return m == "gpt-4" ? "gpt-4.1" : m == "gpt-3.5-turbo" ? "gpt-4o-mini" : m == "claude-2.1" ? "claude-sonnet-4-5" : m == "gemini-pro" ? "gemini-2.5-flash" : m;
}

inline bool by_hand(std::string_view line, sums& s, std::string& out) {
    unsigned char buffer[32768];
    json::monotonic_resource memory(buffer, sizeof buffer);
    json::error_code ec;
    auto document = json::parse({line.data(), line.size()}, ec, &memory);
    if (ec || !document.is_object()) return false;
    std::array<json::value*, fields> f{};
    for (auto& pair : document.get_object()) {
        std::string_view const key(pair.key().data(), pair.key().size());
        std::size_t i = 0;
        while (i != fields && keys[i] != key) ++i;
        if (i == fields) return false;
        f[i] = &pair.value();
    }
    if (!is_text(f[schema]) || text(*f[schema]) != "llm-profile/1" || !is_text(f[name]) || !is_text(f[provider]) || !is_provider(text(*f[provider]))) return false;
    std::size_t characters = 0;
    for (unsigned char c : text(*f[name])) characters += (c & 0xC0) != 0x80;
    if (characters < 1 || characters > 64 || !is_text(f[api_key_env]) || (f[base_url] && !is_text(f[base_url])) || !is_text(f[model])) return false;
    if (!is_number_between(f[temperature], 0, 2) || !is_number_between(f[top_p], 0, 1)) return false;
    if (f[stop] && !f[stop]->is_string() && !(f[stop]->is_array() && all_texts(f[stop]->get_array()))) return false;
    if (!is_integer_between(f[max_tokens], 1, 1'000'000) || !is_integer_between(f[timeout], 1, 3600) || !is_integer_between(f[retries], 0, 10)) return false;
    if (!f[functions] || !f[functions]->is_array() || !is_text(f[system_prompt]) || !f[stream] || !f[stream]->is_bool() || !f[metadata] || !f[metadata]->is_object()) return false;
    for (auto const& v : f[functions]->get_array())
        if (!is_function(v)) return false;
    for (auto const& pair : f[metadata]->get_object())
        if (!pair.value().is_string()) return false;

    json::object made(&memory);
    made.reserve(11);
    made.emplace("schema", "llm-profile/2");
    made.emplace("name", std::move(*f[name]));
    json::object where(&memory);
    where.emplace("kind", std::move(*f[provider]));
    where.emplace("credential", "env:" + std::string(text(*f[api_key_env])));
    if (f[base_url]) where.emplace("base_url", std::move(*f[base_url]));
    made.emplace("provider", std::move(where));
    auto const new_model = renamed_model(text(*f[model]));
    made.emplace("model", json::string_view(new_model.data(), new_model.size()));
    json::object sampling(&memory);
    if (f[temperature]) sampling.emplace("temperature", std::move(*f[temperature]));
    if (f[top_p]) sampling.emplace("top_p", std::move(*f[top_p]));
    if (f[stop]) {
        if (f[stop]->is_string()) {
            json::array one(&memory);
            one.push_back(std::move(*f[stop]));
            *f[stop] = std::move(one);
        }
        s.stops += static_cast<long>(f[stop]->get_array().size());
        sampling.emplace("stop", std::move(*f[stop]));
    }
    made.emplace("sampling", std::move(sampling));
    auto const tokens = f[max_tokens]->get_int64(), milliseconds = f[timeout]->get_int64() * 1000;
    json::object limits(&memory);
    limits.emplace("max_output_tokens", tokens);
    limits.emplace("timeout_ms", milliseconds);
    made.emplace("limits", std::move(limits));
    json::object retry(&memory);
    retry.emplace("max_attempts", f[retries]->get_int64() + 1);
    made.emplace("retry", std::move(retry));
    json::array tools(&memory);
    tools.reserve(f[functions]->get_array().size());
    for (auto& v : f[functions]->get_array()) {
        json::object tool(&memory);
        tool.emplace("type", "function");
        tool.emplace("function", std::move(v));
        tools.push_back(std::move(tool));
    }
    s.tools += static_cast<long>(tools.size());
    made.emplace("tools", std::move(tools));
    json::object prompt(&memory);
    prompt.emplace("system", std::move(*f[system_prompt]));
    made.emplace("prompt", std::move(prompt));
    made.emplace("stream", f[stream]->get_bool());
    made.emplace("metadata", std::move(*f[metadata]));
    s.timeout_ms += milliseconds;
    s.max_output_tokens += tokens;

    static json::serializer serializer;
    serializer.reset(&made);
    out.clear();
    char piece[16384];
    while (!serializer.done()) {
        auto const written = serializer.read(piece, sizeof piece);
        out.append(written.data(), written.size());
    }
    return true;
}

} // namespace bench

#endif
