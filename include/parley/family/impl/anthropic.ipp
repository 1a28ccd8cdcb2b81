#ifndef PARLEY_FAMILY_IMPL_ANTHROPIC_IPP
#define PARLEY_FAMILY_IMPL_ANTHROPIC_IPP

#include <parley/family/anthropic.hpp>

#include <parley/chat/fold.hpp>
#include <parley/chat/part.hpp>
#include <parley/family/detail/anthropic_answer.hpp>
#include <parley/family/detail/anthropic_block.hpp>
#include <parley/family/detail/anthropic_envelope.hpp>
#include <parley/family/detail/anthropic_request_reader.hpp>
#include <parley/family/detail/anthropic_request_writer.hpp>
#include <parley/family/detail/anthropic_stream_reader.hpp>
#include <parley/family/detail/anthropic_stream_writer.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/family/detail/body_size.hpp>
#include <parley/family/detail/delta_pattern.hpp>
#include <parley/family/detail/failure.hpp>
#include <parley/http/sse.hpp>
#include <parley/reflect/json_writer.hpp>
#include <parley/reflect/parse.hpp>

#include <boost/json/value.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <utility>
#include <variant>

namespace parley::inline v0::family {

static_assert(anthropic::name == detail::anthropic_wire::family_name);

PARLEY_DECL result<http::request> anthropic::encode(chat::request const& q, place const& at) {
    http::request r(at.base);
    r.header.add("Content-Type", "application/json");
    r.header.add("Accept", q.stream ? "text/event-stream" : "application/json");
    if (detail::anthropic_wire::names_model_in_address(q.extra)) {
        auto const model = boost::urls::encode(boost::urls::string_view(q.model.data(), q.model.size()), boost::urls::unreserved_chars);
        r.url.append_path("models/" + model + (q.stream ? ":streamRawPredict" : ":rawPredict"));
    } else {
        r.header.add("anthropic-version", "2023-06-01");
        r.url.append_path("messages");
    }
    if (auto betas = detail::anthropic_wire::header_of_betas(q.extra); !betas.empty()) r.header.add("anthropic-beta", std::move(betas));
    r.body.reserve(detail::likely_body_size(q));
    reflect::json_writer out(r.body);
    auto refused = detail::anthropic_wire::request_writer(q, out).write();
    out.finish();
    if (refused) return std::move(*refused);
    return r;
}

PARLEY_DECL result<chat::response> anthropic::decode(http::response const& r) {
    auto body = reflect::parse_value(r.body);
    auto* const o = body ? body->if_object() : nullptr;
    if (!o) return detail::unreadable(r.body);
    if (!detail::anthropic_wire::is_message(*o)) return o->contains("error") ? detail::read_failure(*body) : detail::unreadable(r.body);
    chat::fold fold;
    detail::anthropic_wire::take_message(std::move(*o), fold);
    return fold.finish(chat::end::complete);
}

PARLEY_DECL error anthropic::failure(http::response const& r) { return detail::read_failure(r); }

struct anthropic::stream_decoder::impl {
    result<void> feed(std::string_view bytes, chat::event_sink sink) {
        return reader_.feed(bytes, [&](http::sse_event const& e) { return take(e, sink); });
    }
    chat::end finish(chat::event_sink sink) {
        auto const rest = reader_.finish([&](http::sse_event const& e) { return take(e, sink); });
        if (has_failed_) return chat::end::failed;
        events_.cut(sink);
        return rest && events_.is_done() ? chat::end::complete : chat::end::truncated;
    }

private:
    result<void> take(http::sse_event const& e, chat::event_sink sink) {
        if (events_.is_done()) return {};
        if (auto const* const known = pattern_.match(e.data)) {
            sink(*known);
            return {};
        }
        if (e.data == "[DONE]") return events_.end_early(), result<void>();
        auto body = reflect::parse_value(e.data);
        auto* const o = body ? body->if_object() : nullptr;
        if (!o) return error(errc::invalid_response);
        int told = 0;
        bool is_delta = false;
        auto done = events_.take(std::move(*o), e.type, [&](chat::event const& each) {
            ++told;
            is_delta = std::holds_alternative<chat::text_delta>(each) || std::holds_alternative<chat::thinking_delta>(each) || std::holds_alternative<chat::tool_call_delta>(each);
            if (is_delta) last_ = each;
            sink(each);
        });
        // An event that cannot be read is no error of the provider's: the stream is truncated, unless more follows.
        has_failed_ = has_failed_ || !done;
        if (told == 1 && is_delta) pattern_.learn(e.data, last_, {{"/delta/text", "/delta/thinking", "/delta/partial_json"}, {}});
        else if (told != 0) pattern_.forget();
        return done;
    }

    http::sse_reader reader_;
    detail::anthropic_wire::stream_reader events_;
    detail::delta_pattern pattern_;
    chat::event last_;
    bool has_failed_ = false;
};

PARLEY_DECL anthropic::stream_decoder::stream_decoder() : impl_(detail::make_hidden<impl>()) {}

PARLEY_DECL result<void> anthropic::stream_decoder::feed(std::string_view bytes, chat::event_sink sink) { return impl_->feed(bytes, sink); }

PARLEY_DECL chat::end anthropic::stream_decoder::finish(chat::event_sink sink) { return impl_->finish(sink); }

PARLEY_DECL result<chat::request> anthropic::read(http::request const& r) {
    auto body = reflect::parse_value(r.body);
    if (!body) return body.error();
    if (!body->is_object()) return *detail::problems_of({{"", "object", std::string(detail::view(boost::json::to_string(body->kind()))), {}}});
    auto q = detail::anthropic_wire::request_reader(std::move(body->get_object())).read();
    if (!q) return q;
    if (q->model.empty()) q->model = detail::anthropic_wire::model_in_address(r.url);
    detail::anthropic_wire::keep_betas(r.header, q->extra);
    return q;
}

PARLEY_DECL http::response anthropic::answer(chat::response const& r) {
    return detail::anthropic_wire::json_response(200, [&](detail::body_writer& io) { detail::anthropic_wire::write_message(io, r); });
}

PARLEY_DECL http::response anthropic::refuse(error const& why) {
    auto const status = why.provider.http_status >= 400 ? why.provider.http_status : detail::status_of_code(why.code);
    auto r = detail::anthropic_wire::json_response(status, [&](detail::body_writer& io) {
        io("type", "error");
        detail::anthropic_wire::write_error(io, why);
    });
    if (why.provider.retry_after) r.header.add("retry-after-ms", std::to_string(why.provider.retry_after->count()));
    if (!why.provider.request_id.empty()) r.header.add("request-id", why.provider.request_id);
    return r;
}

struct anthropic::stream_encoder::impl {
    std::string encode(chat::event const& e) { return events_.write(e); }
    std::string finish(chat::end how) { return how == chat::end::complete ? events_.finish() : std::string(); }
    std::string fail(error const& why) {
        return detail::anthropic_wire::event_of("error", [&](detail::body_writer& io) { detail::anthropic_wire::write_error(io, why); });
    }

private:
    detail::anthropic_wire::stream_writer events_;
};

PARLEY_DECL anthropic::stream_encoder::stream_encoder() : impl_(detail::make_hidden<impl>()) {}

PARLEY_DECL std::string anthropic::stream_encoder::encode(chat::event const& e) { return impl_->encode(e); }

PARLEY_DECL std::string anthropic::stream_encoder::finish(chat::end how) { return impl_->finish(how); }

PARLEY_DECL std::string anthropic::stream_encoder::fail(error const& why) { return impl_->fail(why); }

static_assert(ServedFamily<anthropic>);

} // namespace parley::inline v0::family

#endif
