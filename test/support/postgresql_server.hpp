#ifndef PARLEY_TEST_SUPPORT_POSTGRESQL_SERVER_HPP
#define PARLEY_TEST_SUPPORT_POSTGRESQL_SERVER_HPP

#include <parley/catalog/store.hpp>

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace parley::test {

/// A PostgreSQL server of the test program's own: in a temporary folder, on a port that was free, as a user without privileges. It ends with the
/// test program, however that ends.
class postgresql_server {
public:
    /// Returns the server of this test program, which the first call starts; null where none is installed.
    static postgresql_server* shared() {
        static std::unique_ptr<postgresql_server> const server = programs().empty() ? nullptr : std::make_unique<postgresql_server>();
        return server.get();
    }

    /// @param durable commits wait for the disk, as they must where the server is killed.
    explicit postgresql_server(bool durable = false) : durable_(durable) {
        auto const* user = ::getuid() == 0 ? ::getpwnam("postgres") : nullptr;
        if (user) {
            user_ = user->pw_uid;
            group_ = user->pw_gid;
            BOOST_REQUIRE(::chown(folder_.path().c_str(), user_, group_) == 0);
        }
        auto const made = start_program({"initdb", "-D", data(), "-U", "postgres", "--auth=trust", "--no-locale", "-E", "UTF8", "--no-sync"});
        int status = 0;
        ::waitpid(made, &status, 0);
        BOOST_REQUIRE_MESSAGE(WIFEXITED(status) && WEXITSTATUS(status) == 0, "initdb failed: " << folder_.read("log"));
        start();

        run("postgres", "create role parley login");
        run("postgres", "create role guest login");
        run("postgres", "create database ready owner parley");
        (void)catalog::store::open(url("ready")).value();
        run("ready", "grant select, insert, update, delete on all tables in schema public to guest");
    }
    postgresql_server(postgresql_server const&) = delete;
    postgresql_server& operator=(postgresql_server const&) = delete;
    ~postgresql_server() { stop(SIGQUIT); }

    /// Starts the server, also after `stop`; the port stays the same.
    void start() {
        for (int attempt = 0;; ++attempt) {
            if (attempt == 0 && port_ == 0) port_ = free_port();
            std::vector<std::string> line{"postgres", "-D", data(), "-p", std::to_string(port_)};
            for (auto const* setting : {"listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=60", "shared_buffers=16MB"})
                line.insert(line.end(), {"-c", setting});
            if (!durable_) line.insert(line.end(), {"-F", "-c", "synchronous_commit=off"});
            process_ = start_program(line);
            if (wait_until_ready()) return;
            BOOST_REQUIRE_MESSAGE(attempt < 5, "postgres does not start: " << folder_.read("log"));
            port_ = free_port(); // somebody else was faster
        }
    }

    /// @param how SIGINT: clients are disconnected; SIGQUIT: like a crash.
    void stop(int how) {
        if (process_ <= 0) return;
        ::kill(process_, how);
        ::waitpid(std::exchange(process_, 0), nullptr, 0);
    }

    /// Makes a data base with the empty tables of the catalogue, owned by the role `parley`, who is no superuser.
    /// @return its address, as that role.
    std::string make_database() {
        auto const name = "case_" + std::to_string(++databases_);
        run("postgres", "create database " + name + " template ready owner parley");
        return url(name);
    }

    std::string url(std::string const& database, std::string const& role = "parley") const {
        return "postgresql://" + role + "@127.0.0.1:" + std::to_string(port_) + "/" + database;
    }

    /// Runs a statement as superuser.
    void run(std::string const& database, std::string const& sql) const { soci::session(*factory_postgresql(), url(database, "postgres") + "?connect_timeout=10") << sql; }

private:
    std::string data() const { return folder_.file("data"); }

    /// The folder of the newest server that is installed; empty where none is.
    static std::string programs() {
        std::string newest;
        std::error_code none;
        for (auto const& version : std::filesystem::directory_iterator("/usr/lib/postgresql", none))
            if (auto const bin = version.path().string() + "/bin"; std::filesystem::exists(bin + "/postgres") && bin > newest) newest = bin;
        return newest;
    }

    pid_t start_program(std::vector<std::string> const& line) const {
        std::vector<std::string> words = line;
        words.front() = programs() + "/" + line.front();
        std::vector<char*> arguments;
        for (auto& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        auto const child = ::fork();
        if (child != 0) return child;
        auto const log = ::open(folder_.file("log").c_str(), O_CREAT | O_APPEND | O_WRONLY, 0666);
        ::dup2(log, STDOUT_FILENO);
        ::dup2(log, STDERR_FILENO);
        if (user_ != 0 && (::setgroups(0, nullptr) != 0 || ::setgid(group_) != 0 || ::setuid(user_) != 0)) ::_exit(1);
        ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
        if (::chdir(folder_.path().c_str()) != 0) ::_exit(1);
        ::execv(arguments.front(), arguments.data());
        ::_exit(1);
    }

    /// Waits for the line that the server writes into its own file when it takes connections; false where it has ended instead.
    bool wait_until_ready() {
        auto const limit = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (std::chrono::steady_clock::now() < limit) {
            if (folder_.has("data/postmaster.pid") && folder_.read("data/postmaster.pid").find("\nready") != std::string::npos) return true;
            if (::waitpid(process_, nullptr, WNOHANG) == process_) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        stop(SIGKILL);
        return false;
    }

    static int free_port() {
        auto const listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in here{};
        here.sin_family = AF_INET;
        here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof here;
        bool const bound = ::bind(listener, reinterpret_cast<sockaddr*>(&here), length) == 0 &&
                           ::getsockname(listener, reinterpret_cast<sockaddr*>(&here), &length) == 0;
        ::close(listener);
        BOOST_REQUIRE(bound);
        return ntohs(here.sin_port);
    }

    temporary_folder folder_;
    bool durable_;
    uid_t user_ = 0;
    gid_t group_ = 0;
    int port_ = 0;
    pid_t process_ = 0;
    int databases_ = 0;
};

} // namespace parley::test

#endif
