#ifndef PARLEY_CHAT_IMPL_ASK_IPP
#define PARLEY_CHAT_IMPL_ASK_IPP

#include <parley/chat/ask.hpp>

#include <parley/http/base64.hpp>

namespace parley::inline v0::chat {

PARLEY_DECL request_builder::request_builder(std::string model) { request_.model = std::move(model); }

PARLEY_DECL request_builder::~request_builder() {}

PARLEY_DECL request_builder request_builder::system(std::string text) && { return std::move(add(role::system, std::move(text))); }

PARLEY_DECL request_builder request_builder::user(std::string text) && { return std::move(add(role::user, std::move(text))); }

PARLEY_DECL request_builder request_builder::assistant(std::string text) && { return std::move(add(role::assistant, std::move(text))); }

PARLEY_DECL request_builder request_builder::message(chat::message turn) && {
    request_.messages.push_back(std::move(turn));
    return std::move(*this);
}

PARLEY_DECL request_builder request_builder::image(std::string_view bytes, media_type kind) && {
    chat::image picture;
    picture.data = http::base64(bytes);
    picture.media_type = std::move(kind.text);
    return std::move(add_to_user(std::move(picture)));
}

PARLEY_DECL request_builder request_builder::image_url(std::string url) && {
    chat::image picture;
    picture.url = std::move(url);
    return std::move(add_to_user(std::move(picture)));
}

PARLEY_DECL request_builder request_builder::audio(std::string_view bytes, media_type kind) && {
    chat::audio sound;
    sound.data = http::base64(bytes);
    sound.media_type = std::move(kind.text);
    return std::move(add_to_user(std::move(sound)));
}

PARLEY_DECL request_builder request_builder::file(std::string_view bytes, media_type kind, std::string name) && {
    chat::file document;
    document.data = http::base64(bytes);
    document.media_type = std::move(kind.text);
    document.name = std::move(name);
    return std::move(add_to_user(std::move(document)));
}

PARLEY_DECL request_builder request_builder::file_url(std::string url) && {
    chat::file document;
    document.url = std::move(url);
    return std::move(add_to_user(std::move(document)));
}

PARLEY_DECL request_builder request_builder::user_part(part piece) && { return std::move(add_to_user(std::move(piece))); }

PARLEY_DECL request_builder request_builder::cache(cache_hint how_long) && {
    if (!request_.messages.empty()) request_.messages.back().cache = how_long;
    return std::move(*this);
}

PARLEY_DECL request_builder request_builder::tool(chat::tool offered) && {
    request_.tools.push_back(std::move(offered));
    return std::move(*this);
}

PARLEY_DECL request_builder request_builder::tool_result(tool_call const& call, std::string text) && {
    chat::tool_result done;
    done.id = call.id;
    done.content.emplace_back().emplace<chat::text>().text = std::move(text);
    if (request_.messages.empty() || request_.messages.back().role != role::tool) request_.messages.emplace_back().role = role::tool;
    request_.messages.back().content.emplace_back(std::move(done));
    return std::move(*this);
}

PARLEY_DECL request_builder request_builder::max_output_tokens(std::int64_t tokens) && {
    request_.max_output_tokens = tokens;
    return std::move(*this);
}

PARLEY_DECL request_builder request_builder::temperature(double degree) && {
    request_.temperature = degree;
    return std::move(*this);
}

PARLEY_DECL request_builder request_builder::top_p(double share) && {
    request_.top_p = share;
    return std::move(*this);
}

PARLEY_DECL request_builder request_builder::seed(std::int64_t number) && {
    request_.seed = number;
    return std::move(*this);
}

PARLEY_DECL request_builder request_builder::stop(std::string sequence) && {
    request_.stop.push_back(std::move(sequence));
    return std::move(*this);
}

PARLEY_DECL request_builder request_builder::tool_choice(tool_mode mode, std::optional<std::string> name) && {
    auto& choice = request_.tool_choice.emplace();
    choice.mode = mode;
    choice.name = std::move(name);
    return std::move(*this);
}

PARLEY_DECL request_builder request_builder::parallel_tool_calls(bool allowed) && {
    request_.parallel_tool_calls = allowed;
    return std::move(*this);
}

PARLEY_DECL request_builder request_builder::answer_schema(std::string name, boost::json::object schema) && {
    auto& format = request_.response_format.emplace();
    format.kind = format_kind::json_schema;
    format.name = std::move(name);
    format.schema = std::move(schema);
    format.strict = true;
    return std::move(*this);
}

PARLEY_DECL request_builder request_builder::reasoning_effort(std::string effort) && {
    if (!request_.reasoning) request_.reasoning.emplace();
    request_.reasoning->effort = std::move(effort);
    return std::move(*this);
}

PARLEY_DECL request_builder request_builder::reasoning_budget(std::int64_t tokens) && {
    if (!request_.reasoning) request_.reasoning.emplace();
    request_.reasoning->budget_tokens = tokens;
    return std::move(*this);
}

PARLEY_DECL request_builder request_builder::choices(int count) && {
    request_.choices = count;
    return std::move(*this);
}

PARLEY_DECL request_builder request_builder::extra(std::string_view key, boost::json::value v) && {
    request_.extra[boost::json::string_view(key.data(), key.size())] = std::move(v);
    return std::move(*this);
}

PARLEY_DECL request_builder::operator request() && { return std::move(request_); }

PARLEY_DECL request_builder& request_builder::add(role who, std::string text) {
    request_.messages.emplace_back().role = who;
    request_.messages.back().content.emplace_back().emplace<chat::text>().text = std::move(text);
    return *this;
}

PARLEY_DECL request_builder& request_builder::add_to_user(part piece) {
    if (request_.messages.empty() || request_.messages.back().role != role::user) request_.messages.emplace_back().role = role::user;
    request_.messages.back().content.push_back(std::move(piece));
    return *this;
}

} // namespace parley::inline v0::chat

#endif
