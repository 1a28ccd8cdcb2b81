#ifndef PARLEY_FAMILY_IMPL_OPENAI_CHAT_IPP
#define PARLEY_FAMILY_IMPL_OPENAI_CHAT_IPP

#include <parley/family/openai_chat.hpp>

#include <parley/chat/fold.hpp>
#include <parley/family/detail/body_size.hpp>
#include <parley/family/detail/delta_pattern.hpp>
#include <parley/family/detail/failure.hpp>
#include <parley/family/detail/json_response.hpp>
#include <parley/family/detail/openai_chat_answer.hpp>
#include <parley/family/detail/openai_chat_answer_writer.hpp>
#include <parley/family/detail/openai_chat_hosts.hpp>
#include <parley/family/detail/openai_chat_request.hpp>
#include <parley/family/detail/openai_chat_request_reader.hpp>
#include <parley/family/detail/openai_chat_shape.hpp>
#include <parley/http/sse.hpp>
#include <parley/reflect/parse.hpp>

#include <boost/json/value.hpp>

#include <utility>

namespace parley::inline v0::family {

static_assert(openai_chat::name == detail::chat_completions::family_name);

PARLEY_DECL result<http::request> openai_chat::encode(chat::request const& q, place const& at) {
    http::request r(at.base);
    r.body.reserve(detail::likely_body_size(q));
    detail::chat_completions::request_writer writer(q, detail::chat_completions::traits_of(at.base.host()), r.body);
    if (auto const written = writer.write(); !written) return written.error();
    r.url.append_path("chat/completions");
    r.header.add("Content-Type", "application/json");
    r.header.add("Accept", q.stream ? "text/event-stream" : "application/json");
    return r;
}

PARLEY_DECL result<chat::response> openai_chat::decode(http::response const& r) {
    auto const body = reflect::parse_value(r.body);
    if (!body) return detail::unreadable(r.body);
    chat::fold fold;
    detail::chat_completions::answer_reader reader;
    if (auto const read = reader.take(*body, true, fold); !read) return read.error();
    if (!reader.has_answer()) return error(errc::invalid_response, "The answer holds no choice.");
    reader.end(fold);
    return fold.finish(chat::end::complete);
}

PARLEY_DECL error openai_chat::failure(http::response const& r) { return detail::read_failure(r); }

struct openai_chat::stream_decoder::impl {
    result<void> take(http::sse_event const& e, chat::event_sink sink) {
        if (e.data == "[DONE]") is_done = true;
        if (is_done) return {};
        if (auto const* const delta = pattern.match(e.data)) {
            if (chunks.has_waiting_usage()) last = e.data;
            sink(*delta);
            return {};
        }
        report(sink);
        auto const chunk = reflect::parse_value(e.data);
        // An event that is cut short is no error of the provider's: the stream is truncated, unless more follows.
        if (!chunk) return detail::unreadable(e.data);
        if (e.type == "error") return fail(detail::read_failure(*chunk));
        int count = 0;
        chat::event only;
        auto const counted = [&](chat::event const& event) {
            if (++count == 1 && event.index() <= chat::event(chat::tool_call_delta()).index()) only = event;
            sink(event);
        };
        auto const taken = chunks.take(*chunk, false, counted);
        if (count == 1) pattern.learn(e.data, only, detail::chat_completions::shape_of(only));
        else pattern.forget();
        if (!taken) return fail(taken.error());
        return {};
    }
    error fail(error why) {
        has_failed = has_failed || why.code != errc::invalid_response;
        return why;
    }
    /// A usage that comes with every piece is reported when something else comes.
    void report(chat::event_sink sink) {
        if (!chunks.has_waiting_usage()) return;
        auto const parsed = last.empty() ? result<boost::json::value>(boost::json::value()) : reflect::parse_value(last);
        chunks.report(sink, parsed ? &*parsed : nullptr);
        last.clear();
    }

    http::sse_reader reader;
    detail::delta_pattern pattern;
    detail::chat_completions::answer_reader chunks;
    std::string last; // keeps its storage
    bool is_done = false;
    bool has_failed = false;
};

PARLEY_DECL openai_chat::stream_decoder::stream_decoder() : impl_(detail::make_hidden<impl>()) {}

PARLEY_DECL result<void> openai_chat::stream_decoder::feed(std::string_view bytes, chat::event_sink sink) {
    return impl_->reader.feed(bytes, [&](http::sse_event const& e) { return impl_->take(e, sink); });
}

PARLEY_DECL chat::end openai_chat::stream_decoder::finish(chat::event_sink sink) {
    auto const rest = impl_->reader.finish([&](http::sse_event const& e) { return impl_->take(e, sink); });
    impl_->report(sink);
    impl_->chunks.end(sink);
    if (impl_->has_failed) return chat::end::failed;
    return rest && (impl_->is_done || impl_->chunks.is_finished()) ? chat::end::complete : chat::end::truncated;
}

PARLEY_DECL result<chat::request> openai_chat::read(http::request const& r) {
    auto body = reflect::parse_value(r.body);
    if (!body) return body.error();
    return detail::chat_completions::request_reader::read(std::move(*body), r.url);
}

PARLEY_DECL http::response openai_chat::answer(chat::response const& r) {
    return detail::json_response(200, detail::chat_completions::write_answer(r));
}

PARLEY_DECL http::response openai_chat::refuse(error const& why) {
    auto r = detail::json_response(why.provider.http_status != 0 ? why.provider.http_status : detail::status_of_code(why.code), detail::chat_completions::write_failure(why));
    if (why.provider.retry_after) r.header.add("retry-after-ms", std::to_string(why.provider.retry_after->count()));
    if (!why.provider.request_id.empty()) r.header.add("x-request-id", why.provider.request_id);
    return r;
}

struct openai_chat::stream_encoder::impl {
    static std::string event_of(std::string_view data) { return std::string("data: ").append(data).append("\n\n"); }

    detail::chat_completions::chunk_writer chunks;
};

PARLEY_DECL openai_chat::stream_encoder::stream_encoder() : impl_(detail::make_hidden<impl>()) {}

PARLEY_DECL std::string openai_chat::stream_encoder::encode(chat::event const& e) { return impl::event_of(impl_->chunks.write(e)); }

PARLEY_DECL std::string openai_chat::stream_encoder::finish(chat::end how) { return how == chat::end::complete ? impl::event_of("[DONE]") : std::string(); }

PARLEY_DECL std::string openai_chat::stream_encoder::fail(error const& why) { return impl::event_of(detail::chat_completions::write_failure(why)); }

} // namespace parley::inline v0::family

#endif
