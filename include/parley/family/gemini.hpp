#ifndef PARLEY_FAMILY_GEMINI_HPP
#define PARLEY_FAMILY_GEMINI_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/fold.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/family/detail/delta_pattern.hpp>
#include <parley/family/detail/failure.hpp>
#include <parley/family/detail/gemini_address.hpp>
#include <parley/family/detail/gemini_answer.hpp>
#include <parley/family/detail/gemini_answer_writer.hpp>
#include <parley/family/detail/gemini_failure.hpp>
#include <parley/family/detail/gemini_request.hpp>
#include <parley/family/detail/json_response.hpp>
#include <parley/family/detail/json_values.hpp>
#include <parley/family/family.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/sse.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/result.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::family {

/// Google's Gemini: `generateContent` and `streamGenerateContent`, of AI Studio and of Vertex AI.
///
/// Carries text, images, audio, files, thoughts with signatures, tools, structured output, reasoning budget and level. A text that is signed is a
/// part of its own, for the signature must go back where it came. Function calls may have no id; their results are then matched by their
/// order. What Gemini has no place for is refused with `errc::unsupported` and its JSON Pointer; citations and cache hints are passed over.
/// Sources: Gemini API reference and Vertex AI reference, generateContent.
struct gemini {
    static constexpr std::string_view name = detail::gemini_name;

    /// Where the family is at home, and in which header a key travels there.
    struct vendor {
        static constexpr std::string_view base_url = "https://generativelanguage.googleapis.com/v1beta";
        static constexpr std::string_view key_header = "x-goog-api-key", key_prefix = "";
    };

    /// Writes a request to `<base>/models/<model>:generateContent`; a model that is named with its path, such as
    /// `publishers/google/models/gemini-2.5-pro`, stands as it is.
    /// @return the request; `errc::unsupported` naming the part that has no place, or the result that belongs to no call.
    static result<http::request> encode(chat::request const& q, place const& at) {
        http::request r(at.base);
        if (auto written = detail::gemini_request_writer(q, r.body).write(); !written) return written.error();
        detail::add_gemini_path(r.url, q.model, q.stream);
        r.header.add("Content-Type", "application/json");
        r.header.add("Accept", q.stream ? "text/event-stream" : "application/json");
        return r;
    }

    /// Reads an answer of success: one object, or the list of them that a stream without `alt=sse` is.
    /// @return the response, `truncated` where it does not say why it stopped; `errc::invalid_response` where the body is none; the class of
    ///         the error that stands in it.
    static result<chat::response> decode(http::response const& r) {
        auto body = reflect::parse_value(r.body);
        if (!body) return detail::unreadable(r.body);
        detail::gemini_chunks chunks;
        chat::fold fold;
        if (auto done = chunks.take(std::move(*body), fold); !done) return done.error();
        if (!chunks.has_answer()) return error(errc::invalid_response, "The answer holds no candidate.");
        chunks.finish(fold);
        return fold.finish(chunks.is_finished() ? chat::end::complete : chat::end::truncated);
    }

    /// Reads an answer of failure; every status has a class.
    static error failure(http::response const& r) { return detail::read_failure(r); }

    /// Reads a streamed answer: server-sent events, or one JSON array.
    class stream_decoder {
    public:
        result<void> feed(std::string_view bytes, chat::event_sink sink) {
            if (form_ == form::unknown) {
                bytes.remove_prefix(std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size()));
                if (bytes.empty()) return {};
                form_ = bytes.front() == '[' || bytes.front() == '{' ? form::array : form::events;
            }
            if (form_ == form::array) return values_.feed(bytes, [&](std::string_view one) { return take(one, sink); });
            return events_.feed(bytes, [&](http::sse_event const& e) { return take(e.data, sink); });
        }
        /// @return `complete` where every candidate has said why it stopped.
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

    /// Reads a request, as a server; model and manner stand in the path.
    /// @return the request; `errc::invalid_document` or `errc::invalid_json` saying what does not fit.
    static result<chat::request> read(http::request const& r) {
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

    /// Writes a whole answer, as a server. Parts that no answer of Gemini's can hold are left out, a refusal is text.
    static http::response answer(chat::response const& r) { return detail::json_response(200, detail::gemini_answer_text(r)); }

    /// Writes an answer of failure, as a server; the error's message is shown to the caller.
    static http::response refuse(error const& why) {
        return detail::json_response(detail::gemini_status(why).status, detail::gemini_failure_text(why));
    }

    /// Writes a streamed answer, as a server. A signature that comes behind streamed text stands in a part of its own, as in Gemini's own streams.
    class stream_encoder {
    public:
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

};

static_assert(ServedFamily<gemini>);

} // namespace parley::inline v0::family

#endif
