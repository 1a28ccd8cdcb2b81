#ifndef PARLEY_CHAT_ASK_HPP
#define PARLEY_CHAT_ASK_HPP

#include <parley/chat/message.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/tool.hpp>
#include <parley/http/base64.hpp>

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
    explicit request_builder(std::string model) { request_.model = std::move(model); }
    request_builder(request_builder const&) = default;
    request_builder(request_builder&&) = default;
    request_builder& operator=(request_builder const&) = default;
    request_builder& operator=(request_builder&&) = default;
    ~request_builder() {}

    /// Adds instructions.
    request_builder system(std::string text) && { return std::move(add(role::system, std::move(text))); }
    /// Adds a turn of the user.
    request_builder user(std::string text) && { return std::move(add(role::user, std::move(text))); }
    /// Adds a turn of the model, for a conversation that goes on.
    request_builder assistant(std::string text) && { return std::move(add(role::assistant, std::move(text))); }

    /// Adds any turn, such as a model's answer with its tool calls.
    request_builder message(chat::message turn) && {
        request_.messages.push_back(std::move(turn));
        return std::move(*this);
    }

    /// Adds a picture to the user's turn.
    /// @param bytes of the file, encoded here.
    request_builder image(std::string_view bytes, media_type kind) && {
        chat::image picture;
        picture.data = http::base64(bytes);
        picture.media_type = std::move(kind.text);
        return std::move(add_to_user(std::move(picture)));
    }

    /// Adds a picture that the provider fetches to the user's turn.
    request_builder image_url(std::string url) && {
        chat::image picture;
        picture.url = std::move(url);
        return std::move(add_to_user(std::move(picture)));
    }

    /// Adds sound to the user's turn.
    /// @param bytes of the file, encoded here.
    request_builder audio(std::string_view bytes, media_type kind) && {
        chat::audio sound;
        sound.data = http::base64(bytes);
        sound.media_type = std::move(kind.text);
        return std::move(add_to_user(std::move(sound)));
    }

    /// Adds a document, such as a PDF, to the user's turn.
    /// @param bytes of the file, encoded here.
    request_builder file(std::string_view bytes, media_type kind, std::string name) && {
        chat::file document;
        document.data = http::base64(bytes);
        document.media_type = std::move(kind.text);
        document.name = std::move(name);
        return std::move(add_to_user(std::move(document)));
    }

    /// Adds a document that the provider fetches to the user's turn.
    request_builder file_url(std::string url) && {
        chat::file document;
        document.url = std::move(url);
        return std::move(add_to_user(std::move(document)));
    }

    /// Adds any part to the user's turn.
    request_builder user_part(part piece) && { return std::move(add_to_user(std::move(piece))); }

    /// Says that the prompt up to here comes again, so that the provider keeps what it has read of it.
    request_builder cache(cache_hint how_long = cache_hint::five_minutes) && {
        if (!request_.messages.empty()) request_.messages.back().cache = how_long;
        return std::move(*this);
    }

    /// Offers a tool.
    request_builder tool(chat::tool offered) && {
        request_.tools.push_back(std::move(offered));
        return std::move(*this);
    }

    /// Adds what came of a tool call.
    request_builder tool_result(tool_call const& call, std::string text) && {
        chat::tool_result done;
        done.id = call.id;
        done.content.emplace_back().emplace<chat::text>().text = std::move(text);
        if (request_.messages.empty() || request_.messages.back().role != role::tool) request_.messages.emplace_back().role = role::tool;
        request_.messages.back().content.emplace_back(std::move(done));
        return std::move(*this);
    }

    /// Limits the answer, thinking included.
    request_builder max_output_tokens(std::int64_t tokens) && {
        request_.max_output_tokens = tokens;
        return std::move(*this);
    }

    request_builder temperature(double degree) && {
        request_.temperature = degree;
        return std::move(*this);
    }

    request_builder top_p(double share) && {
        request_.top_p = share;
        return std::move(*this);
    }

    request_builder seed(std::int64_t number) && {
        request_.seed = number;
        return std::move(*this);
    }

    /// Adds a text at which the answer stops.
    request_builder stop(std::string sequence) && {
        request_.stop.push_back(std::move(sequence));
        return std::move(*this);
    }

    /// Says which tools the model is to call; `name` goes with `tool_mode::one`.
    request_builder tool_choice(tool_mode mode, std::optional<std::string> name = {}) && {
        auto& choice = request_.tool_choice.emplace();
        choice.mode = mode;
        choice.name = std::move(name);
        return std::move(*this);
    }

    /// Allows or forbids several tool calls in one answer.
    request_builder parallel_tool_calls(bool allowed) && {
        request_.parallel_tool_calls = allowed;
        return std::move(*this);
    }

    /// Asks for JSON that fits a schema.
    request_builder answer_schema(std::string name, boost::json::object schema) && {
        auto& format = request_.response_format.emplace();
        format.kind = format_kind::json_schema;
        format.name = std::move(name);
        format.schema = std::move(schema);
        format.strict = true;
        return std::move(*this);
    }

    /// Says how hard the model is to think, in the provider's word, such as `low`.
    request_builder reasoning_effort(std::string effort) && {
        if (!request_.reasoning) request_.reasoning.emplace();
        request_.reasoning->effort = std::move(effort);
        return std::move(*this);
    }

    /// Says how long the model may think, in tokens.
    request_builder reasoning_budget(std::int64_t tokens) && {
        if (!request_.reasoning) request_.reasoning.emplace();
        request_.reasoning->budget_tokens = tokens;
        return std::move(*this);
    }

    /// Asks for several answers.
    request_builder choices(int count) && {
        request_.choices = count;
        return std::move(*this);
    }

    /// Sets a member of the body in the family's own words; it is written as it stands.
    request_builder extra(std::string_view key, boost::json::value v) && {
        request_.extra[boost::json::string_view(key.data(), key.size())] = std::move(v);
        return std::move(*this);
    }

    operator request() && { return std::move(request_); } // implicit: a builder is given where a request is asked for

private:
    request_builder& add(role who, std::string text) {
        request_.messages.emplace_back().role = who;
        request_.messages.back().content.emplace_back().emplace<chat::text>().text = std::move(text);
        return *this;
    }
    request_builder& add_to_user(part piece) {
        if (request_.messages.empty() || request_.messages.back().role != role::user) request_.messages.emplace_back().role = role::user;
        request_.messages.back().content.push_back(std::move(piece));
        return *this;
    }

    request request_;
};

} // namespace chat

/// Begins a request: `ask("gpt-4o").system("Be brief.").user("Why is the sky blue?")`.
/// @param model as the provider names it.
inline chat::request_builder ask(std::string model) { return chat::request_builder(std::move(model)); }

} // namespace parley::inline v0

#endif
