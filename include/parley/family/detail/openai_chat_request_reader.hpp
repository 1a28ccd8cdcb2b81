#ifndef PARLEY_FAMILY_DETAIL_OPENAI_CHAT_REQUEST_READER_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_CHAT_REQUEST_READER_HPP

// The request body of Chat Completions -> chat::request, so that writing it again gives the same body.

#include <parley/chat/arguments.hpp>
#include <parley/chat/request.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/family/detail/openai_chat_message.hpp>
#include <parley/family/detail/openai_chat_pieces.hpp>
#include <parley/family/detail/openai_chat_request.hpp>
#include <parley/http/url.hpp>
#include <parley/reflect/names.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail::chat_completions {

/// Reads one request. Wrong kinds of known members are problems; what the vocabulary has no word for is kept.
class request_reader {
public:
    static result<chat::request> read(boost::json::value body, http::url const& at) {
        if (!body.is_object()) return error(errc::invalid_document, "The body of the request is no JSON object.");
        std::vector<problem> problems;
        body_reader io(std::move(body.get_object()), "", problems);
        chat::request q;
        boost::json::object marks;
        for (auto const* const key : {"model", "messages"})
            if (io.find(key) && !io.has(key)) io.refuse(key, "a value");
        if (io.find("model")) io("model", q.model);
        else q.model = deployment_in(at), marks["model"] = false;
        auto messages = io.take_array("messages");
        for (std::size_t i = 0; i != messages.size(); ++i)
            if (auto m = io.element("messages", i, std::move(messages[i])); m && !read_message(*m, q))
                return error(errc::invalid_request, "The message's role is not known.", "/messages/" + std::to_string(i) + "/role");
        read_tools(io, q);
        map_request(io, q);
        read_format(io, q, marks);
        io("seed", q.seed);
        read_limit(io, q, marks);
        if (auto const* const stop = io.find("stop"); stop && stop->is_string()) {
            io("stop", q.stop.emplace_back());
            marks["stop"] = true;
        } else if (stop && stop->is_array() && !stop->get_array().empty()) {
            io("stop", q.stop);
        } else if (stop && !stop->is_null() && !stop->is_array()) {
            io.refuse("stop", "string or array of strings");
        }
        if (io.has("reasoning_effort")) io("reasoning_effort", q.reasoning.emplace().effort);
        if (q.top_logprobs && is_true(io.find("logprobs"))) io.take("logprobs");
        if (auto const* const metadata = io.find("metadata"); metadata && is_map(*metadata)) io("metadata", q.metadata);
        if (is_true(io.find("stream"))) {
            io("stream", q.stream);
            auto const* const options = io.find("stream_options");
            if (!options) marks["stream_options"] = false;
            else if (*options == boost::json::object{{"include_usage", true}}) io.take("stream_options");
            else if (!options->is_object() && !options->is_null()) io.refuse("stream_options", "object");
        }
        q.extra = set_apart(io.rest(), std::move(marks));
        if (auto failure = problems_of(std::move(problems))) return std::move(*failure);
        return q;
    }

private:
    static bool is_true(boost::json::value const* v) noexcept { return v && v->is_bool() && v->get_bool(); }
    static bool is_map(boost::json::value const& v) noexcept {
        if (!v.is_object() || v.get_object().empty()) return false;
        for (auto const& member : v.get_object())
            if (!member.value().is_string()) return false;
        return true;
    }
    /// Azure names the model in the address.
    static std::string deployment_in(http::url const& at) {
        constexpr std::string_view before = "/deployments/";
        std::string_view path = at.path();
        auto const from = path.find(before);
        if (from == std::string_view::npos) return {};
        path.remove_prefix(from + before.size());
        return std::string(path.substr(0, path.find('/')));
    }

    static bool read_message(body_reader& io, chat::request& q) {
        std::string role;
        io("role", role);
        bool const is_old_result = role == "function";
        auto const who = role == "developer" ? chat::role::system : is_old_result ? chat::role::tool : reflect::enumerator_from<chat::role>(role);
        if (!who) return !io.problems().empty();
        std::optional<std::string> name;
        io("name", name);
        if (who == chat::role::tool) {
            if (q.messages.empty() || q.messages.back().role != chat::role::tool || q.messages.back().name != name) {
                q.messages.emplace_back().role = chat::role::tool;
                q.messages.back().name = std::move(name);
            }
            auto& done = q.messages.back().content.emplace_back().emplace<chat::tool_result>();
            read_result(io, done, is_old_result);
            return true;
        }
        auto& m = q.messages.emplace_back();
        m.role = *who;
        m.name = std::move(name);
        if (who == chat::role::assistant) read_thoughts(io, m.content);
        auto const first = m.content.size();
        read_content(io, m);
        if (who == chat::role::assistant) read_answer(io, m, first);
        boost::json::object marks;
        if (role == "developer") marks["role"] = "developer";
        auto extra = io.rest();
        for (auto& member : m.extra) extra[member.key()] = std::move(member.value());
        m.extra = set_apart(std::move(extra), std::move(marks));
        return true;
    }
    static void read_thoughts(body_reader& io, std::vector<chat::part>& to) {
        for (auto const* const member : {"reasoning_content", "reasoning"}) {
            auto const* const said = io.find(member);
            if (!said || !said->is_string()) continue;
            auto& thought = to.emplace_back().emplace<chat::thinking>();
            io(member, thought.text);
            if (member != std::string_view("reasoning_content")) thought.extra = set_apart({}, {{"member", member}});
        }
        auto const* const details = io.find("reasoning_details");
        if (!details || !all_of_kind(*details, "type", "reasoning.")) return;
        for (auto const& one : io.take_array("reasoning_details")) to.emplace_back(read_detail(one.get_object()));
    }
    /// Says whether a value is a list of objects, and not an empty one, each of which has a member that is a string and begins so.
    static bool all_of_kind(boost::json::value const& v, std::string_view member, std::string_view begins = {}) {
        if (!v.is_array() || v.get_array().empty()) return false;
        for (auto const& one : v.get_array())
            if (!one.is_object() || word_at(one.get_object(), member).empty() || !word_at(one.get_object(), member).starts_with(begins)) return false;
        return true;
    }
    static void read_content(body_reader& io, chat::message& m) {
        auto const* const content = io.find("content");
        if (!content || content->is_null()) return;
        if (content->is_string()) return io("content", m.content.emplace_back().emplace<chat::text>().text);
        if (!content->is_array()) return io.refuse("content", "string or array");
        auto pieces = io.take_array("content");
        if (pieces.empty()) m.extra["content"] = std::move(pieces);
        auto const first = m.content.size();
        for (auto& piece : pieces) m.content.push_back(read_piece(std::move(piece), m.role));
        if (m.content.size() == first + 1) mark_as_listed(m.content.back());
    }
    static void read_result(body_reader& io, chat::tool_result& done, bool is_old) {
        io("tool_call_id", done.id);
        auto const* const content = io.find("content");
        boost::json::object marks;
        if (is_old) marks["role"] = "function";
        if (!content) {
            marks["content"] = false;
        } else if (content->is_string()) {
            chat::text said;
            io("content", said.text);
            if (!said.text.empty()) done.content.emplace_back(std::move(said));
        } else if (content->is_array()) {
            auto pieces = io.take_array("content");
            if (pieces.empty()) marks["content"] = pieces;
            for (auto& piece : pieces) {
                if (piece.is_object() && word_at(piece.get_object(), "type") == "text") {
                    auto read = read_piece(std::move(piece), chat::role::tool);
                    if (auto* const t = std::get_if<chat::text>(&read)) done.content.emplace_back(std::move(*t));
                    else done.content.emplace_back(std::get<chat::native>(std::move(read)));
                    continue;
                }
                auto& kept = done.content.emplace_back().emplace<chat::native>(); // OpenAI takes text alone, other hosts take more
                kept.family = family_name;
                kept.value = std::move(piece);
            }
            if (done.content.size() == 1) mark_as_listed(done.content.front());
        } else if (!content->is_null()) {
            io.refuse("content", "string or array");
        }
        done.extra = set_apart(io.rest(), std::move(marks));
    }
    /// A lone text that stood in a list goes back into one.
    template <class Part> static void mark_as_listed(Part& alone) {
        if (auto* const t = std::get_if<chat::text>(&alone); t && t->extra.empty()) t->extra = set_apart({}, {{"type", "text"}});
    }

    /// Reads what only an answer that comes back has.
    static void read_answer(body_reader& io, chat::message& m, std::size_t first) {
        chat::text* alone = nullptr;
        std::size_t texts = 0;
        for (auto i = first; i != m.content.size(); ++i)
            if (auto* const t = std::get_if<chat::text>(&m.content[i])) alone = t, ++texts;
        if (texts == 1) {
            if (auto const* const notes = io.find("annotations"); notes && all_of_kind(*notes, "type")) {
                auto& citations = alone->citations.emplace();
                for (auto const& one : io.take_array("annotations")) citations.push_back(read_citation(one.get_object()));
            }
            if (auto const* const more = io.find("extra_content"); more && more->is_object()) {
                boost::json::object holder{{"extra_content", *more}};
                alone->signature = take_signature(holder);
                if (alone->signature && holder.empty()) io.take("extra_content");
                else alone->signature.reset();
            }
        }
        if (auto const* const said = io.find("refusal"); said && said->is_string()) io("refusal", m.content.emplace_back().emplace<chat::refusal>().text);
        if (auto const* const list = io.find("tool_calls"); list && list->is_array() && !list->get_array().empty()) {
            auto calls = io.take_array("tool_calls");
            for (std::size_t i = 0; i != calls.size(); ++i)
                if (auto c = io.element("tool_calls", i, std::move(calls[i]))) read_call(*c, m.content.emplace_back().emplace<chat::tool_call>());
        } else if (list && !list->is_null() && !list->is_array()) {
            io.refuse("tool_calls", "array");
        }
        if (auto const* const said = io.find("function_call"); said && said->is_object() && has_only(said->get_object(), {"name", "arguments"})) {
            auto c = io.take_object("function_call");
            auto& call = m.content.emplace_back().emplace<chat::tool_call>();
            boost::json::object marks{{"type", "function_call"}};
            read_function(*c, "arguments", call, marks);
            call.extra = set_apart({}, std::move(marks));
        }
        if (auto const* const audio = io.find("audio"); audio && audio->is_object() && audio->get_object().size() == 1 && string_in(audio->get_object(), "id")) {
            m.content.emplace_back().emplace<chat::audio>().file_id = string_in(audio->get_object(), "id");
            io.take("audio");
        }
        if (auto const* const images = io.find("images"); images && all_of_kind(*images, "type")) {
            std::vector<chat::part> read;
            for (auto const& one : images->get_array())
                if (auto made = read_image(one.get_object())) read.emplace_back(std::move(*made));
            if (read.size() != images->get_array().size()) return;
            io.take("images");
            for (auto& one : read) m.content.push_back(std::move(one));
        }
    }
    static void read_call(body_reader& io, chat::tool_call& call) {
        std::string kind;
        bool const has_kind = io.has("type");
        io("type", kind);
        boost::json::object marks;
        if (io.has("id")) io("id", call.id);
        else if (!io.find("id")) marks["id"] = false;
        boost::json::object inside;
        if (kind == "custom") {
            marks["type"] = kind;
            if (auto f = io.take_object("custom")) inside = read_function(*f, "input", call, marks);
            else io.refuse("custom", "object");
        } else if (auto f = io.take_object("function")) {
            if (!has_kind) marks["type"] = false;
            inside = read_function(*f, "arguments", call, marks);
        } else {
            io.refuse("function", "object");
        }
        auto extra = io.rest();
        if (!inside.empty()) extra["function"] = std::move(inside);
        call.signature = take_signature(extra);
        call.extra = set_apart(std::move(extra), std::move(marks));
    }
    /// @return what is left of it.
    static boost::json::object read_function(body_reader& io, std::string_view key, chat::tool_call& call, boost::json::object& marks) {
        io("name", call.name);
        auto const said = io.take(key);
        if (said && said->is_object()) marks["arguments"] = true;
        else if (said && !said->is_string()) io.problems().push_back({io.pointer_to(key), "string or object", std::string(view(boost::json::to_string(said->kind()))), {}});
        chat::set_arguments(call, !said ? std::string() : said->is_string() ? std::string(view(said->get_string())) : reflect::to_text(*said));
        return io.rest();
    }

    static void read_tools(body_reader& io, chat::request& q) {
        if (auto const* const list = io.find("tools"); list && list->is_array() && list->get_array().empty()) return; // stays as it is
        auto tools = io.take_array("tools");
        for (auto& t : tools) read_tool(std::move(t), q.tools.emplace_back());
        auto const* const choice = io.find("tool_choice");
        if (!choice) return;
        if (choice->is_string()) {
            if (auto const mode = reflect::enumerator_from<chat::tool_mode>(view(choice->get_string())); mode && *mode != chat::tool_mode::one) {
                q.tool_choice.emplace().mode = *mode;
                io.take("tool_choice");
            }
        } else if (choice->is_object() && choice->get_object().size() == 2 && word_at(choice->get_object(), "type") == "function") {
            if (auto const* const inner = plain_object(choice->get_object(), "function", {"name"}); inner && inner->size() == 1) {
                q.tool_choice.emplace().mode = chat::tool_mode::one;
                q.tool_choice->name = string_in(*inner, "name");
                io.take("tool_choice");
            }
        }
    }
    static void read_tool(boost::json::value v, chat::tool& t) {
        auto const* const o = v.if_object();
        auto const* const kind = o ? o->if_contains("type") : nullptr;
        auto const* const found = o ? o->if_contains("function") : nullptr;
        auto const* const f = found ? found->if_object() : nullptr;
        if (!f || !string_in(*f, "name") || (kind && *kind != "function")) {
            auto& own = t.provider.emplace();
            own.family = family_name;
            own.value = std::move(v);
            return;
        }
        t.extra = set_apart(without(*o, {"type", "function"}), kind ? boost::json::object() : boost::json::object{{"type", false}});
        auto rest = *f;
        auto const take = [&](char const* key, auto const& fits) {
            auto* const member = rest.find(key);
            if (member == rest.end() || !fits(member->value())) return boost::json::value();
            auto value = std::move(member->value());
            rest.stable_erase(member);
            return value;
        };
        auto const is_said = [](boost::json::value const& s) { return s.is_string() && !s.get_string().empty(); };
        t.name = view(take("name", [](boost::json::value const& s) { return s.is_string(); }).get_string());
        if (auto const said = take("description", is_said); said.is_string()) t.description = view(said.get_string());
        if (auto said = take("parameters", [](boost::json::value const& s) { return s.is_object() && !s.get_object().empty(); }); said.is_object())
            t.parameters = std::move(said.get_object());
        if (auto const said = take("strict", [](boost::json::value const& s) { return s.is_bool(); }); said.is_bool()) t.strict = said.get_bool();
        if (!rest.empty()) t.extra["function"] = std::move(rest);
    }

    static void read_format(body_reader& io, chat::request& q, boost::json::object& marks) {
        auto const* const said = io.find("response_format");
        auto const kind = said && said->is_object() ? word_at(said->get_object(), "type") : std::string_view();
        auto const form = kind == "json_object" ? chat::format_kind::json : reflect::enumerator_from<chat::format_kind>(kind);
        if (!form || kind == "json") return; // stays as it is
        if (form == chat::format_kind::json_schema) {
            auto const* const schema = said->get_object().if_contains("json_schema");
            if (!schema || !schema->is_object() || !string_in(schema->get_object(), "name")) return;
        }
        auto inner = io.take_object("response_format");
        inner->take("type");
        auto& format = q.response_format.emplace();
        format.kind = *form;
        boost::json::object others;
        if (form == chat::format_kind::json_schema)
            if (auto schema = inner->take_object("json_schema")) {
                (*schema)("name", format.name);
                (*schema)("description", format.description);
                (*schema)("schema", format.schema);
                (*schema)("strict", format.strict);
                schema->rest_to(others, "json_schema");
            }
        for (auto& member : inner->rest()) others[member.key()] = std::move(member.value());
        if (!others.empty()) marks["response_format"] = std::move(others);
    }
    static void read_limit(body_reader& io, chat::request& q, boost::json::object& marks) {
        for (auto const* const name : {"max_completion_tokens", "max_tokens"}) {
            if (!io.has(name)) continue;
            io(name, q.max_output_tokens);
            if (name_of_limit(q.model) != name) marks[name] = true;
            return;
        }
    }
};

} // namespace parley::inline v0::family::detail::chat_completions

#endif
