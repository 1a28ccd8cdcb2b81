#ifndef PARLEY_FAMILY_DETAIL_ANTHROPIC_REQUEST_READER_HPP
#define PARLEY_FAMILY_DETAIL_ANTHROPIC_REQUEST_READER_HPP

// Reads the body of a request to Anthropic's Messages, as a server. What it leaves where it stands ends up in `extra`, and is written as it came.

#include <parley/chat/request.hpp>
#include <parley/family/detail/anthropic_block.hpp>
#include <parley/family/detail/anthropic_block_writer.hpp>
#include <parley/family/detail/anthropic_settings.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/family/detail/extra.hpp>
#include <parley/result.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail::anthropic_wire {

class request_reader {
public:
    explicit request_reader(object body) : io_(std::move(body), {}, problems_) {}

    result<chat::request> read() {
        bool const names_model = !io_.find("anthropic_version");
        if (names_model && !io_.has("model")) io_.refuse("model", "string");
        if (names_model) io_("model", q_.model);
        if (!io_.has("max_tokens")) io_.refuse("max_tokens", "integer");
        for (auto const* const key : {"system", "messages", "tools", "stop_sequences"})
            if (holds(key, kind::array) && at(key)->get_array().empty()) set_aside(key);
        if (holds("stream", kind::bool_) && !at("stream")->get_bool()) set_aside("stream");
        io_("max_tokens", q_.max_output_tokens);
        read_instructions();
        read_messages();
        read_tools();
        read_tool_choice();
        read_format();
        read_reasoning();
        read_metadata();
        map_settings(io_, q_);
        io_("stream", q_.stream);
        if (config_ && (!config_was_merged_ || !config_->empty())) rest_["output_config"] = std::move(*config_);
        auto left = io_.rest();
        for (auto& member : rest_) left[member.key()] = std::move(member.value());
        q_.extra = to_extra<chat::request>(std::move(left), family_name);
        if (auto bad = problems_of(std::move(problems_))) return std::move(*bad);
        return std::move(q_);
    }

private:
    value const* at(std::string_view key) const { return io_.find(key); }
    bool holds(std::string_view key, kind wanted) const { return at(key) && at(key)->kind() == wanted; }
    // What the vocabulary cannot tell from nothing stays as it is.
    void set_aside(std::string_view key) { rest_[view(key)] = *io_.take(key); }

    // A list of blocks; a problem for each that is no object.
    std::vector<chat::part> read_blocks(std::string const& pointer, array& list) {
        std::vector<chat::part> content;
        for (std::size_t i = 0; i != list.size(); ++i) {
            if (auto* const o = list[i].if_object()) content.push_back(read_block(std::move(*o)));
            else problems_.push_back({pointer + '/' + std::to_string(i), "object", std::string(view(boost::json::to_string(list[i].kind()))), {}});
        }
        return content;
    }

    // The mark of a cache on the last block is what a message has a word for, if it says no more than that word.
    static std::optional<chat::cache_hint> take_hint(std::vector<chat::part>& content) {
        if (content.empty() || !may_be_marked(content.back())) return std::nullopt;
        static object const five_minutes{{"type", "ephemeral"}}, one_hour{{"type", "ephemeral"}, {"ttl", "1h"}};
        return std::visit(
            [](auto& last) -> std::optional<chat::cache_hint> {
                if constexpr (requires { last.extra; }) {
                    auto const* const found = last.extra.if_contains("cache_control");
                    auto const* const mark = found ? found->if_object() : nullptr;
                    if (!mark || (*mark != five_minutes && *mark != one_hour)) return std::nullopt;
                    auto const hint = *mark == one_hour ? chat::cache_hint::one_hour : chat::cache_hint::five_minutes;
                    last.extra.erase("cache_control");
                    return hint;
                }
                return std::nullopt;
            },
            content.back());
    }

    void read_content(chat::message& m, std::string const& pointer, value content) {
        if (auto const* const s = content.if_string()) {
            m.content.emplace_back().emplace<chat::text>().text = view(*s);
            return;
        }
        m.content = read_blocks(pointer, content.get_array());
        m.cache = take_hint(m.content);
        if (m.content.size() != 1 || m.cache) return;
        if (auto* const alone = std::get_if<chat::text>(&m.content.front())) keep_form(*alone);
    }

    void read_instructions() {
        if (!holds("system", kind::string) && !holds("system", kind::array)) return;
        auto& m = q_.messages.emplace_back();
        m.role = chat::role::system;
        read_content(m, "/system", *io_.take("system"));
    }

    void read_messages() {
        if (rest_.contains("messages")) return;
        if (!io_.has("messages")) io_.refuse("messages", "array");
        auto list = io_.take_array("messages");
        for (std::size_t i = 0; i != list.size(); ++i)
            if (auto one = io_.element("messages", i, std::move(list[i]))) read_message(std::move(*one));
    }

    void read_message(body_reader in) {
        auto const* const content = in.find("content");
        bool const is_list = content && content->is_array(), is_text = content && content->is_string();
        if (!is_list && !is_text) return in.refuse("content", "string or array");
        auto const* const said = in.find("role");
        if (!said || !said->is_string()) return in.refuse("role", "string");
        auto const who = std::string(view(said->get_string()));
        auto& m = q_.messages.emplace_back();
        if (is_text || !content->get_array().empty()) read_content(m, in.pointer_to("content"), *in.take("content"));
        else in.take("content");
        bool const follows = q_.messages.size() > 1;
        auto const* const before = follows ? &q_.messages[q_.messages.size() - 2] : nullptr;
        m.role = who == "assistant" ? chat::role::assistant : who == "system" ? chat::role::system : holds_results(m) ? chat::role::tool : chat::role::user;
        // What would be written elsewhere or together with the turn before keeps its own word for who speaks.
        bool const would_move = m.role == chat::role::system && (!before || before->role == chat::role::system);
        bool const would_merge = m.role == chat::role::tool && before && before->role == chat::role::tool;
        bool const is_known = who == "assistant" || who == "system" || who == "user";
        if (is_known && !would_move && !would_merge) in.take("role");
        m.extra = to_extra<chat::message>(in.rest(), family_name);
    }

    static bool holds_results(chat::message const& m) {
        return !m.content.empty() && std::all_of(m.content.begin(), m.content.end(), [](auto const& p) { return std::holds_alternative<chat::tool_result>(p); });
    }

    void read_tools() {
        auto list = io_.take_array("tools");
        for (std::size_t i = 0; i != list.size(); ++i) {
            if (auto* const o = list[i].if_object()) read_tool(std::move(*o));
            else problems_.push_back({"/tools/" + std::to_string(i), "object", std::string(view(boost::json::to_string(list[i].kind()))), {}});
        }
    }

    // Tools that the provider knows have a kind and no schema.
    void read_tool(object o) {
        auto& t = q_.tools.emplace_back();
        bool const is_custom = !o.contains("type") || text_in(o, "type") == "custom";
        if (!is_custom || !has(o, "name", kind::string) || !has(o, "input_schema", kind::object)) {
            t.provider.emplace();
            t.provider->family = family_name;
            t.provider->value = std::move(o);
            return;
        }
        t.name = *take_text(o, "name");
        if (!text_in(o, "description").empty()) t.description = *take_text(o, "description");
        if (auto const& schema = o.at("input_schema").get_object(); is_without_parameters(schema)) o.erase("input_schema");
        else if (!schema.empty()) t.parameters = std::move(take(o, "input_schema")->get_object());
        if (has(o, "strict", kind::bool_)) t.strict = take(o, "strict")->get_bool();
        t.extra = to_extra<chat::tool>(std::move(o), family_name);
    }

    void read_tool_choice() {
        auto const* const found = holds("tool_choice", kind::object) ? &at("tool_choice")->get_object() : nullptr;
        if (!found) return;
        auto const* const word = std::find(std::begin(tool_modes), std::end(tool_modes), text_in(*found, "type"));
        auto const mode = static_cast<chat::tool_mode>(word - std::begin(tool_modes));
        if (word == std::end(tool_modes) || (mode == chat::tool_mode::one && !has(*found, "name", kind::string))) return;
        auto in = io_.take_object("tool_choice");
        in->take("type");
        auto& choice = q_.tool_choice.emplace();
        choice.mode = mode;
        if (mode == chat::tool_mode::one) (*in)("name", choice.name);
        std::optional<bool> is_single;
        (*in)("disable_parallel_tool_use", is_single);
        if (is_single) q_.parallel_tool_calls = !*is_single;
        keep(*in, "tool_choice");
    }

    // A schema and nothing else: what says more stays as it is.
    static bool is_format(object const& o) noexcept { return o.size() == 2 && text_in(o, "type") == "json_schema" && has(o, "schema", kind::object); }

    void read_format() {
        auto const take_schema = [&](object& format) {
            auto& made = q_.response_format.emplace();
            made.kind = chat::format_kind::json_schema;
            made.schema = std::move(format["schema"].get_object());
        };
        if (holds("output_config", kind::object)) {
            auto config = std::move(io_.take("output_config")->get_object());
            bool const is_known = !at("output_format") && has(config, "format", kind::object) && is_format(config["format"].get_object());
            if (is_known) {
                take_schema(config["format"].get_object());
                config.erase("format");
            }
            config_ = std::move(config);
            config_was_merged_ = is_known;
        }
        if (!holds("output_format", kind::object) || !is_format(at("output_format")->get_object())) return;
        auto old = std::move(io_.take("output_format")->get_object());
        take_schema(old);
        rest_["output_format"] = object();
    }

    void read_reasoning() {
        auto const* const thinking = holds("thinking", kind::object) ? &at("thinking")->get_object() : nullptr;
        auto const how = thinking ? text_in(*thinking, "type") : std::string_view();
        auto const effort = config_ ? some_text(*config_, "effort") : std::nullopt;
        bool const has_effort = effort && *effort != no_effort;
        chat::reasoning made;
        if (how == "enabled" && has(*thinking, "budget_tokens", kind::int64)) made.budget_tokens = thinking->at("budget_tokens").get_int64();
        else if (how == "disabled" && !thinking->contains("budget_tokens")) made.effort = no_effort;
        else if (how != "adaptive" || !has_effort || thinking->contains("budget_tokens")) return;
        if (has_effort && how != "disabled") {
            made.effort = *effort;
            config_->erase("effort");
            config_was_merged_ = true;
        }
        auto in = io_.take_object("thinking");
        in->take("type");
        in->take("budget_tokens");
        keep(*in, "thinking");
        q_.reasoning = std::move(made);
    }

    void read_metadata() {
        auto const* const found = holds("metadata", kind::object) ? &at("metadata")->get_object() : nullptr;
        if (!found || !has(*found, "user_id", kind::string)) return;
        auto in = io_.take_object("metadata");
        in->operator()("user_id", q_.metadata["user_id"]);
        keep(*in, "metadata");
    }

    void keep(body_reader& in, std::string_view key) { in.rest_to(rest_, key); }

    std::vector<problem> problems_;
    body_reader io_;
    chat::request q_;
    object rest_; // of objects that were merged
    std::optional<object> config_;
    bool config_was_merged_ = false;
};

} // namespace parley::inline v0::family::detail::anthropic_wire

#endif
