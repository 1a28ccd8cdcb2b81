#ifndef PARLEY_FAMILY_DETAIL_ANTHROPIC_REQUEST_WRITER_HPP
#define PARLEY_FAMILY_DETAIL_ANTHROPIC_REQUEST_WRITER_HPP

// Writes the body of a request to Anthropic's Messages.

#include <parley/chat/request.hpp>
#include <parley/family/detail/anthropic_block.hpp>
#include <parley/family/detail/anthropic_block_writer.hpp>
#include <parley/family/detail/anthropic_settings.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/family/detail/extra.hpp>
#include <parley/reflect/json_writer.hpp>
#include <parley/result.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail::anthropic_wire {

class request_writer {
public:
    request_writer(chat::request const& q, reflect::json_writer& out) : q_(q), io_(out) {}

    /// @return the first part or field that has no place.
    std::optional<error> write() {
        if (auto const* const pointer = unplaced_field()) return refusal(pointer);
        io_.out().begin_object();
        if (!names_model_in_address(q_.extra)) io_("model", q_.model);
        io_("max_tokens", max_tokens());
        write_messages();
        write_tools();
        write_reasoning();
        write_output_config();
        if (!q_.metadata.empty()) io_.object("metadata", [&] {
            for (auto const& [key, text] : q_.metadata) io_(key, text);
            rest_of("metadata");
        });
        map_settings(io_, q_);
        if (q_.stream) io_("stream", true);
        write_rest();
        io_.out().end_object();
        return failure_;
    }

private:
    static error refusal(std::string where) {
        return error(errc::unsupported, "Anthropic's Messages have no place for this part of the request.", std::move(where));
    }
    void refuse(std::string where) {
        if (!failure_) failure_ = refusal(std::move(where));
    }

    char const* unplaced_field() const {
        if (q_.presence_penalty) return "/presence_penalty";
        if (q_.frequency_penalty) return "/frequency_penalty";
        if (q_.seed) return "/seed";
        if (q_.choices.value_or(1) != 1) return "/choices";
        if (q_.top_logprobs) return "/top_logprobs";
        for (auto const& [key, text] : q_.metadata)
            if (key != "user_id") return "/metadata";
        if (q_.reasoning && q_.reasoning->budget_tokens && q_.reasoning->effort == no_effort) return "/reasoning/effort";
        if (q_.response_format && q_.response_format->kind == chat::format_kind::json) return "/response_format/kind";
        if (has_format() && has_two_descriptions()) return "/response_format/description";
        if (q_.tool_choice && q_.tool_choice->mode == chat::tool_mode::one && !q_.tool_choice->name) return "/tool_choice/name";
        return nullptr;
    }

    std::int64_t max_tokens() const {
        if (q_.max_output_tokens) return *q_.max_output_tokens;
        return default_max_tokens + (q_.reasoning ? q_.reasoning->budget_tokens.value_or(0) : 0);
    }

    static bool has_extra(object const& extra, std::string_view key) noexcept { return find_extra(extra, family_name, key) != nullptr; }

    // What `read` has left of an object that was merged into a member of the vocabulary.
    void rest_of(std::string_view key, std::initializer_list<std::string_view> but = {}) {
        if (auto const* const found = find_extra(q_.extra, family_name, key))
            if (auto const* const o = found->if_object()) io_.rest(*o, but);
    }

    // Instructions before the first turn stand outside of the turns; later ones, and those that say so, are turns.
    bool is_instruction(chat::message const& m) const { return m.role == chat::role::system && !has_extra(m.extra, "role"); }

    void write_messages() {
        std::size_t first = 0;
        while (first != q_.messages.size() && is_instruction(q_.messages[first])) ++first;
        if (first == 1) {
            check(0);
            write_content(io_, "system", q_.messages.front().content, q_.messages.front().cache);
        } else if (first != 0) {
            io_.array("system", [&] {
                for (std::size_t i = 0; i != first; ++i) {
                    check(i);
                    write_blocks(io_, q_.messages[i].content, q_.messages[i].cache);
                }
            });
        }
        for (std::size_t i = 0; i != first; ++i)
            if (!q_.messages[i].extra.empty()) refuse("/messages/" + std::to_string(i) + "/extra");
        if (first == q_.messages.size() && has_extra(q_.extra, "messages")) return;
        io_.array("messages", [&] {
            for (auto i = first; i != q_.messages.size(); ++i) write_message(i);
        });
    }

    void check(std::size_t index) {
        auto const& m = q_.messages[index];
        auto const at = [&] { return "/messages/" + std::to_string(index); };
        if (m.name) refuse(at() + "/name");
        for (std::size_t i = 0; i != m.content.size(); ++i)
            if (auto const found = misfit_of(m.content[i])) refuse(at() + "/content/" + std::to_string(i) + *found);
    }

    // Results of several tools go back in one turn: turns of their own teach the model to call one tool at a time.
    bool goes_on(std::size_t index) const {
        return index < q_.messages.size() && q_.messages[index].role == chat::role::tool && q_.messages[index].extra.empty();
    }

    void write_message(std::size_t& index) {
        auto const& m = q_.messages[index];
        check(index);
        io_.element([&] {
            if (!has_extra(m.extra, "role")) io_("role", m.role == chat::role::assistant ? "assistant" : m.role == chat::role::system ? "system" : "user");
            if (m.role == chat::role::tool && goes_on(index + 1)) {
                io_.array("content", [&] {
                    for (write_blocks(io_, m.content, m.cache); goes_on(index + 1);) {
                        check(++index);
                        write_blocks(io_, q_.messages[index].content, q_.messages[index].cache);
                    }
                });
                return write_extra(io_, m.extra, family_name);
            }
            if (!m.content.empty() || !has_extra(m.extra, "content")) write_content(io_, "content", m.content, m.cache);
            write_extra(io_, m.extra, family_name, {m.content.empty() ? no_member : "content"});
        });
    }

    void write_tools() {
        if (!q_.tools.empty()) io_.array("tools", [&] {
            for (std::size_t i = 0; i != q_.tools.size(); ++i) write_tool(i);
        });
        if (says_tool_choice()) write_tool_choice();
    }
    bool says_tool_choice() const { return q_.tool_choice || q_.parallel_tool_calls; }

    void write_tool(std::size_t index) {
        auto const& t = q_.tools[index];
        if (t.provider) {
            if (auto const found = misfit_of(*t.provider)) return refuse("/tools/" + std::to_string(index) + "/provider" + *found);
            return io_.element([&] {
                io_.rest(t.provider->value.get_object());
                write_extra(io_, t.extra, family_name);
            });
        }
        io_.element([&] {
            io_("name", t.name);
            if (!t.description.empty()) io_("description", t.description);
            if (!t.parameters.empty()) io_("input_schema", t.parameters);
            else if (!has_extra(t.extra, "input_schema")) write_without_parameters(io_, "input_schema");
            io_("strict", t.strict);
            write_extra(io_, t.extra, family_name);
        });
    }

    void write_tool_choice() {
        auto const mode = q_.tool_choice ? q_.tool_choice->mode : chat::tool_mode::auto_;
        io_.object("tool_choice", [&] {
            io_("type", tool_modes[static_cast<std::size_t>(mode)]);
            if (mode == chat::tool_mode::one) io_("name", q_.tool_choice->name);
            if (q_.parallel_tool_calls && mode != chat::tool_mode::none) io_("disable_parallel_tool_use", !*q_.parallel_tool_calls);
            rest_of("tool_choice");
        });
    }

    bool has_effort() const { return q_.reasoning && q_.reasoning->effort && *q_.reasoning->effort != no_effort; }
    bool says_thinking() const { return q_.reasoning && (q_.reasoning->budget_tokens || q_.reasoning->effort); }

    void write_reasoning() {
        if (!says_thinking()) return;
        io_.object("thinking", [&] {
            io_("type", q_.reasoning->budget_tokens ? "enabled" : has_effort() ? "adaptive" : "disabled");
            io_("budget_tokens", q_.reasoning->budget_tokens);
            rest_of("thinking");
        });
    }

    bool has_format() const { return q_.response_format && q_.response_format->kind == chat::format_kind::json_schema; }
    // The schema's own description is the only place for one.
    bool has_two_descriptions() const {
        auto const& f = *q_.response_format;
        return f.description && f.schema && f.schema->contains("description");
    }
    // An older name of the same: a request that was read with it is written with it.
    bool has_old_format() const { return has_format() && has_extra(q_.extra, "output_format"); }
    bool says_output_config() const { return has_effort() || (has_format() && !has_old_format()); }

    void write_format(std::string_view key, std::string_view rest) {
        io_.object(key, [&] {
            io_("type", "json_schema");
            io_.object("schema", [&] {
                io_("description", q_.response_format->description);
                if (q_.response_format->schema) io_.rest(*q_.response_format->schema);
            });
            if (!rest.empty()) rest_of(rest);
        });
    }

    void write_output_config() {
        if (has_old_format()) write_format("output_format", "output_format");
        if (!says_output_config()) return;
        io_.object("output_config", [&] {
            if (has_effort()) io_("effort", q_.reasoning->effort);
            if (has_format() && !has_old_format()) write_format("format", "");
            rest_of("output_config");
        });
    }

    void write_rest() {
        write_extra(io_, q_.extra, family_name,
                    {are_betas(q_.extra) ? "betas" : no_member, q_.metadata.empty() ? no_member : "metadata", says_output_config() ? "output_config" : no_member,
                     has_old_format() ? "output_format" : no_member, q_.stream ? "stream" : no_member, says_thinking() ? "thinking" : no_member,
                     says_tool_choice() ? "tool_choice" : no_member});
    }

    chat::request const& q_;
    body_writer io_;
    std::optional<error> failure_;
};

} // namespace parley::inline v0::family::detail::anthropic_wire

#endif
