#ifndef PARLEY_TEST_LAW_AUTH_HPP
#define PARLEY_TEST_LAW_AUTH_HPP

// What the laws of strategies drive them with.

#include "support/scripted_peer.hpp"

#include <parley/auth/auth.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace law {

namespace auth = parley::auth;
namespace http = parley::http;
using parley::error;
using parley::errc;
using parley::test::scripted_peer;

/// What each model of a strategy says of itself in its file.
struct strategy_abilities {
    std::vector<auth::answer> answers = {}; ///< with which it becomes ready, in the order in which it asks
    std::vector<std::string> secrets = {};  ///< none of which may be seen
};

inline bool is_settled(auth::step const& step) { return std::holds_alternative<auth::ready>(step) || std::holds_alternative<auth::failed>(step); }

inline auth::step_id id_of(auth::step const& step) {
    if (auto const* const f = std::get_if<auth::fetch>(&step)) return f->id;
    if (auto const* const p = std::get_if<auth::run>(&step)) return p->id;
    if (auto const* const l = std::get_if<auth::lock>(&step)) return l->id;
    return 0;
}

/// Everything that a step says, to compare it with another.
inline std::string text_of(auth::step const& step) {
    auto const id = std::to_string(id_of(step));
    if (auto const* const f = std::get_if<auth::fetch>(&step)) return "fetch " + id + " " + scripted_peer::text_of(f->request) + " " + std::to_string(f->earliest.time_since_epoch().count());
    if (auto const* const p = std::get_if<auth::run>(&step)) {
        auto text = "run " + id;
        for (auto const& word : p->argv) text += " " + word;
        return text;
    }
    if (auto const* const l = std::get_if<auth::lock>(&step)) return "lock " + id + " " + l->path;
    if (auto const* const f = std::get_if<auth::failed>(&step)) return "failed " + to_string(f->why);
    return "ready";
}

/// Says everything that an error says.
inline std::string everything_of(error const& e) {
    return to_string(e) + "\n" + e.provider.code + "\n" + e.provider.type + "\n" + e.provider.text + "\n" + e.provider.request_id;
}

inline http::request request() { return http::request(http::url::parse("https://h/v1/chat").value()); }

/// Answers, each of which is wrong in its own way. Some repeat what they were asked.
inline std::vector<parley::result<auth::answer>> wrong_answers(auth::step const& step) {
    std::vector<parley::result<auth::answer>> all;
    for (auto const code : {errc::connect_failed, errc::timed_out, errc::tls_failed, errc::cancelled, errc::process_failed}) all.emplace_back(error(code));
    std::string asked;
    if (auto const* const f = std::get_if<auth::fetch>(&step)) asked = std::string(f->request.body).append(f->request.header.find("authorization").value_or(""));
    std::string plain; // without what JSON cannot hold as it is
    for (char const c : asked) plain += c == '+' ? ' ' : c;
    for (int const status : {200, 302, 400, 401, 403, 404, 418, 429, 500, 503})
        for (auto const& body : {std::string(), std::string("{}"), std::string("[1"), std::string(R"({"access_token":"a\r\nb: c","value":"***","oidcToken":7})"),
                                 R"({"error":")" + plain + R"(","error_description":"you sent )" + plain + R"("})"})
            all.emplace_back(auth::answer(parley::test::reply(status, body)));
    for (int const status : {0, 1, 127}) all.emplace_back(auth::answer(parley::test::output("{", status, "no")));
    all.emplace_back(auth::answer(auth::locked()));
    return all;
}

} // namespace law

#endif
