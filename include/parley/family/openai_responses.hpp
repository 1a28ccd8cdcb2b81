#ifndef PARLEY_FAMILY_OPENAI_RESPONSES_HPP
#define PARLEY_FAMILY_OPENAI_RESPONSES_HPP

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
    static constexpr std::string_view name = "openai_responses";

    /// Where the family is at home, and in which header a key travels there.
    struct vendor {
        static constexpr std::string_view base_url = "https://api.openai.com/v1";
        static constexpr std::string_view key_header = "Authorization", key_prefix = "Bearer ";
    };

    /// Asks the provider to keep nothing of the call, and to hand out its thoughts encrypted, so that they can go back in the next one.
    static void keep_nothing(chat::request& q);

    /// Writes a request to `<base>/responses`.
    /// @return the request; `errc::unsupported` naming the part that has no place.
    static result<http::request> encode(chat::request const& q, place const& at);

    /// Reads an answer of success. A response that is queued or cut short by its caller says so in `end`.
    /// @return the response; `errc::invalid_response` or `errc::web_page` where the body is none; the class of the error that stands in it.
    static result<chat::response> decode(http::response const& r);

    /// Reads an answer of failure; every status has a class.
    static error failure(http::response const& r);

    /// Reads a streamed answer.
    class stream_decoder {
    public:
        stream_decoder();
        result<void> feed(std::string_view bytes, chat::event_sink sink);
        /// @return `complete` after the event that ends the response (`response.completed`, `response.incomplete`).
        chat::end finish(chat::event_sink sink);

    private:
        struct impl;
        detail::hidden<impl> impl_;
    };

    /// Reads a request, as a server.
    /// @return the request; `errc::invalid_document` or `errc::invalid_json` saying what does not fit.
    static result<chat::request> read(http::request const& r);

    /// Writes a whole answer, as a server. The family has one answer to a request: alternatives have no place.
    static http::response answer(chat::response const& r);

    /// Writes an answer of failure, as a server; the error's message is shown to the caller.
    static http::response refuse(error const& why);

    /// Writes a streamed answer, as a server.
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

private:
    static std::string const& message_of(error const& why);
    static std::string code_of(error const& why);
};

} // namespace parley::inline v0::family

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/family/impl/openai_responses.ipp>
#endif

#endif
