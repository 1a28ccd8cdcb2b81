#ifndef PARLEY_FAMILY_OPENAI_CHAT_HPP
#define PARLEY_FAMILY_OPENAI_CHAT_HPP

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

/// OpenAI's Chat Completions, and the many hosts that speak them too, each a little differently.
///
/// Carries text, images, audio, files, tools, structured output, reasoning effort, citations, log probabilities, and thoughts under each of the
/// names that hosts have for them. What it has no place for (such as `top_k`, or a thought that another family signed) is refused with
/// `errc::unsupported` and its JSON Pointer. What a body says that the vocabulary has no word for is kept in `extra` or as `native`, and goes
/// back as it came. Source: OpenAI API reference, Chat.
struct openai_chat {
    static constexpr std::string_view name = "openai_chat";

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
    static result<http::request> encode(chat::request const& q, place const& at);

    /// Reads an answer of success.
    /// @return the response; `errc::invalid_response` where the body is none, `errc::web_page` where it is a page; the class of the error that
    ///         stands in it.
    static result<chat::response> decode(http::response const& r);

    /// Reads an answer of failure; every status has a class.
    static error failure(http::response const& r);

    /// Reads a streamed answer.
    class stream_decoder {
    public:
        stream_decoder();
        result<void> feed(std::string_view bytes, chat::event_sink sink);
        /// @return `complete` after `[DONE]`, or where every choice has said why it stopped.
        chat::end finish(chat::event_sink sink);

    private:
        struct impl;
        detail::hidden<impl> impl_;
    };

    /// Reads a request, as a server.
    /// @return the request; `errc::invalid_document`, `errc::invalid_json` or `errc::invalid_request` saying what does not fit.
    static result<chat::request> read(http::request const& r);

    /// Writes a whole answer, as a server.
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
};

} // namespace parley::inline v0::family

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/family/impl/openai_chat.ipp>
#endif

#endif
