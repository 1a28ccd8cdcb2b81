#include <parley/provider/provider.hpp>

#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/provider/at.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>

BOOST_AUTO_TEST_SUITE(provider_provider)

namespace {

using namespace parley;

// A family of somebody else's, at home somewhere.
struct theirs : family::openai_chat {
    static constexpr std::string_view name = "theirs";
    struct vendor {
        static constexpr std::string_view base_url = "https://theirs.example/v9";
        static constexpr std::string_view key_header = "x-their-key", key_prefix = "";
    };
};
struct homeless : family::openai_chat {
    static constexpr std::string_view name = "homeless";
    struct vendor {};
};

// tag::own[]
inline constexpr provider::site my_site{
    .name = "mine",
    .base_url = "https://llm.example/v1",
    .public_prefix = "mine/",
    .models = {provider::dialect::openai, "models"},
};
using my_provider = provider::at<family::openai_chat, my_site>;
// end::own[]

} // namespace

BOOST_AUTO_TEST_CASE(a_bare_family_means_its_vendor) {
    BOOST_TEST(provider::site_of<family::openai_chat>.name == "openai");
    BOOST_TEST(provider::site_of<family::openai_responses>.name == "openai");
    BOOST_TEST(provider::site_of<family::anthropic>.name == "anthropic");
    BOOST_TEST(provider::site_of<family::gemini>.name == "gcp.gemini");
}

template <class F> void agrees() {
    constexpr auto& s = provider::site_of<F>;
    BOOST_TEST(s.base_url == F::vendor::base_url);
    BOOST_TEST(s.key_header == F::vendor::key_header);
    BOOST_TEST(s.key_prefix == F::vendor::key_prefix);
}

BOOST_AUTO_TEST_CASE(the_rows_of_vendors_agree_with_their_families) {
    agrees<family::openai_chat>();
    agrees<family::openai_responses>();
    agrees<family::anthropic>();
    agrees<family::gemini>();
}

BOOST_AUTO_TEST_CASE(a_family_of_somebody_elses_says_where_it_is_at_home) {
    constexpr auto& s = provider::site_of<theirs>;
    BOOST_TEST(s.name == "theirs");
    BOOST_TEST(s.base_url == "https://theirs.example/v9");
    BOOST_TEST(s.key_header == "x-their-key");
    BOOST_TEST(provider::takes_key_in(s, "anything"));
    BOOST_TEST(provider::site_of<homeless>.base_url == "");
    BOOST_TEST(!provider::lists_models_v<homeless>);
}

BOOST_AUTO_TEST_CASE(a_provider_is_a_family_with_a_site) {
    BOOST_TEST(provider::Provider<my_provider>);
    BOOST_TEST(!provider::Provider<family::anthropic>);
    BOOST_TEST(provider::site_of<my_provider>.name == "mine");
    BOOST_TEST(provider::lists_models_v<my_provider>);
}

BOOST_AUTO_TEST_CASE(what_vendors_offer_beside_chat_is_known_when_compiling) {
    BOOST_TEST(provider::embeds_v<family::openai_chat>);
    BOOST_TEST(provider::embeds_v<family::gemini>);
    BOOST_TEST(!provider::embeds_v<family::anthropic>);
    BOOST_TEST(provider::counts_tokens_v<family::anthropic>);
    BOOST_TEST(provider::counts_tokens_v<family::gemini>);
    BOOST_TEST(!provider::counts_tokens_v<family::openai_chat>);
    BOOST_TEST(provider::lists_models_v<family::openai_responses>);
}

BOOST_AUTO_TEST_CASE(a_key_travels_where_the_site_takes_it) {
    BOOST_TEST(provider::takes_key_in(provider::site_of<family::anthropic>, "x-api-key"));
    BOOST_TEST(provider::takes_key_in(provider::site_of<family::anthropic>, "Authorization"));
    BOOST_TEST(!provider::takes_key_in(provider::site_of<family::anthropic>, "api-key"));
    BOOST_TEST(!provider::takes_key_in(provider::site_of<family::anthropic>, ""));
}

BOOST_AUTO_TEST_SUITE_END()
