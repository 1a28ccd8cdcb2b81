#ifndef PARLEY_PROVIDER_EMBEDDINGS_HPP
#define PARLEY_PROVIDER_EMBEDDINGS_HPP

#include <parley/chat/usage.hpp>
#include <parley/family/family.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/provider/address.hpp>
#include <parley/provider/detail/reading.hpp>
#include <parley/provider/failure.hpp>
#include <parley/provider/provider.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::provider {

/// Texts whose meanings are to be turned into vectors.
struct embedding_request {
    std::string model = {};
    std::vector<std::string> input = {};
    std::optional<int> dimensions = {}; ///< empty = as many as the model has
    boost::json::object extra = {};     ///< further members of the body, in the provider's own words
};

/// A vector for each text, in the order of the texts.
struct embeddings {
    std::string model = {}; ///< as the provider calls it, by its public name
    std::vector<std::vector<float>> vectors = {};
    chat::usage usage = {}; ///< empty where the provider does not say
};

namespace detail {

inline boost::json::string_view view(std::string_view text) noexcept { return {text.data(), text.size()}; }

inline boost::json::object openai_embedding_body(embedding_request const& q, std::string_view model) {
    boost::json::object body;
    body["model"] = view(model);
    auto& input = body["input"].emplace_array();
    for (auto const& text : q.input) input.emplace_back(view(text));
    if (q.dimensions) body["dimensions"] = *q.dimensions;
    for (auto const& pair : q.extra) body.insert(pair);
    return body;
}
/// A request for each text.
inline boost::json::object google_embedding_body(embedding_request const& q, std::string_view model) {
    boost::json::object body;
    auto& all = body["requests"].emplace_array();
    for (auto const& text : q.input) {
        boost::json::object one;
        one["model"] = "models/" + std::string(model);
        one["content"] = {{"parts", boost::json::array{{{"text", view(text)}}}}};
        if (q.dimensions) one["outputDimensionality"] = *q.dimensions;
        for (auto const& pair : q.extra) one.insert(pair);
        all.push_back(std::move(one));
    }
    return body;
}
inline boost::json::object vertex_embedding_body(embedding_request const& q, std::string_view) {
    boost::json::object body;
    auto& all = body["instances"].emplace_array();
    for (auto const& text : q.input) all.emplace_back(boost::json::object{{"content", view(text)}});
    if (q.dimensions) body["parameters"] = {{"outputDimensionality", *q.dimensions}};
    for (auto const& pair : q.extra) body.insert(pair);
    return body;
}

/// How a dialect asks, and where its answer holds what.
struct embedding_words {
    dialect of;
    boost::json::object (*body)(embedding_request const&, std::string_view model);
    std::string_view rows, vector, values, usage;
};
inline constexpr embedding_words embedding_dialects[] = {
    {dialect::openai, openai_embedding_body, "data", "embedding", "", "usage"},
    {dialect::google, google_embedding_body, "embeddings", "values", "", "usageMetadata"},
    {dialect::vertex, vertex_embedding_body, "predictions", "embeddings", "values", ""},
};
constexpr embedding_words const& words_of(dialect form) noexcept {
    for (auto const& row : embedding_dialects)
        if (row.of == form) return row;
    return embedding_dialects[0];
}

inline std::optional<std::vector<float>> vector_in(boost::json::value const& v) {
    auto const* const all = v.if_array();
    if (!all || all->empty()) return std::nullopt;
    std::vector<float> made;
    made.reserve(all->size());
    for (auto const& one : *all) {
        if (!one.is_number()) return std::nullopt;
        made.push_back(one.to_number<float>());
    }
    return made;
}

} // namespace detail

/// The request for embeddings, without credentials.
/// @return the request; `errc::unsupported` where the provider has none, `errc::invalid_argument` where there is no text.
inline result<http::request> embedding_request_to(site const& s, family::place const& where, embedding_request const& q) {
    if (s.embeddings.form == dialect::none) return error(errc::unsupported, "The provider has no embeddings.");
    if (q.input.empty()) return error(errc::invalid_argument, "There is no text to embed.", "/input");
    auto model = to_wire(s, q.model);
    if (s.embeddings.form == dialect::google && model.starts_with("models/")) model.erase(0, 7);
    auto address = operation_address(s, s.embeddings, where.base, model);
    if (!address) return address.error();
    http::request made(std::move(*address));
    made.header.add("Content-Type", "application/json");
    made.header.add("Accept", "application/json");
    add_header(s, made);
    made.body = reflect::to_text(boost::json::value(detail::words_of(s.embeddings.form).body(q, model)));
    return made;
}

/// Reads an answer of success to `q`.
/// @return the vectors; `errc::invalid_response` where there is not one for each text, `errc::web_page`, as the site words them.
inline result<embeddings> read_embeddings(site const& s, embedding_request const& q, http::response const& r) {
    auto const body = detail::body_of(r);
    if (!body) return refined(s, body.error());
    auto const& words = detail::words_of(s.embeddings.form);
    auto const bad = error(errc::invalid_response, "The answer does not hold a vector for each text.");
    embeddings made;
    made.model = to_public(s, detail::text(*body, "model"));
    if (made.model.empty()) made.model = q.model;
    made.vectors.resize(q.input.size());
    std::size_t at = 0;
    for (auto const& row : detail::elements(detail::inside(*body, words.rows))) {
        auto const* const said = detail::inside(row, "index").if_int64(); // they may come in any order
        auto const index = said ? static_cast<std::size_t>(*said) : at;
        ++at;
        auto const& holder = detail::inside(row, words.vector);
        auto vector = detail::vector_in(words.values.empty() ? holder : detail::inside(holder, words.values));
        if (!vector || index >= made.vectors.size() || !made.vectors[index].empty()) return refined(s, bad);
        made.vectors[index] = std::move(*vector);
    }
    if (at != made.vectors.size()) return refined(s, bad);
    auto const& usage = detail::inside(*body, words.usage);
    made.usage.input_tokens = detail::count(usage, {"prompt_tokens", "promptTokenCount", "total_tokens"}).value_or(0);
    if (auto const* const own = usage.if_object()) made.usage.provider = *own;
    return made;
}

} // namespace parley::inline v0::provider

#endif
