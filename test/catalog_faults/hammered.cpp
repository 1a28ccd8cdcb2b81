#include <parley/catalog/access.hpp>
#include <parley/catalog/clean_up.hpp>
#include <parley/catalog/custom_provider.hpp>
#include <parley/catalog/default_model.hpp>
#include <parley/catalog/migration.hpp>
#include <parley/catalog/models.hpp>
#include <parley/catalog/provider_refresh.hpp>

#include "support/catalog_invariants.hpp"
#include "support/demo_world.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <map>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(catalog_faults_hammered)

namespace catalog = parley::catalog;
using namespace parley::test;
using namespace std::chrono_literals;
using catalog::model_id;
using parley::errc, parley::result;

namespace {

constexpr int processes = 8, actions_of_a_life = 30;

/// What all processes work on.
struct shared_models {
    std::vector<model_id> models;
    catalog::workspace_id workspace;
    catalog::provider_id provider; ///< that serves some of the models
};

/// Brings the provider's models up to date with what it lists: of eight names those whose bit is set.
result<catalog::refresh_outcome> refresh(catalog::store& in, catalog::principal const& who, catalog::reference_sources const& sources, catalog::provider_id which,
                                         unsigned long listed, std::chrono::hours grace) {
    catalog::refresh_options how;
    how.rules.grace = grace;
    how.rules.longest_run = 0min; // who began may have been killed
    how.confirmed = true;
    catalog::discovery found;
    for (unsigned i = 0; i != 8; ++i)
        if (listed >> i & 1) found.models.push_back({"listed " + std::to_string(i), "completion", {}});
    auto const run = catalog::begin_refresh(in, who, {}, which, how.rules);
    if (!run) return run.error();
    return catalog::finish_refresh(in, who, *run, found, sources, how);
}

/// One process: changes what the others change too, and writes down what the data base has acknowledged, one line each.
class worker {
public:
    worker(demo_world& world, shared_models const& shared, std::string actor, std::string const& log, unsigned seed)
        : world_(world), shared_(shared), who_(catalog::principal::member(world.kit.acme, std::move(actor))),
          log_(::open(log.c_str(), O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC, 0600)), random_(seed) {}

    /// @return the exit status: 0, or 3 after an error that must not be.
    int live() {
        for (int i = 0; i != actions_of_a_life; ++i) {
            switch (random_() % 7) {
                case 0: note("model.update", catalog::update_model(world_.kit.in, who_, any(), {{"enabled", random_() % 4 != 0}, {"display_name", fresh_name()}})); break;
                case 1: note("grant.create", catalog::grant_model(world_.kit.in, who_, any(), place())); break;
                case 2: note("", catalog::set_workspace_access(world_.kit.in, who_, shared_.workspace, catalog::access_mode::restricted, {any(), any()})); break;
                case 3: note("", catalog::set_default(world_.kit.in, who_, any())); break;
                case 4: migrate(); break;
                case 5: note("", catalog::clean_up(world_.kit.in, who_, world_.sources, {0s})); break;
                case 6:
                    world_.kit.clock.advance(std::chrono::microseconds(1 + random_() % 1000)); // refreshes are told apart by when they began
                    note("provider.refresh", refresh(world_.kit.in, who_, world_.sources, shared_.provider, random_(), random_() % 3 == 0 ? 0h : 720h));
                    break;
            }
            if (failed_) return 3;
        }
        return 0;
    }

private:
    model_id any() { return shared_.models[random_() % shared_.models.size()]; }
    std::optional<catalog::workspace_id> place() { return random_() % 2 ? std::optional(shared_.workspace) : std::nullopt; }
    std::string fresh_name() { return who_.actor + " " + std::to_string(++names_); }

    /// Makes a model with things that work with it, and puts a shared one in its place.
    void migrate() {
        catalog::model_draft draft;
        draft.vendor = "here";
        draft.name = fresh_name();
        auto const made = catalog::create_model(world_.kit.in, who_, draft);
        note("model.create", made);
        if (!made) return;
        static constexpr catalog::operation adding{"test.add", catalog::scope::update};
        auto const added = world_.kit.in.run(adding, who_, [&](catalog::transaction& t) {
            catalog::demo_thing thing;
            thing.kind = random_() % 2 ? "apps" : "assistants";
            thing.organisation = world_.kit.acme;
            thing.name = draft.name;
            thing.model = made->id;
            return catalog::add_demo_thing(t, thing);
        });
        note("thing", added);
        auto const plan = catalog::plan_model_migration(world_.kit.in, who_, world_.sources, made->id, any());
        if (plan) note("model.migrate", catalog::migrate_model(world_.kit.in, who_, world_.sources, *plan, {.confirmed = true}));
    }

    template <class Outcome> void note(std::string_view operation, Outcome const& outcome) {
        if (outcome) return write("done " + std::string(operation));
        switch (outcome.error().code) {
            case errc::conflict:
            case errc::not_found:
            case errc::already_exists:
            case errc::lock_timeout: return;
            case errc::connect_failed: return std::this_thread::sleep_for(20ms); // until the server is back
            case errc::connection_lost: return write("unsure " + std::string(operation));
            default:
                failed_ = true;
                std::ostringstream text;
                text << "bad " << operation << ' ' << outcome.error() << ' ' << outcome.error().provider.text;
                write(text.str());
        }
    }

    void write(std::string line) {
        line += '\n';
        if (::write(log_, line.data(), line.size()) != static_cast<ssize_t>(line.size())) failed_ = true;
    }

    demo_world& world_;
    shared_models const& shared_;
    catalog::principal who_;
    int log_;
    std::minstd_rand random_;
    int names_ = 0;
    bool failed_ = false;
};

/// All processes, their logs, and what becomes of them.
class crowd {
public:
    crowd(demo_world& world) : world_(world) {
        for (auto const* name : {"a", "b", "c", "d", "e", "f"}) shared_.models.push_back(world.model(name));
        shared_.workspace = world.workspace("w");
        shared_.provider = catalog::create_provider(world.kit.in, world.kit.admin(), {}, {{"display_name", "p"}, {"base_url", "https://models.example/v1"}}).value().id;
        refresh(world.kit.in, world.kit.admin(), world.sources, shared_.provider, 0xff, 0h).value();
        for (auto const id : world.kit.rows<model_id>("select id from catalog_model where provider = $1", shared_.provider)) shared_.models.push_back(id);
        let_go(world_);
        for (int i = 0; i != processes; ++i) start();
    }

    /// Kills one process as soon as it has done a little more, and starts another.
    void kill_one(std::mt19937& random) {
        auto const which = random() % living_.size();
        auto const [child, log] = living_[which];
        auto const wanted = lines(log).size() + random() % 10;
        siginfo_t ended{};
        while (lines(log).size() < wanted && ::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid == 0)
            std::this_thread::sleep_for(1ms);
        ::kill(child, SIGKILL);
        end(which, true);
        ++kills_;
        start();
    }

    void wait_for_all() {
        while (!living_.empty()) end(living_.size() - 1, false);
        take_up(world_);
        settle(world_);
    }

    /// Compares what was acknowledged with what is there: no more is missing than was under way when its process died.
    void compare() {
        std::int64_t acknowledged = 0;
        for (int i = 0; i != started_; ++i) {
            std::map<std::string, std::int64_t> done, unsure;
            for (auto const& line : lines(log_of(i))) {
                BOOST_TEST(!line.starts_with("bad"), line);
                auto const space = line.find(' ');
                ++(line.starts_with("done") ? done : unsure)[line.substr(space + 1)];
            }
            for (auto const* operation : {"model.create", "model.update", "grant.create", "model.migrate", "provider.refresh"}) {
                auto const found = world_.one("select count(*) from catalog_audit where actor = $1 and operation = $2 and outcome = 'done'", actor(i), operation);
                BOOST_TEST(found >= done[operation], actor(i) << ' ' << operation);
                BOOST_TEST(found <= done[operation] + unsure[operation] + 1, actor(i) << ' ' << operation);
                acknowledged += done[operation];
            }
            auto const things = world_.one("select count(*) from demo_thing where name like $1", actor(i) + " %");
            BOOST_TEST((things >= done["thing"] && things <= done["thing"] + unsure["thing"] + 1));
        }
        BOOST_TEST(check_invariants(world_) > 9);
        std::printf("%d processes, %d of them killed: %lld changes were acknowledged and none is lost\n", started_, kills_, static_cast<long long>(acknowledged));
        BOOST_TEST(acknowledged > 30);
    }

private:
    std::string actor(int number) const { return "p" + std::to_string(number); }
    std::string log_of(int number) const { return logs_.file(actor(number)); }

    std::vector<std::string> lines(std::string const& log) const {
        std::vector<std::string> found;
        std::ifstream file(log);
        for (std::string line; std::getline(file, line);) found.push_back(line);
        return found;
    }

    void start() {
        auto const number = started_++;
        std::fflush(nullptr);
        auto const child = ::fork();
        if (child == 0) live(number);
        living_.push_back({child, log_of(number)});
    }

    /// What a process does; nothing that it throws may reach the test that it was forked from.
    [[noreturn]] void live(int number) noexcept {
        catalog::store_options options;
        options.schemas = {catalog::demo_schema()};
        options.clock = &world_.kit.clock;
        for (;;) {
            auto opened = catalog::store::open(world_.kit.url, options);
            if (!opened && opened.error().code != errc::connect_failed && opened.error().code != errc::connection_lost) ::_exit(4);
            if (opened) {
                world_.kit.in = std::move(*opened);
                break;
            }
            std::this_thread::sleep_for(20ms);
        }
        ::_exit(worker(world_, shared_, actor(number), log_of(number), static_cast<unsigned>(number + 1)).live());
    }

    void end(std::size_t which, bool killed) {
        int status = 0;
        ::waitpid(living_[which].first, &status, 0);
        if (!killed) BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
        living_.erase(living_.begin() + static_cast<std::ptrdiff_t>(which));
    }

    demo_world& world_;
    shared_models shared_;
    temporary_folder logs_;
    std::vector<std::pair<pid_t, std::string>> living_;
    int started_ = 0, kills_ = 0;
};

} // namespace

BOOST_AUTO_TEST_CASE(processes_that_are_killed_while_they_change_the_same_rows_lose_nothing) {
    in_demo_worlds([](demo_world& world) {
        crowd all(world);
        std::mt19937 random(7);
        for (int i = 0; i != 16; ++i) all.kill_one(random);
        all.wait_for_all();
        all.compare();
    });
}

BOOST_AUTO_TEST_CASE(a_server_that_is_stopped_under_load_comes_back_with_all_that_it_acknowledged) {
    if (!postgresql_server::shared()) {
        std::printf("SKIP: no PostgreSQL server is installed\n");
        return;
    }
    postgresql_server server(true);
    catalog_kit kit(server.make_database());
    demo_world world(kit);
    crowd all(world);
    std::mt19937 random(7);
    for (int i = 0; i != 6; ++i) {
        all.kill_one(random);
        server.stop(i % 2 ? SIGINT : SIGQUIT);
        server.start();
    }
    all.wait_for_all();
    all.compare();
}

BOOST_AUTO_TEST_SUITE_END()
