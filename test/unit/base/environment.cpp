#include <parley/environment.hpp>

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(base_environment)

using parley::environment;
using parley::errc;
using namespace std::chrono_literals;
using argv = std::vector<std::string>;

namespace {

parley::result<parley::process_output> shell(std::string const& script, std::chrono::milliseconds limit = 20s) {
    return environment::of_process().run({"/bin/sh", "-c", script}, limit);
}

} // namespace

BOOST_AUTO_TEST_CASE(an_isolated_environment_has_its_variables_and_nothing_else) {
    auto const e = environment::isolated({{"A", "1"}, {"EMPTY", ""}});
    BOOST_TEST(e.variable("A").value() == "1");
    BOOST_TEST(e.variable("EMPTY").value() == "");
    BOOST_TEST(!e.variable("PATH").has_value());
    BOOST_TEST(!e.variable("HOME").has_value());
    BOOST_TEST(!e.home().has_value());
    BOOST_TEST((e.read_file("/etc/hostname").error().code == errc::not_found));
    BOOST_TEST((e.run({"/bin/true"}, 1s).error().code == errc::process_failed));
    BOOST_TEST((e.run({}, 1s).error().code == errc::process_failed));
    BOOST_TEST((e.open_browser("https://example.com").error().code == errc::process_failed));
}

BOOST_AUTO_TEST_CASE(randomness_is_real_in_both) {
    for (auto const& e : {environment::isolated(), environment::of_process()}) {
        std::set<std::array<unsigned char, 32>> seen;
        for (int i = 0; i != 50; ++i) {
            std::array<unsigned char, 32> bytes{};
            e.random(bytes.data(), bytes.size());
            seen.insert(bytes);
        }
        BOOST_TEST(seen.size() == 50u);
        std::vector<unsigned char> many(1000); // more than one call to the system gives
        e.random(many.data(), many.size());
        BOOST_TEST(std::set<unsigned char>(many.begin() + 700, many.end()).size() > 50u);
        e.random(nullptr, 0);
    }
}

BOOST_AUTO_TEST_CASE(the_process_s_variables_are_read) {
    ::setenv("PARLEY_TEST_VARIABLE", "value", 1);
    auto const e = environment::of_process();
    BOOST_TEST(e.variable("PARLEY_TEST_VARIABLE").value() == "value");
    ::unsetenv("PARLEY_TEST_VARIABLE");
    BOOST_TEST(!e.variable("PARLEY_TEST_VARIABLE").has_value());
}

BOOST_AUTO_TEST_CASE(files_are_read_whole) {
    parley::test::temporary_folder folder;
    std::string const text = std::string(100'000, 'x') + '\0' + "\r\n end";
    folder.write("large", text);
    folder.write("empty", "");
    auto const e = environment::of_process();
    BOOST_TEST((e.read_file(folder.file("large")).value() == text));
    BOOST_TEST(e.read_file(folder.file("empty")).value() == "");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_says_why) {
    parley::test::temporary_folder folder;
    auto const e = environment::of_process();
    BOOST_TEST((e.read_file(folder.file("none")).error().code == errc::not_found));
    BOOST_TEST(e.read_file(folder.file("none")).error().where == folder.file("none"));
    BOOST_TEST((e.read_file(folder.path()).error().code == errc::io_failed)); // a folder is no empty file
    folder.write("locked", "x");
    ::chmod(folder.file("locked").c_str(), 0);
    if (::geteuid() != 0) BOOST_TEST((e.read_file(folder.file("locked")).error().code == errc::permission_denied));
}

BOOST_AUTO_TEST_CASE(a_program_s_outputs_and_status_come_back) {
    auto const done = shell("echo out; echo err >&2; exit 3").value();
    BOOST_TEST(done.out == "out\n");
    BOOST_TEST(done.err == "err\n");
    BOOST_TEST(done.exit_status == 3);
    BOOST_TEST(shell("kill -9 $$").value().exit_status == 128 + 9);
}

BOOST_AUTO_TEST_CASE(arguments_reach_the_program_as_they_are) {
    auto const done = environment::of_process().run({"/bin/echo", "a b", "$HOME", "*", "", "\"'"}, 20s).value();
    BOOST_TEST(done.out == "a b $HOME *  \"'\n");
}

BOOST_AUTO_TEST_CASE(a_program_has_no_input) { BOOST_TEST(shell("cat; echo end").value().out == "end\n"); }

BOOST_AUTO_TEST_CASE(a_program_that_is_not_there_is_an_error) {
    BOOST_TEST((environment::of_process().run({"/no/such/program"}, 20s).error().code == errc::process_failed));
    BOOST_TEST((environment::of_process().run({}, 20s).error().code == errc::invalid_argument));
}

BOOST_AUTO_TEST_CASE(output_beyond_the_limit_is_dropped_and_the_program_ends_all_the_same) {
    auto const done = shell("head -c 3000000 /dev/zero; head -c 1500000 /dev/zero >&2; exit 0").value();
    BOOST_TEST(done.out.size() == std::size_t(1) << 20);
    BOOST_TEST(done.err.size() == std::size_t(1) << 20);
    BOOST_TEST(done.exit_status == 0);
}

BOOST_AUTO_TEST_CASE(a_program_that_takes_too_long_is_ended) {
    for (auto script : {"exec sleep 60", "exec >&- 2>&-; exec sleep 60", "while :; do echo x; done"}) {
        auto const start = std::chrono::steady_clock::now();
        auto const done = shell(script, 200ms);
        BOOST_TEST_CONTEXT(script) {
            BOOST_REQUIRE(done.has_error());
            BOOST_TEST((done.error().code == errc::timed_out));
            BOOST_TEST((std::chrono::steady_clock::now() - start < 20s));
        }
    }
    BOOST_TEST((shell("exec sleep 60", 0ms).error().code == errc::timed_out));
    BOOST_TEST((shell("exec sleep 60", -5ms).error().code == errc::timed_out));
}

BOOST_AUTO_TEST_CASE(a_limit_without_end_is_allowed) { BOOST_TEST(shell("echo x", std::chrono::milliseconds::max()).value().out == "x\n"); }

BOOST_AUTO_TEST_CASE(programs_left_behind_are_not_waited_for) {
    auto const start = std::chrono::steady_clock::now();
    auto const done = shell("sleep 60 & echo started", 50s); // the child in the background keeps the outputs open
    BOOST_REQUIRE(done.has_value());
    BOOST_TEST(done->out == "started\n");
    BOOST_TEST(done->exit_status == 0);
    BOOST_TEST((std::chrono::steady_clock::now() - start < 30s));
}

BOOST_AUTO_TEST_CASE(a_browser_is_opened_and_left_to_itself) {
    parley::test::temporary_folder folder;
    std::string const path = std::getenv("PATH");
    ::setenv("PATH", folder.path().c_str(), 1);
    auto const e = environment::of_process();
    BOOST_TEST((e.open_browser("https://example.com").error().code == errc::process_failed));

    // It says where it was sent to and stays; its end is what this reads to.
    BOOST_TEST(::mkfifo(folder.file("went").c_str(), 0600) == 0);
    for (auto const* const name : {"xdg-open", "open"}) {
        folder.write(name, "#!/bin/sh\necho \"$1\" > " + folder.file("went") + "\nread never < " + folder.file("went") + "\n");
        ::chmod(folder.file(name).c_str(), 0700);
    }
    auto const opened = e.open_browser("https://example.com/?a='b c'&d=$HOME");
    ::setenv("PATH", path.c_str(), 1);
    BOOST_TEST(opened.has_value());
    BOOST_TEST(folder.read("went") == "https://example.com/?a='b c'&d=$HOME\n");
    folder.write("went", "\n");
}

BOOST_AUTO_TEST_SUITE_END()
