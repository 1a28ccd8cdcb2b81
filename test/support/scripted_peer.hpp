#ifndef PARLEY_TEST_SUPPORT_SCRIPTED_PEER_HPP
#define PARLEY_TEST_SUPPORT_SCRIPTED_PEER_HPP

#include <parley/auth/auth.hpp>
#include <parley/http/header.hpp>
#include <parley/result.hpp>

#include <chrono>
#include <deque>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace parley::test {

/// An answer of a server.
inline http::response reply(int status, std::string body, http::header header = {{"Content-Type", "application/json"}}) {
    http::response made;
    made.status = status;
    made.header = std::move(header);
    made.body = std::move(body);
    return made;
}

/// A program that wrote this and ended.
inline process_output output(std::string out, int exit_status = 0, std::string err = {}) {
    process_output made;
    made.exit_status = exit_status;
    made.out = std::move(out);
    made.err = std::move(err);
    return made;
}

/// Everything that a strategy asks for, answered from a list and written down; its clock stands still but for waits that a strategy asks for.
struct scripted_peer {
    std::deque<result<auth::answer>> answers = {};
    std::vector<http::request> requests = {};
    std::vector<std::string> asked = {}; ///< each step in one line or more: request line, headers, body; `run …`; `lock …`
    std::vector<time_point::duration> waits = {};
    time_point now = time_point(std::chrono::seconds(1'800'000'000));

    template <class Answer> scripted_peer& then(Answer answer) {
        answers.push_back(auth::answer(std::move(answer)));
        return *this;
    }
    scripted_peer& then(error why) {
        answers.push_back(std::move(why));
        return *this;
    }

    static std::string text_of(http::request const& r) {
        auto text = r.method + " " + r.url.to_string() + "\n";
        for (auto const& [name, value] : r.header) text += name + ": " + value + "\n";
        return text + (r.body.empty() ? "" : "\n" + r.body);
    }

    /// Does what the strategy asks until it is ready, or fails, or nothing is left to answer with.
    /// @return the step at which it stopped.
    template <class Strategy> auth::step drive(Strategy& strategy) {
        for (;;) {
            auto step = strategy.next(now);
            auth::step_id id = 0;
            if (auto const* f = std::get_if<auth::fetch>(&step)) {
                if (answers.empty()) return step;
                if (f->earliest > now) {
                    waits.push_back(f->earliest - now);
                    now = f->earliest;
                }
                id = f->id;
                requests.push_back(f->request);
                asked.push_back(text_of(f->request));
            } else if (auto const* p = std::get_if<auth::run>(&step)) {
                if (answers.empty()) return step;
                id = p->id;
                std::string line = "run";
                for (auto const& word : p->argv) line += " " + word;
                asked.push_back(line);
            } else if (auto const* l = std::get_if<auth::lock>(&step)) {
                asked.push_back("lock " + l->path);
                strategy.done(l->id, auth::answer(auth::locked()), now);
                continue;
            } else {
                return step;
            }
            auto answer = std::move(answers.front());
            answers.pop_front();
            strategy.done(id, std::move(answer), now);
        }
    }

    /// As `drive`, to the error.
    /// @return the error with which it fails; one with an empty message where it does not.
    template <class Strategy> error failure(Strategy& strategy) {
        auto const step = drive(strategy);
        if (auto const* f = std::get_if<auth::failed>(&step)) return f->why;
        error none;
        none.message.clear();
        return none;
    }

    /// As `drive`, and signs a request.
    /// @return the headers of the signed request, one a line; or why there are none.
    template <class Strategy> std::string signature(Strategy& strategy) {
        auto const step = drive(strategy);
        if (auto const* f = std::get_if<auth::failed>(&step)) return "failed: " + to_string(f->why);
        if (!std::holds_alternative<auth::ready>(step)) return "waits";
        http::request r(http::url::parse("https://h/").value());
        if (auto const done = strategy.sign(r, now); !done) return "not signed: " + to_string(done.error());
        std::string all;
        for (auto const& [name, value] : r.header) all += name + ": " + value + "\n";
        return all;
    }
};

} // namespace parley::test

#endif
