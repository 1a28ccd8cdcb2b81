// Models of a Databricks workspace: a service principal proves who calls, and each model's name says which family it speaks.
#include <parley/auth/client_credentials.hpp>
#include <parley/client.hpp>
#include <parley/provider/databricks_any.hpp>

#include <sandbox/local.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace auth = parley::auth;
using client = parley::client<parley::provider::databricks_any, auth::client_credentials>;

// tag::ask[]
asio::awaitable<void> ask_each(client& workspace, std::string& said) {
    for (auto const* model : {"databricks/databricks-claude-sonnet-4-5", "databricks/databricks-gemini-2-5-pro", "databricks/databricks-gpt-5",
                              "databricks/databricks-gpt-oss-120b"}) {
        parley::chat::request question = parley::ask(model).max_output_tokens(500).user("Who are you?");
        auto const answer = co_await workspace.async_chat(question, asio::use_awaitable);
        said += (answer ? answer->model + ": " + answer->text() : to_string(answer.error())) + "\n";
    }
}
// end::ask[]

int main() {
    // tag::client[]
    std::string const host = "https://sandbox.cloud.databricks.com";
    auth::client_credentials_options principal;
    principal.at.host = host;
    principal.client_id = "sandbox-client";
    principal.client_secret = parley::secret::make("sandbox-secret").value();

    asio::io_context context;
    parley::client_options options;
    options.base_url = host;
    options.user_agent = "my-program/1.0";
    // The sandbox takes no key but the tokens that it hands out for a good grant; usually: make_https_transport(…)
    client workspace(auth::client_credentials(principal), sandbox::make_transport(context.get_executor(), "another key"), options);
    // end::client[]

    std::string said;
    asio::co_spawn(context, ask_each(workspace, said), asio::detached);
    context.run();
    std::cout << said;
    auto const is_there = [&](std::string const& line) { return said.find(line + ": You asked: Who are you?\n") != std::string::npos; };
    return is_there("databricks/databricks-claude-sonnet-4-5") && is_there("databricks/databricks-gemini-2-5-pro") && is_there("databricks/databricks-gpt-5") &&
                   is_there("databricks/databricks-gpt-oss-120b")
               ? 0
               : 1;
}
