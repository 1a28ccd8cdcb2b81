#include <parley/migrate/upgrade_text.hpp>

#include <parley/migrate/chain.hpp>
#include <parley/migrate/plan.hpp>
#include <parley/secret.hpp>

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace {

struct endpoint {
    std::string url;
    parley::secret token;
    boost::json::object extra;
};
BOOST_DESCRIBE_STRUCT(endpoint, (), (url, token, extra))

parley::result<void> host_becomes_url(boost::json::object& document) {
    document["url"] = "https://" + std::string(document["host"].as_string());
    document.erase("host");
    return {};
}
parley::result<void> url_becomes_host(boost::json::object& document) {
    document["host"] = boost::json::string(document["url"].as_string().subview(8)); // a copy: a new key may move the others
    document.erase("url");
    return {};
}
parley::result<void> header_becomes_token(boost::json::object& document) {
    if (auto const* header = document.if_contains("header")) document["token"] = boost::json::string(header->as_string().subview(7));
    document.erase("header");
    return {};
}

/// Writes texts backwards, between brackets.
struct brackets {
    bool recognises(std::string_view text) const { return text.starts_with('['); }
    parley::result<std::string> open(std::string_view text) const { return std::string(text.rbegin() + 1, text.rend() - 1); }
    parley::result<std::string> seal(std::string_view text) const { return "[" + std::string(text.rbegin(), text.rend()) + "]"; }
};

} // namespace

template <> struct parley::schema<endpoint> {
    static constexpr int version = 2;
    using steps = migrate::chain<migrate::json_step<0, host_becomes_url, "the host becomes a URL", url_becomes_host>,
                                 migrate::json_step<1, header_becomes_token, "the header becomes a token">>;
};

BOOST_AUTO_TEST_SUITE(migrate_upgrade_text)

using parley::migrate::upgrade_text;

BOOST_AUTO_TEST_CASE(an_old_text_becomes_a_text_of_the_newest_version) {
    auto const made = upgrade_text<endpoint>(R"({"host":"a.example","colour":1})");
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->text == R"({"url":"https://a.example","colour":1,"schema_version":2})");
    BOOST_TEST(made->done.from == 0);
    BOOST_TEST(made->done.steps.size() == 2u);
}

BOOST_AUTO_TEST_CASE(steps_stop_at_the_version_asked_for) {
    auto const made = upgrade_text<endpoint>(R"({"host":"a.example","header":"Bearer x"})", {}, {}, 1);
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->text == R"({"url":"https://a.example","header":"Bearer x","schema_version":1})");
    BOOST_TEST(made->done.to == 1);
    BOOST_TEST(made->done.steps.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_way_back_leads_to_an_older_version) {
    auto const made = upgrade_text<endpoint>(R"({"url":"https://a.example","schema_version":1})", {}, {}, 0);
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->text == R"({"host":"a.example","schema_version":0})");
    BOOST_TEST(made->done.steps.size() == 1u);
}

BOOST_AUTO_TEST_CASE(without_a_way_back_an_older_version_is_refused) {
    auto const made = upgrade_text<endpoint>(R"({"url":"https://a.example","schema_version":2})", {}, {}, 1);
    BOOST_TEST_REQUIRE(made.has_error());
    BOOST_TEST((made.error().code == parley::errc::no_migration_step));
}

BOOST_AUTO_TEST_CASE(a_version_that_never_was_is_refused) {
    for (int version : {-1, 3}) {
        auto const made = upgrade_text<endpoint>(R"({"host":"a.example"})", {}, {}, version);
        BOOST_TEST_REQUIRE(made.has_error());
        BOOST_TEST((made.error().code == parley::errc::invalid_argument));
    }
}

BOOST_AUTO_TEST_CASE(a_part_taken_out_of_an_encrypted_text_is_sealed_again_and_in_no_report) {
    brackets const cipher;
    parley::migrate::options how{{.cipher = cipher}, parley::migrate::report::changes};
    auto const made = upgrade_text<endpoint>(R"({"url":"https://a.example","header":"[terces reraeB]","schema_version":1})", how);
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->text == R"({"url":"https://a.example","token":"[terces]","schema_version":2})");
    BOOST_TEST_REQUIRE(made->done.steps.size() == 1u);
    BOOST_TEST(parley::reflect::to_text(boost::json::value(made->done.steps[0].changes)).find("secret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_older_version_with_a_cipher_is_refused) {
    brackets const cipher;
    auto const made = upgrade_text<endpoint>(R"({"host":"a.example"})", {{.cipher = cipher}}, {}, 1);
    BOOST_TEST_REQUIRE(made.has_error());
    BOOST_TEST((made.error().code == parley::errc::unsupported));
}

BOOST_AUTO_TEST_CASE(a_plan_stops_at_the_version_asked_for) {
    auto const made = parley::migrate::plan<endpoint>(R"({"host":"a.example"})", {}, 1);
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->to == 1);
    BOOST_TEST(made->document.at("schema_version").to_number<int>() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
