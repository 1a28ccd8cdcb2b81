#ifndef PARLEY_CHAT_ASK_HPP
#define PARLEY_CHAT_ASK_HPP

#include <parley/chat/message.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/tool.hpp>
#include <parley/config.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0 {

namespace chat {

/// What kind of bytes a picture or document is, such as `image/png`.
struct media_type {
    std::string text;
    explicit media_type(std::string kind) : text(std::move(kind)) {}
};

/// Builds a request call by call; converts to `chat::request`. Made by `ask`.
///
/// Safe inside a `co_await` expression of every compiler, where g++ 12 destroys braced temporaries twice.
class request_builder {
public:
    explicit request_builder(std::string model);
    request_builder(request_builder const&) = default;
    request_builder(request_builder&&) = default;
    request_builder& operator=(request_builder const&) = default;
    request_builder& operator=(request_builder&&) = default;
    ~request_builder();

    /// Adds instructions.
    request_builder system(std::string text) &&;
    /// Adds a turn of the user.
    request_builder user(std::string text) &&;
    /// Adds a turn of the model, for a conversation that goes on.
    request_builder assistant(std::string text) &&;

    /// Adds any turn, such as a model's answer with its tool calls.
    request_builder message(chat::message turn) &&;

    /// Adds a picture to the user's turn.
    /// @param bytes of the file, encoded here.
    request_builder image(std::string_view bytes, media_type kind) &&;

    /// Adds a picture that the provider fetches to the user's turn.
    request_builder image_url(std::string url) &&;

    /// Adds sound to the user's turn.
    /// @param bytes of the file, encoded here.
    request_builder audio(std::string_view bytes, media_type kind) &&;

    /// Adds a document, such as a PDF, to the user's turn.
    /// @param bytes of the file, encoded here.
    request_builder file(std::string_view bytes, media_type kind, std::string name) &&;

    /// Adds a document that the provider fetches to the user's turn.
    request_builder file_url(std::string url) &&;

    /// Adds any part to the user's turn.
    request_builder user_part(part piece) &&;

    /// Says that the prompt up to here comes again, so that the provider keeps what it has read of it.
    request_builder cache(cache_hint how_long = cache_hint::five_minutes) &&;

    /// Offers a tool.
    request_builder tool(chat::tool offered) &&;

    /// Adds what came of a tool call.
    request_builder tool_result(tool_call const& call, std::string text) &&;

    /// Limits the answer, thinking included.
    request_builder max_output_tokens(std::int64_t tokens) &&;

    request_builder temperature(double degree) &&;
    request_builder top_p(double share) &&;
    request_builder seed(std::int64_t number) &&;

    /// Adds a text at which the answer stops.
    request_builder stop(std::string sequence) &&;

    /// Says which tools the model is to call; `name` goes with `tool_mode::one`.
    request_builder tool_choice(tool_mode mode, std::optional<std::string> name = {}) &&;

    /// Allows or forbids several tool calls in one answer.
    request_builder parallel_tool_calls(bool allowed) &&;

    /// Asks for JSON that fits a schema.
    request_builder answer_schema(std::string name, boost::json::object schema) &&;

    /// Says how hard the model is to think, in the provider's word, such as `low`.
    request_builder reasoning_effort(std::string effort) &&;

    /// Says how long the model may think, in tokens.
    request_builder reasoning_budget(std::int64_t tokens) &&;

    /// Asks for several answers.
    request_builder choices(int count) &&;

    /// Sets a member of the body in the family's own words; it is written as it stands.
    request_builder extra(std::string_view key, boost::json::value v) &&;

    operator request() &&; // implicit: a builder is given where a request is asked for

private:
    request_builder& add(role who, std::string text);
    request_builder& add_to_user(part piece);

    request request_;
};

} // namespace chat

/// Begins a request: `ask("gpt-4o").system("Be brief.").user("Why is the sky blue?")`.
/// @param model as the provider names it.
inline chat::request_builder ask(std::string model) { return chat::request_builder(std::move(model)); }

} // namespace parley::inline v0

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/chat/impl/ask.ipp>
#endif

#endif
