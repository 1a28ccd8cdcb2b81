#ifndef PARLEY_FAMILY_DETAIL_OPENAI_RESPONSES_REQUEST_READER_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_RESPONSES_REQUEST_READER_HPP

// Requests of OpenAI Responses, read: the inverse of openai_responses_request.hpp.

#include <parley/chat/request.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/family/detail/openai_responses_reading.hpp>
#include <parley/family/detail/openai_responses_request.hpp>
#include <parley/family/detail/openai_responses_words.hpp>
#include <parley/result.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail::openai_responses {

class request_reader {
public:
    /// @return the request; `errc::invalid_document` with what does not fit.
    static result<chat::request> read(boost::json::object body) {
        std::vector<problem> problems;
        request_reader reader(std::move(body), problems);
        reader.read_all();
        if (auto failure = problems_of(std::move(problems))) return std::move(*failure);
        return std::move(reader.q_);
    }

private:
    request_reader(boost::json::object body, std::vector<problem>& problems) : io_(std::move(body), {}, problems) {}

    void read_all() {
        io_("model", q_.model);
        if (io_.find("instructions") && io_.find("instructions")->is_string()) {
            std::string text;
            io_("instructions", text);
            add_text(chat::role::system, std::move(text));
        }
        read_input();
        map_settings(io_, q_);
        if (auto const* const empty = io_.find("metadata"); empty && empty->is_object() && !empty->get_object().empty()) io_("metadata", q_.metadata);
        if (auto const* const on = io_.find("stream"); on && *on == true) io_("stream", q_.stream);
        boost::json::object reasoning, text;
        if (auto found = io_.take_object("reasoning")) {
            std::optional<std::string> effort;
            (*found)("effort", effort);
            reasoning = found->rest();
            if (effort) q_.reasoning.emplace().effort = std::move(effort);
            keeps_reasoning_ = !reasoning.empty() || !effort_is_set();
        }
        if (auto found = io_.take_object("text")) {
            read_format(*found, text);
            keeps_text_ = !text.empty() || !q_.response_format;
        }
        read_tools();
        auto rest = io_.rest();
        if (keeps_reasoning_) rest["reasoning"] = std::move(reasoning);
        if (keeps_text_) rest["text"] = std::move(text);
        if (is_empty_input_) rest["input"].emplace_array();
        if (has_empty_tools_) rest["tools"].emplace_array();
        keep<chat::request>(q_.extra, std::move(rest));
    }
    bool effort_is_set() const { return q_.reasoning && q_.reasoning->effort; }

    chat::message& add(chat::role who) {
        auto& m = q_.messages.emplace_back();
        m.role = who;
        return m;
    }
    void add_text(chat::role who, std::string text) { add(who).content.emplace_back().emplace<chat::text>().text = std::move(text); }

    void read_input() {
        auto const* const input = io_.find("input");
        if (!input || input->is_null()) return; // a stored prompt or a conversation may stand in its place
        if (input->is_string()) {
            std::string text;
            io_("input", text);
            return add_text(chat::role::user, std::move(text));
        }
        auto const before = q_.messages.size();
        auto items = io_.take_array("input");
        is_empty_input_ = items.empty();
        for (std::size_t i = 0; i != items.size(); ++i) {
            if (!items[i].is_object()) {
                io_.problems().push_back({io_.pointer_to("input") + '/' + std::to_string(i), "object", "something else", {}});
                continue;
            }
            auto& item = items[i].get_object();
            if (!read_message(item) && !read_result(item)) item_reader(side(chat::role::assistant)).read(std::move(item));
        }
        // What would be written in a shorter form says that it came as an item.
        if (q_.messages.size() == before) return;
        auto& first = q_.messages[before];
        if (is_instructions(first, before, q_.extra)) keep<chat::message>(first.extra, "role", "system");
        if (is_plain_input(first, q_.messages.size() == before + 1)) keep<chat::message>(first.extra, "role", "user");
    }

    /// Returns the content of the message that is being read, or of a new one.
    std::vector<chat::part>& side(chat::role who) {
        if (q_.messages.empty() || q_.messages.back().role != who) add(who);
        return q_.messages.back().content;
    }

    bool read_message(boost::json::object& item) {
        auto const type = text_of(item, "type"), role = text_of(item, "role");
        if (type != "message" && item.contains("type")) return false;
        if (role != "user" && role != "system" && role != "developer") return false;
        auto* const content = item.if_contains("content");
        if (!content || !(content->is_array() || (content->is_string() && !item.contains("id")))) return false;
        auto& m = add(role == "user" ? chat::role::user : chat::role::system);
        if (content->is_string()) {
            m.content.emplace_back().emplace<chat::text>().text = take_text(item, "content");
        } else {
            for (auto& piece : content->get_array()) {
                auto copy = piece;
                auto part = read_message_piece(copy, "input_text");
                if (part && !std::holds_alternative<chat::refusal>(*part)) m.content.push_back(std::move(*part));
                else m.content.emplace_back(native_of(std::move(piece)));
            }
            if (!item.contains("id")) mark_lone_text(m.content, 0, "input_text");
            item.erase("content");
        }
        if (role != "developer") item.erase("role");
        keep<chat::message>(m.extra, std::move(item));
        return true;
    }

    bool read_result(boost::json::object& item) {
        auto const type = text_of(item, "type");
        bool const is_custom = type == "custom_tool_call_output";
        auto* const output = item.if_contains("output");
        if ((type != "function_call_output" && !is_custom) || !has_text(item, "call_id") || !output || !(output->is_string() || output->is_array())) return false;
        chat::tool_result done;
        if (output->is_string()) {
            done.content.emplace_back().emplace<chat::text>().text = take_text(item, "output");
        } else if (!output->get_array().empty()) { // an empty list stays in `extra`
            for (auto& piece : output->get_array()) {
                auto copy = piece;
                if (auto part = read_piece<chat::result_part>(copy, "input_text")) done.content.push_back(std::move(*part));
                else done.content.emplace_back(native_of(std::move(piece)));
            }
            mark_lone_text(done.content, 0, "input_text");
            item.erase("output");
        }
        done.id = take_text(item, "call_id");
        if (!is_custom) item.erase("type");
        done.is_error = text_of(item, "status") == "incomplete";
        if (done.is_error) item.erase("status");
        keep<chat::tool_result>(done.extra, std::move(item));
        side(chat::role::tool).emplace_back(std::move(done));
        return true;
    }

    void read_format(body_reader& text, boost::json::object& rest) {
        auto const* const found = text.find("format");
        auto const word = found && found->is_object() ? text_of(found->get_object(), "type") : std::string_view();
        for (std::size_t i = 0; i != std::size(format_words); ++i) {
            if (word != format_words[i]) continue;
            auto const kind = static_cast<chat::format_kind>(i);
            if (kind == chat::format_kind::json_schema && !has_text(found->get_object(), "name")) break; // would be given one
            auto format = *text.take_object("format");
            std::string type;
            format("type", type);
            auto& made = q_.response_format.emplace();
            made.kind = kind;
            map_schema(format, made);
            rest = text.rest();
            format.rest_to(rest, "format");
            return;
        }
        rest = text.rest();
    }

    void read_tools() {
        bool const is_given = io_.has("tools");
        auto tools = io_.take_array("tools");
        has_empty_tools_ = is_given && tools.empty();
        for (std::size_t i = 0; i != tools.size(); ++i) {
            auto& tool = q_.tools.emplace_back();
            auto const* const o = tools[i].if_object();
            if (!o || text_of(*o, "type") != "function" || !has_text(*o, "name")) {
                tool.provider = native_of(std::move(tools[i]));
                continue;
            }
            auto reader = *io_.element("tools", i, std::move(tools[i]));
            std::string type;
            reader("type", type);
            map_tool(reader, tool);
            if (auto const* const said = reader.find("description"); said && said->is_string() && !said->get_string().empty()) reader("description", tool.description);
            if (auto const* const schema = reader.find("parameters"); schema && schema->is_object() && !schema->get_object().empty()) reader("parameters", tool.parameters);
            keep<chat::tool>(tool.extra, reader.rest());
        }
        auto const* const choice = io_.find("tool_choice");
        if (!choice) return;
        chat::tool_choice made;
        auto const* const o = choice->if_object();
        auto const* const word = choice->if_string();
        if (o && o->size() == 2 && text_of(*o, "type") == "function" && has_text(*o, "name")) {
            made.mode = chat::tool_mode::one;
            made.name = std::string(text_of(*o, "name"));
        } else {
            std::size_t mode = 0;
            while (mode != std::size(choice_words) && (!word || view(*word) != choice_words[mode])) ++mode;
            if (mode == std::size(choice_words)) return; // a choice of another kind stays in `extra`
            made.mode = static_cast<chat::tool_mode>(mode);
        }
        io_.take("tool_choice");
        q_.tool_choice = std::move(made);
    }

    body_reader io_;
    chat::request q_;
    bool keeps_reasoning_ = false, keeps_text_ = false, is_empty_input_ = false, has_empty_tools_ = false;
};

} // namespace parley::inline v0::family::detail::openai_responses

#endif
