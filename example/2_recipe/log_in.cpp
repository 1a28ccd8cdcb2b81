// A person logs in with their browser, and a client signs with what that brings. Server and browser are parts of this program here.

#include <parley/auth/authorization_code.hpp>
#include <parley/client.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/login.hpp>
#include <parley/provider/databricks.hpp>
#include <parley/transport/loopback.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/url/parse.hpp>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace auth = parley::auth;
namespace http = parley::http;

namespace {

// tag::login[]
asio::awaitable<parley::result<void>> log_in(parley::any_transport transport, parley::environment environment, std::string host) {
    auto const file = auth::default_login_file(environment);
    if (!file) co_return file.error();

    parley::login_options options;
    options.at.host = std::move(host);
    options.store = auth::token_store(*file);
    options.show = [](std::string const& address) { std::cout << "Log in at " << address << "\n"; };
    auto const login = co_await parley::async_log_in(transport, environment, options, asio::use_awaitable);
    if (!login) co_return login.error();
    co_return parley::result<void>();
}
// end::login[]

// tag::sign[]
using client = parley::client<parley::provider::databricks<parley::family::openai_chat>, auth::authorization_code>;

parley::result<client> logged_in_client(parley::any_transport transport, parley::environment const& environment, std::string const& host) {
    auto const file = auth::default_login_file(environment);
    if (!file) return file.error();
    auth::authorization_code_options options;
    options.at.host = host;
    auto keeper = auth::token_store(*file).keeper(auth::key_of(options.at, options.app));
    if (!keeper) return keeper.error();
    options.keeper = std::move(*keeper);
    return client(auth::authorization_code(std::move(options)), std::move(transport), {.base_url = host});
}
// end::sign[]

/// A workspace that lets everybody in.
parley::result<http::response> workspace(http::request const& asked) {
    http::response answer;
    answer.header.set("Content-Type", "application/json");
    if (asked.method == "GET")
        answer.body = R"({"authorization_endpoint":"https://w.example/oidc/v1/authorize","token_endpoint":"https://w.example/oidc/v1/token"})";
    else if (asked.url.path() == "/oidc/v1/token")
        answer.body = R"({"access_token":"of-ann","token_type":"Bearer","refresh_token":"r","expires_in":3600})";
    else if (asked.header.find("Authorization") == "Bearer of-ann")
        answer.body = R"({"id":"1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello, Ann."},"finish_reason":"stop"}]})";
    else
        answer.status = 401;
    return answer;
}

/// A browser whose person agrees at once.
parley::result<void> agree(std::string const& address) {
    auto const url = boost::urls::parse_uri(address).value();
    auto const parameter = [&](char const* name) { return std::string((*url.params().find(name)).value); };
    auto const back = http::url::parse(parameter("redirect_uri")).value();
    asio::io_context context;
    asio::ip::tcp::socket socket(context);
    socket.connect({asio::ip::address_v4::loopback(), back.port()});
    asio::write(socket, asio::buffer("GET /?code=1&state=" + parameter("state") + " HTTP/1.1\r\nHost: " + back.authority() + "\r\n\r\n"));
    std::string page(100, '\0');
    socket.read_some(asio::buffer(page));
    return {};
}

} // namespace

int main() {
    auto folder = (std::filesystem::temp_directory_path() / "parley-log-in-XXXXXX").string();
    if (!::mkdtemp(folder.data())) return 1;
    auto environment = parley::environment::isolated({{"XDG_CONFIG_HOME", folder}});
    environment.open_browser = agree;

    asio::io_context context;
    parley::any_transport const transport = parley::transport::loopback(context.get_executor(), workspace);
    std::string const host = "https://w.example";
    std::string said;
    asio::co_spawn(context, log_in(transport, environment, host), [&](std::exception_ptr, parley::result<void> done) {
        if (!done) said = to_string(done.error());
    });
    context.run();

    if (said.empty()) {
        auto ours = logged_in_client(transport, environment, host);
        if (ours) ours->async_chat(parley::ask("databricks-llama-4-maverick").user("Who am I?"), [&](parley::result<parley::chat::response> r) { said = r ? r->text() : to_string(r.error()); });
        context.restart();
        context.run();
    }
    std::filesystem::remove_all(folder);
    std::cout << said << "\n";
    return said == "Hello, Ann." ? 0 : 1;
}
