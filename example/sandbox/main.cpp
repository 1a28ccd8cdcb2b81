// A provider on this machine: prints its base URL and serves until it is told to stop.
#include <sandbox/server.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <charconv>
#include <csignal>
#include <cstdint>
#include <iostream>
#include <string_view>

int main(int argc, char** argv) {
    sandbox::options options;
    bool is_understood = true;
    for (int i = 1; i < argc; i += 2) {
        std::string_view const name = argv[i], value = i + 1 < argc ? argv[i + 1] : "";
        if (name == "--key" && !value.empty()) options.key = value;
        else if (name == "--port") is_understood = std::from_chars(value.data(), value.data() + value.size(), options.port).ptr == value.data() + value.size();
        else is_understood = false;
        if (!is_understood) {
            std::cerr << "usage: sandbox [--port NUMBER] [--key KEY]\n";
            return 2;
        }
    }
    boost::asio::io_context context;
    boost::asio::signal_set stop(context, SIGINT, SIGTERM);
    stop.async_wait([](boost::system::error_code, int) {});
    sandbox::server const server(options);
    std::cout << server.url() << std::endl;
    context.run();
}
