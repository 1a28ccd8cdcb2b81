#ifndef PARLEY_TEST_SUPPORT_FAMILY_HOST_HPP
#define PARLEY_TEST_SUPPORT_FAMILY_HOST_HPP

#include <parley/auth/api_key.hpp>
#include <parley/chat/arguments.hpp>
#include <parley/chat/replay.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/client.hpp>
#include <parley/transport/any.hpp>
#include <parley/transport/loopback.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <deque>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace parley_test {

/// A provider in the same process: gives its answers one after the other in the words of a family, by the family's server half, and keeps what
/// it was asked.
template <class F> class family_host {
public:
    family_host() = default;
    explicit family_host(std::deque<parley::chat::response> answers) : answers_(std::move(answers)) {}

    void then(parley::chat::response answer) { answers_.push_back(std::move(answer)); }
    std::vector<parley::chat::request> const& asked() const noexcept { return asked_; }
    std::vector<parley::http::request> const& received() const noexcept { return received_; }

    parley::any_transport transport(boost::asio::any_io_executor executor, std::size_t piece = 7) {
        return parley::any_transport(parley::transport::loopback(std::move(executor), [this](parley::http::request const& r) { return answer(r); }, piece));
    }

private:
    parley::result<parley::http::response> answer(parley::http::request const& r) {
        std::lock_guard const lock(mutex_);
        received_.push_back(r);
        auto const q = F::read(r);
        if (!q) return F::refuse(q.error());
        asked_.push_back(*q);
        if (answers_.empty()) return F::refuse(parley::error(parley::errc::server_error));
        auto said = std::move(answers_.front());
        answers_.pop_front();
        said.model = q->model;
        if (!q->stream) return F::answer(said);
        parley::http::response streamed;
        streamed.header.add("Content-Type", "text/event-stream");
        typename F::stream_encoder encoder;
        parley::chat::replay(said, [&](parley::chat::event const& e) { streamed.body += encoder.encode(e); }, 4);
        streamed.body += encoder.finish(parley::chat::end::complete);
        return streamed;
    }

    std::mutex mutex_;
    std::deque<parley::chat::response> answers_;
    std::vector<parley::chat::request> asked_;
    std::vector<parley::http::request> received_;
};

template <class F> using keyed_client = parley::client<F, parley::auth::api_key>;

template <class F> keyed_client<F> client_of(family_host<F>& host, boost::asio::any_io_executor executor, parley::client_options options = {}) {
    return keyed_client<F>(parley::secret::make("k1").value(), host.transport(std::move(executor)), std::move(options));
}

/// An answer of text.
inline parley::chat::response says(std::string text, parley::chat::finish_reason why = parley::chat::finish_reason::stop) {
    parley::chat::response r;
    r.id = "r1";
    r.content.emplace_back().emplace<parley::chat::text>().text = std::move(text);
    r.finish_reason = why;
    r.usage.input_tokens = 3;
    r.usage.output_tokens = 5;
    return r;
}

/// A tool call.
inline parley::chat::tool_call call_of(std::string id, std::string name, std::string arguments) {
    parley::chat::tool_call call;
    call.id = std::move(id);
    call.name = std::move(name);
    parley::chat::set_arguments(call, std::move(arguments));
    return call;
}

/// An answer of tool calls.
inline parley::chat::response calls(std::vector<parley::chat::tool_call> wanted) {
    parley::chat::response r;
    r.id = "r1";
    for (auto& call : wanted) r.content.emplace_back(std::move(call));
    r.finish_reason = parley::chat::finish_reason::tool_calls;
    r.usage.input_tokens = 3;
    r.usage.output_tokens = 5;
    return r;
}

} // namespace parley_test

#endif
