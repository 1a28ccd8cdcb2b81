#include "cli/connection.hpp"
#include "cli/network.hpp"
#include "cli/providers.hpp"

#include <parley/family/openai_chat.hpp>
#include <parley/http/url.hpp>
#include <parley/model/json.hpp>
#include <parley/model/merge.hpp>
#include <parley/model/table.hpp>
#include <parley/provider/models.hpp>
#include <parley/reflect/to_json.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdint>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cli {

namespace {

using parley::errc;
using parley::error;
using parley::result;
namespace asio = boost::asio;
namespace http = parley::http;
namespace model = parley::model;
namespace provider = parley::provider;
namespace reflect = parley::reflect;

struct arguments {
    connection_arguments where;
    std::string name;
};

/// Asks a provider for all pages of its models.
result<std::vector<model::info>> served_models(provider::site const& at, parley::profile::llm_profile const& how) {
    auto const base = how.base_url ? *how.base_url : std::string(at.base_url);
    if (base.empty()) return error(errc::misconfigured, "The provider needs an address.", "/base_url");
    auto address = http::url::parse(base);
    if (!address) return address.error();
    parley::family::place const where{std::move(*address)};

    asio::io_context context;
    auto transport = make_transport(context.get_executor());
    std::vector<model::info> all;
    std::string page;
    do {
        auto request = provider::models_request(at, where, page);
        if (!request) return request.error();
        if (!how.api_key.empty()) request->header.set(at.key_header, std::string(at.key_prefix).append(how.api_key.reveal()));
        auto sent = asio::co_spawn(context, transport.send(std::move(*request), {}), asio::use_future);
        context.restart();
        context.run();
        auto const answer = sent.get();
        if (!answer) return answer.error();
        if (!answer->is_success()) return provider::refined(at, parley::family::openai_chat::failure(*answer)); // all families read the same errors
        auto read = provider::read_models(at, *answer);
        if (!read) return read.error();
        std::move(read->models.begin(), read->models.end(), std::back_inserter(all));
        page = std::move(read->next);
    } while (!page.empty());
    return all;
}

std::string number(std::optional<std::int64_t> n) { return n ? std::to_string(*n) : "-"; }

void print_row(model::info const& row) {
    std::cout << std::left << std::setw(48) << one_line(row.id) << std::right << ' ' << std::setw(9) << number(row.context ? row.context : row.max_input) << ' ' << std::setw(8) << number(row.max_output)
              << "  " << one_line(row.name) << '\n';
}

/// What the library knows of a model, with what the provider says put over it.
model::info with_what_is_known(model::info live) {
    auto const known = model::built_in_models();
    auto const found = known.find(live.id);
    if (!found) return live;
    auto made = *found.model;
    model::merge(made, live);
    made.id = live.id;
    return made;
}

result<exit_status> list(arguments const&, session const& s, std::vector<model::info> const& served) {
    boost::json::array rows;
    for (auto const& row : served)
        if (s.json) rows.push_back(reflect::to_json(row));
        else print_row(row);
    if (s.json) print({{"models", std::move(rows)}});
    return exit_status::fine;
}

result<exit_status> info(arguments const& a, session const& s, std::vector<model::info> const& served) {
    auto const found = std::find_if(served.begin(), served.end(), [&](model::info const& row) {
        return row.id == a.name || std::find(row.aliases.begin(), row.aliases.end(), a.name) != row.aliases.end();
    });
    if (found == served.end()) return error(errc::model_not_found, {}, a.name);
    auto const known = with_what_is_known(*found);
    if (s.json) print({{"model", reflect::to_json(known)}});
    else print_row(known);
    return exit_status::fine;
}

using job = result<exit_status> (*)(arguments const&, session const&, std::vector<model::info> const&);

result<exit_status> run(arguments const& a, session const& s, job work) {
    auto const how = a.where.make(s.environment);
    if (!how) return how.error();
    auto const served = served_models(*provider_of(how->model).site, *how);
    if (!served) return served.error();
    return work(a, s, *served);
}

} // namespace

void add_models(CLI::App& app, session& s) {
    auto const a = std::make_shared<arguments>();
    auto& group = *app.add_subcommand("models", "Ask a provider which models it serves");
    group.require_subcommand(1);
    auto const add = [&](std::string const& name, std::string const& description, job work) -> CLI::App& {
        auto& command = *group.add_subcommand(name, description);
        a->where.add_to(command, connection_arguments::wants::provider);
        add_json_flag(command, s);
        command.callback([a, &s, work] { s.action = [a, &s, work] { return run(*a, s, work); }; });
        return command;
    };
    add("list", "List them: name, tokens of context and output", list);
    add("info", "Say whether a model is served, and what is known of it", info).add_option("name", a->name, "The model, as the provider names it")->required();
}

} // namespace cli
