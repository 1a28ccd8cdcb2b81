#include <parley/databricks_listing.hpp>

#include <parley/auth/api_key.hpp>
#include <parley/provider/databricks_any.hpp>
#include <parley/transport/loopback.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(client_databricks_listing)

namespace {

namespace asio = boost::asio;
namespace http = parley::http;
namespace provider = parley::provider;
using parley::errc;
using parley::result;

constexpr char const* endpoints = "https://ws.example/api/2.0/serving-endpoints";
constexpr char const* services = "https://ws.example/api/2.1/unity-catalog/model-services?parent=schemas%2Fsystem.ai&page_size=100";

std::string endpoint(std::string const& name, std::string const& next = {}) {
    return R"({"endpoints":[{"name":")" + name + R"(","task":"llm/v1/chat","endpoint_type":"FOUNDATION_MODEL_API","state":{"ready":"READY"}},)" +
           R"({"name":"own","task":"llm/v1/chat","endpoint_type":"CUSTOM_MODEL","state":{"ready":"READY"}}])" + (next.empty() ? "" : R"(,"next_page_token":")" + next + '"') + "}";
}

/// A workspace: its answers by address; others are not found.
struct workspace {
    asio::io_context context;
    std::map<std::string, http::response> answers;
    std::vector<std::string> asked;
    std::string authorization, agent;

    workspace() {
        answers[endpoints] = {200, {}, endpoint("databricks-claude-sonnet-4-5", "p2")};
        answers[std::string(endpoints) + "?page_token=p2"] = {200, {}, endpoint("my-gpt")};
        answers[services] = {200, {}, R"({"model_services":[{"name":"model-services/system.ai.gpt-5-1"}]})"};
    }

    parley::databricks_listing listing(parley::databricks_listing_rules rules = {.curated = false}) {
        auto via = parley::transport::loopback(context.get_executor(), [this](http::request const& r) -> result<http::response> {
            asked.push_back(r.url.to_string());
            authorization = r.header.find("Authorization").value_or("");
            agent = r.header.find("User-Agent").value_or("");
            auto const at = answers.find(asked.back());
            return at == answers.end() ? http::response{404, {}, "{}"} : at->second;
        });
        parley::client_options options;
        options.base_url = "https://gateway.example";
        options.user_agent = "product/1.0";
        options.retry.attempts = 1;
        return {parley::client<provider::databricks_any, parley::auth::api_key>(parley::secret::make("dapi").value(), std::move(via), options), http::url::parse("https://ws.example/x").value(),
                std::move(rules)};
    }
    result<std::vector<provider::databricks_model>> list(parley::databricks_listing const& of) {
        auto waiting = of.async_list(asio::use_future);
        context.restart();
        context.run();
        return waiting.get();
    }
    std::vector<std::string> names(parley::databricks_listing const& of) {
        auto const all = list(of);
        BOOST_TEST_REQUIRE(all.has_value(), (all ? "" : to_string(all.error())));
        std::vector<std::string> found;
        for (auto const& one : *all) found.push_back(one.public_name());
        return found;
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(endpoints_and_services_are_listed_to_the_last_page_and_once) {
    workspace there;
    auto const listing = there.listing();
    std::vector<std::string> const expected{"databricks/databricks-claude-sonnet-4-5", "databricks/my-gpt", "databricks/system.ai.gpt-5-1"};
    for (int i = 0; i != 2; ++i) BOOST_TEST(there.names(listing) == expected, boost::test_tools::per_element());
    BOOST_TEST(there.asked == (std::vector<std::string>{endpoints, std::string(endpoints) + "?page_token=p2", services}), boost::test_tools::per_element());
    BOOST_TEST(there.authorization == "Bearer dapi");
    BOOST_TEST(there.agent.starts_with("product/1.0 Parley/"));
}

BOOST_AUTO_TEST_CASE(filters_schemas_and_curated_models_are_the_caller_s_choice) {
    workspace there;
    parley::databricks_listing_rules rules;
    rules.filter.custom = true;
    rules.schemas.clear();
    auto const offered = there.list(there.listing(rules)).value();
    BOOST_TEST(there.asked.size() == 2u);
    auto const count = [&](provider::databricks_source from) { return std::count_if(offered.begin(), offered.end(), [&](auto const& m) { return m.source == from; }); };
    BOOST_TEST(count(provider::databricks_source::both) == 1);
    BOOST_TEST(count(provider::databricks_source::discovered) == 3); // my-gpt and the custom one of each page
    BOOST_TEST(count(provider::databricks_source::curated) == 23);
    BOOST_TEST(offered.front().is_recommended);
}

BOOST_AUTO_TEST_CASE(a_workspace_without_one_of_the_lists_has_the_other) {
    workspace there;
    there.answers.erase(services);
    BOOST_TEST(there.names(there.listing()).size() == 2u);
    workspace other;
    other.answers[endpoints] = {501, {}, "{}"};
    BOOST_TEST(other.names(other.listing()) == (std::vector<std::string>{"databricks/system.ai.gpt-5-1"}), boost::test_tools::per_element());
    workspace closed; // to this caller
    closed.answers[services] = {403, {}, R"({"error_code":"PERMISSION_DENIED"})"};
    BOOST_TEST(closed.names(closed.listing()).size() == 2u);
    workspace busy;
    busy.answers[services] = {503, {}, "{}"};
    BOOST_TEST((busy.list(busy.listing()).error().code == errc::service_unavailable));
}

BOOST_AUTO_TEST_CASE(a_workspace_with_neither_says_why_and_is_left_alone_for_a_while) {
    workspace there;
    there.answers = {{endpoints, {501, {}, "{}"}}};
    auto listing = there.listing();
    for (int i = 0; i != 2; ++i) BOOST_TEST((there.list(listing).error().code == errc::endpoint_retired));
    BOOST_TEST(there.asked.size() == 2u);
    workspace page;
    page.answers[endpoints] = {200, {}, "<html>Sign in</html>"};
    BOOST_TEST((page.list(page.listing()).error().code == errc::web_page));
    listing.forget();
    BOOST_TEST(there.list(listing).has_error());
    BOOST_TEST(there.asked.size() == 4u);
}

BOOST_AUTO_TEST_CASE(whoever_is_turned_away_may_ask_again_at_once) {
    workspace there;
    auto const before = std::exchange(there.answers, {{endpoints, {403, {}, "Invalid Token"}}});
    auto const listing = there.listing();
    BOOST_TEST((there.list(listing).error().code == errc::unauthenticated));
    BOOST_TEST(there.asked.size() == 1u);
    there.answers = before;
    BOOST_TEST(there.names(listing).size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_list_without_end_ends) {
    workspace there;
    there.answers[std::string(endpoints) + "?page_token=p2"] = {200, {}, endpoint("again", "p2")};
    parley::databricks_listing_rules rules;
    rules.schemas.clear();
    BOOST_TEST((there.list(there.listing(rules)).error().code == errc::limit_exceeded));
}

BOOST_AUTO_TEST_SUITE_END()
