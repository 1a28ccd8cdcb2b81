#ifndef PARLEY_FAMILY_OPENAI_RESPONSES_HPP
#define PARLEY_FAMILY_OPENAI_RESPONSES_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/family/detail/body_size.hpp>
#include <parley/family/detail/failure.hpp>
#include <parley/family/detail/json_response.hpp>
#include <parley/family/detail/openai_responses_answer.hpp>
#include <parley/family/detail/openai_responses_request.hpp>
#include <parley/family/detail/openai_responses_request_reader.hpp>
#include <parley/family/detail/openai_responses_stream.hpp>
#include <parley/family/detail/openai_responses_stream_writer.hpp>
#include <parley/family/detail/openai_responses_words.hpp>
#include <parley/family/family.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/sse.hpp>
#include <parley/reflect/json_writer.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/result.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::family {

/// OpenAI's Responses, of OpenAI, Azure and other hosts.
///
/// Carries text, images, audio, files, tools of the caller's and of the provider's, structured output, reasoning with encrypted thoughts,
/// refusals, citations and log probabilities. Items that the vocabulary has no word for (such as `web_search_call`) are `native` parts; members
/// of the body without one (such as `store`, `include`, `previous_response_id`, `text.verbosity`, `reasoning.summary`) stand in the request's
/// `extra` as they would in the body. What there is no place for (such as `stop` or `seed`) is refused with `errc::unsupported` and its JSON
/// Pointer.
///
/// An answer's items go back as they came when its parts are appended to the conversation: ids, order and encrypted thoughts included. Where
/// the provider is to keep nothing (`store` is false), it must be asked to hand out the encrypted thoughts, or the next turn cannot refer to
/// them: see `keep_nothing`.
/// Source: OpenAI API reference, Responses.
struct openai_responses {
    static constexpr std::string_view name = detail::openai_responses::name;

    /// Where the family is at home, and in which header a key travels there.
    struct vendor {
        static constexpr std::string_view base_url = "https://api.openai.com/v1";
        static constexpr std::string_view key_header = "Authorization", key_prefix = "Bearer ";
    };

    /// Asks the provider to keep nothing of the call, and to hand out its thoughts encrypted, so that they can go back in the next one.
    static void keep_nothing(chat::request& q) {
        constexpr char const* thoughts = "reasoning.encrypted_content";
        q.extra["store"] = false;
        auto& wanted = q.extra["include"];
        if (!wanted.is_array()) wanted.emplace_array();
        for (auto const& one : wanted.get_array())
            if (one == thoughts) return;
        wanted.get_array().emplace_back(thoughts);
    }

    /// Writes a request to `<base>/responses`.
    /// @return the request; `errc::unsupported` naming the part that has no place.
    static result<http::request> encode(chat::request const& q, place const& at) {
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

    /// Reads an answer of success. A response that is queued or cut short by its caller says so in `end`.
    /// @return the response; `errc::invalid_response` or `errc::web_page` where the body is none; the class of the error that stands in it.
    static result<chat::response> decode(http::response const& r) {
        auto body = reflect::parse_value(r.body);
        auto* const o = body ? body->if_object() : nullptr;
        if (!o) return detail::unreadable(r.body);
        return detail::openai_responses::read_response(std::move(*o));
    }

    /// Reads an answer of failure; every status has a class.
    static error failure(http::response const& r) { return detail::read_failure(r); }

    /// Reads a streamed answer.
    class stream_decoder {
    public:
        result<void> feed(std::string_view bytes, chat::event_sink sink) {
            return lines_.feed(bytes, [&](http::sse_event const& e) { return events_.take(e, sink); });
        }
        /// @return `complete` after the event that ends the response (`response.completed`, `response.incomplete`).
        chat::end finish(chat::event_sink sink) {
            (void)lines_.finish([&](http::sse_event const& e) { return events_.take(e, sink); }); // an event that is cut short ends nothing
            return events_.end();
        }

    private:
        http::sse_reader lines_;
        detail::openai_responses::event_reader events_;
    };

    /// Reads a request, as a server.
    /// @return the request; `errc::invalid_document` or `errc::invalid_json` saying what does not fit.
    static result<chat::request> read(http::request const& r) {
        auto body = reflect::parse_value(r.body);
        if (!body) return body.error();
        if (auto* const o = body->if_object()) return detail::openai_responses::request_reader::read(std::move(*o));
        return error(errc::invalid_document, "The request's body is no object.");
    }

    /// Writes a whole answer, as a server. The family has one answer to a request: alternatives have no place.
    static http::response answer(chat::response const& r) {
        std::string body;
        reflect::json_writer out(body);
        detail::openai_responses::write_response(out, r);
        out.finish();
        return detail::json_response(200, std::move(body));
    }

    /// Writes an answer of failure, as a server; the error's message is shown to the caller.
    static http::response refuse(error const& why) {
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

    /// Writes a streamed answer, as a server.
    class stream_encoder {
    public:
        std::string encode(chat::event const& e) { return events_.write(e); }
        std::string finish(chat::end how) { return events_.finish(how); }
        std::string fail(error const& why) {
            auto const code = code_of(why);
            return events_.fail(code.empty() ? std::string(parley::name(why.code)) : code, message_of(why));
        }

    private:
        detail::openai_responses::event_writer events_;
    };

private:
    static std::string const& message_of(error const& why) { return why.provider.text.empty() ? why.message : why.provider.text; }
    static std::string code_of(error const& why) { return why.provider.code.empty() ? std::string(detail::word_for(why.code)) : why.provider.code; }
};

static_assert(ServedFamily<openai_responses>);

} // namespace parley::inline v0::family

#endif
