#ifndef PARLEY_CHAT_ASK_HPP
#define PARLEY_CHAT_ASK_HPP

#include <parley/chat/message.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/tool.hpp>
#include <parley/http/base64.hpp>

#include <cstdint>
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
