#include <parley/catalog_maintainer.hpp>

#include <parley/catalog/delete_model.hpp>

#include "support/demo_world.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(client_catalog_maintainer)

namespace asio = boost::asio;
namespace catalog = parley::catalog;
using namespace parley::test;
using namespace std::chrono_literals;
using std::chrono::milliseconds;
using parley::errc, parley::result;

namespace {

/// Programs that look after one data base. Time passes when all of them wait: then it goes on to where the first of them wants to be.
class programs {
public:
    programs(demo_world& world, int count, int rounds) : world_(world), timer_(context_), rounds_(rounds) {
        timer_.expires_at(asio::steady_timer::time_point::max());
        for (int i = 0; i != count; ++i) start(i);
        context_.run();
    }

    std::vector<milliseconds> waits;               ///< how long time passed
    std::vector<catalog::maintenance_report> runs; ///< looks at which there was something to do
    std::vector<parley::error> failures;
    std::vector<errc> ends;

private:
    void start(int number) {
        stores_.push_back(std::make_unique<catalog::store>(world_.kit.open()));
        stops_.push_back(std::make_unique<asio::cancellation_signal>());
        parley::maintain_options how;
        how.maintenance.runner = "program " + std::to_string(number);
        how.maintenance.grace = 0s;
        how.longest_wait = std::chrono::hours(24 * 30);
        how.observe = [this](result<catalog::maintenance_report> const& seen) {
            if (!seen) failures.push_back(seen.error());
            else if (seen->run) runs.push_back(*seen);
        };
        how.wait = [this](milliseconds length) { return wait(length); };
        parley::async_maintain(context_.get_executor(), *stores_.back(), world_.kit.root, world_.sources, std::move(how),
                               asio::bind_cancellation_slot(stops_.back()->slot(), [this](result<void> ended) { ends.push_back(ended.error().code); }));
    }

    asio::awaitable<void> wait(milliseconds length) {
        shortest_ = shortest_ ? std::min(*shortest_, length) : length;
        if (++waiting_ == stores_.size()) {
            waiting_ = 0;
            world_.kit.clock.advance(*shortest_);
            waits.push_back(*std::exchange(shortest_, std::nullopt));
            if (static_cast<int>(waits.size()) == rounds_)
                for (auto& stop : stops_) stop->emit(asio::cancellation_type::terminal);
            timer_.cancel();
            co_return;
        }
        boost::system::error_code woken;
        co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }

    demo_world& world_;
    asio::io_context context_;
    asio::steady_timer timer_;
    int rounds_;
    std::size_t waiting_ = 0;
    std::optional<milliseconds> shortest_;
    std::vector<std::unique_ptr<catalog::store>> stores_;
    std::vector<std::unique_ptr<asio::cancellation_signal>> stops_;
};

} // namespace

BOOST_AUTO_TEST_CASE(it_sleeps_until_each_moment_of_the_rule_and_works_then) {
    in_demo_worlds([](demo_world& world) { // on a Saturday at noon
        auto const model = world.model("gone");
        catalog::delete_model(world.kit.in, world.kit.admin(), world.sources, model).value();
        programs one(world, 1, 4);
        BOOST_TEST((one.waits == std::vector<milliseconds>{16h, 168h, 168h, 168h}));
        BOOST_REQUIRE(one.runs.size() == 3u);
        BOOST_TEST(one.runs.front().run->removed.size() == 1u);
        BOOST_TEST(one.runs.back().run->removed.empty());
        BOOST_TEST((one.ends == std::vector{errc::cancelled}));
    });
}

BOOST_AUTO_TEST_CASE(of_many_programs_on_one_data_base_one_does_the_work_of_each_moment) {
    in_demo_worlds([](demo_world& world) {
        programs four(world, 4, 6);
        BOOST_TEST(four.runs.size() == 5u);
        BOOST_TEST(world.one("select count(*) from catalog_cleanup_run") == 5);
        BOOST_TEST(four.ends.size() == 4u);
    });
}

BOOST_AUTO_TEST_CASE(after_an_error_it_tries_again_and_it_ends_where_it_may_not_do_this) {
    in_demo_worlds([](demo_world& world) {
        world.kit.change("alter table catalog_maintenance rename to catalog_hidden");
        programs one(world, 1, 3);
        BOOST_TEST(one.failures.size() == 3u);
        BOOST_TEST((one.waits == std::vector<milliseconds>(3, 5min)));
        BOOST_TEST((one.ends == std::vector{errc::cancelled}));

        asio::io_context context;
        std::optional<errc> end;
        auto const reader = catalog::principal::platform("reader", {catalog::scope::read});
        parley::async_maintain(context.get_executor(), world.kit.in, reader, world.sources, {}, [&](result<void> ended) { end = ended.error().code; });
        context.run();
        BOOST_TEST((end == errc::forbidden));
    });
}

BOOST_AUTO_TEST_CASE(cancelling_ends_a_wait_of_hours_at_once) {
    in_demo_worlds([](demo_world& world) {
        asio::io_context context;
        asio::cancellation_signal stop;
        std::optional<errc> end;
        parley::maintain_options how;
        how.observe = [&](result<catalog::maintenance_report> const&) { asio::post(context, [&] { stop.emit(asio::cancellation_type::terminal); }); };
        auto done = [&](result<void> ended) { end = ended.error().code; };
        parley::async_maintain(context.get_executor(), world.kit.in, world.kit.root, world.sources, how, asio::bind_cancellation_slot(stop.slot(), done));
        context.run();
        BOOST_TEST((end == errc::cancelled));
    });
}

BOOST_AUTO_TEST_CASE(an_executor_that_goes_away_takes_it_along) {
    in_demo_worlds([](demo_world& world) {
        bool ended = false;
        {
            asio::io_context context;
            parley::async_maintain(context.get_executor(), world.kit.in, world.kit.root, world.sources, {}, [&](result<void>) { ended = true; });
            context.poll();
        }
        BOOST_TEST(!ended);
    });
}

BOOST_AUTO_TEST_SUITE_END()
