#include <parley/catalog/access.hpp>
#include <parley/catalog/custom_provider.hpp>
#include <parley/catalog_client.hpp>
#include <parley/chat/ask.hpp>
#include <parley/http/base64.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/transport/loopback.hpp>

#include <support/catalog_store.hpp>
#include <support/run.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <functional>
#include <future>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(client_catalog_client)

namespace asio = boost::asio;
namespace catalog = parley::catalog;
namespace http = parley::http;
namespace json = boost::json;
using parley::errc;
using parley::provider_call_options;
using parley::provider_check;
using parley::result;
using parley::test::catalog_kit;
using parley::test::on_both_engines;
using lines = std::vector<std::string>;

namespace {

catalog::provider_guard guard() {
    return {catalog::key_ring::from_text("k1:" + http::base64(std::string(32, 'a'))).value(), catalog::network_policy::shared()};
}

json::object j(std::string_view text) { return json::parse({text.data(), text.size()}).as_object(); }

auto constexpr sample = R"({"display_name":"House","base_url":"https://models.example/v1","api_key":"sk-canary-1","headers":{"X-Team":"canary-2"}})";

/// Answers requests inside the process, and keeps them; names lead to a public address unless another is set.
struct world {
    asio::io_context context;
    std::vector<http::request> asked;
    int status = 200;
    std::map<std::string, std::string> bodies; // by query
    std::string body = R"({"data":[{"id":"a"},{"id":"b"}]})";
    lines addresses{"93.184.216.34"};

    parley::any_transport transport() {
        return parley::transport::loopback(context.get_executor(), [this](http::request const& request) -> result<http::response> {
            asked.push_back(request);
            http::response r;
            r.status = status;
            r.header.add("Content-Type", "application/json");
            auto const paged = bodies.find(request.url.query());
            r.body = paged == bodies.end() ? body : paged->second;
            return r;
        });
    }
    provider_call_options how() {
        provider_call_options made;
        made.lookup = [this](std::string, std::chrono::milliseconds) { return found(&addresses); };
        return made;
    }
    static asio::awaitable<result<lines>> found(lines const* addresses) { co_return *addresses; }

    template <class T> T wait(std::future<T> answer) {
        context.restart();
        context.run();
        return answer.get();
    }

    result<catalog::refresh_outcome> refresh(catalog_kit& kit, catalog::provider_id which) {
        auto& in = kit.in;
        auto const who = kit.admin();
        // tag::refresh[]
        auto outcome = parley::async_refresh_provider(in, who, guard(), which, {}, transport(), how(), asio::use_future);
        // end::refresh[]
        return wait(std::move(outcome));
    }
    result<provider_check> validate(catalog_kit& kit, std::string_view settings, std::optional<catalog::provider_id> which = {}) {
        return wait(parley::async_validate_provider(kit.in, kit.admin(), guard(), which, j(settings), transport(), how(), asio::use_future));
    }
    std::string header(std::string_view name) const { return std::string(asked.back().header.find(name).value_or("-")); }
};

catalog::provider_id add(catalog_kit& kit, std::string_view settings = sample) { return catalog::create_provider(kit.in, kit.admin(), guard(), j(settings)).value().id; }

catalog::provider_row row(catalog_kit& kit, catalog::provider_id which) { return catalog::get_provider(kit.in, kit.admin(), which).value(); }

std::string models(catalog_kit& kit) {
    std::string text;
    for (auto const& one : catalog::list_usable_models(kit.in, kit.admin()).value()) text += one.name + " ";
    return text;
}

template <class Test> void on_sqlite(Test test) {
    parley::test::temporary_folder folder;
    catalog_kit kit("sqlite:" + folder.file("catalogue.db"));
    test(kit);
}

} // namespace

// T17
BOOST_AUTO_TEST_CASE(T17_a_refresh_asks_with_key_and_headers_and_stores_what_is_listed) {
    on_both_engines([](catalog_kit& kit) {
        world w;
        auto const id = add(kit);
        BOOST_TEST(w.refresh(kit, id).value().added == 2u);
        BOOST_TEST(w.asked.back().method == "GET");
        BOOST_TEST(w.asked.back().url.to_string() == "https://models.example/v1/models");
        BOOST_TEST(w.header("Authorization") == "Bearer sk-canary-1");
        BOOST_TEST(w.header("x-team") == "canary-2");
        BOOST_TEST(models(kit) == "a b ");
        BOOST_TEST((row(kit, id).refresh_state == catalog::refresh_status::succeeded));
        w.body = "[]";
        BOOST_TEST(w.refresh(kit, id).value().missing.size() == 2u);
        BOOST_TEST(models(kit) == "");
    });
}

BOOST_AUTO_TEST_CASE(the_key_travels_in_the_chosen_header_and_a_given_header_wins) {
    on_sqlite([](catalog_kit& kit) {
        world w;
        auto const asked_with = [&](std::string_view patch, std::string_view header) {
            auto const id = add(kit);
            BOOST_REQUIRE(catalog::update_provider(kit.in, kit.admin(), guard(), id, j(patch)).has_value());
            (void)w.refresh(kit, id);
            return w.header(header);
        };
        BOOST_TEST(asked_with(R"({"api_key_header":"X-Key"})", "x-key") == "sk-canary-1");
        BOOST_TEST(w.header("Authorization") == "-");
        BOOST_TEST(asked_with(R"({"api_key_header":"Authorization"})", "authorization") == "Bearer sk-canary-1");
        BOOST_TEST(asked_with(R"({"headers":{"Authorization":"Basic x"}})", "authorization") == "Basic x");
        BOOST_TEST(asked_with(R"({"api_key":null})", "authorization") == "-");
        BOOST_TEST(asked_with(R"({"family":"anthropic"})", "x-api-key") == "sk-canary-1");
        BOOST_TEST(w.header("anthropic-version") == "2023-06-01");
    });
}

BOOST_AUTO_TEST_CASE(all_pages_of_a_list_are_read_for_what_is_not_listed_counts_as_gone) {
    on_sqlite([](catalog_kit& kit) {
        world w;
        auto const id = add(kit, R"({"display_name":"A","base_url":"https://models.example","family":"anthropic"})");
        w.body = R"({"data":[{"id":"a","display_name":"A"}],"has_more":true,"last_id":"a"})";
        (void)w.refresh(kit, id);
        w.bodies[w.asked.front().url.query() + "&after_id=a"] = R"({"data":[{"id":"b"}],"has_more":false,"last_id":"b"})";
        BOOST_REQUIRE(w.refresh(kit, id).has_value());
        BOOST_TEST(w.asked.back().url.path() == "/v1/models");
        BOOST_TEST(models(kit) == "a b ");
    });
}

BOOST_AUTO_TEST_CASE(a_failed_refresh_keeps_the_models_and_quotes_nobody) {
    on_both_engines([](catalog_kit& kit) {
        world w;
        auto const id = add(kit);
        BOOST_REQUIRE(w.refresh(kit, id).has_value());
        struct failure {
            int status;
            char const* body;
            errc code;
        };
        for (auto const& [status, body, code] : {failure{401, R"({"error":{"message":"bad key sk-canary-1"}})", errc::unauthenticated}, failure{500, "canary", errc::server_error},
                                                 failure{429, "canary", errc::rate_limited}, failure{302, "canary", errc::invalid_response}, failure{200, "<html>canary", errc::invalid_response},
                                                 failure{204, "", errc::invalid_response}}) {
            w.status = status;
            w.body = body;
            auto const done = w.refresh(kit, id);
            BOOST_REQUIRE_MESSAGE(!done, status);
            BOOST_TEST((done.error().code == code), status);
            BOOST_TEST((parley::to_string(done.error()) + done.error().provider.text).find("canary") == std::string::npos);
            BOOST_TEST((row(kit, id).refresh_state == catalog::refresh_status::failed));
            BOOST_TEST(row(kit, id).refresh_message.value() == std::string(sentence(code)));
            BOOST_TEST(models(kit) == "a b ");
        }
    });
}

// T27
BOOST_AUTO_TEST_CASE(a_name_that_leads_to_a_forbidden_network_is_asked_nothing) {
    on_sqlite([](catalog_kit& kit) {
        auto const id = add(kit);
        for (auto const& addresses : {lines{"169.254.169.254"}, lines{"93.184.216.34", "10.0.0.1"}, lines{"::ffff:127.0.0.1"}, lines{"fe80::1%2"}, lines{}}) {
            world w;
            w.addresses = addresses;
            BOOST_TEST(w.refresh(kit, id).has_error());
            BOOST_TEST(w.validate(kit, sample).value().valid == false);
            BOOST_TEST(w.asked.empty());
        }
        BOOST_TEST(models(kit) == "");
    });
}

BOOST_AUTO_TEST_CASE(the_addresses_that_were_checked_are_the_ones_to_connect_to) {
    on_sqlite([](catalog_kit& kit) {
        auto const id = add(kit);
        world w;
        w.addresses = {"93.184.216.34", "2606:2800:21f:cb07::1"};
        BOOST_TEST(w.refresh(kit, id).has_value());
        BOOST_TEST(w.asked.back().addresses == w.addresses);
        BOOST_TEST(w.validate(kit, sample).value().valid);
        BOOST_TEST(w.asked.back().addresses == w.addresses);
    });
}

BOOST_AUTO_TEST_CASE(settings_are_tried_out_and_nothing_is_stored) {
    on_both_engines([](catalog_kit& kit) {
        world w;
        BOOST_TEST((w.validate(kit, sample).value() == provider_check{true, "", 2}));
        BOOST_TEST(w.header("Authorization") == "Bearer sk-canary-1");
        w.status = 401;
        BOOST_TEST((w.validate(kit, sample).value() == provider_check{false, "The credentials were not accepted.", 0}));
        BOOST_TEST(!w.validate(kit, R"({"display_name":"nowhere"})").value().valid);
        BOOST_TEST((w.validate(kit, R"({"display_name":"a","base_url":"http://169.254.169.254/"})").error().code == errc::invalid_argument));
        BOOST_TEST(kit.rows<std::int64_t>("select count(*) from catalog_provider").front() == 0);
        w.status = 200;
        auto const id = add(kit);
        BOOST_TEST(w.validate(kit, R"({"api_key":"***","base_url":"https://other.example/v1"})", id).value().valid);
        BOOST_TEST(w.asked.back().url.host() == "other.example");
        BOOST_TEST(w.header("Authorization") == "Bearer sk-canary-1");
        BOOST_TEST(row(kit, id).base_url.value() == "https://models.example/v1");
        auto const reader = kit.admin({catalog::scope::update});
        BOOST_TEST((w.wait(parley::async_validate_provider(kit.in, reader, guard(), {}, j(sample), w.transport(), w.how(), asio::use_future)).error().code == errc::forbidden));
    });
}

BOOST_AUTO_TEST_CASE(a_resolved_model_is_called_at_its_provider_under_its_own_name) {
    on_sqlite([](catalog_kit& kit) {
        world w;
        auto const settings = R"({"display_name":"House","base_url":"https://93.184.216.34/v1","api_key":"sk-canary-1","headers":{"X-Team":"canary-2"}})";
        (void)w.refresh(kit, add(kit, settings));
        auto const usable = catalog::list_usable_models(kit.in, kit.admin()).value();
        BOOST_REQUIRE(usable.size() == 2u);
        w.body = R"({"id":"1","model":"x","choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"}]})";
        for (auto const& one : usable) {
            auto& in = kit.in;
            auto const who = kit.admin();
            auto const model = one.id;
            auto const environment = parley::environment::isolated();
            auto const transport = w.transport();
            // tag::call[]
            auto const resolved = catalog::resolve(in, who, guard(), model).value();
            auto const client = parley::make_client(resolved, environment, transport).value();
            // end::call[]
            auto const answer = w.wait(client.async_chat(parley::ask("another").user("Hello"), asio::use_future));
            BOOST_TEST(answer.value().text() == "Hi");
            BOOST_TEST(w.asked.back().url.to_string() == "https://93.184.216.34/v1/chat/completions");
            BOOST_TEST(parley::reflect::parse_value(w.asked.back().body).value().at("model").as_string() == one.name);
            BOOST_TEST(w.header("Authorization") == "Bearer sk-canary-1");
            BOOST_TEST(w.header("x-team") == "canary-2");
            BOOST_TEST(client.about().provider == "House");
        }
    });
}

// T27
BOOST_AUTO_TEST_CASE(T27_a_resolved_model_is_not_called_where_its_hosts_name_leads_to_a_forbidden_network) {
    on_sqlite([](catalog_kit& kit) {
        world w;
        (void)w.refresh(kit, add(kit));
        auto const model = catalog::list_usable_models(kit.in, kit.admin()).value().front().id;
        auto const resolved = catalog::resolve(kit.in, kit.admin(), guard(), model).value();
        w.asked.clear();
        w.body = R"({"id":"1","model":"x","choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"}]})";
        auto const client = parley::make_client(resolved, parley::environment::isolated(), w.transport(), {}, w.how().lookup).value();
        auto const ask = [&] { return w.wait(client.async_chat(parley::ask("").user("Hello"), asio::use_future)); };
        auto const stream = [&] { return w.wait(client.async_stream(parley::ask("").user("Hello"), [](parley::chat::event const&) {}, asio::use_future)); };
        w.addresses = {"93.184.216.34", "2606:2800:21f:cb07::1"};
        BOOST_TEST(ask().has_value());
        BOOST_TEST(w.asked.back().addresses == w.addresses);
        (void)stream();
        BOOST_TEST(w.asked.back().addresses == w.addresses);
        BOOST_TEST(w.asked.size() == 2u);
        for (auto const& addresses : {lines{"169.254.169.254"}, lines{"93.184.216.34", "127.0.0.1"}}) { // the name was pointed elsewhere since
            w.addresses = addresses;
            BOOST_TEST((ask().error().code == errc::invalid_argument));
            BOOST_TEST((stream().error().code == errc::invalid_argument));
        }
        BOOST_TEST(w.asked.size() == 2u);
    });
}

BOOST_AUTO_TEST_CASE(a_call_to_a_resolved_model_ends_in_time_though_the_lookup_does_not) {
    world w;
    catalog::resolved_model resolved;
    resolved.model = "x";
    resolved.provider.emplace();
    resolved.provider->base_url = "https://models.example/v1";
    parley::client_options options;
    options.retry.attempts = 1;
    options.limits.connect = std::chrono::milliseconds(1);
    auto const slow = [](std::string, std::chrono::milliseconds limit) -> asio::awaitable<result<lines>> {
        BOOST_TEST(limit.count() == 1);
        asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(20));
        co_await timer.async_wait(asio::use_awaitable);
        co_return lines{"93.184.216.34"};
    };
    auto const client = parley::make_client(resolved, parley::environment::isolated(), w.transport(), options, slow).value();
    BOOST_TEST((w.wait(client.async_chat(parley::ask("").user("Hello"), asio::use_future)).error().code == errc::timed_out));
    BOOST_TEST(w.asked.empty());
}

BOOST_AUTO_TEST_CASE(a_model_of_the_platform_is_called_with_the_key_that_the_environment_has) {
    world w;
    w.body = R"({"id":"1","model":"gpt-x","choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"}]})";
    catalog::resolved_model resolved;
    resolved.vendor = "openai";
    resolved.model = "gpt-x";
    auto const from = parley::environment::isolated({{"OPENAI_API_KEY", "sk-1"}});
    auto const client = parley::make_client(resolved, from, w.transport()).value();
    BOOST_TEST(w.wait(client.async_chat(parley::ask("").user("Hello"), asio::use_future)).value().text() == "Hi");
    BOOST_TEST(w.asked.back().url.to_string() == "https://api.openai.com/v1/chat/completions");
    BOOST_TEST(parley::reflect::parse_value(w.asked.back().body).value().at("model").as_string() == "gpt-x");
    BOOST_TEST(w.header("Authorization") == "Bearer sk-1");
    BOOST_TEST((parley::make_client(resolved, parley::environment::isolated(), w.transport()).error().code == errc::misconfigured));
    resolved.vendor = "nobody";
    BOOST_TEST((parley::make_client(resolved, from, w.transport()).error().code == errc::unsupported));
    resolved.kind = catalog::model_kind::embedding;
    BOOST_TEST((parley::make_client(resolved, from, w.transport()).error().code == errc::unsupported));
}

BOOST_AUTO_TEST_CASE(the_names_of_this_machine_are_looked_up) {
    asio::io_context context;
    auto const found = parley_test::run(context, parley::detail::look_up("localhost", std::chrono::seconds(10)));
    BOOST_REQUIRE(found.has_value());
    for (auto const& ip : *found) BOOST_TEST((ip == "127.0.0.1" || ip == "::1"), ip);
    BOOST_TEST(!found->empty());
    BOOST_TEST((parley_test::run(context, parley::detail::look_up("no-such-host.invalid", std::chrono::seconds(10))).error().code == errc::name_resolution_failed));
}


BOOST_AUTO_TEST_SUITE_END()
