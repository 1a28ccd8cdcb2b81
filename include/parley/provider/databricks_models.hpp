#ifndef PARLEY_PROVIDER_DATABRICKS_MODELS_HPP
#define PARLEY_PROVIDER_DATABRICKS_MODELS_HPP

#include <parley/clock.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/url.hpp>
#include <parley/provider/address.hpp>
#include <parley/provider/databricks.hpp>
#include <parley/provider/detail/reading.hpp>
#include <parley/provider/failure.hpp>
#include <parley/result.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace parley::inline v0::provider {

// What a workspace of Databricks serves. All of it is pure: requests are made without credentials, answers are read, nothing is sent.

/// How much a model takes and gives, in tokens.
struct databricks_limits {
    std::int64_t context = 128'000;
    std::int64_t max_output = 16'384;

    friend bool operator==(databricks_limits const&, databricks_limits const&) = default;
};

/// Where a row of a list of models is from.
enum class databricks_source : unsigned char { curated, discovered, both };

/// A model that a workspace serves.
struct databricks_model {
    std::string name = {};          ///< of the endpoint or the service, as on the wire
    std::string type = {};          ///< such as `FOUNDATION_MODEL_API`; empty where nobody said
    std::string creator = {};
    bool is_ready = false;
    bool is_recommended = false;
    databricks_family family = databricks_family::openai_chat;
    databricks_source source = databricks_source::discovered;

    /// Returns the name in programs, files and errors.
    std::string public_name() const { return "databricks/" + name; }

    friend bool operator==(databricks_model const&, databricks_model const&) = default;
};

/// Some of the models of a workspace.
struct databricks_page {
    std::vector<databricks_model> models = {};
    std::string next = {}; ///< what to ask for the next page with; empty = this is the last
};

/// Which endpoints of a list are taken.
struct databricks_filter {
    bool ready_only = true;
    bool custom = false; ///< also models of one's own (`CUSTOM_MODEL`)
};

namespace detail {

struct limits_row {
    std::string_view begins; ///< of the name behind `databricks-`
    databricks_limits limits;
};
/// Of the rows that a name begins with, the longest counts. Source: the table of OpenHands, 2026-06-08.
inline constexpr limits_row databricks_limits_rows[] = {
    {"claude", {200'000, 32'000}},       {"claude-sonnet-4", {200'000, 8'192}},      {"claude-sonnet-4-5", {200'000, 64'000}}, {"claude-sonnet-4-6", {200'000, 64'000}},
    {"claude-haiku-4-5", {200'000, 8'192}}, {"gemini", {1'048'576, 65'536}},         {"gpt-5", {400'000, 16'384}},             {"gpt-5-1-codex-max", {400'000, 32'768}},
    {"gpt-5-2-codex", {400'000, 32'768}}, {"gpt-5-3-codex", {400'000, 32'768}},      {"gpt-5-5", {400'000, 32'768}},           {"meta-llama-3", {128'000, 4'096}},
    {"llama-4-maverick", {128'000, 8'192}}, {"qwen", {128'000, 8'192}},              {"gemma", {8'192, 4'096}},
};

struct curated_row {
    std::string_view name;
    bool is_recommended = false;
};
/// The models that are offered where nobody could be asked.
inline constexpr curated_row databricks_curated[] = {
    {"claude-sonnet-4-6", true}, {"claude-sonnet-4-5"}, {"claude-haiku-4-5"}, {"claude-opus-4-7"}, {"claude-opus-4-6"}, {"claude-opus-4-5"}, {"claude-opus-4-1"},
    {"gpt-5-mini", true}, {"gpt-5-5-pro"}, {"gpt-5-5"}, {"gpt-5-4"}, {"gpt-5-4-mini"}, {"gpt-5-4-nano"}, {"gpt-5-3-codex"}, {"gpt-5-2-codex"}, {"gpt-5-2"}, {"gpt-5-1"}, {"gpt-5-nano"}, {"gpt-5"},
    {"gpt-oss-120b"}, {"gemini-3-5-flash", true}, {"gemini-3-1-flash-lite"}, {"gemini-2-5-flash"}, {"gemini-2-5-pro"},
};

/// The words for which a gateway's own description names a family; of several the first counts.
struct api_row {
    std::string_view word;
    databricks_family family;
};
inline constexpr api_row databricks_api_types[] = {
    {"anthropic/v1/messages", databricks_family::anthropic}, {"gemini/v1/generatecontent", databricks_family::gemini}, {"openai/v1/responses", databricks_family::openai_responses}};
inline constexpr api_row databricks_external[] = {
    {"anthropic", databricks_family::anthropic}, {"bedrock-anthropic", databricks_family::anthropic}, {"google", databricks_family::gemini}, {"gemini", databricks_family::gemini}};

/// Returns the family that the description of an endpoint names; nothing where it names none.
inline std::optional<databricks_family> described_family(boost::json::value const& endpoint) {
    auto const& served = elements(inside(inside(endpoint, "config"), "served_entities"));
    if (served.empty()) return std::nullopt;
    auto const& types = elements(inside(inside(served.front(), "foundation_model"), "api_types"));
    if (!types.empty()) {
        for (auto const& row : databricks_api_types)
            for (auto const& type : types)
                if (auto const* const text = type.if_string(); text && http::equals_ignoring_case({text->data(), text->size()}, row.word)) return row.family;
        return databricks_family::openai_chat;
    }
    auto const& external = inside(served.front(), "external_model");
    if (!external.is_object()) return std::nullopt;
    auto const provider = text(external, "provider");
    for (auto const& row : databricks_external)
        if (http::equals_ignoring_case(provider, row.word)) return row.family;
    return databricks_family::openai_chat;
}

inline http::request workspace_get(http::url address) {
    http::request made("GET", std::move(address));
    made.header.add("Accept", "application/json");
    return made;
}
inline std::string_view without_prefix(std::string_view name) noexcept {
    if (name.starts_with("databricks/")) name.remove_prefix(11);
    if (auto const first = name.find('.'); first != std::string_view::npos)
        if (auto const second = name.find('.', first + 1); second != std::string_view::npos) name.remove_prefix(second + 1);
    if (name.starts_with("databricks-")) name.remove_prefix(11);
    return name;
}

} // namespace detail

/// Returns how much a model takes and gives, by its name, with or without `databricks/`, `databricks-` or a schema of Unity Catalog. A name that is
/// not known gets what every model can do.
inline databricks_limits databricks_limits_of(std::string_view model) {
    auto const name = detail::without_prefix(model);
    detail::limits_row const* found = nullptr;
    for (auto const& row : detail::databricks_limits_rows)
        if (name.starts_with(row.begins) && (!found || row.begins.size() > found->begins.size())) found = &row;
    return found ? found->limits : databricks_limits();
}

/// The request for a page of a workspace's serving endpoints.
/// @param workspace such as `https://x.cloud.databricks.com`; its path does not matter.
inline result<http::request> databricks_endpoints_request(http::url const& workspace, std::string_view page = {}) {
    auto address = http::url::parse(workspace.origin() + "/api/2.0/serving-endpoints");
    if (!address) return address.error();
    if (!page.empty()) address->append_query("page_token", page);
    return detail::workspace_get(std::move(*address));
}

/// Reads a page of serving endpoints: those for chat, of foundation and external models, that are ready.
/// @return the page; `errc::web_page` or `errc::invalid_response` with what to do.
inline result<databricks_page> read_databricks_endpoints(http::response const& r, databricks_filter const& filter = {}) {
    auto const body = detail::body_of(r);
    if (!body) return refined(databricks_site<family::openai_chat>, body.error());
    databricks_page made;
    for (auto const& row : detail::elements(detail::inside(*body, "endpoints"))) {
        databricks_model one;
        one.name = detail::text(row, "name");
        one.type = detail::text(row, "endpoint_type");
        one.creator = detail::text(row, "creator");
        one.is_ready = detail::text(detail::inside(row, "state"), "ready") == "READY";
        auto task = detail::text(row, "task");
        auto const& served = detail::elements(detail::inside(detail::inside(row, "config"), "served_entities"));
        if (task.empty() && !served.empty()) task = detail::text(detail::inside(served.front(), "external_model"), "task");
        bool const is_offered = one.type == "FOUNDATION_MODEL_API" || one.type == "EXTERNAL_MODEL" || (filter.custom && one.type == "CUSTOM_MODEL");
        if (one.name.empty() || task != "llm/v1/chat" || !is_offered || (filter.ready_only && !one.is_ready)) continue;
        one.family = detail::described_family(row).value_or(databricks_family_of(one.name));
        made.models.push_back(std::move(one));
    }
    made.next = detail::text(*body, "next_page_token");
    return made;
}

/// The request for a page of the model services of a schema in Unity Catalog. Pages are bounded: an unbounded one takes longer than the workspace
/// waits.
inline result<http::request> unity_catalog_request(http::url const& workspace, std::string_view schema = "system.ai", std::string_view page = {}) {
    auto address = http::url::parse(workspace.origin() + "/api/2.1/unity-catalog/model-services");
    if (!address) return address.error();
    address->append_query("parent", "schemas/" + std::string(schema));
    address->append_query("page_size", "100");
    if (!page.empty()) address->append_query("page_token", page);
    return detail::workspace_get(std::move(*address));
}

/// Reads a page of model services; errors as of `read_databricks_endpoints`.
inline result<databricks_page> read_unity_catalog(http::response const& r) {
    auto const body = detail::body_of(r);
    if (!body) return refined(databricks_site<family::openai_chat>, body.error());
    databricks_page made;
    constexpr std::string_view prefix = "model-services/";
    for (auto const& row : detail::elements(detail::inside(*body, "model_services"))) {
        databricks_model one;
        one.name = detail::text(row, "name");
        if (one.name.starts_with(prefix)) one.name.erase(0, prefix.size());
        if (one.name.empty()) continue;
        one.type = "UNITY_CATALOG";
        one.is_ready = true;
        one.family = databricks_family_of(one.name);
        made.models.push_back(std::move(one));
    }
    made.next = detail::text(*body, "next_page_token");
    return made;
}

/// Returns what to offer a person: the models that are known to be good, merged with what a workspace serves. Of a model in both, the workspace says
/// type and readiness; recommended ones come first, then by family and name.
inline std::vector<databricks_model> databricks_offer(std::vector<databricks_model> live = {}) {
    for (auto const& row : detail::databricks_curated) {
        auto const name = "databricks-" + std::string(row.name);
        auto found = std::find_if(live.begin(), live.end(), [&](databricks_model const& m) { return m.name == name; });
        if (found == live.end()) {
            live.push_back({name, {}, {}, false, row.is_recommended, databricks_family_of(name), databricks_source::curated});
            continue;
        }
        found->is_recommended = row.is_recommended;
        found->family = databricks_family_of(name);
        found->source = databricks_source::both;
    }
    auto const order = [](databricks_model const& m) { return std::tuple(!m.is_recommended, m.family, std::string_view(m.name)); };
    std::sort(live.begin(), live.end(), [&](auto const& a, auto const& b) { return order(a) < order(b); });
    return live;
}

/// The request that asks a workspace about one endpoint.
/// @param model its name, with or without `databricks/`.
inline result<http::request> databricks_probe_request(http::url const& workspace, std::string_view model) {
    auto address = http::url::parse(workspace.origin() + detail::with_model("/api/2.0/serving-endpoints/{model}", to_wire(databricks_site<family::openai_chat>, model)));
    if (!address) return address.error();
    return detail::workspace_get(std::move(*address));
}

/// Reads which family an endpoint speaks.
/// @return the family; nothing where the description does not say, and the name decides.
inline std::optional<databricks_family> read_databricks_probe(http::response const& r) {
    if (!r.is_success()) return std::nullopt;
    auto const body = detail::body_of(r);
    return body ? detail::described_family(*body) : std::nullopt;
}

/// What is known of a workspace for a while: a value by host and name, forgotten after its time. One thread at a time.
/// @tparam T such as `std::vector<databricks_model>`, or the family of an endpoint.
template <class T> class databricks_memory {
public:
    /// @param kept   how long an answer counts.
    /// @param missed how long a failure does.
    explicit databricks_memory(std::chrono::seconds kept = std::chrono::minutes(5), std::chrono::seconds missed = std::chrono::minutes(1)) : kept_(kept), missed_(missed) {}

    /// Returns what is known: nothing where somebody is to be asked, an empty value where asking has failed a moment ago.
    std::optional<std::optional<T>> find(std::string const& host, std::string const& name, time_point now) const {
        auto const at = rows_.find({host, name});
        if (at == rows_.end() || at->second.until <= now) return std::nullopt;
        return at->second.value;
    }
    /// Keeps an answer; an empty one is a failure.
    void keep(std::string host, std::string name, std::optional<T> value, time_point now) {
        auto const until = now + (value ? kept_ : missed_);
        rows_[{std::move(host), std::move(name)}] = {std::move(value), until};
    }

private:
    struct row {
        std::optional<T> value;
        time_point until;
    };
    std::chrono::seconds kept_, missed_;
    std::map<std::pair<std::string, std::string>, row> rows_;
};

} // namespace parley::inline v0::provider

#endif
