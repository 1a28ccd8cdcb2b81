#include <parley/model_listing.hpp>

#include <parley/auth/api_key.hpp>
#include <parley/provider/litellm.hpp>
#include <parley/provider/openhands.hpp>
#include <parley/transport/loopback.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(client_model_listing)

namespace {

namespace asio = boost::asio;
namespace http = parley::http;
namespace model = parley::model;
namespace provider = parley::provider;
using namespace std::chrono_literals;
using parley::errc;
using parley::result;

constexpr char const* rows = R"({"data":[
    {"model_name":"litellm_proxy/claude-x","litellm_params":{"model":"anthropic/claude-x-2026"},"model_info":{"max_input_tokens":200000,"max_output_tokens":64000,"input_cost_per_token":3e-6,"output_cost_per_token":1.5e-5}},
    {"model_name":"gpt-y","litellm_params":{"model":"litellm_proxy/gpt-y-2026"},"model_info":{"max_input_tokens":100000}}]})";

/// A proxy that counts how often it is asked.
struct proxy {
    asio::io_context context;
    int status = 200;
    std::vector<http::request> asked;

    template <class Provider> parley::model_listing listing(parley::listing_rules const& rules = {}, std::string base_url = {}) {
        auto via = parley::transport::loopback(context.get_executor(), [this](http::request const& r) -> result<http::response> {
            asked.push_back(r);
            return http::response{status, {{"Content-Type", "application/json"}}, status == 200 ? rows : "{}"};
        });
        parley::client_options options;
        options.base_url = std::move(base_url);
        options.retry.attempts = 1;
        return parley::model_listing(parley::client<Provider, parley::auth::api_key>(parley::secret::make("sk-1").value(), std::move(via), options), rules);
    }
    result<model::info> find(parley::model_listing const& in, std::string name) {
        auto waiting = in.async_find(std::move(name), asio::use_future);
        context.restart();
        context.run();
        return waiting.get();
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(the_proxy_is_asked_once_for_what_it_knows_of_its_models) {
    proxy there;
    auto const listing = there.listing<provider::openhands<>>();
    BOOST_TEST(there.asked.empty());
    auto const found = there.find(listing, "openhands/claude-x");
    BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : to_string(found.error())));
    BOOST_TEST(found->id == "openhands/claude-x");
    BOOST_TEST(found->max_output.value() == 64000);
    BOOST_TEST(found->prices.size() == 1u);
    BOOST_TEST_REQUIRE(there.asked.size() == 1u);
    BOOST_TEST(there.asked[0].url.to_string() == "https://llm-proxy.app.all-hands.dev/v1/model/info");
    BOOST_TEST(there.asked[0].header.find("Authorization").value_or("") == "Bearer sk-1");
    BOOST_TEST(there.asked[0].header.find("User-Agent").value_or("").find("Parley/") != std::string_view::npos);

    auto all = listing.async_list(asio::use_future);
    there.context.restart();
    there.context.run();
    BOOST_TEST(all.get().value().size() == 2u);
    BOOST_TEST(there.asked.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_model_is_found_by_its_public_name_that_on_the_wire_and_those_of_the_proxy) {
    proxy there;
    auto const listing = there.listing<provider::openhands<>>();
    for (auto const* name : {"openhands/claude-x", "litellm_proxy/claude-x", "claude-x", "anthropic/claude-x-2026"}) BOOST_TEST(there.find(listing, name).value().id == "openhands/claude-x", name);
    for (auto const* name : {"openhands/gpt-y", "gpt-y", "litellm_proxy/gpt-y-2026", "gpt-y-2026"}) BOOST_TEST(there.find(listing, name).value().id == "openhands/gpt-y", name);
    auto const none = there.find(listing, "litellm_proxy/claude");
    BOOST_TEST((none.error().code == errc::model_not_found));
    BOOST_TEST(none.error().where == "openhands/claude");
    BOOST_TEST(there.asked.size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_address_of_one_s_own_wins_and_somebody_else_s_proxy_keeps_its_names) {
    proxy mine;
    BOOST_TEST(mine.find(mine.listing<provider::openhands<>>({}, "https://mine.example/v1"), "openhands/gpt-y").has_value());
    BOOST_TEST(mine.asked.at(0).url.to_string() == "https://mine.example/v1/model/info");
    proxy other;
    auto const listing = other.listing<provider::litellm<>>({}, "https://other.example");
    BOOST_TEST(other.find(listing, "litellm_proxy/claude-x").value().id == "litellm_proxy/claude-x");
    BOOST_TEST((other.find(listing, "openhands/claude-x").error().code == errc::model_not_found));
    BOOST_TEST(other.asked.size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_is_forgotten_or_counts_no_longer_is_asked_again) {
    proxy there;
    auto listing = there.listing<provider::openhands<>>();
    BOOST_TEST(there.find(listing, "openhands/gpt-y").has_value());
    listing.forget();
    BOOST_TEST(there.find(listing, "openhands/gpt-y").has_value());
    BOOST_TEST(there.asked.size() == 2u);
    auto const brief = there.listing<provider::openhands<>>({.kept = 0s});
    for (int i = 0; i != 2; ++i) BOOST_TEST(there.find(brief, "openhands/gpt-y").has_value());
    BOOST_TEST(there.asked.size() == 4u);
}

BOOST_AUTO_TEST_CASE(a_failure_counts_for_a_while_but_not_that_of_credentials) {
    proxy busy;
    busy.status = 503;
    auto const listing = busy.listing<provider::openhands<>>();
    for (int i = 0; i != 2; ++i) BOOST_TEST((busy.find(listing, "openhands/gpt-y").error().code == errc::service_unavailable));
    BOOST_TEST(busy.asked.size() == 1u);
    proxy closed;
    closed.status = 401;
    auto const other = closed.listing<provider::openhands<>>();
    BOOST_TEST((closed.find(other, "openhands/gpt-y").error().code == errc::unauthenticated));
    closed.status = 200;
    BOOST_TEST(closed.find(other, "openhands/gpt-y").has_value());
}

BOOST_AUTO_TEST_CASE(an_answer_counts_to_the_second) {
    parley::detail::kept_answer<int> known(1h, 1min);
    parley::time_point const now(48h);
    BOOST_TEST(!known.find(now).has_value());
    known.keep(7, now);
    BOOST_TEST(known.find(now + 3599s).value().value() == 7);
    BOOST_TEST(!known.find(now + 3600s).has_value());
    known.keep(parley::error(errc::timed_out), now);
    BOOST_TEST((known.find(now + 59s).value().error().code == errc::timed_out));
    BOOST_TEST(!known.find(now + 60s).has_value());
    known.keep(parley::error(errc::cancelled), now + 60s);
    BOOST_TEST(!known.find(now + 60s).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
