#ifndef PARLEY_FAMILY_OPENAI_CHAT_HPP
#define PARLEY_FAMILY_OPENAI_CHAT_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/fold.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/family/detail/failure.hpp>
#include <parley/family/detail/openai_chat_answer.hpp>
#include <parley/family/detail/openai_chat_request.hpp>
#include <parley/family/detail/openai_chat_wire.hpp>
#include <parley/family/family.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/sse.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::family {

/// OpenAI's Chat Completions, and the many hosts that speak them too, each a little differently.
///
/// Carries text, images, audio, files, tools, structured output, reasoning effort and thoughts without signatures. What it has no place for
/// (such as `top_k` or a signed thought) is refused with `errc::unsupported` and its JSON Pointer. Source: OpenAI API reference, Chat.
struct openai_chat {
    static constexpr std::string_view name = detail::openai_chat_name;

    /// Where the family is at home, and in which header a key travels there.
    struct vendor {
        static constexpr std::string_view base_url = "https://api.openai.com/v1";
        static constexpr std::string_view key_header = "Authorization", key_prefix = "Bearer ";
    };

    /// Writes a request to `<base>/chat/completions`.
    /// @return the request; `errc::unsupported` naming the part that has no place.
    static result<http::request> encode(chat::request const& q, place const& at) {
        // The old name is the one that all other hosts know.
        bool const is_home = at.base.host() == "api.openai.com";
        auto const written = detail::openai_chat_writer(q).write(is_home);
        if (!written) return written.error();
        http::request r(at.base);
        r.url.append_path("chat/completions");
        r.header.add("Content-Type", "application/json");
        r.header.add("Accept", q.stream ? "text/event-stream" : "application/json");
        reflect::append_text(r.body, *written);
        return r;
    }

    /// Reads an answer of success.
    /// @return the response; `errc::invalid_response` where the body is none; the class of the error that stands in it.
    static result<chat::response> decode(http::response const& r) {
        chat::fold fold;
        detail::openai_chat_chunks chunks;
        if (auto const read = take(r.body, chunks, true, fold); !read) return read.error();
        if (!chunks.is_finished()) return error(errc::invalid_response, "The answer holds no finished choice.");
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
            if (has_failed_) return chat::end::failed;
            return rest && (is_done_ || chunks_.is_finished()) ? chat::end::complete : chat::end::truncated;
        }

    private:
        result<void> take(http::sse_event const& e, chat::event_sink sink) {
            if (e.data == "[DONE]") is_done_ = true;
            if (is_done_) return {};
            auto done = openai_chat::take(e.data, chunks_, false, sink);
            // An event that is cut short is no error of the provider's: the stream is truncated, unless more follows.
            has_failed_ = has_failed_ || (!done && done.error().code != errc::invalid_response);
            return done;
        }

        http::sse_reader reader_;
        detail::openai_chat_chunks chunks_;
        bool is_done_ = false;
        bool has_failed_ = false;
    };

    /// Reads a request, as a server.
    /// @return the request; `errc::invalid_document` or `errc::invalid_json` saying what does not fit.
    static result<chat::request> read(http::request const& r) {
        auto body = reflect::parse<detail::openai_chat_wire::request>(r.body);
        if (!body) return body.error();
        return detail::openai_chat_reader::read(std::move(*body));
    }

    /// Writes a whole answer, as a server.
    static http::response answer(chat::response const& r) {
        detail::openai_chat_wire::answer w;
        w.id = r.id;
        w.object = "chat.completion";
        w.created = 0;
        w.model = r.model;
        auto& choices = w.choices.emplace();
        choices.push_back(choice_of(0, r.content, r.finish_reason, r.finish_raw));
        for (auto const& other : r.alternatives)
            choices.push_back(choice_of(static_cast<int>(choices.size()), other.content, other.finish_reason, other.finish_raw));
        w.usage = detail::write_openai_chat_usage(r.usage);
        return json_response(200, reflect::to_text(w));
    }

    /// Writes an answer of failure, as a server; the error's message is shown to the caller.
    static http::response refuse(error const& why) {
        auto r = json_response(why.provider.http_status != 0 ? why.provider.http_status : detail::status_of_code(why.code), failure_text(why));
        if (why.provider.retry_after) r.header.add("retry-after-ms", std::to_string(why.provider.retry_after->count()));
        if (!why.provider.request_id.empty()) r.header.add("x-request-id", why.provider.request_id);
        return r;
    }

    /// Writes a streamed answer, as a server.
    class stream_encoder {
    public:
        std::string encode(chat::event const& e) { return event_of(reflect::to_text(chunks_.write(e))); }
        std::string finish(chat::end how) { return how == chat::end::complete ? event_of("[DONE]") : std::string(); }
        std::string fail(error const& why) { return event_of(failure_text(why)); }

    private:
        static std::string event_of(std::string_view data) { return std::string("data: ").append(data).append("\n\n"); }

        detail::openai_chat_chunk_writer chunks_;
    };

private:
    static result<void> take(std::string_view text, detail::openai_chat_chunks& chunks, bool whole, chat::event_sink sink) {
        auto chunk = reflect::parse<detail::openai_chat_wire::answer>(text);
        if (!chunk) {
            error unreadable(errc::invalid_response);
            unreadable.problems = std::move(chunk.error().problems);
            return unreadable;
        }
        return chunks.take(*chunk, whole, sink);
    }

    static detail::openai_chat_wire::answer_choice choice_of(int index, std::vector<chat::part> const& content, chat::finish_reason reason,
                                                             std::string const& raw) {
        detail::openai_chat_wire::answer_choice made;
        made.index = index;
        made.finish_reason = detail::openai_chat_chunk_writer::word_for(reason, raw);
        auto& m = made.message.emplace();
        m.role = "assistant";
        std::string text;
        boost::json::array pieces;
        for (auto const& part : content) {
            if (auto const* t = std::get_if<chat::text>(&part)) text += t->text;
            else if (auto const* thought = std::get_if<chat::thinking>(&part)) m.reasoning_content = m.reasoning_content.value_or("") + thought->text;
            else if (auto const* refusal = std::get_if<chat::refusal>(&part)) m.refusal = m.refusal.value_or("") + refusal->text;
            else if (auto const* item = std::get_if<chat::native>(&part)) pieces.push_back(item->value);
            else if (auto const* call = std::get_if<chat::tool_call>(&part)) {
                if (!m.tool_calls) m.tool_calls.emplace();
                auto& c = m.tool_calls->emplace_back();
                c.id = call->id;
                c.type = "function";
                c.function.emplace().name = call->name;
                c.function->arguments.emplace(std::string(call->received_arguments()));
            }
        }
        if (!pieces.empty()) {
            if (!text.empty()) pieces.insert(pieces.begin(), boost::json::object{{"type", "text"}, {"text", text}});
            m.content.emplace(std::move(pieces));
        } else if (!text.empty()) {
            m.content.emplace(std::move(text));
        }
        return made;
    }

    static http::response json_response(int status, std::string body) {
        http::response r;
        r.status = status;
        r.header.add("Content-Type", "application/json");
        r.body = std::move(body);
        return r;
    }

    static std::string failure_text(error const& why) {
        detail::openai_chat_wire::failure_body w;
        w.error.message = why.provider.text.empty() ? why.message : why.provider.text;
        w.error.type = why.provider.type.empty() ? std::string(parley::name(why.code)) : why.provider.type;
        if (!why.provider.code.empty()) w.error.code = why.provider.code;
        else if (!detail::word_for(why.code).empty()) w.error.code = std::string(detail::word_for(why.code));
        return reflect::to_text(w);
    }
};

static_assert(ServedFamily<openai_chat>);

} // namespace parley::inline v0::family

#endif
