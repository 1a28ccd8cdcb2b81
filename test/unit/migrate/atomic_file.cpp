#include <parley/migrate/atomic_file.hpp>

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(migrate_atomic_file)

using parley::errc;
using parley::migrate::back_up;
using parley::migrate::read_file;
using parley::migrate::replace_file;
using parley::test::temporary_folder;
using names = std::vector<std::string>;

namespace {

mode_t mode_of(std::string const& path) {
    struct stat found {};
    BOOST_REQUIRE(::stat(path.c_str(), &found) == 0);
    return found.st_mode & 07777;
}

/// Makes every write beyond `bytes` fail, as on a full disk, while it lives.
class file_size_limit {
public:
    explicit file_size_limit(rlim_t bytes) {
        former_handler_ = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &former_);
        rlimit const small{bytes, former_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~file_size_limit() {
        ::setrlimit(RLIMIT_FSIZE, &former_);
        std::signal(SIGXFSZ, former_handler_);
    }

private:
    rlimit former_{};
    void (*former_handler_)(int);
};

} // namespace

BOOST_AUTO_TEST_CASE(a_new_file_is_for_its_owner_alone) {
    temporary_folder folder;
    BOOST_REQUIRE(replace_file(folder.file("a"), "text").has_value());
    BOOST_TEST(folder.read("a") == "text");
    BOOST_TEST(mode_of(folder.file("a")) == 0600u);
    BOOST_TEST(folder.names() == names{"a"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_replaced_file_keeps_its_mode) {
    temporary_folder folder;
    folder.write("a", "old");
    for (mode_t mode : {0640u, 0400u, 0755u}) {
        BOOST_REQUIRE(::chmod(folder.file("a").c_str(), mode) == 0);
        BOOST_REQUIRE(replace_file(folder.file("a"), "new").has_value());
        BOOST_TEST(mode_of(folder.file("a")) == mode);
    }
    BOOST_TEST(folder.read("a") == "new");
}

BOOST_AUTO_TEST_CASE(any_bytes_go_there_and_back) {
    temporary_folder folder;
    std::string text;
    for (int i = 0; i != 300'000; ++i) text += static_cast<char>(i * 7);
    for (auto const& bytes : {std::string(), text}) {
        BOOST_REQUIRE(replace_file(folder.file("a"), bytes).has_value());
        BOOST_TEST((read_file(folder.file("a")).value() == bytes));
    }
}

BOOST_AUTO_TEST_CASE(a_relative_path_is_in_the_working_folder) {
    temporary_folder folder;
    auto const before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    auto const written = replace_file("a", "text");
    auto const read = read_file("a");
    std::filesystem::current_path(before);
    BOOST_REQUIRE(written.has_value());
    BOOST_TEST(read.value() == "text");
}

BOOST_AUTO_TEST_CASE(a_link_stays_a_link_and_its_target_is_replaced) {
    temporary_folder folder;
    folder.write("real", "old");
    std::filesystem::create_symlink("real", folder.file("link"));
    BOOST_REQUIRE(replace_file(folder.file("link"), "new").has_value());
    BOOST_TEST(std::filesystem::is_symlink(folder.file("link")));
    BOOST_TEST(folder.read("real") == "new");
}

BOOST_AUTO_TEST_CASE(a_failed_write_leaves_the_old_file_and_no_temporary) {
    temporary_folder folder;
    folder.write("a", "old");
    auto const done = [&] {
        file_size_limit const full(1000);
        return replace_file(folder.file("a"), std::string(2000, 'x'));
    }();
    BOOST_REQUIRE(done.has_error());
    BOOST_TEST((done.error().code == errc::io_failed));
    BOOST_TEST(folder.read("a") == "old");
    BOOST_TEST(folder.names() == names{"a"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_failed_rename_leaves_no_temporary) {
    temporary_folder folder;
    std::filesystem::create_directory(folder.file("a"));
    auto const done = replace_file(folder.file("a"), "text");
    BOOST_REQUIRE(done.has_error());
    BOOST_TEST((done.error().code == errc::io_failed));
    BOOST_TEST(done.error().where == folder.file("a"));
    BOOST_TEST(folder.names() == names{"a"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(errors_tell_a_missing_file_from_a_forbidden_one) {
    temporary_folder folder;
    auto const missing = read_file(folder.file("none"));
    BOOST_TEST((missing.error().code == errc::not_found));
    BOOST_TEST(missing.error().where == folder.file("none"));
    BOOST_TEST((replace_file(folder.file("none/a"), "").error().code == errc::not_found));
    folder.write("file", "");
    BOOST_TEST((read_file(folder.file("file/a")).error().code == errc::not_found));
}

BOOST_AUTO_TEST_CASE(a_forbidden_file_is_permission_denied) {
    temporary_folder folder;
    folder.write("a", "text");
    BOOST_REQUIRE(::chmod(folder.path().c_str(), 0) == 0);
    auto const child = ::fork();
    if (child == 0) {
        // Nothing is forbidden to root, so the question is asked as nobody.
        if (::geteuid() == 0 && ::seteuid(65534) != 0) ::_exit(3);
        if (read_file(folder.file("a")).error().code != errc::permission_denied) ::_exit(1);
        if (replace_file(folder.file("a"), "new").error().code != errc::permission_denied) ::_exit(2);
        ::_exit(0);
    }
    int status = -1;
    BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
    BOOST_TEST(status == 0);
    BOOST_REQUIRE(::chmod(folder.path().c_str(), 0700) == 0);
    BOOST_TEST(folder.read("a") == "text");
}

BOOST_AUTO_TEST_CASE(what_is_no_regular_file_is_not_read_and_does_not_block) {
    temporary_folder folder;
    BOOST_REQUIRE(::mkfifo(folder.file("pipe").c_str(), 0600) == 0);
    BOOST_TEST((read_file(folder.file("pipe")).error().code == errc::io_failed));
    BOOST_TEST((read_file(folder.path()).error().code == errc::io_failed));
}

BOOST_AUTO_TEST_CASE(a_file_beyond_the_limit_is_refused) {
    temporary_folder folder;
    folder.write("a", std::string(100, 'x'));
    BOOST_TEST(read_file(folder.file("a"), 100).value().size() == 100u);
    BOOST_TEST((read_file(folder.file("a"), 99).error().code == errc::limit_exceeded));
}

BOOST_AUTO_TEST_CASE(a_file_whose_size_the_system_does_not_know_is_read_whole) {
    BOOST_TEST(read_file("/proc/self/status").value().find("VmSize") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_backup_holds_the_old_text_with_the_mode_of_the_file) {
    temporary_folder folder;
    folder.write("a.json", "old");
    BOOST_REQUIRE(::chmod(folder.file("a.json").c_str(), 0640) == 0);
    BOOST_TEST(back_up(folder.file("a.json"), "old", 0).value() == folder.file("a.json.v0.bak"));
    BOOST_TEST(folder.read("a.json.v0.bak") == "old");
    BOOST_TEST(mode_of(folder.file("a.json.v0.bak")) == 0640u);
    BOOST_TEST(back_up(folder.file("a.json"), "old", 0).value() == folder.file("a.json.v0.bak"));
    BOOST_TEST(folder.names().size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_different_backup_is_never_overwritten) {
    temporary_folder folder;
    folder.write("a", "second");
    folder.write("a.v3.bak", "first");
    BOOST_TEST(back_up(folder.file("a"), "second", 3).value() == folder.file("a.v3.2.bak"));
    BOOST_TEST(back_up(folder.file("a"), "third", 3).value() == folder.file("a.v3.3.bak"));
    BOOST_TEST(folder.read("a.v3.bak") == "first");
    BOOST_TEST(folder.read("a.v3.2.bak") == "second");
}

BOOST_AUTO_TEST_SUITE_END()
