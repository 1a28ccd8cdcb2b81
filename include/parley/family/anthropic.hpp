#ifndef PARLEY_FAMILY_ANTHROPIC_HPP
#define PARLEY_FAMILY_ANTHROPIC_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/config.hpp>
#include <parley/family/detail/hidden.hpp>
#include <parley/family/family.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>


#include <string>
#include <string_view>

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
    static constexpr std::string_view name = "anthropic";

    /// Where the family is at home, and in which header a key travels there.
    struct vendor {
        static constexpr std::string_view base_url = "https://api.anthropic.com/v1";
        static constexpr std::string_view key_header = "x-api-key", key_prefix = "";
    };

    /// Writes a request to `<base>/messages`, on Vertex to `<base>/models/<model>:rawPredict`.
    /// @return the request; `errc::unsupported` naming the part that has no place.
    static result<http::request> encode(chat::request const& q, place const& at);

    /// Reads an answer of success.
    /// @return the response; `errc::invalid_response` where the body is none; the class of the error that stands in it.
    static result<chat::response> decode(http::response const& r);

    /// Reads an answer of failure; every status has a class.
    static error failure(http::response const& r);

    /// Reads a streamed answer.
    class stream_decoder {
    public:
        stream_decoder();
        result<void> feed(std::string_view bytes, chat::event_sink sink);
        /// @return `complete` after the provider's own mark of the end.
        chat::end finish(chat::event_sink sink);

    private:
        struct impl;
        detail::hidden<impl> impl_;
    };

    /// Reads a request, as a server.
    /// @return the request; `errc::invalid_document` or `errc::invalid_json` saying what does not fit.
    static result<chat::request> read(http::request const& r);

    /// Writes a whole answer, as a server. What the family has no place for, such as audio, further answers and log probabilities, is left out.
    static http::response answer(chat::response const& r);

    /// Writes an answer of failure, as a server; the error's message is shown to the caller.
    static http::response refuse(error const& why);

    /// Writes a streamed answer, as a server. What the family has no place for is left out, as in a whole one.
    class stream_encoder {
    public:
        stream_encoder();
        std::string encode(chat::event const& e);
        std::string finish(chat::end how);
        std::string fail(error const& why);

    private:
        struct impl;
        detail::hidden<impl> impl_;
    };
};

} // namespace parley::inline v0::family

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/family/impl/anthropic.ipp>
#endif

#endif
