#include "cli/login.hpp"

#include "cli/cipher.hpp"
#include "cli/network.hpp"

#include <parley/auth/authorization_code.hpp>
#include <parley/auth/token_store.hpp>
#include <parley/login.hpp>
#include <parley/reflect/time.hpp>
#include <parley/signer.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>

#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace cli {

namespace {

using parley::error;
using parley::errc;
using parley::result;
namespace auth = parley::auth;
namespace http = parley::http;
namespace json = boost::json;

struct arguments {
    auth::oauth_place at;
    auth::oauth_app app;
    std::string client_secret_variable, file, profile;
    cipher_arguments cipher;
    std::optional<std::uint16_t> port;
    int limit_seconds = 300;
    bool leaves_browser = false, exposes_secrets = false;
};

/// The file of logins, and what opens its secrets.
struct opened_store {
    std::unique_ptr<chosen_cipher> cipher;
    auth::token_store store;
};

result<opened_store> open_store(arguments const& a, session const& s) {
    auto cipher = a.cipher.make(s.environment);
    if (!cipher) return cipher.error();
    auto const file = a.file.empty() ? auth::default_login_file(s.environment) : result<std::string>(a.file);
    if (!file) return file.error();
    auto held = std::make_unique<chosen_cipher>(std::move(*cipher));
    auto const how = held->is_none() ? parley::reflect::cipher_ref() : parley::reflect::cipher_ref(*held);
    return opened_store{std::move(held), auth::token_store(*file, how)};
}

/// Takes a host as people write it, and the secret of an app from where secrets may lie.
result<void> complete(arguments& a, session const& s) {
    auto& host = a.at.host;
    if (!host.empty() && host.find("://") == std::string::npos) host = "https://" + host;
    if (auto const at = http::url::parse(host)) host = at->origin();
    if (a.client_secret_variable.empty()) return {};
    auto secret = parley::secret::make(s.environment.variable(a.client_secret_variable).value_or(""));
    if (!secret) return secret.error();
    if (secret->empty()) return error(errc::misconfigured, "The variable that should hold the app's secret is not set.", a.client_secret_variable);
    a.app.client_secret = std::move(*secret);
    return {};
}

/// Runs an operation, which `start` is given the end of, until it is done.
template <class R> result<R> finished(boost::asio::io_context& context, std::function<void(std::function<void(result<R>)>)> const& start) {
    std::optional<result<R>> done;
    start([&](result<R> got) { done.emplace(std::move(got)); });
    context.run();
    return std::move(*done);
}

/// A moment in whole seconds, as the file of logins holds it.
std::string time_text(parley::time_point at) {
    std::chrono::nanoseconds const since = std::chrono::floor<std::chrono::seconds>(at.time_since_epoch());
    return parley::reflect::to_rfc3339(since.count());
}

result<exit_status> log_in(arguments a, session const& s) {
    if (auto const whole = complete(a, s); !whole) return whole.error();
    auto opened = open_store(a, s);
    if (!opened) return opened.error();
    parley::login_options options;
    options.at = a.at;
    options.app = a.app;
    options.store = opened->store;
    options.profile = a.profile;
    options.limit = std::chrono::seconds(a.limit_seconds);
    options.opens_browser = !a.leaves_browser;
    if (a.port) options.port = options.last_port = *a.port;
    options.show = [](std::string const& address) { std::cerr << "Log in at " << address << std::endl; };
    boost::asio::io_context context;
    auto const login = finished<parley::login>(
        context, [&](auto done) { parley::async_log_in(make_transport(context.get_executor()), s.environment, std::move(options), std::move(done)); });
    if (!login) return login.error();
    auto const until = time_text(login->tokens.expires);
    if (s.json) print(json::object{{"host", login->at.host}, {"profile", a.profile}, {"expires", until}, {"is_renewable", !login->tokens.refresh_token.empty()}, {"file", opened->store.path()}});
    else std::cout << "Logged in at " << one_line(login->at.host) << ".\n";
    return exit_status::fine;
}

result<exit_status> show_token(arguments a, session const& s) {
    if (auto const whole = complete(a, s); !whole) return whole.error();
    auto opened = open_store(a, s);
    if (!opened) return opened.error();
    auto const key = auth::key_of(a.at, a.app, a.profile);
    auto keeper = opened->store.keeper(key);
    if (!keeper) return keeper.error();
    auto address = auth::parse_endpoint(a.at.host);
    if (!address) return address.error();

    auth::authorization_code_options options;
    options.at = a.at;
    options.app = a.app;
    options.keeper = std::move(*keeper);
    boost::asio::io_context context;
    parley::signer signer(auth::authorization_code(std::move(options)), make_transport(context.get_executor()));
    auto const got = finished<http::request>(context, [&](auto done) { signer.async_sign(http::request(std::move(*address)), parley::transport::limits(), std::move(done)); });
    if (!got) return got.error();
    auto const stored = opened->store.load(key);
    if (!stored) return stored.error();
    auto const until = *stored ? time_text((*stored)->expires) : std::string();
    auto const field = got->header.find("Authorization").value_or("");
    auto const space = field.find(' ');
    std::string const type(field.substr(0, space));
    auto const token = a.exposes_secrets ? std::string(field.substr(space + 1)) : std::string(parley::secret::mask);
    if (s.json) print(json::object{{"host", a.at.host}, {"token_type", type}, {"access_token", token}, {"expires", until}});
    else if (a.exposes_secrets) std::cout << token << '\n';
    else std::cout << one_line(type) << ' ' << token << ", until " << until << '\n';
    return exit_status::fine;
}

result<exit_status> log_out(arguments a, session const& s) {
    if (auto const whole = complete(a, s); !whole) return whole.error();
    auto opened = open_store(a, s);
    if (!opened) return opened.error();
    auto const removed = opened->store.remove(auth::key_of(a.at, a.app, a.profile));
    if (!removed) return removed.error();
    if (s.json) print(json::object{{"host", a.at.host}, {"was_logged_in", *removed}});
    else std::cout << (*removed ? "Logged out of " : "Nobody was logged in at ") << one_line(a.at.host) << ".\n";
    return exit_status::fine;
}

} // namespace

void add_logins(CLI::App& group, session& s) {
    auto const add = [&](char const* name, char const* what, result<exit_status> (*run)(arguments, session const&)) {
        auto const a = std::make_shared<arguments>();
        auto& command = *group.add_subcommand(name, what);
        command.add_option("--host", a->at.host, "The workspace, such as https://my.cloud.databricks.com")->required();
        command.add_option("--account-id", a->at.account_id, "With the host of accounts");
        command.add_option("--client-id", a->app.client_id, "The app that a person logs in to")->capture_default_str();
        command.add_option("--client-secret-env", a->client_secret_variable, "The environment variable that holds the app's secret, where it has one");
        command.add_option("--profile", a->profile, "A name for this login, beside others at the same host");
        command.add_option("--file", a->file, "The file of logins");
        a->cipher.add_to(command);
        add_json_flag(command, s);
        command.callback([a, run, &s] { s.action = [a, run, &s] { return run(*a, s); }; });
        return std::pair(a, &command);
    };
    auto const [in, login] = add("login", "Log in with a browser and keep the tokens", &log_in);
    login->add_option("--port", in->port, "Where the browser comes back to; without it 8020, or the next one that is free");
    login->add_option("--scope", in->app.scopes, "A scope to ask for; all-apis where none is given");
    login->add_option("--limit", in->limit_seconds, "How many seconds the person has")->capture_default_str()->check(CLI::PositiveNumber);
    login->add_flag("--no-browser", in->leaves_browser, "Only show the address");
    auto const [shown, token] = add("token", "Show the token of a login, renewed where it has ended", &show_token);
    token->add_flag("--expose-secrets", shown->exposes_secrets, "Print the token itself");
    add("logout", "Forget a login", &log_out);
}

} // namespace cli
