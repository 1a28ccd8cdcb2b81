#ifndef PARLEY_FAMILY_ANTHROPIC_HPP
#define PARLEY_FAMILY_ANTHROPIC_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/fold.hpp>
#include <parley/chat/part.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
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
#include <parley/family/family.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/sse.hpp>
#include <parley/reflect/json_writer.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/result.hpp>

#include <boost/json/value.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace parley::inline v0::family {

/// Anthropic's Messages, at home and in the clouds that serve them.
///
/// Carries text with citations, images, documents, tools (also those that the provider runs, as `tool::provider`), structured output, thinking
/// with its signatures, and the marks of a prompt's cache. What it has no place for is refused with `errc::unsupported` and its JSON Pointer:
/// audio, refusals as parts, penalties, a seed, several answers, log probabilities, metadata but `user_id`, JSON without a schema, native parts
/// of another family, and arguments of tools that are no JSON.
///
/// - A request without `max_output_tokens` gets 4096 tokens and its budget for thinking, for the provider wants a limit.
/// - `reasoning.budget_tokens` is a budget of thinking; `reasoning.effort` lets the model think as it sees fit, `none` not at all.
/// - System messages before the first turn are the `system` of the request; later ones stay where they are, for the models that take them.
/// - `extra["betas"]`, an array of strings, is the header `anthropic-beta`; with `extra["anthropic_version"]`, as Vertex wants it, the model's
///   name goes into the address.
/// - What was read as a list of one text instead of a string keeps `type` in the text's `extra`, and is written so again.
///
/// Source: Anthropic API reference, Messages.
struct anthropic {
    static constexpr std::string_view name = detail::anthropic_wire::family_name;

    /// Where the family is at home, and in which header a key travels there.
    struct vendor {
        static constexpr std::string_view base_url = "https://api.anthropic.com/v1";
        static constexpr std::string_view key_header = "x-api-key", key_prefix = "";
    };

    /// Writes a request to `<base>/messages`, on Vertex to `<base>/models/<model>:rawPredict`.
    /// @return the request; `errc::unsupported` naming the part that has no place.
    static result<http::request> encode(chat::request const& q, place const& at) {
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

    /// Reads an answer of success.
    /// @return the response; `errc::invalid_response` where the body is none; the class of the error that stands in it.
    static result<chat::response> decode(http::response const& r) {
        auto body = reflect::parse_value(r.body);
        auto* const o = body ? body->if_object() : nullptr;
        if (!o) return detail::unreadable(r.body);
        if (!detail::anthropic_wire::is_message(*o)) return o->contains("error") ? detail::read_failure(*body) : detail::unreadable(r.body);
        chat::fold fold;
        detail::anthropic_wire::take_message(std::move(*o), fold);
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
        /// @return `complete` after the provider's own mark of the end.
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

    /// Reads a request, as a server.
    /// @return the request; `errc::invalid_document` or `errc::invalid_json` saying what does not fit.
    static result<chat::request> read(http::request const& r) {
        auto body = reflect::parse_value(r.body);
        if (!body) return body.error();
        if (!body->is_object()) return *detail::problems_of({{"", "object", std::string(detail::view(boost::json::to_string(body->kind()))), {}}});
        auto q = detail::anthropic_wire::request_reader(std::move(body->get_object())).read();
        if (!q) return q;
        if (q->model.empty()) q->model = detail::anthropic_wire::model_in_address(r.url);
        detail::anthropic_wire::keep_betas(r.header, q->extra);
        return q;
    }

    /// Writes a whole answer, as a server. What the family has no place for, such as audio, further answers and log probabilities, is left out.
    static http::response answer(chat::response const& r) {
        return detail::anthropic_wire::json_response(200, [&](detail::body_writer& io) { detail::anthropic_wire::write_message(io, r); });
    }

    /// Writes an answer of failure, as a server; the error's message is shown to the caller.
    static http::response refuse(error const& why) {
        auto const status = why.provider.http_status >= 400 ? why.provider.http_status : detail::status_of_code(why.code);
        auto r = detail::anthropic_wire::json_response(status, [&](detail::body_writer& io) {
            io("type", "error");
            detail::anthropic_wire::write_error(io, why);
        });
        if (why.provider.retry_after) r.header.add("retry-after-ms", std::to_string(why.provider.retry_after->count()));
        if (!why.provider.request_id.empty()) r.header.add("request-id", why.provider.request_id);
        return r;
    }

    /// Writes a streamed answer, as a server. What the family has no place for is left out, as in a whole one.
    class stream_encoder {
    public:
        std::string encode(chat::event const& e) { return events_.write(e); }
        std::string finish(chat::end how) { return how == chat::end::complete ? events_.finish() : std::string(); }
        std::string fail(error const& why) {
            return detail::anthropic_wire::event_of("error", [&](detail::body_writer& io) { detail::anthropic_wire::write_error(io, why); });
        }

    private:
        detail::anthropic_wire::stream_writer events_;
    };
};

static_assert(ServedFamily<anthropic>);

} // namespace parley::inline v0::family

#endif
