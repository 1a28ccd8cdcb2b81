#ifndef PARLEY_EXAMPLE_SANDBOX_PROVIDER_HPP
#define PARLEY_EXAMPLE_SANDBOX_PROVIDER_HPP

#include "authority.hpp"
#include "listings.hpp"
#include "model.hpp"

#include <parley/chat/replay.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>

#include <cstddef>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sandbox {

namespace family = parley::family;

/// What goes back: a whole answer, or a stream's pieces behind the head.
struct reply {
    http::response head;
    std::vector<std::string> pieces = {};
    fault wished = fault::none; ///< what goes wrong while the pieces are sent
};

/// A provider without sockets: `server` puts it on a port, and `whole` into a `parley::transport::loopback`.
///
/// It speaks each family at its vendor's paths and at those of a Databricks gateway, lists models, hands out OAuth tokens. What it says is a
/// function of the request. Not for several threads at once.
class provider {
public:
    /// @param key the only key that is accepted beside the tokens that were handed out; empty = any.
    explicit provider(std::string key = {}) : key_(std::move(key)) {}

    reply operator()(http::request const& r);

    /// Answers with a stream's pieces joined; one that breaks off is shorter.
    http::response whole(http::request const& r) {
        auto said = (*this)(r);
        for (auto const& piece : said.pieces) said.head.body += piece;
        return std::move(said.head);
    }

private:
    /// One row of what is served. `*` in a path stands for anything; a row with a mark is for requests with that header.
    struct route {
        std::string_view method, path;
        reply (*serve)(provider&, http::request const&);
        http::response (*refuse)(parley::error const&) = nullptr; ///< who says no to a wrong key; null = none is needed
        std::string_view key_header = {};                         ///< beside `Authorization: Bearer`
        std::string_view marked_by = {};
    };

    template <class F> static constexpr route asks(std::string_view path, std::string_view key_header) {
        return {"POST", path, [](provider& p, http::request const& r) { return p.say<F>(r); }, F::refuse, key_header};
    }
    template <class F> static constexpr route vendor(std::string_view path) { return asks<F>(path, F::vendor::key_header); }
    template <class F> static constexpr route gateway(std::string_view path) { return asks<F>(path, ""); }
    template <class F, auto Tell> static constexpr route tells(std::string_view method, std::string_view path, std::string_view marked_by = {}) {
        return {method, path, [](provider&, http::request const& r) { return reply{Tell(r)}; }, F::refuse, F::vendor::key_header, marked_by};
    }

    static bool fits(std::string_view pattern, std::string_view path) {
        auto const star = pattern.find('*');
        if (star == std::string_view::npos) return pattern == path;
        auto const tail = pattern.substr(star + 1);
        return path.size() >= pattern.size() && path.starts_with(pattern.substr(0, star)) && path.ends_with(tail);
    }

    bool is_admitted(http::request const& r, route const& row) const {
        if (key_.empty()) return true;
        constexpr std::string_view scheme = "Bearer ";
        auto given = r.header.find("authorization").value_or("");
        if (given.starts_with(scheme)) given.remove_prefix(scheme.size());
        else given = r.header.find(row.key_header).value_or("");
        return given == key_ || authority_.has_issued(given);
    }

    template <class F> reply say(http::request const& r) {
        auto const asked = F::read(r);
        if (!asked) {
            auto why = asked.error();
            why.code = parley::errc::invalid_request;
            why.provider.text = to_string(why);
            return {F::refuse(why)};
        }
        auto wished = wish_of(asked->model);
        if (wished.fault == fault::flaky && seen_.insert(r.url.path() + r.body).second) wished = {fault::fail, 503};
        if (wished.fault == fault::fail) {
            http::response failed;
            failed.status = wished.status;
            return {F::refuse(F::failure(failed))};
        }
        auto const said = answer(*asked);
        return asked->stream ? streamed<F>(said, wished.fault) : reply{F::answer(said)};
    }

    template <class F> static reply streamed(chat::response const& said, fault wished) {
        constexpr std::size_t bytes_of_piece = 6;
        reply r{{}, {}, wished};
        r.head.header.add("Content-Type", "text/event-stream");
        typename F::stream_encoder encoder;
        auto const write = [&](std::string bytes) {
            if (!bytes.empty()) r.pieces.push_back(std::move(bytes));
        };
        std::vector<chat::event> events;
        auto const keep = [&](chat::event const& e) { events.push_back(e); };
        chat::replay(said, keep, bytes_of_piece);
        bool const is_partial = wished == fault::cut || wished == fault::stall || wished == fault::broken;
        if (is_partial) events.resize(events.size() / 2);
        for (auto const& e : events) write(encoder.encode(e));
        if (wished == fault::broken) write(encoder.fail(parley::error(parley::errc::overloaded)));
        else if (!is_partial) write(encoder.finish(chat::end::complete));
        return r;
    }

    static reply metadata(provider&, http::request const& r) { return {authority::metadata(r)}; }
    static reply authorize(provider& p, http::request const& r) { return {p.authority_.authorize(r)}; }
    static reply token(provider& p, http::request const& r) { return {p.authority_.token(r)}; }

    static route const routes[];

    std::string key_;
    authority authority_;
    std::set<std::string> seen_;
};

inline constexpr provider::route provider::routes[] = {
    vendor<family::openai_chat>("/v1/chat/completions"),
    vendor<family::openai_responses>("/v1/responses"),
    vendor<family::anthropic>("/v1/messages"),
    vendor<family::gemini>("/v1beta/models/*:generateContent"),
    vendor<family::gemini>("/v1beta/models/*:streamGenerateContent"),
    tells<family::anthropic, anthropic_tokens>("POST", "/v1/messages/count_tokens"),
    tells<family::openai_chat, embeddings>("POST", "/v1/embeddings"),
    tells<family::anthropic, anthropic_models>("GET", "/v1/models", "anthropic-version"),
    tells<family::openai_chat, openai_models>("GET", "/v1/models"),
    tells<family::gemini, gemini_models>("GET", "/v1beta/models"),
    tells<family::openai_chat, litellm_models>("GET", "/v1/model/info"),
    asks<family::openai_chat>("/openai/deployments/*/chat/completions", "api-key"),
    gateway<family::openai_chat>("/ai-gateway/mlflow/v1/chat/completions"),
    gateway<family::openai_responses>("/ai-gateway/openai/v1/responses"),
    gateway<family::anthropic>("/ai-gateway/anthropic/v1/messages"),
    gateway<family::gemini>("/ai-gateway/gemini/v1beta/models/*:generateContent"),
    gateway<family::gemini>("/ai-gateway/gemini/v1beta/models/*:streamGenerateContent"),
    tells<family::openai_chat, serving_endpoints>("GET", "/api/2.0/serving-endpoints"),
    tells<family::openai_chat, serving_endpoint>("GET", "/api/2.0/serving-endpoints/*"),
    {"GET", "/oidc/.well-known/oauth-authorization-server", metadata},
    {"GET", "/oidc/v1/authorize", authorize},
    {"POST", "/oidc/v1/token", token},
};

inline reply provider::operator()(http::request const& r) {
    for (auto const& row : routes) {
        if (row.method != r.method || !fits(row.path, r.url.path()) || (!row.marked_by.empty() && !r.header.contains(row.marked_by))) continue;
        if (row.refuse && !is_admitted(r, row)) return {row.refuse(parley::error(parley::errc::unauthenticated))};
        return row.serve(*this, r);
    }
    return {family::openai_chat::refuse(parley::error(parley::errc::not_found))};
}

} // namespace sandbox

#endif
