// An answer that is printed while it arrives, with a limit for the whole call and Ctrl-C as its end.
#include <parley/client.hpp>
#include <parley/environment.hpp>
#include <parley/transport/beast/https.hpp>

#include <sandbox/local.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <chrono>
#include <csignal>
#include <iostream>
#include <variant>

int main() {
    sandbox::local local;
    auto const around = parley::environment::of_process();
    auto const key = around.variable("PARLEY_API_KEY").value_or("any");
    auto const url = around.variable("PARLEY_BASE_URL").value_or(local.url());
    auto const model = around.variable("PARLEY_MODEL").value_or("sandbox");

    // tag::stream[]
    boost::asio::io_context context;
    parley::client_options options;
    options.base_url = url;
    options.deadline = std::chrono::minutes(2);
    parley::client<parley::family::openai_chat, parley::auth::api_key> client{
        parley::secret::make(key).value(), parley::make_https_transport(context.get_executor()), options};

    auto const print = [](parley::chat::event const& event) {
        if (auto const* more = std::get_if<parley::chat::text_delta>(&event)) std::cout << more->text << std::flush;
    };
    boost::asio::cancellation_signal stop;
    boost::asio::signal_set interrupted(context, SIGINT);
    interrupted.async_wait([&](boost::system::error_code failure, int) {
        if (!failure) stop.emit(boost::asio::cancellation_type::terminal);
    });

    int status = 0;
    auto const done = [&](parley::result<parley::chat::response> answer) {
        interrupted.cancel();
        if (answer) std::cout << "\n(" << answer->usage.input_tokens << " tokens in, " << answer->usage.output_tokens << " out)\n";
        else std::cerr << to_string(answer.error()) << '\n';
        status = answer ? 0 : 1;
    };
    client.async_stream(parley::ask(model).user("Why is the sky blue?"), print, boost::asio::bind_cancellation_slot(stop.slot(), done));
    context.run();
    return status;
    // end::stream[]
}
