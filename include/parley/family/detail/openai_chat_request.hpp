#ifndef PARLEY_FAMILY_DETAIL_OPENAI_CHAT_REQUEST_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_CHAT_REQUEST_HPP

// chat::request <-> the request body of Chat Completions.

#include <parley/chat/arguments.hpp>
#include <parley/chat/request.hpp>
#include <parley/family/detail/openai_chat_wire.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/names.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail {

inline constexpr std::string_view openai_chat_name = "openai_chat";

struct audio_format {
    std::string_view media_type, format;
};
inline constexpr audio_format audio_formats[] = {{"audio/wav", "wav"}, {"audio/mpeg", "mp3"}};

inline std::string data_url(std::string_view media_type, std::string_view data) {
    return std::string("data:").append(media_type).append(";base64,").append(data);
}

/// Splits `data:<media type>;base64,<data>`; leaves other addresses alone.
inline bool split_data_url(std::string_view url, std::optional<std::string>& media_type, std::optional<std::string>& data) {
    constexpr std::string_view start = "data:", mark = ";base64,";
    auto const at = url.find(mark);
    if (!url.starts_with(start) || at == std::string_view::npos) return false;
    media_type.emplace(url.substr(start.size(), at - start.size()));
    data.emplace(url.substr(at + mark.size()));
    return true;
}

/// Writes one request. What Chat Completions has no place for is refused by its JSON Pointer.
class openai_chat_writer {
public:
    explicit openai_chat_writer(chat::request const& q) : q_(q) {}

    result<openai_chat_wire::request> write(bool completion_limit) {
        w_.model = q_.model;
        for (std::size_t i = 0; i != q_.messages.size() && !failure_; ++i) add(q_.messages[i], "/messages/" + std::to_string(i));
        for (auto const& t : q_.tools) add(t);
        if (q_.tool_choice) add(*q_.tool_choice);
        if (q_.response_format) add(*q_.response_format);
        (completion_limit ? w_.max_completion_tokens : w_.max_tokens) = q_.max_output_tokens;
        w_.parallel_tool_calls = q_.parallel_tool_calls;
        w_.temperature = q_.temperature;
        w_.top_p = q_.top_p;
        if (q_.top_k) refuse("/top_k");
        w_.presence_penalty = q_.presence_penalty;
        w_.frequency_penalty = q_.frequency_penalty;
        w_.seed = q_.seed;
        if (!q_.stop.empty()) w_.stop = q_.stop;
        if (q_.reasoning) {
            w_.reasoning_effort = q_.reasoning->effort;
            if (q_.reasoning->budget_tokens) refuse("/reasoning/budget_tokens");
        }
        w_.n = q_.choices;
        if (q_.top_logprobs) w_.logprobs = true;
        w_.top_logprobs = q_.top_logprobs;
        if (!q_.metadata.empty()) w_.metadata = q_.metadata;
        w_.service_tier = q_.service_tier;
        if (q_.stream) {
            w_.stream = true;
            w_.stream_options.emplace().include_usage = true;
        }
        w_.extra = q_.extra;
        if (failure_) return std::move(*failure_);
        return std::move(w_);
    }

private:
    void refuse(std::string pointer) {
        if (!failure_) failure_ = error(errc::unsupported, "OpenAI Chat Completions cannot carry this part.", std::move(pointer));
    }

    void add(chat::message const& m, std::string const& at) {
        if (m.role == chat::role::tool) {
            for (std::size_t i = 0; i != m.content.size(); ++i) {
                auto const where = at + "/content/" + std::to_string(i);
                auto const* const done = std::get_if<chat::tool_result>(&m.content[i]);
                done ? add_result(m, *done, where) : refuse(where);
            }
            return;
        }
        auto& to = w_.messages.emplace_back();
        to.role = reflect::enumerator_name(m.role);
        to.name = m.name;
        to.extra = m.extra;
        std::vector<openai_chat_wire::content_part> parts;
        for (std::size_t i = 0; i != m.content.size(); ++i)
            std::visit([&](auto const& part) { add_part(to, parts, part, m.role, at + "/content/" + std::to_string(i)); }, m.content[i]);
        put_content(to, std::move(parts));
    }
    /// A lone plain text stands as a string, as most hosts write it.
    static void put_content(openai_chat_wire::message& to, std::vector<openai_chat_wire::content_part> parts) {
        if (parts.size() == 1 && parts[0].type == "text" && parts[0].extra.empty()) to.content.emplace(std::move(*parts[0].text));
        else if (!parts.empty()) to.content.emplace(std::move(parts));
    }
    static openai_chat_wire::content_part text_part(chat::text const& p) {
        openai_chat_wire::content_part made;
        made.type = "text";
        made.text = p.text;
        made.extra = p.extra;
        return made;
    }

    using parts = std::vector<openai_chat_wire::content_part>;

    void add_part(openai_chat_wire::message&, parts& out, chat::text const& p, chat::role, std::string const&) { out.push_back(text_part(p)); }
    void add_part(openai_chat_wire::message&, parts& out, chat::image const& p, chat::role, std::string const& at) {
        if (p.file_id || (p.url.has_value() == p.data.has_value()) || (p.data && !p.media_type)) return refuse(at);
        auto& made = out.emplace_back();
        made.type = "image_url";
        made.image_url.emplace().url = p.url ? *p.url : data_url(*p.media_type, *p.data);
        made.image_url->detail = p.detail;
        made.extra = p.extra;
    }
    void add_part(openai_chat_wire::message& to, parts& out, chat::audio const& p, chat::role, std::string const& at) {
        if (to.role == "assistant" && p.file_id) { // earlier speech is named, not sent again
            to.extra["audio"] = {{"id", *p.file_id}};
            return;
        }
        for (auto const& row : audio_formats) {
            if (!p.data || p.media_type != row.media_type) continue;
            auto& made = out.emplace_back();
            made.type = "input_audio";
            made.input_audio.emplace().data = *p.data;
            made.input_audio->format = row.format;
            made.extra = p.extra;
            return;
        }
        refuse(at);
    }
    void add_part(openai_chat_wire::message&, parts& out, chat::file const& p, chat::role, std::string const& at) {
        if (p.url || (p.file_id.has_value() == p.data.has_value()) || (p.data && !p.media_type)) return refuse(at);
        auto& made = out.emplace_back();
        made.type = "file";
        auto& file = made.file.emplace();
        file.file_id = p.file_id;
        if (p.data) file.file_data = data_url(*p.media_type, *p.data);
        file.filename = p.name;
        made.extra = p.extra;
    }
    void add_part(openai_chat_wire::message& to, parts&, chat::tool_call const& p, chat::role who, std::string const& at) {
        if (who != chat::role::assistant) return refuse(at);
        if (!to.tool_calls) to.tool_calls.emplace();
        auto& made = to.tool_calls->emplace_back();
        made.id = p.id;
        made.function.name = p.name;
        made.function.arguments = p.received_arguments();
        made.extra = p.extra;
    }
    void add_part(openai_chat_wire::message&, parts&, chat::tool_result const&, chat::role, std::string const& at) { refuse(at); }
    void add_part(openai_chat_wire::message& to, parts&, chat::thinking const& p, chat::role who, std::string const& at) {
        if (who != chat::role::assistant || p.signature || p.redacted || !p.extra.empty()) return refuse(at);
        to.reasoning_content = to.reasoning_content.value_or("") + p.text;
    }
    void add_part(openai_chat_wire::message& to, parts&, chat::refusal const& p, chat::role who, std::string const& at) {
        if (who != chat::role::assistant || !p.extra.empty()) return refuse(at);
        to.refusal = to.refusal.value_or("") + p.text;
    }
    void add_part(openai_chat_wire::message&, parts& out, chat::native const& p, chat::role, std::string const& at) {
        auto made = reflect::from_json<openai_chat_wire::content_part>(p.value);
        if (p.family != openai_chat_name || !made) return refuse(at);
        out.push_back(std::move(*made));
    }

    /// Each result is a message of its own. The format has no mark for a failed tool: the text tells.
    void add_result(chat::message const& m, chat::tool_result const& done, std::string const& at) {
        auto& to = w_.messages.emplace_back();
        to.role = "tool";
        to.name = m.name;
        to.tool_call_id = done.id;
        to.extra = done.extra;
        parts made;
        for (std::size_t i = 0; i != done.content.size(); ++i) {
            auto const* const text = std::get_if<chat::text>(&done.content[i]);
            text ? made.push_back(text_part(*text)) : refuse(at + "/content/" + std::to_string(i));
        }
        if (made.empty()) to.content.emplace(std::string());
        put_content(to, std::move(made));
    }

    void add(chat::tool const& t) {
        if (!w_.tools) w_.tools.emplace();
        auto& made = w_.tools->emplace_back();
        made.function.name = t.name;
        if (!t.description.empty()) made.function.description = t.description;
        if (!t.parameters.empty()) made.function.parameters = t.parameters;
        made.function.strict = t.strict;
        made.extra = t.extra;
    }
    void add(chat::tool_choice const& c) {
        if (c.mode != chat::tool_mode::one) {
            w_.tool_choice.emplace(std::string(reflect::enumerator_name(c.mode)));
            return;
        }
        openai_chat_wire::chosen_tool one;
        one.function.name = c.name.value_or("");
        w_.tool_choice.emplace(std::move(one));
    }
    void add(chat::response_format const& f) {
        auto& made = w_.response_format.emplace();
        made.type = f.kind == chat::format_kind::json ? "json_object" : reflect::enumerator_name(f.kind);
        if (f.kind != chat::format_kind::json_schema) return;
        auto& schema = made.json_schema.emplace();
        schema.name = f.name.value_or("answer");
        schema.description = f.description;
        schema.schema = f.schema;
        schema.strict = f.strict;
    }

    chat::request const& q_;
    openai_chat_wire::request w_;
    std::optional<error> failure_;
};

/// The inverse: what a server makes of a body. What the vocabulary has no word for is kept as `native` or `extra`.
class openai_chat_reader {
public:
    static result<chat::request> read(openai_chat_wire::request w) {
        chat::request q;
        q.model = std::move(w.model);
        for (std::size_t i = 0; i != w.messages.size(); ++i)
            if (!add(q, std::move(w.messages[i]))) return error(errc::invalid_request, "The message's role is not known.", "/messages/" + std::to_string(i) + "/role");
        if (w.tools)
            for (auto& t : *w.tools) {
                auto& made = q.tools.emplace_back();
                made.name = std::move(t.function.name);
                made.description = std::move(t.function.description).value_or("");
                if (t.function.parameters) made.parameters = std::move(*t.function.parameters);
                made.strict = t.function.strict;
                made.extra = std::move(t.extra);
            }
        if (w.tool_choice) {
            auto& choice = q.tool_choice.emplace();
            if (auto* one = std::get_if<openai_chat_wire::chosen_tool>(&*w.tool_choice)) {
                choice.mode = chat::tool_mode::one;
                choice.name = std::move(one->function.name);
            } else if (auto const mode = reflect::enumerator_from<chat::tool_mode>(std::get<std::string>(*w.tool_choice))) {
                choice.mode = *mode;
            } else {
                return error(errc::invalid_request, "The choice of tools is not known.", "/tool_choice");
            }
        }
        if (w.response_format) {
            auto& format = q.response_format.emplace();
            auto const kind = w.response_format->type == "json_object" ? chat::format_kind::json
                                                                      : reflect::enumerator_from<chat::format_kind>(w.response_format->type);
            if (!kind) return error(errc::invalid_request, "The form of the answer is not known.", "/response_format/type");
            format.kind = *kind;
            if (auto& schema = w.response_format->json_schema) {
                format.name = std::move(schema->name);
                format.description = std::move(schema->description);
                format.schema = std::move(schema->schema);
                format.strict = schema->strict;
            }
        }
        q.parallel_tool_calls = w.parallel_tool_calls;
        q.max_output_tokens = w.max_completion_tokens ? w.max_completion_tokens : w.max_tokens;
        q.temperature = w.temperature;
        q.top_p = w.top_p;
        q.presence_penalty = w.presence_penalty;
        q.frequency_penalty = w.frequency_penalty;
        q.seed = w.seed;
        if (w.stop) {
            if (auto* one = std::get_if<std::string>(&*w.stop)) q.stop.push_back(std::move(*one));
            else q.stop = std::move(std::get<std::vector<std::string>>(*w.stop));
        }
        if (w.reasoning_effort) q.reasoning.emplace().effort = std::move(w.reasoning_effort);
        q.choices = w.n;
        q.top_logprobs = w.top_logprobs;
        if (w.metadata) q.metadata = std::move(*w.metadata);
        q.service_tier = std::move(w.service_tier);
        q.stream = w.stream.value_or(false);
        q.extra = std::move(w.extra);
        return q;
    }

private:
    static bool add(chat::request& q, openai_chat_wire::message w) {
        auto const who = w.role == "developer" ? chat::role::system : reflect::enumerator_from<chat::role>(w.role);
        if (!who) return false;
        if (who == chat::role::tool) {
            if (q.messages.empty() || q.messages.back().role != chat::role::tool || q.messages.back().name != w.name) {
                q.messages.emplace_back().role = chat::role::tool;
                q.messages.back().name = std::move(w.name);
            }
            chat::tool_result done;
            done.id = std::move(w.tool_call_id).value_or("");
            done.extra = std::move(w.extra);
            for (auto& p : parts_of(w))
                if (auto* text = std::get_if<chat::text>(&p)) done.content.emplace_back(std::move(*text));
            q.messages.back().content.emplace_back(std::move(done));
            return true;
        }
        auto& m = q.messages.emplace_back();
        m.role = *who;
        m.name = std::move(w.name);
        m.extra = std::move(w.extra);
        if (w.reasoning_content) m.content.emplace_back().emplace<chat::thinking>().text = std::move(*w.reasoning_content);
        for (auto& p : parts_of(w)) m.content.push_back(std::move(p));
        if (w.refusal) m.content.emplace_back().emplace<chat::refusal>().text = std::move(*w.refusal);
        if (w.tool_calls)
            for (auto& c : *w.tool_calls) {
                auto& call = m.content.emplace_back().emplace<chat::tool_call>();
                call.id = std::move(c.id);
                call.name = std::move(c.function.name);
                call.extra = std::move(c.extra);
                chat::set_arguments(call, std::move(c.function.arguments));
            }
        return true;
    }

    static std::vector<chat::part> parts_of(openai_chat_wire::message& w) {
        std::vector<chat::part> made;
        if (!w.content) return made;
        if (auto* text = std::get_if<std::string>(&*w.content)) {
            made.emplace_back().emplace<chat::text>().text = std::move(*text);
            return made;
        }
        for (auto& p : std::get<std::vector<openai_chat_wire::content_part>>(*w.content)) made.push_back(part_of(std::move(p)));
        return made;
    }
    static chat::part part_of(openai_chat_wire::content_part p) {
        if (p.type == "text" && p.text) {
            chat::text made;
            made.text = std::move(*p.text);
            made.extra = std::move(p.extra);
            return made;
        }
        if (p.type == "image_url" && p.image_url && p.image_url->extra.empty()) {
            chat::image made;
            if (!split_data_url(p.image_url->url, made.media_type, made.data)) made.url = std::move(p.image_url->url);
            made.detail = std::move(p.image_url->detail);
            made.extra = std::move(p.extra);
            return made;
        }
        if (p.type == "input_audio" && p.input_audio && p.input_audio->extra.empty())
            for (auto const& row : audio_formats)
                if (row.format == p.input_audio->format) {
                    chat::audio made;
                    made.data = std::move(p.input_audio->data);
                    made.media_type = row.media_type;
                    made.extra = std::move(p.extra);
                    return made;
                }
        if (p.type == "file" && p.file && p.file->extra.empty()) {
            chat::file made;
            if (!p.file->file_data || split_data_url(*p.file->file_data, made.media_type, made.data)) {
                made.file_id = std::move(p.file->file_id);
                made.name = std::move(p.file->filename);
                made.extra = std::move(p.extra);
                return made;
            }
        }
        chat::native kept;
        kept.family = openai_chat_name;
        kept.value = reflect::to_json(p);
        return kept;
    }
};

} // namespace parley::inline v0::family::detail

#endif
