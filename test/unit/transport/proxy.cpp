#include <parley/http/base64.hpp>
#include <parley/transport/proxy.hpp>

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>

BOOST_AUTO_TEST_SUITE(transport_proxy)

namespace http = parley::http;
namespace transport = parley::transport;
using parley::environment;
using parley::errc;
using transport::proxy_rules;

namespace {

http::url address(char const* text) { return http::url::parse(text).value(); }

/// Which proxy is taken for an address, as text.
std::string chosen(proxy_rules const& rules, char const* to) {
    auto const* found = rules.find(address(to));
    return found ? found->url.authority() : "direct";
}

proxy_rules rules_without(std::vector<std::string> direct) {
    proxy_rules rules;
    rules.for_http = rules.for_https = transport::proxy(address("http://proxy:3128"));
    rules.no_proxy = std::move(direct);
    return rules;
}

parley::result<proxy_rules> rules_of(std::map<std::string, std::string> variables) { return proxy_rules::from(environment::isolated(std::move(variables))); }

} // namespace

BOOST_AUTO_TEST_CASE(without_rules_everybody_is_asked_directly) { BOOST_TEST(chosen({}, "https://h/") == "direct"); }

BOOST_AUTO_TEST_CASE(each_scheme_has_its_proxy) {
    proxy_rules rules;
    rules.for_http = transport::proxy(address("http://one:1"));
    rules.for_https = transport::proxy(address("http://two:2"));
    BOOST_TEST(chosen(rules, "http://h/") == "one:1");
    BOOST_TEST(chosen(rules, "https://h/") == "two:2");
    BOOST_TEST(chosen(rules, "https://localhost/") == "two:2");
}

BOOST_AUTO_TEST_CASE(no_proxy_names_hosts_and_what_is_below_them) {
    struct row {
        char const* entry;
        char const* to;
        bool is_direct;
    };
    static constexpr row rows[] = {
        {"*", "https://anything.example/", true},
        {"example.com", "https://example.com/", true},
        {"example.com", "https://API.Example.com/", true},
        {"Example.COM", "https://a.b.example.com:8443/", true},
        {"example.com", "https://notexample.com/", false},
        {"example.com", "https://example.com.evil.org/", false},
        {".example.com", "https://api.example.com/", true},
        {".example.com", "https://example.com/", true},
        {"example.com:443", "https://example.com/", true},
        {"example.com:8443", "https://example.com/", false},
        {"example.com:8443", "https://x.example.com:8443/", true},
        {"10.1.2.3", "http://10.1.2.3/", true},
        {"2.3", "http://10.1.2.3/", false},
        {"10.0.0.0/8", "http://10.1.2.3/", true},
        {"10.0.0.0/8", "http://11.1.2.3/", false},
        {"10.1.2.99/24", "http://10.1.2.3/", true},
        {"10.0.0.0/8", "https://ten.example/", false},
        {"10.0.0.0/99", "http://10.1.2.3/", false},
        {"127.0.0.0/8", "http://[::1]/", false},
        {"::1", "http://[::1]:9/", true},
        {"[::1]", "http://[::1]:9/", true},
        {"[::1]:9", "http://[::1]:9/", true},
        {"[::1]:8", "http://[::1]:9/", false},
        {"fe80::/10", "http://[fe80::1]/", true},
        {"fe80::/10", "http://[fec0::1]/", false},
        {"", "https://h/", false},
        {".", "https://h/", false},
        {":443", "https://h/", false},
    };
    for (auto const& r : rows) BOOST_TEST((chosen(rules_without({"other.example", r.entry}), r.to) == "direct") == r.is_direct, r.entry << " and " << r.to);
}

BOOST_AUTO_TEST_CASE(variables_are_read_as_programs_agree_on) {
    auto const rules = rules_of({{"http_proxy", "http://one:1"}, {"HTTPS_PROXY", "two:2/"}, {"no_proxy", "a.example, b.example ,,c.example:1"}}).value();
    BOOST_TEST(chosen(rules, "http://h/") == "one:1");
    BOOST_TEST(chosen(rules, "https://h/") == "two:2");
    for (auto const* to : {"https://a.example/", "http://b.example/", "http://c.example:1/", "http://localhost:8/", "https://127.1.2.3/", "http://[::1]/"})
        BOOST_TEST(chosen(rules, to) == "direct", to);
    BOOST_TEST(chosen(rules, "http://c.example/") == "one:1");
}

BOOST_AUTO_TEST_CASE(the_nearer_variable_comes_first) {
    auto const rules = rules_of({{"all_proxy", "all:9"}, {"https_proxy", "low:1"}, {"HTTPS_PROXY", "high:2"}}).value();
    BOOST_TEST(chosen(rules, "https://h/") == "low:1");
    BOOST_TEST(chosen(rules, "http://h/") == "all:9");
    BOOST_TEST(chosen(rules_of({{"https_proxy", ""}, {"HTTPS_PROXY", "high:2"}}).value(), "https://h/") == "high:2");
    BOOST_TEST(chosen(rules_of({}).value(), "https://h/") == "direct");
}

BOOST_AUTO_TEST_CASE(a_request_header_called_proxy_sets_no_proxy) { BOOST_TEST(chosen(rules_of({{"HTTP_PROXY", "evil:1"}}).value(), "http://h/") == "direct"); }

BOOST_AUTO_TEST_CASE(name_and_password_become_the_proxys_credentials) {
    auto const rules = rules_of({{"https_proxy", "http://us%40r:p%3Aw%20d@127.0.0.1:3128"}}).value();
    BOOST_TEST(rules.for_https->url.authority() == "127.0.0.1:3128");
    BOOST_TEST(rules.for_https->authorization.reveal() == "Basic " + http::base64("us@r:p:w d"));
    BOOST_TEST(rules_of({{"https_proxy", "user@h:1"}}).value().for_https->authorization.reveal() == "Basic " + http::base64("user:"));
    BOOST_TEST(rules_of({{"https_proxy", "h:1"}}).value().for_https->authorization.empty());
}

BOOST_AUTO_TEST_CASE(a_variable_without_an_http_proxy_is_named) {
    for (auto const* text : {"socks5://h:1", "https://h:1", "http://", "http://%zz@h:1", "h:port", "http://h:99999"}) {
        auto const refused = rules_of({{"ALL_PROXY", text}});
        BOOST_TEST_REQUIRE(!refused, text);
        BOOST_TEST((refused.error().code == errc::misconfigured));
        BOOST_TEST(refused.error().where == "ALL_PROXY");
    }
}

BOOST_AUTO_TEST_SUITE_END()
