#ifndef PARLEY_FAMILY_DETAIL_OPENAI_CHAT_MESSAGE_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_CHAT_MESSAGE_HPP

// The parts of a message -> the members of a message of Chat Completions: in requests, in answers and in the chunks of a stream.

#include <parley/chat/message.hpp>
#include <parley/chat/part.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/family/detail/openai_chat_hosts.hpp>
#include <parley/reflect/json_writer.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail::chat_completions {

// What the vocabulary has no word for stands in `extra` as it stood on the wire. In JSON `extra` lies flat beside the vocabulary's own members:
// members that are called like one of those stand in an object with the family's name, and so do marks, which say in which of its forms
// something stood on the wire:
//
//   text, thinking, refusal   "type"       the part stands in the list of content, also where it could stand alone
//   thinking                  "type"       "reasoning.…": it stands in `reasoning_details`
//   thinking                  "member"     the member that it stands in
//   image                     "image_url"  true: the address stands alone
//   tool_call                 "type"       "custom", or "function_call" for the old form; false: it stands without a type
//   tool_call                 "arguments"  true: they stand as an object
//   tool_call                 "id"         false: it stands without one
//   tool                      "type"       false: it stands without a type
//   message, tool_result      "role"       another word for the role
//   tool_result               "content"    false: it stands without content

inline constexpr std::string_view taken_names[] = {
    "type",       "extra",       "model",       "messages",         "tools",       "tool_choice", "parallel_tool_calls", "response_format", "max_output_tokens", "temperature",
    "top_p",      "top_k",       "presence_penalty", "frequency_penalty", "seed",  "stop",        "reasoning",           "choices",         "top_logprobs",      "metadata",
    "service_tier", "stream",    "role",        "content",          "name",        "cache",       "text",                "signature",       "citations",         "url",
    "data",       "file_id",     "media_type",  "detail",           "transcript",  "id",          "arguments",           "arguments_text",  "is_error",          "redacted",
    "description", "parameters", "strict",      "provider",         family_name};

/// Returns an `extra` in which no member is called like one of the vocabulary.
/// @param marks stand apart whatever they are called.
inline boost::json::object set_apart(boost::json::object extra, boost::json::object marks = {}) {
    for (auto const name : taken_names)
        if (auto* const found = extra.find(view(name)); found != extra.end()) {
            if (!marks.contains(view(name))) marks[view(name)] = std::move(found->value());
            extra.stable_erase(found);
        }
    if (!marks.empty()) extra[view(family_name)] = std::move(marks);
    return extra;
}

/// Returns a member of `extra`, wherever it stands; null where there is none.
inline boost::json::value const* find_extra(boost::json::object const& extra, std::string_view key) noexcept {
    if (extra.empty()) return nullptr;
    if (auto const* const own = extra.if_contains(view(family_name)); own && own->is_object())
        if (auto const* const found = own->get_object().if_contains(view(key))) return found;
    return extra.if_contains(view(key));
}
inline std::string_view text_of_extra(boost::json::object const& extra, std::string_view key) noexcept {
    auto const* const found = find_extra(extra, key);
    return found && found->is_string() ? view(found->get_string()) : std::string_view();
}
inline bool is_marked(boost::json::object const& extra, std::string_view key, bool as) noexcept {
    auto const* const found = find_extra(extra, key);
    return found && found->is_bool() && found->get_bool() == as;
}
/// Writes all members of `extra` but those that are named.
inline void write_rest(body_writer& io, boost::json::object const& extra, std::initializer_list<std::string_view> but = {}) {
    if (extra.empty()) return;
    for (auto const& member : extra) {
        bool const is_own = view(member.key()) == family_name && member.value().is_object();
        if (is_own) io.rest(member.value().get_object(), but);
        else if (!is_named(view(member.key()), but)) io(view(member.key()), member.value());
    }
}

/// Returns a string of a body; empty where there is none.
inline std::string_view word_at(boost::json::object const& o, std::string_view key) noexcept {
    auto const* const found = o.if_contains(view(key));
    auto const* const text = found ? found->if_string() : nullptr;
    return text ? view(*text) : std::string_view();
}

struct audio_format {
    std::string_view media_type, format;
};
inline constexpr audio_format audio_formats[] = {{"audio/wav", "wav"}, {"audio/mpeg", "mp3"}};

inline std::string data_url(std::string_view media_type, std::string_view data) {
    return std::string("data:").append(media_type).append(";base64,").append(data);
}

/// Writes the members of one message. What has no place is refused by its JSON Pointer, or left out of an answer.
class message_writer {
public:
    message_writer(reflect::json_writer& out, host_row const& host) noexcept : io_(out), host_(host) {}

    /// Writes what the parts become; the role and what else stands in the message are the caller's.
    /// @param message    the number of the message in its request; none for an answer.
    /// @param first_call the number of the first tool call, where they are numbered.
    void write(std::vector<chat::part> const& parts, chat::role who, std::optional<std::size_t> message = {}, std::optional<int> first_call = {}) {
        if (auto const* const only = parts.size() == 1 ? std::get_if<chat::text>(&parts[0]) : nullptr; only && is_plain(*only)) return io_("content", only->text);
        who_ = who;
        message_ = message;
        parts_ = &parts;
        std::size_t pieces = 0;
        chat::text const* alone = nullptr;
        for (std::size_t i = 0; i != parts.size(); ++i) {
            if (!check(parts[i])) refuse(i);
            if (!is_piece(parts[i])) continue;
            alone = ++pieces == 1 ? std::get_if<chat::text>(&parts[i]) : nullptr;
        }
        if (alone && alone->extra.empty()) io_("content", alone->text); // a lone plain text stands as a string, as most hosts write it
        else if (pieces != 0) write_pieces();
        write_thoughts();
        write_details();
        write_refusal();
        write_calls(first_call);
        write_annotations(parts);
        write_media();
    }
    /// Writes the message of a tool's result.
    /// @param place JSON Pointer to the result within its message.
    void write_result(chat::tool_result const& done, std::size_t message, std::string_view place) {
        message_ = message;
        place_ = place;
        auto const* const alone = done.content.size() == 1 ? std::get_if<chat::text>(&done.content[0]) : nullptr;
        if (alone && alone->extra.empty()) return io_("content", alone->text);
        if (done.content.empty()) {
            if (!find_extra(done.extra, "content")) io_("content", "");
            return;
        }
        io_.array("content", [&] {
            for (std::size_t i = 0; i != done.content.size(); ++i) {
                if (auto const* const t = std::get_if<chat::text>(&done.content[i])) write_text(*t);
                else if (auto const* const n = std::get_if<chat::native>(&done.content[i]); n && n->family == family_name) reflect::write_json(io_.out(), n->value);
                else refuse(i);
            }
        });
    }

    /// Writes what the texts rest on.
    void write_annotations(std::vector<chat::part> const& parts) {
        bool any = false;
        for (auto const& p : parts) {
            auto const* const t = std::get_if<chat::text>(&p);
            if (!t || !t->citations) continue;
            if (!any) io_.out().key("annotations"), io_.out().begin_array();
            any = true;
            for (auto const& c : *t->citations) {
                if (!c.provider.empty()) reflect::write_json(io_.out(), c.provider);
                else io_.element([&] {
                    io_("type", "url_citation");
                    io_.object("url_citation", [&] {
                        io_("url", c.url);
                        io_("title", c.title);
                        io_("content", c.quote);
                    });
                });
            }
        }
        if (any) io_.out().end_array();
    }

    /// Returns what was refused first.
    std::optional<error> const& refused() const noexcept { return refused_; }

private:
    void refuse(std::size_t part) {
        if (refused_) return;
        auto const pointer = "/messages/" + std::to_string(message_.value_or(0)) + std::string(place_) + "/content/" + std::to_string(part);
        refused_ = error(errc::unsupported, "OpenAI Chat Completions cannot carry this part here.", pointer);
    }
    /// Says whether a text is all that a lone string in the content can tell.
    static bool is_plain(chat::text const& t) noexcept { return t.extra.empty() && !t.citations && !t.signature; }

    /// Says whether a part has a place at all.
    bool check(chat::part const& p) const {
        bool const is_answer = who_ == chat::role::assistant;
        if (auto const* const i = std::get_if<chat::image>(&p)) return !i->file_id && i->url.has_value() != i->data.has_value() && (i->url || i->media_type);
        if (auto const* const a = std::get_if<chat::audio>(&p)) return is_answer ? a->file_id || is_answering() : a->data && !format_of(*a).empty();
        if (auto const* const f = std::get_if<chat::file>(&p)) return !f->url && f->file_id.has_value() != f->data.has_value() && (f->file_id || f->media_type);
        if (auto const* const n = std::get_if<chat::native>(&p)) return n->family == family_name;
        if (auto const* const t = std::get_if<chat::thinking>(&p)) return is_answer && (!proof_of(*t) || is_detail(*t) || is_piece(p)) && (is_detail(*t) || is_piece(p) || !member_for(*t).empty());
        if (std::holds_alternative<chat::refusal>(p) || std::holds_alternative<chat::tool_call>(p)) return is_answer;
        return std::holds_alternative<chat::text>(p);
    }
    static bool proof_of(chat::thinking const& t) noexcept { return t.signature || t.redacted; }
    /// Says whether a thought stands in `reasoning_details`; in answers all that have a proof do.
    bool is_detail(chat::thinking const& t) const noexcept {
        auto const kind = text_of_extra(t.extra, "type");
        return kind.starts_with("reasoning.") || (kind.empty() && is_answering() && proof_of(t));
    }
    std::string_view member_for(chat::thinking const& t) const noexcept {
        auto const named = text_of_extra(t.extra, "member");
        return named.empty() ? host_.thoughts : named;
    }
    static std::string_view format_of(chat::audio const& a) noexcept {
        for (auto const& row : audio_formats)
            if (a.media_type == row.media_type) return row.format;
        return {};
    }

    /// Says whether a part stands in the content.
    bool is_piece(chat::part const& p) const {
        if (auto const* const t = std::get_if<chat::thinking>(&p)) return !is_detail(*t) && !t->redacted && (text_of_extra(t->extra, "type") == "thinking" || (member_for(*t) == "content" && !t->signature));
        if (auto const* const r = std::get_if<chat::refusal>(&p)) return find_extra(r->extra, "type") != nullptr;
        if (std::holds_alternative<chat::native>(p)) return std::get<chat::native>(p).family == family_name;
        if (std::holds_alternative<chat::image>(p) || std::holds_alternative<chat::audio>(p)) return who_ != chat::role::assistant;
        return std::holds_alternative<chat::text>(p) || std::holds_alternative<chat::file>(p);
    }

    void write_pieces() {
        io_.array("content", [&] {
            for (auto const& p : *parts_) {
                if (!is_piece(p)) continue;
                if (auto const* const t = std::get_if<chat::text>(&p)) write_text(*t);
                else if (auto const* const n = std::get_if<chat::native>(&p)) reflect::write_json(io_.out(), n->value);
                else io_.element([&] { write_piece(p); });
            }
        });
    }
    void write_text(chat::text const& t) {
        io_.element([&] {
            io_("type", "text");
            io_("text", t.text);
            write_rest(io_, t.extra, {"type"});
        });
    }
    void write_piece(chat::part const& p) {
        if (auto const* const i = std::get_if<chat::image>(&p)) {
            io_("type", "image_url");
            write_image(*i);
        } else if (auto const* const a = std::get_if<chat::audio>(&p)) {
            io_("type", "input_audio");
            io_.object("input_audio", [&] {
                io_("data", a->data);
                io_("format", format_of(*a));
            });
            write_rest(io_, a->extra);
        } else if (auto const* const f = std::get_if<chat::file>(&p)) {
            io_("type", "file");
            io_.object("file", [&] {
                if (f->data) io_("file_data", data_url(f->media_type.value_or(""), *f->data));
                io_("file_id", f->file_id);
                io_("filename", f->name);
            });
            write_rest(io_, f->extra);
        } else if (auto const* const r = std::get_if<chat::refusal>(&p)) {
            io_("type", "refusal");
            io_("refusal", r->text);
            write_rest(io_, r->extra, {"type"});
        } else if (auto const* const t = std::get_if<chat::thinking>(&p)) {
            io_("type", "thinking");
            io_.array("thinking", [&] {
                io_.element([&] {
                    io_("type", "text");
                    io_("text", t->text);
                });
            });
            io_("signature", t->signature);
            write_rest(io_, t->extra, {"type"});
        }
    }
    void write_image(chat::image const& i) {
        bool const is_bare = is_marked(i.extra, "image_url", true); // some hosts write the address alone
        auto const url = i.url ? *i.url : data_url(i.media_type.value_or(""), i.data.value_or(""));
        if (is_bare) {
            io_("image_url", url);
        } else {
            io_.object("image_url", [&] {
                io_("url", url);
                io_("detail", i.detail);
            });
        }
        write_rest(io_, i.extra, {"image_url", "type"});
    }

    void write_thoughts() {
        std::vector<std::pair<std::string_view, std::string>> said; // a member and what is thought there
        for (auto const& p : *parts_) {
            auto const* const t = std::get_if<chat::thinking>(&p);
            if (!t || is_detail(*t) || is_piece(p) || proof_of(*t)) continue;
            auto const member = member_for(*t);
            auto at = std::find_if(said.begin(), said.end(), [&](auto const& known) { return known.first == member; });
            if (at == said.end()) at = said.emplace(at, member, std::string());
            at->second += t->text;
        }
        for (auto const& [member, text] : said)
            if (!member.empty()) io_(member, text);
    }
    void write_details() {
        bool any = false;
        for (auto const& p : *parts_) {
            auto const* const t = std::get_if<chat::thinking>(&p);
            if (!t || !is_detail(*t)) continue;
            if (!any) io_.out().key("reasoning_details"), io_.out().begin_array();
            any = true;
            auto const kind = text_of_extra(t->extra, "type");
            io_.element([&] {
                if (kind.empty()) io_("type", t->redacted ? "reasoning.encrypted" : "reasoning.text");
                write_rest(io_, t->extra);
                if (t->redacted) io_("data", *t->redacted);
                else if (!t->text.empty() || !t->signature) io_(kind == "reasoning.summary" ? "summary" : "text", t->text);
                io_("signature", t->signature);
            });
        }
        if (any) io_.out().end_array();
    }
    void write_refusal() {
        std::optional<std::string> joined;
        for (auto const& p : *parts_)
            if (auto const* const r = std::get_if<chat::refusal>(&p); r && !is_piece(p)) joined = joined.value_or("") + r->text;
        io_("refusal", joined);
    }

    void write_calls(std::optional<int> number) {
        bool any = false;
        for (auto const& p : *parts_) {
            auto const* const call = std::get_if<chat::tool_call>(&p);
            if (!call || is_old(*call)) continue;
            if (!any) io_.out().key("tool_calls"), io_.out().begin_array();
            any = true;
            io_.element([&] {
                if (number) io_("index", (*number)++);
                write_call(*call);
            });
        }
        if (any) io_.out().end_array();
        for (auto const& p : *parts_)
            if (auto const* const call = std::get_if<chat::tool_call>(&p); call && is_old(*call))
                io_.object("function_call", [&] {
                    io_("name", call->name);
                    io_("arguments", call->received_arguments());
                });
    }
    static bool is_old(chat::tool_call const& c) noexcept { return text_of_extra(c.extra, "type") == "function_call"; }
    void write_call(chat::tool_call const& c) {
        bool const is_custom = text_of_extra(c.extra, "type") == "custom";
        if (!find_extra(c.extra, "id")) io_("id", c.id);
        if (!is_marked(c.extra, "type", false)) io_("type", is_custom ? "custom" : "function");
        io_.object(is_custom ? "custom" : "function", [&] {
            auto const* const more = c.extra.if_contains("function");
            auto const* const others = more ? more->if_object() : nullptr;
            std::string_view const key = is_custom ? "input" : "arguments";
            if (!others || !others->contains("name")) io_("name", c.name);
            if (is_marked(c.extra, "arguments", true) && c.arguments) io_(key, *c.arguments);
            else if (!others || !others->contains(view(key))) io_(key, c.received_arguments());
            if (others) io_.rest(*others);
        });
        if (c.signature) write_signature(*c.signature, c.extra);
        write_rest(io_, c.extra, {"type", "arguments", "function", is_marked(c.extra, "id", false) ? "id" : "type", c.signature ? "extra_content" : "type"});
    }
    /// Google's place for signatures.
    void write_signature(std::string const& signature, boost::json::object const& extra) {
        io_.object("extra_content", [&] {
            auto const* const more = extra.if_contains("extra_content");
            auto const* const others = more ? more->if_object() : nullptr;
            io_.object("google", [&] {
                io_("thought_signature", signature);
                if (others) io_.rest_of(*others, "google");
            });
            if (others) io_.rest(*others, {"google"});
        });
    }

    /// What an answer says and shows.
    void write_media() {
        if (who_ != chat::role::assistant) return;
        bool any = false;
        for (auto const& p : *parts_) {
            if (auto const* const a = std::get_if<chat::audio>(&p)) {
                io_.object("audio", [&] { // earlier speech is named, not sent again
                    io_("id", a->file_id);
                    if (is_answering()) {
                        io_("data", a->data);
                        io_("transcript", a->transcript);
                        write_rest(io_, a->extra);
                    }
                });
            } else if (auto const* const t = std::get_if<chat::text>(&p); t && t->signature) {
                write_signature(*t->signature, {});
            }
        }
        for (auto const& p : *parts_)
            if (auto const* const i = std::get_if<chat::image>(&p)) {
                if (!any) io_.out().key("images"), io_.out().begin_array();
                any = true;
                io_.element([&] {
                    io_("type", "image_url");
                    write_image(*i);
                });
            }
        if (any) io_.out().end_array();
    }
    bool is_answering() const noexcept { return !message_; }

    body_writer io_;
    host_row const& host_;
    chat::role who_ = chat::role::user;
    std::optional<std::size_t> message_;
    std::string_view place_;
    std::vector<chat::part> const* parts_ = nullptr;
    std::optional<error> refused_;
};

} // namespace parley::inline v0::family::detail::chat_completions

#endif
