#include "support/scripted_peer.hpp"
#include "support/shared_data.hpp"

#include <parley/auth/authorization_code.hpp>
#include <parley/auth/detail/databricks_azure.hpp>
#include <parley/auth/detail/databricks_cli.hpp>
#include <parley/auth/detail/token_source.hpp>
#include <parley/auth/discovery.hpp>
#include <parley/auth/token_store.hpp>
#include <parley/auth/unified.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(conformance_databricks_tokens, *parley::test::needs_shared_data())

namespace auth = parley::auth;
namespace http = parley::http;
namespace json = boost::json;
using parley::secret;
using parley::test::reply;
using parley::test::scripted_peer;

namespace {

/// The rows of a table.
json::value const& table(char const* name) {
    static json::value const all = json::parse(parley::test::shared_data("databricks/tables.json"));
    auto const& rows = all.at(name);
    BOOST_TEST_REQUIRE((rows.is_object() ? !rows.get_object().empty() : !rows.as_array().empty()));
    return rows;
}

std::string text(json::value const& v) { return v.is_null() ? std::string() : std::string(v.as_string()); }
std::string text_at(json::value const& o, char const* key) { return o.as_object().contains(key) ? text(o.at(key)) : std::string(); }

std::vector<std::string> list(json::value const& v) {
    std::vector<std::string> all;
    if (v.is_string()) all.push_back(text(v));
    else if (v.is_array())
        for (auto const& one : v.get_array()) all.push_back(text(one));
    return all;
}

std::string joined(std::vector<std::string> const& all) {
    std::string one;
    for (auto const& word : all) one += (one.empty() ? "" : " ") + word;
    return one;
}

constexpr parley::time_point now{std::chrono::seconds(1'800'000'000)};

auth::login_tokens tokens(std::string name, json::value const& seconds) {
    auth::login_tokens made;
    made.access_token = secret::make(std::move(name)).value();
    made.expires = seconds.is_null() ? parley::time_point::max() : now + std::chrono::seconds(seconds.as_int64());
    return made;
}

} // namespace

BOOST_AUTO_TEST_CASE(scopes_are_sorted_and_sent_once_each) {
    for (auto const& row : table("scopes_py").as_array()) BOOST_TEST(auth::detail::scopes_text(list(row.at(0))) == joined(list(row.at(1))));
    for (auto const& row : table("scopes_go_file").as_array()) BOOST_TEST(auth::detail::scopes_text(list(row.at(0))) == joined(list(row.at(1))));
}

BOOST_AUTO_TEST_CASE(a_login_asks_for_the_scopes_that_databricks_own_tools_ask_for) {
    for (auto const& row : table("u2m_scopes_go").as_array()) {
        auth::oauth_app app;
        app.scopes = list(row.at(0));
        app.is_offline = !row.at(1).as_bool();
        BOOST_TEST(auth::login_scopes(app) == text(row.at(2)));
    }
    // Those in Python ask for the same in another order.
    auto const sorted = [](std::string const& scopes) {
        std::istringstream words(scopes);
        return std::set<std::string>(std::istream_iterator<std::string>(words), {});
    };
    for (auto const& row : table("u2m_scopes_py").as_array()) {
        auth::oauth_app app;
        app.scopes = list(row.at(0));
        app.is_offline = !row.at(1).as_bool();
        BOOST_TEST((sorted(auth::login_scopes(app)) == sorted(text(row.at(2)))));
    }
}

BOOST_AUTO_TEST_CASE(an_issuer_leads_to_its_host_and_its_token_endpoint) {
    for (auto const& row : table("issuer_to_host").as_array()) {
        auto const host = auth::host_of_issuer(text(row.at(0)));
        BOOST_TEST((host ? *host : std::string()) == text(row.at(1)));
    }
    for (auto const& row : table("issuer_to_token_endpoint").as_array()) BOOST_TEST(auth::token_endpoint_of_issuer(text(row.at(0))).value().to_string() == text(row.at(1)));
}

BOOST_AUTO_TEST_CASE(a_host_to_log_in_at_is_checked_as_by_databricks_own_tools) {
    for (auto const& row : table("u2m_validate_host").as_array()) {
        auto const checked = auth::check_login_host(text(row.at(0)));
        BOOST_TEST((checked ? std::string() : checked.error().message) == text(row.at(1)));
    }
    BOOST_TEST(!auth::check_login_host("http://some-host.com"));
}

BOOST_AUTO_TEST_CASE(the_cache_of_the_cli_is_read_under_its_own_keys) {
    for (auto const& row : table("cache_keys").as_array()) BOOST_TEST(auth::databricks_cli_cache_key(text_at(row, "host"), text_at(row, "account_id")) == text_at(row, "key"));
}

BOOST_AUTO_TEST_CASE(the_cli_is_asked_with_what_its_version_knows) {
    // The table writes W, ACC and UNI for the host of a workspace, of accounts, and of both.
    auto const host_of = [](std::string const& name) { return name == "ACC" ? std::string("https://accounts.cloud.databricks.com") : name.empty() ? name : "https://" + name; };
    for (auto const& row : table("cli_argv").as_array()) {
        auto const& config = row.at(0);
        auto const host = host_of(text_at(config, "host"));
        auto const argv = auth::detail::cli_arguments(text_at(config, "profile"), host, text_at(config, "account_id"), auth::detail::read_version(text(row.at(1))));
        BOOST_TEST_CONTEXT(json::serialize(row)) {
            if (row.at(2).is_object()) {
                BOOST_TEST(!argv);
                if (!argv) BOOST_TEST(argv.error().message.find(text_at(row.at(2), "error")) != std::string::npos);
            } else {
                auto expected = text(row.at(2));
                if (auto const at = expected.find("--host "); at != std::string::npos) {
                    auto const end = std::min(expected.find(' ', at + 7), expected.size());
                    expected.replace(at + 7, end - at - 7, host);
                }
                BOOST_TEST(argv.has_value());
                if (argv) BOOST_TEST(joined(*argv) == expected);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_version_and_the_expiry_of_the_cli_are_read) {
    for (auto const& row : table("cli_version").as_array()) BOOST_TEST(std::string(auth::detail::version_word(text(row.at(0)))) == text(row.at(1)));
    for (auto const& row : table("cli_expiry_ok").as_array()) BOOST_TEST(auth::detail::moment(text(row)).has_value(), text(row));
    for (auto const& row : table("cli_expiry_bad").as_array()) BOOST_TEST(!auth::detail::moment(text(row)).has_value(), text(row));
}

BOOST_AUTO_TEST_CASE(the_clouds_of_azure_go_by_either_name) {
    for (auto const& row : table("azure_environment").as_array()) BOOST_TEST(std::string(auth::detail::azure_place_of(text(row.at(0))).name) == text(row.at(1)));
}

BOOST_AUTO_TEST_CASE(a_cloud_that_the_host_names_is_known_in_capitals_or_not) {
    for (auto const& row : table("metadata_cloud_go").as_array()) {
        auto config = auth::databricks_config::resolve({{"host", "https://h.example.com"}}, parley::environment::isolated()).value();
        config.fill("cloud", text(row.at(0)), "host metadata");
        auto const expected = text(row.at(1));
        BOOST_TEST((config.cloud() == (expected == "Azure" ? auth::cloud::azure : expected == "GCP" ? auth::cloud::gcp : auth::cloud::aws)));
    }
}

BOOST_AUTO_TEST_CASE(a_token_is_renewed_ahead_by_half_its_life_or_twenty_minutes) {
    for (auto const& row : table("async_lead_seconds").as_array()) {
        // The table says after how many seconds.
        std::chrono::seconds const lives(row.at(0).as_int64()), after(row.at(1).as_int64());
        BOOST_TEST((lives - auth::detail::lead(lives) == after));
    }
}

BOOST_AUTO_TEST_CASE(another_processes_token_is_taken_where_databricks_own_tools_take_it) {
    for (auto const& row : table("is_fresh_replacement").as_array())
        BOOST_TEST(auth::detail::is_fresh_replacement(tokens("old", row.at(0)), tokens(text(row.at(1)), row.at(2)), now) == row.at(3).as_bool(), json::serialize(row));
}

BOOST_AUTO_TEST_CASE(requests_for_tokens_are_tried_again_where_databricks_own_tools_do) {
    for (auto const& row : table("token_fetch_retriable").as_object()) {
        std::string const name(row.key());
        auto const status = std::atoi(name.c_str());
        parley::result<auth::answer> got = status != 0            ? parley::result<auth::answer>(auth::answer(reply(status, "")))
                                           : name == "ECONNRESET"  ? parley::error(parley::errc::connection_lost)
                                           : name == "ECONNREFUSED" ? parley::error(parley::errc::connect_failed)
                                           : name == "i/o timeout" ? parley::error(parley::errc::timed_out)
                                                                   : parley::error(parley::errc::name_resolution_failed);
        BOOST_TEST(auth::detail::is_transient(got) == row.value().as_bool(), name);
    }
    for (auto const& row : table("token_retry_after").as_array()) {
        auto const wait = auth::detail::retry_after({{"Retry-After", text(row.at(0))}}, now);
        BOOST_TEST(wait.has_value() == !row.at(1).is_null(), text(row.at(0)));
        if (wait && !row.at(1).is_null()) BOOST_TEST((*wait == std::chrono::seconds(row.at(1).as_int64())));
    }
}

BOOST_AUTO_TEST_CASE(ten_callers_share_a_token_as_with_databricks_own_tools) {
    // [seconds that the token at hand lives, renewed ahead?, seconds that a renewal ahead brings, seconds or error that a blocking one brings,
    //  requests, seconds that the token lives at the end]. Where there is an error, ours answers ten callers with one request; so they come
    //  one second apart here, as ten calls of Go's that each fail.
    auto const seconds = [](json::value const& v) { return v.is_int64() ? std::optional(v.get_int64()) : std::nullopt; };
    for (auto const& row : table("cached_token_10_callers").as_array()) {
        auto const held = seconds(row.at(0)), ahead = seconds(row.at(2)), blocking = seconds(row.at(3));
        int requests = 0;
        auto clock = now;
        // A source whose first token was there before.
        auth::detail::token_source source([]() -> auth::detail::task<parley::result<auth::detail::credentials>> {
            auto const got = co_await auth::detail::response_to(http::request(http::url::parse("https://h/").value()), auth::detail::usual_limit, false);
            if (!got) co_return got.error();
            auth::detail::credentials made;
            made.add("Authorization", "", secret::make(got->body).value());
            made.expires = now + std::chrono::seconds(std::stoll(got->body));
            co_return made;
        });
        auto const give = [&](auth::step const& step, std::optional<std::int64_t> lives) {
            auto const id = std::get<auth::fetch>(step).id;
            if (lives) source.done(id, auth::answer(reply(200, std::to_string(*lives))), clock);
            else source.done(id, parley::error(parley::errc::server_error), clock);
        };
        if (held) {
            clock = now - std::chrono::hours(1);
            give(source.next(clock), held);
            clock = now;
        }
        for (int i = 0; i != 10; ++i) {
            auto const step = source.next(clock);
            if (auto const* const f = std::get_if<auth::fetch>(&step)) {
                // Go renews ahead only where it is told to; ours always does, so that of those who were not told is left unanswered.
                if (f->when == auth::urgency::ahead && !row.at(1).as_bool()) continue;
                ++requests;
                give(step, f->when == auth::urgency::ahead ? ahead : blocking);
            }
            if (row.at(4).as_int64() == 10) clock += std::chrono::seconds(1);
        }
        BOOST_TEST_CONTEXT(json::serialize(row)) {
            auto const expected = row.at(4).as_int64();
            BOOST_TEST(requests == expected);
            http::request r(http::url::parse("https://h/").value());
            auto const is_signed = source.sign(r, now).has_value();
            auto const lives = seconds(row.at(5));
            BOOST_TEST(is_signed == (lives && *lives > 0));
            if (is_signed && lives) BOOST_TEST(std::string(r.header.find("authorization").value()) == std::to_string(*lives));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
