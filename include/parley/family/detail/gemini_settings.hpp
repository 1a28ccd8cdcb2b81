#ifndef PARLEY_FAMILY_DETAIL_GEMINI_SETTINGS_HPP
#define PARLEY_FAMILY_DETAIL_GEMINI_SETTINGS_HPP

// What stands beside the contents of Gemini's requests: how the answer is made, and which tools there are.

#include <parley/chat/request.hpp>
#include <parley/chat/tool.hpp>
#include <parley/family/detail/gemini_fields.hpp>
#include <parley/reflect/json_writer.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::family::detail {

inline std::string_view text_of_member(gemini_reader const& in, std::string_view key) {
    auto const* const found = in.find(key);
    return found && found->is_string() ? view(found->get_string()) : std::string_view();
}
inline bool is_filled_object(boost::json::value const* v) { return v && v->is_object() && !v->get_object().empty(); }

// generationConfig

template <class Io, class Request> void map_sampling(Io& io, Request& q) {
    io("maxOutputTokens", q.max_output_tokens);
    io("temperature", q.temperature);
    io("topP", q.top_p);
    io("topK", q.top_k);
    io("presencePenalty", q.presence_penalty);
    io("frequencyPenalty", q.frequency_penalty);
    io("seed", q.seed);
    io("candidateCount", q.choices);
    io.unless_empty("stopSequences", q.stop);
}
template <class Io, class Reasoning> void map_thinking(Io& io, Reasoning& r) {
    io("thinkingBudget", r.budget_tokens);
    io("thinkingLevel", r.effort);
}

inline constexpr std::string_view json_media_type = "application/json", text_media_type = "text/plain";

inline void read_format(gemini_reader& in, chat::request& q) {
    auto const kind = text_of_member(in, "responseMimeType");
    if (kind != json_media_type && kind != text_media_type) return;
    auto& format = q.response_format.emplace();
    format.kind = kind == json_media_type ? chat::format_kind::json : chat::format_kind::text;
    in.take("responseMimeType");
    if (format.kind == chat::format_kind::text) return;
    for (auto const* const key : {"responseJsonSchema", "responseSchema"}) {
        if (!is_filled_object(in.find(key))) continue;
        bool const is_snake = in.is_snake(key);
        format.kind = chat::format_kind::json_schema;
        format.schema = std::move(in.take(key)->get_object());
        if (std::string_view(key) == "responseSchema" && !is_snake) in.mark(key, true);
        return;
    }
}
// JSON Schema has a member of its own; `responseSchema` is a dialect of OpenAPI's.
inline void write_format(gemini_writer& out, std::optional<chat::response_format> const& format) {
    std::optional<std::string_view> kind;
    if (format) kind = format->kind == chat::format_kind::text ? text_media_type : json_media_type;
    out("responseMimeType", kind);
    static std::optional<boost::json::object> const none;
    auto const& schema = format ? format->schema : none;
    for (auto const* const key : {"responseSchema", "response_schema"})
        if (schema && out.has_mark(key, true)) return out.raw(key, *schema);
    out("responseJsonSchema", schema);
}

inline void read_generation(gemini_reader& in, chat::request& q) {
    in.object("generationConfig", [&](gemini_reader& g) {
        map_sampling(g, q);
        read_format(g, q);
        chat::reasoning thinking;
        g.object("thinkingConfig", [&](gemini_reader& t) { map_thinking(t, thinking); });
        if (thinking.effort || thinking.budget_tokens) q.reasoning = std::move(thinking);
        if (auto const* const wanted = g.find("responseLogprobs"); wanted && wanted->is_bool() && wanted->get_bool()) {
            g.take("responseLogprobs");
            q.top_logprobs = 0;
            if (auto const* const top = g.find("logprobs"); top && top->is_int64() && top->get_int64() > 0) g("logprobs", q.top_logprobs);
        }
    });
}
inline void write_generation(gemini_writer& out, chat::request const& q) {
    out.object("generationConfig", [&](gemini_writer& g) {
        map_sampling(g, q);
        write_format(g, q.response_format);
        static chat::reasoning const none;
        g.object("thinkingConfig", [&](gemini_writer& t) { map_thinking(t, q.reasoning ? *q.reasoning : none); });
        if (!q.top_logprobs) return;
        g("responseLogprobs", true);
        if (*q.top_logprobs > 0) g("logprobs", *q.top_logprobs);
    });
}

// toolConfig

inline void read_tool_choice(gemini_reader& in, chat::request& q) {
    in.object("toolConfig", [&](gemini_reader& config) {
        config.object("functionCallingConfig", [&](gemini_reader& f) {
            auto const mode = text_of_member(f, "mode");
            auto const* const allowed = f.find("allowedFunctionNames");
            bool const any = allowed && !allowed->is_null();
            chat::tool_choice made;
            if (mode == "AUTO") made.mode = chat::tool_mode::auto_;
            else if (mode == "NONE") made.mode = chat::tool_mode::none;
            else if (mode == "ANY" && !any) made.mode = chat::tool_mode::required;
            else if (mode == "ANY" && allowed->is_array() && allowed->get_array().size() == 1 && allowed->get_array()[0].is_string()) made.mode = chat::tool_mode::one;
            else return; // further words, such as VALIDATED, stay as they are
            if (made.mode == chat::tool_mode::one) made.name = std::string(view(f.take("allowedFunctionNames")->get_array()[0].get_string()));
            f.take("mode");
            q.tool_choice = std::move(made);
        });
    });
}
inline void write_tool_choice(gemini_writer& out, std::optional<chat::tool_choice> const& choice) {
    out.object("toolConfig", [&](gemini_writer& config) {
        config.object("functionCallingConfig", [&](gemini_writer& f) {
            if (!choice) return;
            bool const is_free = choice->mode == chat::tool_mode::auto_, is_none = choice->mode == chat::tool_mode::none;
            f("mode", is_free ? "AUTO" : is_none ? "NONE" : "ANY");
            if (choice->mode == chat::tool_mode::one && choice->name) f("allowedFunctionNames", std::vector<std::string>{*choice->name});
        });
    });
}

// tools

template <class Io, class Tool> void map_function(Io& io, Tool& t) {
    io.unless_empty("name", t.name);
    io.unless_empty("description", t.description);
}
inline chat::tool read_function(boost::json::object o) {
    chat::tool made;
    gemini_reader in(std::move(o));
    map_function(in, made);
    for (auto const* const key : {"parametersJsonSchema", "parameters"}) {
        if (!is_filled_object(in.find(key))) continue;
        made.parameters = std::move(in.take(key)->get_object());
        if (std::string_view(key) == "parameters") in.mark(key, true);
        break;
    }
    made.extra = in.rest();
    return made;
}
inline void write_function(reflect::json_writer& out, chat::tool const& t) {
    gemini_writer w(out, t.extra);
    map_function(w, t);
    w.unless_empty(w.has_mark("parameters", true) ? "parameters" : "parametersJsonSchema", t.parameters);
    w.close();
}

/// How the tools are grouped into objects: `[2, 0, {"functionDeclarations": 1, "provider": true}]` is an object with two functions, one with a
/// tool of the provider's, and one with both. Kept only where a request groups them otherwise than this family does by itself, which
/// puts functions that follow each other into one object.
class gemini_tools {
public:
    static void read(boost::json::array all, chat::request& q) {
        boost::json::array layout;
        bool is_usual = !all.empty();
        for (auto& each : all) {
            auto const functions = take_functions(each);
            if (!functions) {
                q.tools.emplace_back().provider = chat::native{std::string(gemini_name), std::move(each)};
                layout.emplace_back(0);
                continue;
            }
            auto const [key, declared] = *functions;
            auto const n = declared.size();
            for (auto const& one : declared) q.tools.push_back(read_function(one.get_object()));
            auto& rest = each.get_object();
            bool const is_plain = rest.empty() && key == "functionDeclarations";
            is_usual = is_usual && is_plain && (layout.empty() || layout.back() == 0);
            if (is_plain) {
                layout.emplace_back(n);
                continue;
            }
            boost::json::object entry;
            entry[view(std::string_view(key))] = n;
            boost::json::object provider;
            for (auto& member : rest) (member.value().is_null() ? entry : provider)[member.key()] = member.value();
            if (!provider.empty()) {
                entry["provider"] = true;
                q.tools.emplace_back().provider = chat::native{std::string(gemini_name), std::move(provider)};
            }
            layout.emplace_back(std::move(entry));
        }
        if (!is_usual) q.extra[kept_name("tools", true)] = std::move(layout);
    }

    /// @param kept the layout; null where there is none.
    static void write(reflect::json_writer& out, std::vector<chat::tool> const& tools, boost::json::array const* kept) {
        out.begin_array();
        if (kept && fits(*kept, tools)) {
            std::size_t next = 0;
            for (auto const& entry : *kept) write_entry(out, tools, next, entry);
        } else {
            for (std::size_t i = 0; i != tools.size();) {
                std::size_t n = 0;
                while (i + n != tools.size() && !tools[i + n].provider) ++n;
                write_entry(out, tools, i, n);
            }
        }
        out.end_array();
    }

private:
    using declared_functions = std::pair<std::string, boost::json::array>;

    static std::optional<declared_functions> take_functions(boost::json::value& v) {
        auto* const o = v.if_object();
        if (!o || o->contains("provider")) return std::nullopt;
        for (std::string_view const key : {"functionDeclarations", "function_declarations"}) {
            auto* const found = o->if_contains(view(key));
            if (!found) continue;
            if (!found->is_array() || found->get_array().empty() || o->contains(key[8] == '_' ? "functionDeclarations" : "function_declarations")) return std::nullopt;
            for (auto const& one : found->get_array())
                if (!one.is_object()) return std::nullopt;
            declared_functions taken(key, std::move(found->get_array()));
            o->erase(view(key));
            return taken;
        }
        return std::nullopt;
    }
    static boost::json::value const* count_in(boost::json::object const& entry) {
        auto const* const camel = entry.if_contains("functionDeclarations");
        return camel ? camel : entry.if_contains("function_declarations");
    }
    static bool fits(boost::json::array const& layout, std::vector<chat::tool> const& tools) {
        std::size_t next = 0;
        auto const follow = [&](boost::json::value const* count) {
            if (!count || !count->is_number()) return false;
            boost::system::error_code ec;
            auto const n = count->to_number<std::uint32_t>(ec);
            if (ec || n > tools.size() - next) return false;
            for (auto const end = next + n; next != end; ++next)
                if (tools[next].provider) return false;
            return true;
        };
        auto const provider = [&] { return next != tools.size() && tools[next++].provider.has_value(); };
        for (auto const& entry : layout) {
            auto const* const o = entry.if_object();
            if (!follow(o ? count_in(*o) : &entry)) return false;
            if ((o ? o->contains("provider") : entry == 0) && !provider()) return false;
        }
        return next == tools.size();
    }
    static void write_entry(reflect::json_writer& out, std::vector<chat::tool> const& tools, std::size_t& next, boost::json::value const& entry) {
        auto const* const o = entry.if_object();
        auto const n = (o ? *count_in(*o) : entry).to_number<std::size_t>();
        if (n == 0 && !o) return reflect::write_json(out, tools[next++].provider->value);
        body_writer w(out);
        w.element([&] {
            w.array(o && o->contains("function_declarations") ? "function_declarations" : "functionDeclarations", [&] {
                for (auto const end = next + n; next != end; ++next) write_function(out, tools[next]);
            });
            if (!o) return;
            w.rest(*o, {"functionDeclarations", "function_declarations", "provider"});
            if (!o->contains("provider")) return;
            if (auto const* const provider = tools[next++].provider->value.if_object()) w.rest(*provider);
        });
    }
};

} // namespace parley::inline v0::family::detail

#endif
