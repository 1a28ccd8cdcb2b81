#include "cli/connection.hpp"

#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include <unistd.h>

namespace cli {

namespace {

using parley::errc;
using parley::error;
using parley::result;
namespace chat = parley::chat;

struct arguments {
    connection_arguments where;
    std::string image;
    bool stream = false;
    std::string question;
    std::string schema;
};

/// Opens what the command line names.
result<connection> opened(arguments const& a, session const& s) {
    auto const how = a.where.make(s.environment);
    if (!how) return how.error();
    return connection::open(*how, a.where.profile, s.environment);
}

/// Adds a question to a conversation, with the picture of the command line where it is the first.
result<void> add_question(chat::request& q, std::string text, std::string const& image) {
    auto& turn = q.messages.emplace_back();
    turn.role = chat::role::user;
    if (q.messages.size() == 1 && !image.empty()) {
        auto picture = read_image(image);
        if (!picture) return picture.error();
        turn.content.emplace_back(std::move(*picture));
    }
    turn.content.emplace_back().emplace<chat::text>().text = std::move(text);
    return {};
}

/// Asks, and shows the answer as the command line wants it.
result<chat::response> shown(connection& to, chat::request const& q, bool stream, session const& s) {
    auto const print_text = [](std::string_view text) { std::cout << text << std::flush; };
    auto answer = stream && !s.json ? to.ask(q, print_text) : stream ? to.ask(q, [](std::string_view) {}) : to.ask(q);
    if (!answer) {
        if (stream && !s.json) std::cout << '\n';
        return answer;
    }
    if (s.json) {
        print(to.object_of(*answer));
        return answer;
    }
    if (!stream) std::cout << answer->text();
    std::cout << std::endl;
    std::cerr << to.line_of(*answer) << '\n';
    return answer;
}

/// One question a line until there are no more. A question that fails, or whose answer is interrupted, is forgotten; the next may go better.
result<exit_status> converse(arguments const& a, session const& s) {
    auto to = opened(a, s);
    if (!to) return to.error();
    bool const is_terminal = ::isatty(STDIN_FILENO) == 1 && !s.json;
    if (is_terminal) std::cerr << to->model() << ". Ctrl-C stops an answer, Ctrl-D ends.\n";

    chat::request q;
    q.model = to->model();
    auto status = exit_status::fine;
    std::string line;
    for (;;) {
        if (is_terminal) std::cerr << "> ";
        if (!std::getline(std::cin, line)) break;
        if (line.empty()) continue;
        if (auto const added = add_question(q, line, a.image); !added) return added.error();
        auto answer = shown(*to, q, a.stream, s);
        if (!answer) {
            q.messages.pop_back();
            auto const of_failure = s.report(answer.error());
            if (answer.error().code != errc::cancelled) status = std::max(status, of_failure);
            continue;
        }
        auto& turn = q.messages.emplace_back();
        turn.role = chat::role::assistant;
        turn.content = std::move(answer->content);
    }
    if (is_terminal) std::cerr << '\n';
    return status;
}

/// One question, one answer; with a schema, one that is JSON.
result<exit_status> ask(arguments const& a, session const& s) {
    auto to = opened(a, s);
    if (!to) return to.error();
    chat::request q;
    q.model = to->model();
    auto text = a.question == "-" ? read_input("-") : result<std::string>(a.question);
    if (!text) return text.error();
    if (auto const added = add_question(q, std::move(*text), a.image); !added) return added.error();
    if (a.schema.empty()) {
        auto const answer = shown(*to, q, a.stream, s);
        if (!answer) return answer.error();
        return exit_status::fine;
    }

    auto const schema_text = read_input(a.schema);
    if (!schema_text) return schema_text.error();
    auto schema = parley::reflect::parse_value(*schema_text);
    if (!schema || !schema->is_object()) return error(errc::invalid_document, "A schema is a JSON object.", a.schema);
    auto& format = q.response_format.emplace();
    format.kind = chat::format_kind::json_schema;
    format.name = "answer";
    format.schema = std::move(schema->get_object());
    auto const answer = to->ask(q);
    if (!answer) return answer.error();
    if (answer->finish_reason == chat::finish_reason::refusal) return error(errc::refused, {}, to->model());
    auto const value = parley::reflect::parse_value(answer->text());
    if (!value) return error(errc::invalid_response, "The model's answer is not JSON.", to->model());
    if (s.json) {
        auto told = to->object_of(*answer);
        told["value"] = *value;
        print(told);
        return exit_status::fine;
    }
    std::cout << parley::reflect::to_text(*value, parley::reflect::secrets::plain(), parley::reflect::layout::indented()) << '\n';
    std::cerr << to->line_of(*answer) << '\n';
    return exit_status::fine;
}

} // namespace

void add_chat(CLI::App& app, session& s) {
    auto const a = std::make_shared<arguments>();
    auto const add = [&](std::string const& name, std::string const& description, result<exit_status> (*work)(arguments const&, session const&)) -> CLI::App& {
        auto& command = *app.add_subcommand(name, description);
        a->where.add_to(command);
        command.add_option("--image", a->image, "A picture for the first question");
        command.add_flag("--stream", a->stream, "Print the answer while it arrives");
        add_json_flag(command, s);
        command.callback([a, &s, work] { s.action = [a, &s, work] { return work(*a, s); }; });
        return command;
    };
    add("chat", "Talk to a model: a question a line, with what was said before", converse);
    auto& asking = add("ask", "Ask a model one question", ask);
    asking.add_option("--schema", a->schema, "A file with the JSON Schema that the answer must fit");
    asking.add_option("question", a->question, "The question; - is standard input")->required();
}

} // namespace cli
