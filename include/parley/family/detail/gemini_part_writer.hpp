#ifndef PARLEY_FAMILY_DETAIL_GEMINI_PART_WRITER_HPP
#define PARLEY_FAMILY_DETAIL_GEMINI_PART_WRITER_HPP

// chat::part -> a part of Gemini's contents.

#include <parley/chat/part.hpp>
#include <parley/family/detail/gemini_fields.hpp>
#include <parley/family/detail/gemini_part.hpp>
#include <parley/reflect/json_text.hpp>
#include <parley/reflect/json_writer.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/result.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail {

/// Writes parts. What Gemini has no place for is refused by its JSON Pointer; what was written is then worth nothing.
class gemini_part_writer {
public:
    gemini_part_writer(reflect::json_writer& out, gemini_calls& calls) noexcept : out_(out), calls_(calls) {}

    /// Writes the parts of one message.
    void write(std::vector<chat::part> const& parts, std::size_t message) {
        message_ = message;
        for (part_ = 0; part_ != parts.size(); ++part_) write(parts[part_]);
    }
    void write(chat::part const& p) {
        std::visit([this](auto const& each) { add(each); }, p);
    }

    std::optional<error> const& failure() const noexcept { return failure_; }

private:
    void refuse(std::string_view member = {}, char const* why = "Gemini cannot carry this part.") {
        if (!failure_) failure_ = error(errc::unsupported, why, "/messages/" + std::to_string(message_) + "/content/" + std::to_string(part_) + std::string(member));
    }

    // Citations say what a text rests on; they are no part of the conversation here.
    void add(chat::text const& p) {
        if (p.extra.empty() && !p.signature) { // most parts of most requests
            out_.begin_object();
            out_.key("text");
            out_.string(p.text);
            return out_.end_object();
        }
        gemini_writer w(out_, p.extra);
        w("text", p.text);
        w("thoughtSignature", p.signature);
        w.close();
    }
    void add(chat::thinking const& p) {
        if (p.redacted) return refuse("/redacted");
        gemini_writer w(out_, p.extra);
        w("text", p.text);
        w("thought", true);
        w("thoughtSignature", p.signature);
        w.close();
    }
    void add(chat::image const& p) {
        if (p.detail) return refuse("/detail");
        add_media(p);
    }
    void add(chat::audio const& p) {
        if (p.transcript) return refuse("/transcript");
        add_media(p);
    }
    void add(chat::file const& p) { add_media(p); }
    void add(chat::refusal const&) { refuse(); }
    void add(chat::native const& p) {
        if (p.family != gemini_name) return refuse();
        reflect::write_json(out_, p.value);
    }

    template <class Media> void add_media(Media const& m) {
        if (int(m.url.has_value()) + int(m.data.has_value()) + int(m.file_id.has_value()) != 1) return refuse();
        if (m.url && m.url->starts_with("data:")) {
            constexpr std::string_view start = "data:", mark = ";base64,";
            auto const at = m.url->find(mark);
            if (at == std::string::npos) return refuse("/url");
            auto inside = m;
            inside.media_type = m.url->substr(start.size(), at - start.size());
            inside.data = m.url->substr(at + mark.size());
            inside.url.reset();
            return add_media(inside);
        }
        if (m.data && !m.media_type) return refuse("/media_type");
        gemini_writer w(out_, m.extra);
        if (m.data) w.object("inlineData", [&](gemini_writer& data) { map_inline_data(data, m); });
        else w.object("fileData", [&](gemini_writer& data) { map_file_data(data, m, m.url ? m.url : m.file_id); });
        w.close();
    }

    void add(chat::tool_call const& p) {
        calls_.add(p);
        gemini_writer w(out_, p.extra);
        w.object("functionCall", [&](gemini_writer& f) {
            f.open();
            f.unless_empty("id", p.id);
            f.unless_empty("name", p.name);
            if (f.has_mark("args", false) || f.keeps("args")) return;
            if (p.arguments) f("args", *p.arguments);
            else if (!p.received_arguments().empty()) refuse("/arguments_text", "Gemini takes no arguments that are not a JSON object.");
        });
        w("thoughtSignature", p.signature);
        w.close();
    }

    void add(chat::tool_result const& p) {
        gemini_writer w(out_, p.extra);
        w.object("functionResponse", [&](gemini_writer& f) {
            f.open();
            f.unless_empty("id", p.id);
            auto const name = calls_.name_for(p.id);
            if (!f.keeps("name") && !f.has_mark("name", false)) name ? f("name", *name) : refuse("/id", "Gemini wants the name of the function, but no call before has this id.");
            std::vector<chat::text const*> texts;
            for (auto const& each : p.content)
                if (auto const* const t = std::get_if<chat::text>(&each)) {
                    if (!t->extra.empty()) refuse();
                    texts.push_back(t);
                }
            add_output(f, p, texts);
            if (texts.size() == p.content.size()) return;
            f.value("parts", [&](reflect::json_writer& out) {
                out.begin_array();
                for (auto const& each : p.content)
                    std::visit([this](auto const& part) { if constexpr (!std::is_same_v<decltype(part), chat::text const&>) add(part); }, each);
                out.end_array();
            });
        });
        w.close();
    }
    static void add_output(gemini_writer& f, chat::tool_result const& p, std::vector<chat::text const*> const& texts) {
        if (f.has_mark("response", false)) return;
        bool const is_whole = f.has_mark("response", true) && texts.size() == 1 && is_object(texts.front()->text);
        if (is_whole) return f.value("response", [&](reflect::json_writer& out) { out.json(texts.front()->text); });
        if (f.keeps("response") && texts.empty()) return;
        f.value("response", [&](reflect::json_writer& out) {
            out.begin_object();
            if (p.is_error || !texts.empty()) out.key(p.is_error ? "error" : "output");
            if (texts.size() == 1) {
                out.string(texts.front()->text);
            } else if (texts.empty()) {
                if (p.is_error) out.string("");
            } else {
                out.begin_array();
                for (auto const* const t : texts) out.string(t->text);
                out.end_array();
            }
            out.end_object();
        });
    }
    static bool is_object(std::string_view text) {
        auto const read = reflect::parse<reflect::json_text>(text);
        return read && read->text.starts_with('{');
    }

    reflect::json_writer& out_;
    gemini_calls& calls_;
    std::optional<error> failure_;
    std::size_t message_ = 0, part_ = 0;
};

} // namespace parley::inline v0::family::detail

#endif
