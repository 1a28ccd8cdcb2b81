#ifndef PARLEY_PROVIDER_DETAIL_MODEL_ROWS_HPP
#define PARLEY_PROVIDER_DETAIL_MODEL_ROWS_HPP

// Lists of models, as providers have them.

#include <parley/model/date.hpp>
#include <parley/model/info.hpp>
#include <parley/model/litellm_prices.hpp>
#include <parley/provider/detail/reading.hpp>
#include <parley/provider/provider.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::provider::detail {

/// How pages are asked for.
struct paging {
    dialect of;
    std::string_view size_name = {}, size = {}, page_name = {}, next_name = {};
    std::string_view more_name = {}; ///< where it is there and not true, there is no further page
};
inline constexpr paging pagings[] = {
    {.of = dialect::none},
    {.of = dialect::anthropic, .size_name = "limit", .size = "1000", .page_name = "after_id", .next_name = "last_id", .more_name = "has_more"},
    {.of = dialect::google, .size_name = "pageSize", .size = "1000", .page_name = "pageToken", .next_name = "nextPageToken"},
    {.of = dialect::databricks, .page_name = "page_token", .next_name = "next_page_token"},
};
constexpr paging const& paging_words(dialect of) noexcept {
    for (auto const& row : pagings)
        if (row.of == of) return row;
    return pagings[0];
}
inline std::string next_page(dialect of, boost::json::value const& body) {
    auto const& words = paging_words(of);
    if (words.next_name.empty()) return {};
    if (!words.more_name.empty() && inside(body, words.more_name) != true) return {};
    return text(body, words.next_name);
}

/// Returns the list in a body: itself, or the member that is one.
inline boost::json::array const* model_list(boost::json::value const& body) {
    if (auto const* const all = body.if_array()) return all;
    for (auto const* const key : {"data", "models", "endpoints", "model_services"})
        if (auto const* const found = member(body, key); found && found->is_array()) return &found->get_array();
    // Databricks leaves the list out where it is empty.
    static boost::json::array const none;
    auto const* const o = body.if_object();
    return o && o->empty() ? &none : nullptr;
}

/// What the lists of OpenAI's kind, of Anthropic and of Google say, each under names of its own.
inline std::optional<model::info> info_of(boost::json::value const& row) {
    model::info made;
    made.id = text(row, "id");
    if (made.id.empty()) made.id = text(row, "name");
    if (made.id.starts_with("models/")) made.id.erase(0, 7);
    if (made.id.empty()) return std::nullopt;
    for (auto const* const key : {"display_name", "displayName"})
        if (auto shown = text(row, key); !shown.empty()) made.name = std::move(shown);
    if (auto const shown = text(row, "name"); made.name.empty() && shown != made.id && !shown.starts_with("models/")) made.name = shown;
    made.context = count(row, {"context_length", "context_window", "max_context_length", "max_model_len"});
    if (!made.context) made.context = count(inside(row, "meta"), {"n_ctx_train"});
    made.max_input = count(row, {"inputTokenLimit", "max_input_tokens"});
    made.max_output = count(row, {"outputTokenLimit", "max_completion_tokens", "max_output_tokens"});
    if (!made.max_output) made.max_output = count(inside(row, "top_provider"), {"max_completion_tokens"});
    if (auto const day = model::parse_date(text(row, "created_at").substr(0, 10))) made.released = *day;
    return made;
}

/// A row of LiteLLM's `/model/info`, whose `model_info` is one of its file of prices.
inline std::optional<model::info> info_of_litellm(site const& s, boost::json::value const& row) {
    auto const name = text(row, "model_name");
    if (name.empty()) return std::nullopt;
    boost::json::object facts;
    if (auto const* const said = inside(row, "model_info").if_object()) facts = *said;
    if (auto const* const mode = facts.if_contains("mode"); !mode || !mode->is_string()) facts["mode"] = "chat";
    facts["litellm_provider"] = boost::json::string_view(s.name.data(), s.name.size());
    boost::json::object file;
    file[name] = std::move(facts);
    auto const read = model::read_litellm_prices(reflect::to_text(boost::json::value(std::move(file))), {std::string(s.name), {}, {}});
    if (!read || read->models.empty()) return std::nullopt; // a model for something else than chat
    auto made = read->models.front();
    made.id = name;
    if (auto transport = text(inside(row, "litellm_params"), "model"); !transport.empty() && transport != name) made.aliases.push_back(std::move(transport));
    return made;
}

/// Says whether an endpoint of Databricks is one for chat, and ready.
inline bool is_ready_for_chat(boost::json::value const& row) {
    auto task = text(row, "task");
    auto const& served = elements(inside(inside(row, "config"), "served_entities"));
    if (task.empty() && !served.empty()) task = text(inside(served.front(), "external_model"), "task"); // those of others may have it there alone
    return task == "llm/v1/chat" && text(inside(row, "state"), "ready") == "READY";
}

/// Returns the rows that can be read, each model once: proxies list one for every deployment.
inline std::vector<model::info> models_in(site const& s, boost::json::array const& list) {
    std::vector<model::info> made;
    for (auto const& row : list) {
        if (s.models.form == dialect::databricks && !is_ready_for_chat(row)) continue;
        auto one = s.models.form == dialect::litellm ? info_of_litellm(s, row) : info_of(row);
        if (!one) continue;
        bool const is_known = std::any_of(made.begin(), made.end(), [&](model::info const& m) { return m.id == one->id; });
        if (!is_known) made.push_back(std::move(*one));
    }
    return made;
}

} // namespace parley::inline v0::provider::detail

#endif
