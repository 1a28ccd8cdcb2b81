#include <parley/catalog/provider_settings.hpp>

#include <support/problems.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_provider_settings)

namespace json = boost::json;
namespace catalog = parley::catalog;
using catalog::network_policy;
using catalog::provider_settings;
using parley::errc;
using lines = std::vector<std::string>;

namespace {

json::object j(std::string_view text) { return json::parse({text.data(), text.size()}).as_object(); }

auto change(provider_settings const& before, std::string_view patch) { return catalog::patched(before, j(patch), network_policy::shared()); }

/// A provider with a key and two headers.
provider_settings sample() {
    return change({}, R"({"display_name":"House","base_url":"https://models.example/v1","api_key":"sk-canary-1","headers":{"X-Team":"canary-2","x-stage":"canary-3"}})").value();
}

/// The key and headers, each as `name=value`.
lines secrets_of(provider_settings const& s) {
    lines found;
    if (!s.api_key.empty()) found.push_back("key=" + std::string(s.api_key.reveal()));
    for (auto const& [name, value] : s.headers) found.push_back(name + "=" + std::string(value.reveal()));
    return found;
}

lines secrets_after(std::string_view patch) {
    auto const changed = change(sample(), patch);
    return changed ? secrets_of(*changed) : lines{name(changed.error().code).data()};
}

errc code_of(std::string_view patch, provider_settings const& before = sample()) {
    auto const changed = change(before, patch);
    BOOST_REQUIRE_MESSAGE(!changed, patch);
    BOOST_TEST(parley::to_string(changed.error()).find("canary") == std::string::npos, patch);
    return changed.error().code;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_patch_of_nothing_makes_a_provider) {
    auto const made = sample();
    BOOST_TEST(made.display_name == "House");
    BOOST_TEST(made.base_url.value() == "https://models.example/v1");
    BOOST_TEST(!made.passthrough);
    BOOST_TEST(secrets_of(made) == (lines{"key=sk-canary-1", "x-stage=canary-3", "x-team=canary-2"}), boost::test_tools::per_element());
}

// T5, T6
BOOST_AUTO_TEST_CASE(T5_T6_updating_one_secret_keeps_the_others_and_null_or_empty_removes_exactly_that_one) {
    lines const all{"key=sk-canary-1", "x-stage=canary-3", "x-team=canary-2"}, headers{"x-stage=canary-3", "x-team=canary-2"}, key{"key=sk-canary-1"};
    struct row {
        char const* patch;
        lines left;
    };
    for (auto const& [patch, left] : {
             row{"{}", all},
             row{R"({"display_name":"Other"})", all},
             row{R"({"api_key":"new"})", {"key=new", "x-stage=canary-3", "x-team=canary-2"}},
             row{R"({"headers":{"X-TEAM":"new"}})", {"key=sk-canary-1", "x-stage=canary-3", "x-team=new"}},
             row{R"({"headers":{"x-more":"new"}})", {"key=sk-canary-1", "x-more=new", "x-stage=canary-3", "x-team=canary-2"}},
             row{R"({"api_key":null})", headers},
             row{R"({"api_key":""})", headers},
             row{R"({"api_key":"  "})", headers},
             row{R"({"headers":null})", key},
             row{R"({"headers":{}})", key},
             row{R"({"headers":{"x-stage":null,"X-Team":""}})", key},
             row{R"({"headers":{"x-stage":null}})", {"key=sk-canary-1", "x-team=canary-2"}},
             row{R"({"api_key":null,"headers":null})", {}},
         })
        BOOST_TEST(secrets_after(patch) == left, patch);
}

BOOST_AUTO_TEST_CASE(a_mask_keeps_the_stored_secret_and_is_never_stored) {
    for (std::string const mask : {"***", "sk-c****", "****ry-1", "**********"}) {
        BOOST_TEST(secrets_after(R"({"api_key":")" + mask + R"(","headers":{"x-team":")" + mask + "\"}}") == secrets_of(sample()), mask);
        BOOST_TEST((code_of(R"({"api_key":")" + mask + "\"}", change({}, R"({"display_name":"a"})").value()) == errc::masked_secret), mask);
        BOOST_TEST((code_of(R"({"headers":{"x-new":")" + mask + "\"}}") == errc::masked_secret), mask);
    }
}

// T25
BOOST_AUTO_TEST_CASE(null_for_a_field_that_must_have_a_value_is_refused) {
    for (auto const* patch : {R"({"display_name":null})", R"({"display_name":""})", R"({"display_name":"  "})", R"({"passthrough":null})", R"({"family":null})",
                              R"({"active":null})", R"({"enable_discovered":null})"})
        BOOST_TEST((code_of(patch) == errc::invalid_document), patch);
    BOOST_TEST(!change(sample(), R"({"base_url":null,"api_key_header":null})").value().base_url.has_value());
}

// T10
BOOST_AUTO_TEST_CASE(making_and_changing_have_the_same_limits) {
    auto const fails = [](std::string const& patch, std::string const& rest) {
        return change(sample(), "{" + patch + "}").has_error() && change({}, "{" + patch + rest + "}").has_error();
    };
    std::string const name = R"(,"display_name":"a")";
    BOOST_TEST(fails(R"("display_name":")" + std::string(201, 'a') + "\"", ""));
    BOOST_TEST(fails(R"("base_url":"https://a.example/)" + std::string(500, 'a') + "\"", name));
    BOOST_TEST(fails(R"("api_key_header":")" + std::string(121, 'a') + "\"", name));
    BOOST_TEST(fails(R"("base_url":"http://169.254.169.254/")", name));
    BOOST_TEST(fails(R"("base_url":"https://me:canary@a.example/")", name));
    BOOST_TEST(fails(R"("base_url":"http://10.0.0.1/")", name));
    BOOST_TEST(fails(R"("api_key":")" + std::string(8193, 'a') + "\"", name));
    BOOST_TEST(fails(R"("family":"canary")", name));
    BOOST_TEST(fails(R"("nobody_knows":1)", name));
    BOOST_TEST(fails(R"("api_key":5)", name));
    BOOST_TEST(change(sample(), R"({"display_name":")" + std::string(200, 'a') + "\"}").has_value());
}

BOOST_AUTO_TEST_CASE(headers_that_cannot_be_sent_are_refused) {
    for (auto const* patch : {R"({"headers":{"Host":"canary"}})", R"({"headers":{"content-length":"canary"}})", R"({"headers":{"a b":"canary"}})", R"({"headers":{"":"canary"}})",
                              R"({"headers":{"x-a":"canary\r\nx-b: c"}})", R"({"api_key":"canary\ncanary"})", R"({"api_key_header":"a:b"})", R"({"api_key_header":"Transfer-Encoding"})"})
        BOOST_TEST((code_of(patch) == errc::invalid_argument), patch);
    std::string many = R"({"headers":{"x-0":"v")";
    for (int i = 1; i != 33; ++i) many += ",\"x-" + std::to_string(i) + "\":\"v\"";
    BOOST_TEST((code_of(many + "}}") == errc::invalid_document));
}

BOOST_AUTO_TEST_CASE(passthrough_without_an_address_is_refused) {
    BOOST_TEST((code_of(R"({"passthrough":true,"base_url":null})") == errc::invalid_argument));
    BOOST_TEST(change(sample(), R"({"passthrough":true})").value().passthrough);
}

BOOST_AUTO_TEST_CASE(it_is_known_before_which_patches_need_the_stored_secrets) {
    for (auto const* patch : {"{}", R"({"display_name":"a"})", R"({"base_url":null,"passthrough":false})"}) {
        BOOST_TEST(catalog::keeps_secrets(j(patch)), patch);
        BOOST_TEST(!catalog::replaces_secrets(j(patch)), patch);
    }
    for (auto const* patch : {R"({"api_key":"new","headers":null})", R"({"api_key":null,"headers":{}})", R"({"api_key":"","headers":null})"}) {
        BOOST_TEST(!catalog::keeps_secrets(j(patch)), patch);
        BOOST_TEST(catalog::replaces_secrets(j(patch)), patch);
    }
    for (auto const* patch : {R"({"api_key":"new"})", R"({"headers":null})", R"({"api_key":"***","headers":null})", R"({"api_key":"new","headers":{"a":"b"}})"}) {
        BOOST_TEST(!catalog::keeps_secrets(j(patch)), patch);
        BOOST_TEST(!catalog::replaces_secrets(j(patch)), patch);
    }
}

BOOST_AUTO_TEST_SUITE_END()
