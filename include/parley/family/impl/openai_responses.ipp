#ifndef PARLEY_FAMILY_IMPL_OPENAI_RESPONSES_IPP
#define PARLEY_FAMILY_IMPL_OPENAI_RESPONSES_IPP

#include <parley/family/openai_responses.hpp>

#include <parley/family/detail/body_size.hpp>
#include <parley/family/detail/failure.hpp>
#include <parley/family/detail/json_response.hpp>
#include <parley/family/detail/openai_responses_answer.hpp>
#include <parley/family/detail/openai_responses_request.hpp>
#include <parley/family/detail/openai_responses_request_reader.hpp>
#include <parley/family/detail/openai_responses_stream.hpp>
#include <parley/family/detail/openai_responses_stream_writer.hpp>
#include <parley/family/detail/openai_responses_words.hpp>
#include <parley/http/sse.hpp>
#include <parley/reflect/json_writer.hpp>
#include <parley/reflect/parse.hpp>

#include <utility>

namespace parley::inline v0::family {

static_assert(openai_responses::name == detail::openai_responses::name);

PARLEY_DECL void openai_responses::keep_nothing(chat::request& q) {
    constexpr char const* thoughts = "reasoning.encrypted_content";
    q.extra["store"] = false;
    auto& wanted = q.extra["include"];
    if (!wanted.is_array()) wanted.emplace_array();
    for (auto const& one : wanted.get_array())
        if (one == thoughts) return;
    wanted.get_array().emplace_back(thoughts);
}

PARLEY_DECL result<http::request> openai_responses::encode(chat::request const& q, place const& at) {
    http::request r(at.base);
    r.url.append_path("responses");
    r.header.add("Content-Type", "application/json");
    r.header.add("Accept", q.stream ? "text/event-stream" : "application/json");
    r.body.reserve(detail::likely_body_size(q));
    reflect::json_writer out(r.body);
    if (auto failure = detail::openai_responses::request_writer(q, out).write()) return std::move(*failure);
    out.finish();
    return r;
}

PARLEY_DECL result<chat::response> openai_responses::decode(http::response const& r) {
    auto body = reflect::parse_value(r.body);
    auto* const o = body ? body->if_object() : nullptr;
    if (!o) return detail::unreadable(r.body);
    return detail::openai_responses::read_response(std::move(*o));
}

PARLEY_DECL error openai_responses::failure(http::response const& r) { return detail::read_failure(r); }

struct openai_responses::stream_decoder::impl {
    result<void> feed(std::string_view bytes, chat::event_sink sink) {
        return lines_.feed(bytes, [&](http::sse_event const& e) { return events_.take(e, sink); });
    }
    chat::end finish(chat::event_sink sink) {
        (void)lines_.finish([&](http::sse_event const& e) { return events_.take(e, sink); }); // an event that is cut short ends nothing
        return events_.end();
    }

private:
    http::sse_reader lines_;
    detail::openai_responses::event_reader events_;
};

PARLEY_DECL openai_responses::stream_decoder::stream_decoder() : impl_(detail::make_hidden<impl>()) {}

PARLEY_DECL result<void> openai_responses::stream_decoder::feed(std::string_view bytes, chat::event_sink sink) { return impl_->feed(bytes, sink); }

PARLEY_DECL chat::end openai_responses::stream_decoder::finish(chat::event_sink sink) { return impl_->finish(sink); }

PARLEY_DECL result<chat::request> openai_responses::read(http::request const& r) {
    auto body = reflect::parse_value(r.body);
    if (!body) return body.error();
    if (auto* const o = body->if_object()) return detail::openai_responses::request_reader::read(std::move(*o));
    return error(errc::invalid_document, "The request's body is no object.");
}

PARLEY_DECL http::response openai_responses::answer(chat::response const& r) {
    std::string body;
    reflect::json_writer out(body);
    detail::openai_responses::write_response(out, r);
    out.finish();
    return detail::json_response(200, std::move(body));
}

PARLEY_DECL http::response openai_responses::refuse(error const& why) {
    std::string body;
    reflect::json_writer out(body);
    detail::body_writer io(out);
    out.begin_object();
    out.key("error"), out.begin_object();
    io("message", message_of(why));
    io("type", why.provider.type.empty() ? parley::name(why.code) : std::string_view(why.provider.type));
    if (auto const code = code_of(why); !code.empty()) io("code", code);
    out.end_object();
    out.end_object();
    out.finish();
    auto r = detail::json_response(why.provider.http_status >= 400 ? why.provider.http_status : detail::status_of_code(why.code), std::move(body));
    if (why.provider.retry_after) r.header.add("retry-after-ms", std::to_string(why.provider.retry_after->count()));
    if (!why.provider.request_id.empty()) r.header.add("x-request-id", why.provider.request_id);
    return r;
}

PARLEY_DECL std::string const& openai_responses::message_of(error const& why) { return why.provider.text.empty() ? why.message : why.provider.text; }

PARLEY_DECL std::string openai_responses::code_of(error const& why) { return why.provider.code.empty() ? std::string(detail::word_for(why.code)) : why.provider.code; }

struct openai_responses::stream_encoder::impl {
    std::string encode(chat::event const& e) { return events_.write(e); }
    std::string finish(chat::end how) { return events_.finish(how); }
    std::string fail(error const& why) {
        auto const code = code_of(why);
        return events_.fail(code.empty() ? std::string(parley::name(why.code)) : code, message_of(why));
    }

private:
    detail::openai_responses::event_writer events_;
};

PARLEY_DECL openai_responses::stream_encoder::stream_encoder() : impl_(detail::make_hidden<impl>()) {}

PARLEY_DECL std::string openai_responses::stream_encoder::encode(chat::event const& e) { return impl_->encode(e); }

PARLEY_DECL std::string openai_responses::stream_encoder::finish(chat::end how) { return impl_->finish(how); }

PARLEY_DECL std::string openai_responses::stream_encoder::fail(error const& why) { return impl_->fail(why); }

static_assert(ServedFamily<openai_responses>);

} // namespace parley::inline v0::family

#endif
