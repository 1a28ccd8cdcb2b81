#include <parley/migrate/file_lock.hpp>

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(migrate_file_lock)

using parley::errc;
using parley::migrate::file_lock;
using parley::test::temporary_folder;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(a_held_lock_is_refused_until_it_is_given_back) {
    temporary_folder folder;
    std::optional<file_lock> held = file_lock::acquire(folder.file("lock")).value();
    auto const second = file_lock::acquire(folder.file("lock"), 0ms);
    BOOST_REQUIRE(second.has_error());
    BOOST_TEST((second.error().code == errc::lock_timeout));
    BOOST_TEST(second.error().where == folder.file("lock"));
    held.reset();
    BOOST_TEST(file_lock::acquire(folder.file("lock"), 0ms).has_value());
}

BOOST_AUTO_TEST_CASE(a_lock_that_was_moved_is_held_once) {
    temporary_folder folder;
    std::optional<file_lock> first = file_lock::acquire(folder.file("lock")).value();
    std::optional<file_lock> second(std::move(*first));
    first.reset();
    BOOST_TEST(file_lock::acquire(folder.file("lock"), 0ms).has_error());
    second.reset();
    BOOST_TEST(file_lock::acquire(folder.file("lock"), 0ms).has_value());
}

BOOST_AUTO_TEST_CASE(waiting_ends_at_the_limit) {
    temporary_folder folder;
    auto const held = file_lock::acquire(folder.file("lock")).value();
    auto const start = std::chrono::steady_clock::now();
    BOOST_TEST(file_lock::acquire(folder.file("lock"), 30ms).has_error());
    BOOST_TEST((std::chrono::steady_clock::now() - start >= 30ms));
}

BOOST_AUTO_TEST_CASE(threads_of_one_process_exclude_each_other) {
    temporary_folder folder;
    std::atomic<int> counter = 0; // read and written apart: the lock alone keeps it right
    std::vector<std::thread> threads;
    for (int t = 0; t != 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i != 50; ++i) {
                auto const lock = file_lock::acquire(folder.file("lock")).value();
                auto const seen = counter.load();
                std::this_thread::yield();
                counter = seen + 1;
            }
        });
    for (auto& thread : threads) thread.join();
    BOOST_TEST(counter == 200);
}

BOOST_AUTO_TEST_CASE(a_process_excludes_another_and_its_death_frees_the_lock) {
    temporary_folder folder;
    int ready[2], done[2];
    BOOST_REQUIRE(::pipe(ready) == 0);
    BOOST_REQUIRE(::pipe(done) == 0);
    char byte = 0;
    auto const child = ::fork();
    if (child == 0) {
        auto const lock = file_lock::acquire(folder.file("lock"));
        if (::write(ready[1], &byte, 1) == 1 && ::read(done[0], &byte, 1) == 1) {}
        ::_exit(lock.has_value() ? 0 : 1); // without a destructor
    }
    BOOST_REQUIRE(::read(ready[0], &byte, 1) == 1);
    BOOST_TEST(file_lock::acquire(folder.file("lock"), 0ms).has_error());
    BOOST_REQUIRE(::write(done[1], &byte, 1) == 1);
    int status = -1;
    BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
    BOOST_TEST(status == 0);
    BOOST_TEST(file_lock::acquire(folder.file("lock"), 0ms).has_value());
    for (int end : {ready[0], ready[1], done[0], done[1]}) ::close(end);
}

BOOST_AUTO_TEST_CASE(a_lock_file_that_somebody_removed_is_made_anew) {
    temporary_folder folder;
    std::optional<file_lock> held = file_lock::acquire(folder.file("lock")).value();
    std::optional<parley::result<file_lock>> second;
    std::thread waiting([&] { second.emplace(file_lock::acquire(folder.file("lock"))); });
    std::filesystem::remove(folder.file("lock"));
    held.reset();
    waiting.join();
    BOOST_REQUIRE(second->has_value());
    BOOST_TEST(folder.has("lock"));
    BOOST_TEST(file_lock::acquire(folder.file("lock"), 0ms).has_error());
}

BOOST_AUTO_TEST_CASE(a_lock_in_a_folder_that_is_not_there_is_not_found) {
    temporary_folder folder;
    BOOST_TEST((file_lock::acquire(folder.file("none/lock")).error().code == errc::not_found));
}

BOOST_AUTO_TEST_SUITE_END()
