#include "cli/command.hpp"

#include <parley/chat/usage.hpp>
#include <parley/clock.hpp>
#include <parley/model/cost.hpp>
#include <parley/model/json.hpp>
#include <parley/model/table.hpp>
#include <parley/reflect/to_json.hpp>

#include <boost/describe/enum_to_string.hpp>

#include <CLI/CLI.hpp>

#include <cstdint>
#include <iomanip>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>

namespace cli {

namespace {

using parley::errc;
using parley::error;
using parley::result;
namespace model = parley::model;
namespace reflect = parley::reflect;

/// More than anybody uses, and less than what numbers too long to be read come out as.
constexpr std::int64_t most_tokens = 1'000'000'000'000'000;

struct arguments {
    std::string name;
    std::string vendor;
    std::string when;
    bool batch = false;
    parley::chat::usage used;
};

template <class E> std::string word(E value) { return boost::describe::enum_to_string(value, ""); }

std::string number(std::optional<std::int64_t> n) { return n ? std::to_string(*n) : "-"; }

template <class T> std::string text_or_dash(std::optional<T> const& value) {
    if (!value) return "-";
    if constexpr (std::is_same_v<T, model::date>) return model::to_text(*value);
    else if constexpr (std::is_enum_v<T>) return word(*value);
    else return value->text();
}

/// What a command works on.
struct workplace {
    arguments const& a;
    session const& s;
    model::catalogue catalogue;
    model::date when;
};
using job = result<exit_status> (*)(workplace&);

result<exit_status> list(workplace& w) {
    boost::json::array rows;
    for (auto const& row : w.catalogue.models()) {
        if (!w.a.vendor.empty() && row.vendor != w.a.vendor) continue;
        if (w.s.json) {
            rows.push_back(reflect::to_json(row));
            continue;
        }
        auto const* price = model::price_of(row, w.when, 0);
        std::cout << std::left << std::setw(11) << row.vendor << ' ' << std::setw(42) << row.id << ' ' << std::right << std::setw(9)
                  << number(row.context) << ' ' << std::setw(8) << number(row.max_output) << ' ' << std::setw(7) << text_or_dash(price ? price->input : std::nullopt) << ' '
                  << std::setw(7) << text_or_dash(price ? price->output : std::nullopt) << "  " << text_or_dash(model::stage_on(row, w.when)) << '\n';
    }
    if (w.s.json) print({{"models", std::move(rows)}});
    return exit_status::fine;
}

/// A name that nobody knows is refused here; no provider was asked.
result<exit_status> not_found(workplace const& w, model::match how) {
    auto const* why = how == model::match::ambiguous ? "Several vendors serve a model of this name: put one before it, as in openai/NAME."
                                                     : "No model of this name is known.";
    w.s.report(error(errc::model_not_found, why, w.a.name));
    return exit_status::refused;
}

void print_price(model::price const& p) {
    std::cout << "  " << word(p.service);
    if (p.from) std::cout << ", from " << model::to_text(*p.from);
    if (p.above_input_tokens != 0) std::cout << ", above " << p.above_input_tokens << " tokens of input";
    std::cout << ": input " << text_or_dash(p.input) << ", cache read " << text_or_dash(p.cache_read) << ", cache write " << text_or_dash(p.cache_write)
              << ", for an hour " << text_or_dash(p.cache_write_1h) << ", output " << text_or_dash(p.output) << '\n';
}

template <class List, class Text> std::string joined(List const& list, Text text) {
    std::string made;
    for (auto const& one : list) made += (made.empty() ? "" : ", ") + std::string(text(one));
    return made.empty() ? "-" : made;
}

result<exit_status> show(workplace& w) {
    auto const found = w.catalogue.find(w.a.name);
    if (!found) return not_found(w, found.how);
    auto const& about = *found.model;
    auto const stage = model::stage_on(about, w.when);
    if (w.s.json) {
        print({{"match", word(found.how)},
               {"prefix", std::string(found.prefix)},
               {"snapshot", std::string(found.snapshot)},
               {"stage", stage ? boost::json::value(word(*stage)) : boost::json::value(nullptr)},
               {"model", reflect::to_json(about)}});
        return exit_status::fine;
    }
    auto const modality = [](model::modality m) { return word(m); };
    auto const& can = about.capabilities;
    auto const flag = [](std::optional<bool> f) { return !f ? "not known" : *f ? "yes" : "no"; };
    std::cout << about.vendor << '/' << about.id << (about.name.empty() ? "" : ", " + about.name) << " (" << word(found.how) << ")\n"
              << "aliases: " << joined(about.aliases, [](std::string const& alias) { return alias; }) << '\n'
              << "context: " << number(about.context) << ", input at most " << number(about.max_input) << ", output at most " << number(about.max_output) << '\n'
              << "takes: " << joined(about.input, modality) << "; gives: " << joined(about.output, modality) << '\n'
              << "tools: " << flag(can.tools) << "; structured output: " << flag(can.structured_output) << "; reasoning: " << flag(can.reasoning)
              << "; streaming: " << flag(can.streaming) << "; prompt caching: " << flag(can.prompt_caching) << '\n'
              << "stage: " << text_or_dash(stage) << "; released " << text_or_dash(about.released) << ", deprecated " << text_or_dash(about.deprecated)
              << ", retires " << text_or_dash(about.retires) << (about.successor.empty() ? "" : ", then " + about.successor) << '\n'
              << "US dollars for a million tokens:\n";
    for (auto const& p : about.prices) print_price(p);
    std::cout << "from:\n";
    for (auto const& o : about.origins)
        std::cout << "  " << (o.fact.empty() ? "all else" : o.fact) << ": " << o.source << ", as of " << text_or_dash(o.as_of) << '\n';
    return exit_status::fine;
}

result<exit_status> cost(workplace& w) {
    auto const found = w.catalogue.find(w.a.name);
    if (!found) return not_found(w, found.how);
    auto const made = model::cost(w.a.used, *found.model, w.when, w.a.batch ? model::service::batch : model::service::standard);
    if (!made) return made.error();
    if (w.s.json) {
        print({{"model", found.model->id},
               {"vendor", found.model->vendor},
               {"match", word(found.how)},
               {"when", model::to_text(w.when)},
               {"bill", reflect::to_json(*made)}});
        return exit_status::fine;
    }
    auto const line = [](char const* name, model::bill_line const& l) {
        if (l.tokens != 0)
            std::cout << std::left << std::setw(16) << name << std::right << std::setw(14) << l.tokens << " x " << std::setw(8) << text_or_dash(l.per_million)
                      << " = " << (l.amount ? l.amount->text() : "no price is known") << '\n';
    };
    line("input", made->input);
    line("cache read", made->cache_read);
    line("cache write", made->cache_write);
    line("cache write 1h", made->cache_write_1h);
    line("output", made->output);
    line("reasoning", made->reasoning);
    std::cout << "total USD " << (made->total ? made->total->text() : "is not known") << '\n';
    return exit_status::fine;
}

result<exit_status> run(arguments const& a, session const& s, job work) {
    auto const when = a.when.empty() ? result<model::date>(model::date_of(parley::clock().now())) : model::parse_date(a.when);
    if (!when) return when.error();
    workplace w{a, s, model::built_in_models(), *when};
    return work(w);
}

} // namespace

void add_model(CLI::App& app, session& s) {
    auto const a = std::make_shared<arguments>();
    auto& group = *app.add_subcommand("model", "Look models up: limits, prices, and how long they will be there");
    group.require_subcommand(1);

    auto const add = [&](std::string const& name, std::string const& description, job work) -> CLI::App& {
        auto& command = *group.add_subcommand(name, description);
        command.add_option("--when", a->when, "The day that counts, such as 2026-11-21; today where none is given");
        add_json_flag(command, s);
        command.callback([a, &s, work] { s.action = [a, &s, work] { return run(*a, s, work); }; });
        return command;
    };
    auto const add_named = [&](std::string const& name, std::string const& description, job work) -> CLI::App& {
        auto& command = add(name, description, work);
        command.add_option("name", a->name, "The model: id, alias, with a date or a vendor's prefix if you like")->required();
        return command;
    };
    add("list", "List the models: context, output, prices of input and output for a million tokens, stage", list)
        .add_option("--vendor", a->vendor, "Only this vendor's");
    add_named("show", "Print what is known of a model, and where it is from", show);
    auto& costs = add_named("cost", "Say what a call costs, exactly", cost);
    auto const tokens = [&](std::string const& name, std::int64_t& into, std::string const& description) {
        return costs.add_option(name, into, description)->check(CLI::Range(std::int64_t(0), most_tokens, "TOKENS"));
    };
    tokens("--input", a->used.input_tokens, "Tokens of input, cached ones included")->required();
    tokens("--cached", a->used.cached_input_tokens, "Of the input: read from a cache");
    tokens("--cache-write", a->used.cache_write_tokens, "Of the input: written to a cache for five minutes");
    tokens("--cache-write-1h", a->used.cache_write_1h_tokens, "Of the input: written to a cache for an hour");
    tokens("--output", a->used.output_tokens, "Tokens of output, reasoning included");
    tokens("--reasoning", a->used.reasoning_tokens, "Of the output: reasoning");
    costs.add_flag("--batch", a->batch, "The price of batches");
}

} // namespace cli
