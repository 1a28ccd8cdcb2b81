#ifndef PARLEY_FAMILY_OPENAI_CHAT_HPP
#define PARLEY_FAMILY_OPENAI_CHAT_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/fold.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
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
#include <parley/family/family.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/sse.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/result.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace parley::inline v0::family {

/// OpenAI's Chat Completions, and the many hosts that speak them too, each a little differently.
///
/// Carries text, images, audio, files, tools, structured output, reasoning effort, citations, log probabilities, and thoughts under each of the
/// names that hosts have for them. What it has no place for (such as `top_k`, or a thought that another family signed) is refused with
/// `errc::unsupported` and its JSON Pointer. What a body says that the vocabulary has no word for is kept in `extra` or as `native`, and goes
/// back as it came. Source: OpenAI API reference, Chat.
struct openai_chat {
    static constexpr std::string_view name = detail::chat_completions::family_name;

    /// Where the family is at home, and in which header a key travels there.
    struct vendor {
        static constexpr std::string_view base_url = "https://api.openai.com/v1";
        static constexpr std::string_view key_header = "Authorization", key_prefix = "Bearer ";
    };

    /// Writes a request to `<base>/chat/completions`.
    ///
    /// The limit of tokens is `max_completion_tokens` for OpenAI's reasoning models and `max_tokens` for all others; `extra` decides otherwise
    /// with either name and the value true. A streamed request asks for its usage, unless `extra` has `stream_options` (false: none).
    /// @return the request; `errc::unsupported` naming the part that has no place, here or at this host.
    static result<http::request> encode(chat::request const& q, place const& at) {
        http::request r(at.base);
        r.body.reserve(detail::likely_body_size(q));
        detail::chat_completions::request_writer writer(q, detail::chat_completions::traits_of(at.base.host()), r.body);
        if (auto const written = writer.write(); !written) return written.error();
        r.url.append_path("chat/completions");
        r.header.add("Content-Type", "application/json");
        r.header.add("Accept", q.stream ? "text/event-stream" : "application/json");
        return r;
    }

    /// Reads an answer of success.
    /// @return the response; `errc::invalid_response` where the body is none, `errc::web_page` where it is a page; the class of the error that
    ///         stands in it.
    static result<chat::response> decode(http::response const& r) {
        auto const body = reflect::parse_value(r.body);
        if (!body) return detail::unreadable(r.body);
        chat::fold fold;
        detail::chat_completions::answer_reader reader;
        if (auto const read = reader.take(*body, true, fold); !read) return read.error();
        if (!reader.has_answer()) return error(errc::invalid_response, "The answer holds no choice.");
        reader.end(fold);
        return fold.finish(chat::end::complete);
    }

    /// Reads an answer of failure; every status has a class.
    static error failure(http::response const& r) { return detail::read_failure(r); }

    /// Reads a streamed answer.
    class stream_decoder {
    public:
        result<void> feed(std::string_view bytes, chat::event_sink sink) {
            return reader_.feed(bytes, [&](http::sse_event const& e) { return take(e, sink); });
        }
        /// @return `complete` after `[DONE]`, or where every choice has said why it stopped.
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

    /// Reads a request, as a server.
    /// @return the request; `errc::invalid_document`, `errc::invalid_json` or `errc::invalid_request` saying what does not fit.
    static result<chat::request> read(http::request const& r) {
        auto body = reflect::parse_value(r.body);
        if (!body) return body.error();
        return detail::chat_completions::request_reader::read(std::move(*body), r.url);
    }

    /// Writes a whole answer, as a server.
    static http::response answer(chat::response const& r) { return detail::json_response(200, detail::chat_completions::write_answer(r)); }

    /// Writes an answer of failure, as a server; the error's message is shown to the caller.
    static http::response refuse(error const& why) {
        auto r = detail::json_response(why.provider.http_status != 0 ? why.provider.http_status : detail::status_of_code(why.code), detail::chat_completions::write_failure(why));
        if (why.provider.retry_after) r.header.add("retry-after-ms", std::to_string(why.provider.retry_after->count()));
        if (!why.provider.request_id.empty()) r.header.add("x-request-id", why.provider.request_id);
        return r;
    }

    /// Writes a streamed answer, as a server.
    class stream_encoder {
    public:
        std::string encode(chat::event const& e) { return event_of(chunks_.write(e)); }
        std::string finish(chat::end how) { return how == chat::end::complete ? event_of("[DONE]") : std::string(); }
        std::string fail(error const& why) { return event_of(detail::chat_completions::write_failure(why)); }

    private:
        static std::string event_of(std::string_view data) { return std::string("data: ").append(data).append("\n\n"); }

        detail::chat_completions::chunk_writer chunks_;
    };

};

static_assert(ServedFamily<openai_chat>);

} // namespace parley::inline v0::family

#endif
