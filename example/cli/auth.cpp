#include "cli/command.hpp"
#include "cli/login.hpp"

#include <parley/auth/databricks_choice.hpp>
#include <parley/reflect/to_json.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <CLI/CLI.hpp>

#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace cli {

namespace {

using parley::errc;
using parley::error;
using parley::result;
namespace auth = parley::auth;
namespace json = boost::json;

struct arguments {
    std::vector<std::string> settings; // key=value
};

constexpr char const* name_of(auth::cloud c) { return c == auth::cloud::azure ? "azure" : c == auth::cloud::gcp ? "gcp" : "aws"; }

json::value text_or_null(std::string_view text) {
    if (text.empty()) return nullptr;
    return json::string(text.data(), text.size());
}

/// What nobody could sign with is told with the status of "not authorised", whatever its cause.
exit_status refused(error const& why, session const& s) {
    auto sentence = why;
    sentence.problems.clear();
    s.report(sentence);
    if (!s.json)
        for (auto const& p : why.problems) std::cerr << one_line("  not " + p.pointer + ": " + p.found) << '\n';
    return exit_status::not_authorised;
}

result<exit_status> explain(arguments const& a, session const& s) {
    std::map<std::string, std::string> given;
    for (auto const& setting : a.settings) {
        auto const sign = setting.find('=');
        if (sign == std::string::npos || sign == 0) return error(errc::invalid_argument, "A setting is key=value.", setting.substr(0, sign));
        given[setting.substr(0, sign)] = setting.substr(sign + 1);
    }
    auto const config = auth::databricks_config::resolve(given, s.environment);
    if (!config) {
        if (config.error().code == errc::invalid_argument) return config.error();
        return refused(config.error(), s);
    }
    auto const choice = auth::choose(*config, s.environment);
    if (!choice) return refused(choice.error(), s);

    if (s.json) {
        json::object source;
        for (auto const& [attribute, where] : config->sources()) source[attribute] = where;
        json::array tried;
        for (auto const& one : choice->tried) tried.push_back({{"auth_type", text_or_null(one.name)}, {"why", one.why}});
        print(json::object{{"auth_type", text_or_null(choice->name)}, {"host", text_or_null((*config)["host"])}, {"profile", text_or_null((*config)["profile"])},
                           {"cloud", name_of(config->cloud())}, {"source", std::move(source)}, {"tried", std::move(tried)}});
        return exit_status::fine;
    }
    std::cout << choice->name << " for " << one_line(std::string((*config)["host"])) << " (" << name_of(config->cloud()) << ")\n";
    for (auto const& [attribute, where] : config->sources()) std::cout << "  " << attribute << ": " << one_line(where) << '\n';
    for (auto const& one : choice->tried) std::cout << "  not " << one.name << ": " << one_line(one.why) << '\n';
    return exit_status::fine;
}

} // namespace

void add_auth(CLI::App& app, session& s) {
    auto const a = std::make_shared<arguments>();
    auto& group = *app.add_subcommand("auth", "How requests to Databricks are signed");
    group.require_subcommand(1);
    auto& command = *group.add_subcommand("explain", "Show which credentials this environment gives, without using the network");
    command.add_option("--set", a->settings, "An attribute, such as host=https://my.cloud.databricks.com; comes before variables and files")->type_name("KEY=VALUE");
    add_json_flag(command, s);
    command.callback([a, &s] { s.action = [a, &s] { return explain(*a, s); }; });
    add_logins(group, s);
}

} // namespace cli
