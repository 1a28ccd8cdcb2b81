#ifndef PARLEY_FAMILY_FAMILY_HPP
#define PARLEY_FAMILY_FAMILY_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/url.hpp>
#include <parley/result.hpp>

#include <concepts>
#include <string>
#include <string_view>

namespace parley::inline v0::family {

/// Where a family is served.
struct place {
    http::url base; ///< the family appends its own path, such as `chat/completions`
};

/// The requirements that `Family` and `ServedFamily` are made of, one by one, so that a message can say which one is not met.
namespace requires_ {

template <class F>
concept names_itself = requires {
    { F::name } -> std::convertible_to<std::string_view>;
};
template <class F>
concept encodes = requires(chat::request const& q, place const& p) {
    { F::encode(q, p) } -> std::same_as<result<http::request>>;
};
template <class F>
concept decodes = requires(http::response const& r) {
    { F::decode(r) } -> std::same_as<result<chat::response>>;
};
template <class F>
concept explains_failures = requires(http::response const& r) {
    { F::failure(r) } -> std::same_as<error>;
};
template <class F>
concept decodes_streams = requires(typename F::stream_decoder& d, std::string_view bytes, chat::event_sink sink) {
    requires std::default_initializable<typename F::stream_decoder>;
    { d.feed(bytes, sink) } -> std::same_as<result<void>>;
    { d.finish(sink) } -> std::same_as<chat::end>;
};

template <class F>
concept reads = requires(http::request const& r) {
    { F::read(r) } -> std::same_as<result<chat::request>>;
};
template <class F>
concept answers = requires(chat::response const& r, error const& why) {
    { F::answer(r) } -> std::same_as<http::response>;
    { F::refuse(why) } -> std::same_as<http::response>;
};
template <class F>
concept encodes_streams = requires(typename F::stream_encoder& s, chat::event const& e, chat::end how, error const& why) {
    requires std::default_initializable<typename F::stream_encoder>;
    { s.encode(e) } -> std::same_as<std::string>;
    { s.finish(how) } -> std::same_as<std::string>;
    { s.fail(why) } -> std::same_as<std::string>;
};

} // namespace requires_

/// Translates between the vocabulary of `chat` and one provider family's HTTP messages; pure, without state and I/O.
///
/// `encode` writes a request, streamed or not as `request.stream` says; what the family cannot carry is refused with an error that names the
/// part. `decode` reads an answer of success, `failure` any other. A `stream_decoder` reads one streamed body: `feed` takes any piece of it
/// and hands out events, its error is the stream's own; `finish` says how the stream ended, after handing out what stood in a last line
/// without its end. None of them throws for any input.
/// @par Exemplar
/// @code
/// struct my_family {
///     static constexpr std::string_view name = "mine";
///     static result<http::request> encode(chat::request const&, family::place const&);
///     static result<chat::response> decode(http::response const&);
///     static error failure(http::response const&);
///     struct stream_decoder {
///         result<void> feed(std::string_view bytes, chat::event_sink);
///         chat::end finish(chat::event_sink);
///     };
/// };
/// @endcode
/// @par Model
/// `openai_chat`
template <class F>
concept Family = requires_::names_itself<F> && requires_::encodes<F> && requires_::decodes<F> && requires_::explains_failures<F> && requires_::decodes_streams<F>;

/// A family with the server's half too, for sandboxes and gateways.
///
/// `read` is the inverse of `encode`, `answer` that of `decode`, `refuse` that of `failure`; a `stream_encoder` gives the bytes for each event,
/// then those of the end, or of a failure in the middle.
template <class F>
concept ServedFamily = Family<F> && requires_::reads<F> && requires_::answers<F> && requires_::encodes_streams<F>;

} // namespace parley::inline v0::family

#endif
