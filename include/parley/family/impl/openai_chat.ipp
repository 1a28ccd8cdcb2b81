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
#include <parley/family/detail/openai_chat_plain_answer.hpp>
#include <parley/family/detail/openai_chat_request.hpp>
#include <parley/family/detail/openai_chat_request_reader.hpp>
#include <parley/family/detail/openai_chat_shape.hpp>
#include <parley/http/sse.hpp>
#include <parley/reflect/parse.hpp>

#include <boost/json/monotonic_resource.hpp>
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
    if (auto usual = detail::chat_completions::read_plain_answer(r.body)) return std::move(*usual);
    unsigned char near[4096];
    boost::json::monotonic_resource memory(near, sizeof near); // the reader copies what it keeps
    auto const body = reflect::parse_value(r.body, {}, &memory);
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
    result<void> feed(std::string_view bytes, chat::event_sink sink) {
        return reader_.feed(bytes, [&](http::sse_event const& e) { return take(e, sink); });
    }
    chat::end finish(chat::event_sink sink) {
        auto const rest = reader_.finish([&](http::sse_event const& e) { return take(e, sink); });
        report(sink);
        chunks_.end(sink);
        if (has_failed_) return chat::end::failed;
        return rest && (is_done_ || chunks_.is_finished()) ? chat::end::complete : chat::end::truncated;
    }

private:
    result<void> take(http::sse_event const& e, chat::event_sink sink) {
        if (e.data == "[DONE]") is_done_ = true;
        if (is_done_) return {};
        if (auto const* const delta = pattern_.match(e.data)) {
            if (chunks_.has_waiting_usage()) last_ = e.data;
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
        auto const taken = chunks_.take(*chunk, false, counted);
        if (count == 1) pattern_.learn(e.data, only, detail::chat_completions::shape_of(only));
        else pattern_.forget();
        if (!taken) return fail(taken.error());
        return {};
    }
    error fail(error why) {
        has_failed_ = has_failed_ || why.code != errc::invalid_response;
        return why;
    }
    /// A usage that comes with every piece is reported when something else comes.
    void report(chat::event_sink sink) {
        if (!chunks_.has_waiting_usage()) return;
        auto const last = last_.empty() ? result<boost::json::value>(boost::json::value()) : reflect::parse_value(last_);
        chunks_.report(sink, last ? &*last : nullptr);
        last_.clear();
    }

    http::sse_reader reader_;
    detail::delta_pattern pattern_;
    detail::chat_completions::answer_reader chunks_;
    std::string last_; // keeps its storage
    bool is_done_ = false;
    bool has_failed_ = false;
};

PARLEY_DECL openai_chat::stream_decoder::stream_decoder() : impl_(detail::make_hidden<impl>()) {}

PARLEY_DECL result<void> openai_chat::stream_decoder::feed(std::string_view bytes, chat::event_sink sink) { return impl_->feed(bytes, sink); }

PARLEY_DECL chat::end openai_chat::stream_decoder::finish(chat::event_sink sink) { return impl_->finish(sink); }

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
    std::string encode(chat::event const& e) { return event_of(chunks_.write(e)); }
    std::string finish(chat::end how) { return how == chat::end::complete ? event_of("[DONE]") : std::string(); }
    std::string fail(error const& why) { return event_of(detail::chat_completions::write_failure(why)); }

private:
    static std::string event_of(std::string_view data) { return std::string("data: ").append(data).append("\n\n"); }

    detail::chat_completions::chunk_writer chunks_;
};

PARLEY_DECL openai_chat::stream_encoder::stream_encoder() : impl_(detail::make_hidden<impl>()) {}

PARLEY_DECL std::string openai_chat::stream_encoder::encode(chat::event const& e) { return impl_->encode(e); }

PARLEY_DECL std::string openai_chat::stream_encoder::finish(chat::end how) { return impl_->finish(how); }

PARLEY_DECL std::string openai_chat::stream_encoder::fail(error const& why) { return impl_->fail(why); }

static_assert(ServedFamily<openai_chat>);

} // namespace parley::inline v0::family

#endif
