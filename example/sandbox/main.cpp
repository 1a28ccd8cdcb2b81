// A provider on this machine: prints its address and serves until it is told to stop.
#include <sandbox/local.hpp>

#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>

int main(int argc, char** argv) {
    std::string key;
    std::uint16_t port = 0, pace = 0;
    bool is_understood = true;
    auto const number = [](std::string_view text, std::uint16_t& to) { return std::from_chars(text.data(), text.data() + text.size(), to).ptr == text.data() + text.size(); };
    for (int i = 1; i < argc; i += 2) {
        std::string_view const name = argv[i], value = i + 1 < argc ? argv[i + 1] : "";
        if (name == "--key" && !value.empty()) key = value;
        else if (name == "--port") is_understood = number(value, port);
        else if (name == "--pace") is_understood = number(value, pace);
        else is_understood = false;
        if (!is_understood) {
            std::cerr << "usage: sandbox [--port NUMBER] [--key KEY] [--pace MILLISECONDS]\n";
            return 2;
        }
    }
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    sigprocmask(SIG_BLOCK, &stop, nullptr); // the server's thread inherits it, so that this one is told
    sandbox::local const server(key, port, std::chrono::milliseconds(pace));
    std::cout << server.origin() << std::endl;
    int received = 0;
    sigwait(&stop, &received);
}
