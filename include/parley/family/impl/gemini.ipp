#ifndef PARLEY_FAMILY_IMPL_GEMINI_IPP
#define PARLEY_FAMILY_IMPL_GEMINI_IPP

#include <parley/family/gemini.hpp>

#include <parley/chat/fold.hpp>
#include <parley/family/detail/delta_pattern.hpp>
#include <parley/family/detail/failure.hpp>
#include <parley/family/detail/gemini_address.hpp>
#include <parley/family/detail/gemini_answer.hpp>
#include <parley/family/detail/gemini_answer_writer.hpp>
#include <parley/family/detail/gemini_failure.hpp>
#include <parley/family/detail/gemini_request.hpp>
#include <parley/family/detail/json_response.hpp>
#include <parley/family/detail/json_values.hpp>
#include <parley/http/sse.hpp>
#include <parley/reflect/parse.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace parley::inline v0::family {

static_assert(gemini::name == detail::gemini_name);

PARLEY_DECL result<http::request> gemini::encode(chat::request const& q, place const& at) {
    http::request r(at.base);
    if (auto written = detail::gemini_request_writer(q, r.body).write(); !written) return written.error();
    detail::add_gemini_path(r.url, q.model, q.stream);
    r.header.add("Content-Type", "application/json");
    r.header.add("Accept", q.stream ? "text/event-stream" : "application/json");
    return r;
}

PARLEY_DECL result<chat::response> gemini::decode(http::response const& r) {
    auto body = reflect::parse_value(r.body);
    if (!body) return detail::unreadable(r.body);
    detail::gemini_chunks chunks;
    chat::fold fold;
    if (auto done = chunks.take(std::move(*body), fold); !done) return done.error();
    if (!chunks.has_answer()) return error(errc::invalid_response, "The answer holds no candidate.");
    chunks.finish(fold);
    return fold.finish(chunks.is_finished() ? chat::end::complete : chat::end::truncated);
}

PARLEY_DECL error gemini::failure(http::response const& r) { return detail::read_failure(r); }

struct gemini::stream_decoder::impl {
    result<void> feed(std::string_view bytes, chat::event_sink sink) {
        if (form_ == form::unknown) {
            bytes.remove_prefix(std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size()));
            if (bytes.empty()) return {};
            form_ = bytes.front() == '[' || bytes.front() == '{' ? form::array : form::events;
        }
        if (form_ == form::array) return values_.feed(bytes, [&](std::string_view one) { return take(one, sink); });
        return events_.feed(bytes, [&](http::sse_event const& e) { return take(e.data, sink); });
    }
    chat::end finish(chat::event_sink sink) {
        auto const rest = events_.finish([&](http::sse_event const& e) { return take(e.data, sink); });
        if (!last_.empty())
            if (auto chunk = reflect::parse_value(last_)) chunks_.take_usage(std::move(*chunk));
        chunks_.finish(sink);
        if (has_failed_) return chat::end::failed;
        return rest && !values_.is_cut() && chunks_.is_finished() ? chat::end::complete : chat::end::truncated;
    }

private:
    enum class form { unknown, events, array };

    result<void> take(std::string_view data, chat::event_sink sink) {
        if (auto const* const known = pattern_.match(data)) {
            last_ = data; // what was used so far stands in it
            sink(*known);
            return {};
        }
        auto chunk = reflect::parse_value(data);
        if (!chunk) return error(errc::invalid_response); // cut short: the stream is truncated, unless more follows
        int count = 0;
        chat::event meant;
        auto const counted = [&](chat::event const& e) {
            if (++count == 1) meant = e;
            sink(e);
        };
        if (auto const* const o = chunk->if_object(); !o || o->contains("usageMetadata")) last_.clear();
        auto done = chunks_.take(std::move(*chunk), counted);
        if (count == 1)
            pattern_.learn(data, meant,
                           {{"/candidates/0/content/parts/0/text"},
                            {"/usageMetadata/promptTokenCount", "/usageMetadata/candidatesTokenCount", "/usageMetadata/thoughtsTokenCount",
                             "/usageMetadata/cachedContentTokenCount", "/usageMetadata/toolUsePromptTokenCount", "/usageMetadata/totalTokenCount",
                             "/usageMetadata/promptTokensDetails/0/tokenCount", "/usageMetadata/candidatesTokensDetails/0/tokenCount"}});
        else pattern_.forget();
        has_failed_ = has_failed_ || !done;
        return done;
    }

    http::sse_reader events_;
    detail::json_values values_;
    detail::gemini_chunks chunks_;
    detail::delta_pattern pattern_;
    std::string last_; // the last chunk that was not parsed
    form form_ = form::unknown;
    bool has_failed_ = false;
};

PARLEY_DECL gemini::stream_decoder::stream_decoder() : impl_(detail::make_hidden<impl>()) {}

PARLEY_DECL result<void> gemini::stream_decoder::feed(std::string_view bytes, chat::event_sink sink) { return impl_->feed(bytes, sink); }

PARLEY_DECL chat::end gemini::stream_decoder::finish(chat::event_sink sink) { return impl_->finish(sink); }

PARLEY_DECL result<chat::request> gemini::read(http::request const& r) {
    auto const at = detail::read_gemini_path(r.url.path());
    if (!at) return error(errc::invalid_document, "The path names no model and no method of Gemini's.");
    auto body = reflect::parse_value(r.body);
    if (!body) return body.error();
    auto read = detail::gemini_request_reader::read(std::move(*body));
    if (!read) return read;
    read->model = at->model;
    read->stream = at->is_streamed;
    return read;
}

PARLEY_DECL http::response gemini::answer(chat::response const& r) { return detail::json_response(200, detail::gemini_answer_text(r)); }

PARLEY_DECL http::response gemini::refuse(error const& why) {
    return detail::json_response(detail::gemini_status(why).status, detail::gemini_failure_text(why));
}

struct gemini::stream_encoder::impl {
    std::string encode(chat::event const& e) { return events_of(chunks_.write(e)); }
    std::string finish(chat::end how) { return how == chat::end::complete ? events_of(chunks_.finish()) : std::string(); }
    std::string fail(error const& why) { return events_of({detail::gemini_failure_text(why)}); }

private:
    static std::string events_of(std::vector<std::string> const& chunks) {
        std::string bytes;
        for (auto const& each : chunks) bytes.append("data: ").append(each).append("\r\n\r\n");
        return bytes;
    }

    detail::gemini_chunk_writer chunks_;
};

PARLEY_DECL gemini::stream_encoder::stream_encoder() : impl_(detail::make_hidden<impl>()) {}

PARLEY_DECL std::string gemini::stream_encoder::encode(chat::event const& e) { return impl_->encode(e); }

PARLEY_DECL std::string gemini::stream_encoder::finish(chat::end how) { return impl_->finish(how); }

PARLEY_DECL std::string gemini::stream_encoder::fail(error const& why) { return impl_->fail(why); }

static_assert(ServedFamily<gemini>);

} // namespace parley::inline v0::family

#endif
