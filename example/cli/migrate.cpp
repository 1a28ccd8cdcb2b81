#include "cli/cipher.hpp"
#include "cli/command.hpp"
#include "cli/kinds.hpp"
#include "support/plan_diff.hpp"
#include "support/terminal.hpp"

#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_json.hpp>

#include <boost/describe/class.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cli {

namespace {

using parley::errc;
using parley::error;
using parley::result;
namespace migrate = parley::migrate;
namespace reflect = parley::reflect;

struct arguments {
    std::string kind;
    std::optional<int> to;
    bool plan = false;
    cipher_arguments cipher;
    std::vector<std::string> files{"-"};
};

// What `--json` prints.
struct step_line {
    int from = 0;
    int to = 0;
    std::string pointer;
    std::string description;
    boost::json::array changes;
};
BOOST_DESCRIBE_STRUCT(step_line, (), (from, to, pointer, description, changes))

boost::json::object report_of(int from, int to, std::vector<migrate::step_report> const& steps) {
    boost::json::array lines;
    for (auto const& s : steps)
        lines.push_back(reflect::to_json(step_line{s.from, s.to, s.pointer, s.description.empty() ? s.name : s.description, s.changes}));
    return {{"from", from}, {"to", to}, {"steps", std::move(lines)}};
}

error located(error why, std::string const& file) {
    if (file != "-" && why.where != file) why.where = why.where.empty() ? file : file + "#" + why.where;
    return why;
}

class migration {
public:
    migration(arguments const& a, session& s) : a_(a), s_(s), kind_(*std::ranges::find(kinds(), a.kind, &kind::name)) {}

    result<exit_status> run() {
        if (auto ready = prepare(); !ready) return ready.error();
        auto status = exit_status::fine;
        for (auto const& file : a_.files) {
            auto const in_place = file != "-" && !a_.plan;
            auto const done = in_place ? rewrite(file) : s_.json ? describe(file) : a_.plan ? show(file) : convert(file);
            if (!done) status = std::max(status, s_.report(located(done.error(), file)));
        }
        return status;
    }

private:
    result<void> prepare() {
        how_.what = s_.json ? migrate::report::changes : migrate::report::steps;
        to_ = a_.to.value_or(kind_.version);
        auto made = a_.cipher.make(s_.environment);
        if (!made) return made.error();
        cipher_ = std::move(*made);
        if (!cipher_.is_none()) how_.read.cipher = cipher_; // without one, ciphertext stays as it is
        return {};
    }

    /// Standard input to standard output.
    result<void> convert(std::string const& file) {
        auto const text = read_input(file);
        if (!text) return text.error();
        auto const made = kind_.upgrade(*text, how_, reflect::layout::indented(), to_);
        if (!made) return made.error();
        std::cout << made->text;
        return {};
    }

    /// `--json` where no file changes: the report and the document.
    result<void> describe(std::string const& file) {
        auto const text = read_input(file);
        if (!text) return text.error();
        auto const made = kind_.upgrade(*text, how_, {}, to_);
        if (!made) return made.error();
        auto line = report_of(made->done.from, made->done.to, made->done.steps);
        line["document"] = reflect::parse_value(made->text).value();
        if (file != "-") line["file"] = file;
        print(line);
        return {};
    }

    /// `--plan` for people.
    result<void> show(std::string const& file) {
        auto const text = read_input(file);
        if (!text) return text.error();
        auto const plan = kind_.plan(*text, how_, to_);
        if (!plan) return plan.error();
        support::terminal terminal(std::cout);
        std::cout << terminal.bold(file == "-" ? a_.kind : file) << ": version " << plan->from << " -> " << plan->to << '\n';
        support::print_steps(terminal, plan->steps);
        auto shown = kind_.masked(plan->document, how_.read);
        support::print_diff(terminal, reflect::parse_value(*text).value(), shown ? *shown : boost::json::value(nullptr), plan->patch);
        return {};
    }

    /// A file in place.
    result<void> rewrite(std::string const& file) {
        migrate::file_options options;
        options.how = how_;
        options.to = to_;
        auto const done = kind_.file(file, options);
        if (!done) return done.error();
        if (done->why) return *done->why;
        auto const current = done->state == migrate::file_state::current;
        if (s_.json) {
            auto line = report_of(done->from, done->to, done->steps);
            line["file"] = file;
            line["state"] = current ? "current" : "migrated";
            if (!current) line["backup"] = done->backup;
            print(line);
        } else if (current) {
            std::cout << file << ": version " << done->to << " already\n";
        } else {
            std::cout << file << ": version " << done->from << " -> " << done->to << ", the old file is " << done->backup << '\n';
        }
        return {};
    }

    arguments const& a_;
    session& s_;
    kind const& kind_;
    migrate::options how_;
    int to_ = 0;
    chosen_cipher cipher_;
};

} // namespace

void add_migrate(CLI::App& app, session& s) {
    auto const a = std::make_shared<arguments>();
    auto& command = *app.add_subcommand("migrate", "Bring documents to another version, the newest unless told otherwise");
    std::vector<std::string> names;
    for (auto const& k : kinds()) names.emplace_back(k.name);
    command.add_option("--kind", a->kind, "What the documents are")->required()->check(CLI::IsMember(names));
    command.add_option("--to", a->to, "The version to bring them to")->check(CLI::NonNegativeNumber);
    command.add_flag("--plan", a->plan, "Show what would change, and change nothing");
    add_json_flag(command, s);
    a->cipher.add_to(command);
    command.add_option("files", a->files, "Files, migrated in place with a backup; - is standard input to standard output");
    command.footer("Secrets are masked in what --plan shows people. With --json they stand in \"document\" and \"changes\" as they stand in the input.");
    command.callback([a, &s] { s.action = [a, &s] { return migration(*a, s).run(); }; });
}

} // namespace cli
