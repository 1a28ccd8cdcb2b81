#include <parley/model/name.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(model_name)

namespace model = parley::model;

BOOST_AUTO_TEST_CASE(only_a_prefix_with_a_name_behind_it_is_an_openhands_model) {
    BOOST_TEST(model::is_openhands_model("openhands/claude-opus-4-8"));
    BOOST_TEST(model::is_openhands_model("openhands/prod/claude"));
    for (std::string_view other : {"", "openhands", "openhands/", "OpenHands/claude-opus-4-8", "litellm_proxy/claude-opus-4-8", " openhands/x"})
        BOOST_TEST(!model::is_openhands_model(other), other);
}

BOOST_AUTO_TEST_CASE(the_known_proxy_is_found_in_every_spelling) {
    for (std::string_view url : {
             "https://llm-proxy.app.all-hands.dev",
             "https://llm-proxy.app.all-hands.dev/",
             "https://llm-proxy.app.all-hands.dev/v1",
             "https://llm-proxy.app.all-hands.dev/v1/",
             "https://llm-proxy.app.all-hands.dev/v1//",
             "HTTPS://LLM-Proxy.App.All-Hands.DEV/v1",
             " \thttps://llm-proxy.app.all-hands.dev\r\n",
             "https://llm-proxy.app.all-hands.dev?team=7",
             "https://llm-proxy.app.all-hands.dev/v1#top",
         })
        BOOST_TEST(model::is_openhands_proxy_url(url), url);
}

BOOST_AUTO_TEST_CASE(another_address_is_not_the_known_proxy) {
    for (std::string_view url : {
             "",
             "   ",
             "llm-proxy.app.all-hands.dev",
             "http://llm-proxy.app.all-hands.dev",
             "https://llm-proxy.app.all-hands.dev:443",
             "https://user:key@llm-proxy.app.all-hands.dev",
             "https://llm-proxy.app.all-hands.dev/v2",
             "https://llm-proxy.app.all-hands.dev/V1",
             "https://llm-proxy.app.all-hands.dev/v1/chat",
             "https://llm-proxy.app.all-hands.dev.example.com",
             "https://example.com/llm-proxy.app.all-hands.dev",
             "https://example.com?https://llm-proxy.app.all-hands.dev",
             "https://llm-proxy.staging.all-hands.dev",
             "https://llm-proxy.eval.all-hands.dev",
         })
        BOOST_TEST(!model::is_openhands_proxy_url(url), url);
}

BOOST_AUTO_TEST_CASE(a_malformed_address_is_merely_another_address) {
    for (std::string_view url : {"https://[bad", "https://", "://", "https:///", "//", "?", "#://", "\xff\xfe://\x01", "https://[::1]:x/v1"})
        BOOST_TEST(!model::is_openhands_proxy_url(url), url);
}

BOOST_AUTO_TEST_CASE(a_stored_proxy_name_becomes_public_at_the_known_proxy) {
    auto const url = "https://LLM-proxy.app.all-hands.dev/v1/";
    BOOST_TEST(model::public_from_proxy("litellm_proxy/claude-opus-4-8", url).value() == "openhands/claude-opus-4-8");
    BOOST_TEST(model::public_from_proxy("litellm_proxy/qwen3-coder-480b", url).value() == "openhands/qwen3-coder-480b");
}

BOOST_AUTO_TEST_CASE(names_that_the_proxy_no_longer_offers_still_become_public) {
    for (std::string_view name : {"claude-sonnet-4-5-20250929", "gemini-3-pro-preview", "gemini-3-flash-preview", "kimi-k2-0711-preview", "o3", "deekseek-chat"})
        BOOST_TEST(model::public_from_proxy("litellm_proxy/" + std::string(name), model::openhands_proxy_url).has_value(), name);
}

BOOST_AUTO_TEST_CASE(somebody_elses_proxy_model_has_no_public_name) {
    BOOST_TEST(!model::public_from_proxy("litellm_proxy/claude-opus-4-8", ""));
    BOOST_TEST(!model::public_from_proxy("litellm_proxy/claude-opus-4-8", "https://litellm.example.com"));
    BOOST_TEST(!model::public_from_proxy("litellm_proxy/claude-opus-4-8", "https://llm-proxy.eval.all-hands.dev"));
    for (std::string_view name : {"litellm_proxy/", "litellm_proxy/my-model", "litellm_proxy/anthropic/claude-opus-4-8", "litellm_proxy/prod/gpt-5.2",
                                  "litellm_proxy/Claude-Opus-4-8", "Litellm_proxy/claude-opus-4-8", "claude-opus-4-8", "openhands/claude-opus-4-8"})
        BOOST_TEST(!model::public_from_proxy(name, model::openhands_proxy_url), name);
}

BOOST_AUTO_TEST_CASE(the_request_carries_the_transport_name) {
    // tag::names[]
    BOOST_TEST(model::transport_model("openhands/claude-opus-4-8") == "litellm_proxy/claude-opus-4-8");
    // end::names[]
    BOOST_TEST(model::transport_model("openhands/never-heard-of") == "litellm_proxy/never-heard-of");
    for (std::string_view other : {"openhands/", "gpt-5.5", "anthropic/claude", "litellm_proxy/x", ""}) BOOST_TEST(model::transport_model(other) == other);
}

BOOST_AUTO_TEST_CASE(the_request_goes_to_the_set_address_or_the_known_proxy) {
    BOOST_TEST(model::transport_base_url("openhands/gpt-5.5", "") == "https://llm-proxy.app.all-hands.dev");
    BOOST_TEST(model::transport_base_url("openhands/gpt-5.5", "https://example.com/v1") == "https://example.com/v1");
    BOOST_TEST(model::transport_base_url("gpt-5.5", "") == "");
    BOOST_TEST(model::transport_base_url("gpt-5.5", "https://example.com") == "https://example.com");
}

BOOST_AUTO_TEST_CASE(a_public_name_survives_the_way_to_the_transport_and_back) {
    for (std::string_view name : {"openhands/claude-opus-4-8", "openhands/kimi-k2-0711-preview"})
        BOOST_TEST(model::public_from_proxy(model::transport_model(name), model::transport_base_url(name, "")).value() == name);
}

BOOST_AUTO_TEST_SUITE_END()
