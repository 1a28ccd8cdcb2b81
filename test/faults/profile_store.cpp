#include <parley/migrate/file.hpp>
#include <parley/profile/profile_store.hpp>

#include "support/kill.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(faults_profile_store)

namespace json = boost::json;
namespace migrate = parley::migrate;
using namespace parley::profile;
using namespace parley::test;
using namespace std::chrono_literals;
using parley::secret;

namespace {

profile_store<> store_in(std::string const& folder) { return profile_store(folder + "/profiles"); }
llm_profile profile(std::string model) { return {.model = std::move(model), .api_key = secret::make("sk-1").value()}; }

void with_one_profile(std::string const& folder) { store_in(folder).save("x", profile("old"), secret_form::plain).value(); }
void with_one_connection(std::string const& folder) {
    with_one_profile(folder);
    store_in(folder).connections().create({.id = "a", .display_name = "A", .api_key = secret::make("k1").value()}).value();
}

/// A dead process holds no lock.
bool next_save(std::string const& folder) {
    profile_store store(folder + "/profiles", no_cipher(), {.lock_limit = 0ms});
    return store.save("next", {.model = "m"}, secret_form::plain) && store.connections().create({.id = "next", .display_name = "N"});
}

/// Makes every further call of one kind fail in this process.
bool let_fail(int call, int with) {
    sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(with)),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    sock_fprog const filter{std::size(program), program};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_killed_save_of_a_new_profile_leaves_all_or_nothing) {
    survives({"save, new", [](auto const& folder) { store_in(folder).save("other", profile("m"), secret_form::plain).value(); },
             [](auto const& folder) { return store_in(folder).save("x", profile("new"), secret_form::plain).has_value(); }, next_save});
}

BOOST_AUTO_TEST_CASE(a_killed_save_over_a_profile_leaves_the_old_or_the_new_one) {
    survives({"save, over another", with_one_profile, [](auto const& folder) { return store_in(folder).save("x", profile("new"), secret_form::plain).has_value(); }, next_save});
}

BOOST_AUTO_TEST_CASE(a_killed_first_save_leaves_all_or_nothing) {
    survives({"save, the first", [](auto const&) {}, [](auto const& folder) { return store_in(folder).save("x", profile("new"), secret_form::plain).has_value(); }, next_save});
}

BOOST_AUTO_TEST_CASE(a_killed_update_leaves_the_old_or_the_new_profile) {
    survives({"update", with_one_profile,
             [](auto const& folder) { return store_in(folder).update("x", json::object{{"model", "new"}}, secret_form::plain).has_value(); }, next_save});
}

BOOST_AUTO_TEST_CASE(a_killed_rename_leaves_the_old_or_the_new_name) {
    survives({"rename", with_one_profile, [](auto const& folder) { return store_in(folder).rename("x", "y").has_value(); }, next_save});
}

BOOST_AUTO_TEST_CASE(a_killed_removal_leaves_all_or_nothing) {
    survives({"remove", with_one_profile, [](auto const& folder) { return store_in(folder).remove("x").has_value(); }, next_save});
}

BOOST_AUTO_TEST_CASE(a_killed_change_of_a_connection_leaves_the_old_or_the_new_one) {
    survives({"connection, update", with_one_connection, [](auto const& folder) {
        return store_in(folder).connections().update({.id = "a", .display_name = "B", .api_key = secret::make("k2").value()}).has_value();
    }, next_save});
}

BOOST_AUTO_TEST_CASE(a_killed_migration_leaves_the_old_or_the_new_file_and_at_most_a_backup) {
    survives({
        "migrate::file",
        [](auto const& folder) {
            migrate::make_folder(folder + "/profiles").value();
            migrate::replace_file(folder + "/profiles/x.json", R"({"model":"litellm_proxy/gpt-5.5","base_url":"https://llm-proxy.app.all-hands.dev"})").value();
        },
        [](auto const& folder) {
            auto const done = migrate::file<llm_profile>(folder + "/profiles/x.json");
            return done && done->state == migrate::file_state::migrated;
        },
        next_save,
        [](picture const& before, picture const& after) {
            auto with_backup = after;
            with_backup["profiles/x.json"] = before.at("profiles/x.json");
            return std::vector<picture>{with_backup};
        }});
}

BOOST_AUTO_TEST_CASE(a_failing_system_call_is_an_error_and_leaves_the_old_or_the_new_file) {
    struct row {
        char const* name;
        int call, with;
    };
    for (auto const& [name, call, with] : {
             row{"write, disk full", SYS_write, ENOSPC},
             {"write, disk broken", SYS_write, EIO},
             {"fsync", SYS_fsync, EIO},
             {"fchmod", SYS_fchmod, EPERM},
             {"flock", SYS_flock, ENOLCK},
#ifdef SYS_rename
             {"rename", SYS_rename, EIO},
#else
             {"rename", SYS_renameat, EIO},
#endif
         }) {
        temporary_folder folder;
        with_one_profile(folder.path());
        auto const before = documents(folder.path());
        std::fflush(nullptr);
        auto const child = ::fork();
        if (child == 0) {
            if (!let_fail(call, with)) ::_exit(99);
            ::_exit(store_in(folder.path()).save("x", profile("new"), secret_form::plain).has_error() ? 0 : 1);
        }
        int status = -1;
        BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
        BOOST_REQUIRE(WIFEXITED(status));
        if (WEXITSTATUS(status) == 99) {
            std::printf("SKIP: this machine has no seccomp filters\n");
            return;
        }
        BOOST_TEST(WEXITSTATUS(status) == 0, name);
        BOOST_TEST((documents(folder.path()) == before), name);
        BOOST_TEST(temporaries(folder.path()) == 0, name);
    }
}

BOOST_AUTO_TEST_CASE(eight_processes_that_save_a_thousand_times_lose_nothing) {
    constexpr int processes = 8, saves = 1000;
    temporary_folder folder;
    with_one_profile(folder.path());
    auto const start = std::chrono::steady_clock::now();
    std::fflush(nullptr);
    std::vector<pid_t> children;
    for (int p = 0; p != processes; ++p) {
        auto const child = ::fork();
        if (child != 0) {
            children.push_back(child);
            continue;
        }
        // Each process counts under a key of its own. Whoever overwrote that with an older state would be found out at the next turn.
        auto store = profile_store(folder.file("profiles"), no_cipher(), {.lock_limit = 5min});
        auto const own = "p" + std::to_string(p);
        for (int i = 0; i != saves; ++i) {
            auto const seen = store.load("x");
            if (!seen) ::_exit(2);
            auto const* count = seen->extra.if_contains(own);
            if ((count ? *count : json::value(0)) != json::value(i)) ::_exit(3);
            if (!store.update("x", json::object{{own, i + 1}}, secret_form::plain)) ::_exit(4);
        }
        ::_exit(0);
    }
    for (auto const child : children) {
        int status = -1;
        BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
        BOOST_TEST((WIFEXITED(status) ? WEXITSTATUS(status) : -1) == 0);
    }
    auto const last = store_in(folder.path()).load("x").value();
    for (int p = 0; p != processes; ++p) BOOST_TEST(last.extra.at("p" + std::to_string(p)) == saves);
    BOOST_TEST(temporaries(folder.path()) == 0);
    std::printf("%d processes x %d saves: none lost, %.1f s\n", processes, saves, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
}

BOOST_AUTO_TEST_SUITE_END()
