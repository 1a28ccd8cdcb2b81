#ifndef PARLEY_FAMILY_GEMINI_HPP
#define PARLEY_FAMILY_GEMINI_HPP

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

/// Google's Gemini: `generateContent` and `streamGenerateContent`, of AI Studio and of Vertex AI.
///
/// Carries text, images, audio, files, thoughts with signatures, tools, structured output, reasoning budget and level. A text that is signed is a
/// part of its own, for the signature must go back where it came. Function calls may have no id; their results are then matched by their
/// order. What Gemini has no place for is refused with `errc::unsupported` and its JSON Pointer; citations and cache hints are passed over.
/// Sources: Gemini API reference and Vertex AI reference, generateContent.
struct gemini {
    static constexpr std::string_view name = "gemini";

    /// Where the family is at home, and in which header a key travels there.
    struct vendor {
        static constexpr std::string_view base_url = "https://generativelanguage.googleapis.com/v1beta";
        static constexpr std::string_view key_header = "x-goog-api-key", key_prefix = "";
    };

    /// Writes a request to `<base>/models/<model>:generateContent`; a model that is named with its path, such as
    /// `publishers/google/models/gemini-2.5-pro`, stands as it is.
    /// @return the request; `errc::unsupported` naming the part that has no place, or the result that belongs to no call.
    static result<http::request> encode(chat::request const& q, place const& at);

    /// Reads an answer of success: one object, or the list of them that a stream without `alt=sse` is.
    /// @return the response, `truncated` where it does not say why it stopped; `errc::invalid_response` where the body is none; the class of
    ///         the error that stands in it.
    static result<chat::response> decode(http::response const& r);

    /// Reads an answer of failure; every status has a class.
    static error failure(http::response const& r);

    /// Reads a streamed answer: server-sent events, or one JSON array.
    class stream_decoder {
    public:
        stream_decoder();
        result<void> feed(std::string_view bytes, chat::event_sink sink);
        /// @return `complete` where every candidate has said why it stopped.
        chat::end finish(chat::event_sink sink);

    private:
        struct impl;
        detail::hidden<impl> impl_;
    };

    /// Reads a request, as a server; model and manner stand in the path.
    /// @return the request; `errc::invalid_document` or `errc::invalid_json` saying what does not fit.
    static result<chat::request> read(http::request const& r);

    /// Writes a whole answer, as a server. Parts that no answer of Gemini's can hold are left out, a refusal is text.
    static http::response answer(chat::response const& r);

    /// Writes an answer of failure, as a server; the error's message is shown to the caller.
    static http::response refuse(error const& why);

    /// Writes a streamed answer, as a server. A signature that comes behind streamed text stands in a part of its own, as in Gemini's own streams.
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
#include <parley/family/impl/gemini.ipp>
#endif

#endif
