#include <parley/profile/llm_profile.hpp>

#include <parley/migrate/load.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/json/object.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <cstdio>
#include <random>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(property_canonical)

namespace json = boost::json;
namespace migrate = parley::migrate;
namespace reflect = parley::reflect;
using parley::profile::canonical;
using parley::profile::llm_profile;

namespace {

/// Makes profiles of which it knows, without asking the library, whether they belong to the OpenHands proxy.
class generator {
public:
    struct made {
        llm_profile profile;
        bool third_party; ///< must not be changed
        bool old_shape;   ///< must become public
    };

    made operator()() {
        made m{};
        auto const at = pick(6);
        auto const prefix = pick(4);
        bool const offered = chance(), at_proxy = at < 2;
        m.profile.model = std::string(std::array{"litellm_proxy/", "openhands/", "", "anthropic/"}[prefix]) + (offered ? known_name() : noise());
        if (at == 0) m.profile.base_url = "https://llm-proxy.app.all-hands.dev";
        else if (at == 1) m.profile.base_url = disguised_proxy();
        else if (at == 2) m.profile.base_url = std::array{"https://llm-proxy.staging.all-hands.dev", "https://llm-proxy.eval.all-hands.dev/v1",
                                                          "http://llm-proxy.app.all-hands.dev", "https://llm-proxy.app.all-hands.dev:8443",
                                                          "https://llm-proxy.app.all-hands.dev/v2", "https://[bad", "https://litellm.example.com/v1"}[pick(7)];
        else if (at == 3) m.profile.base_url = noise();
        else if (at == 4) m.profile.base_url = "";
        m.old_shape = at_proxy && prefix == 0 && offered;
        bool const public_name = prefix == 1 && m.profile.model.size() > 10;
        m.third_party = !m.old_shape && !(at_proxy && public_name);
        decorate(m.profile);
        return m;
    }

private:
    std::size_t pick(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }
    bool chance() { return pick(2) == 0; }

    std::string known_name() {
        return std::array{"claude-opus-4-8", "claude-sonnet-4-5-20250929", "gpt-5.2-codex", "kimi-k2-0711-preview", "gemini-3-flash-preview", "o3", "qwen3-coder-480b"}[pick(7)];
    }
    /// Never a name that was offered, and never a URL of the proxy: it holds no hyphen but may hold anything else that people type.
    std::string noise() {
        constexpr std::string_view letters = "abcXYZ019/:.@?#[]%_ \t\"\\\xc3\xa9";
        std::string text;
        for (auto n = pick(24); n != 0; --n) {
            auto const c = letters[pick(letters.size() - 2)];
            text += c;
        }
        if (chance()) text += "\xc3\xa9";
        return text;
    }
    std::string disguised_proxy() {
        std::string host = "llm-proxy.app.all-hands.dev";
        for (auto& c : host)
            if (c >= 'a' && c <= 'z' && chance()) c = static_cast<char>(c - 'a' + 'A');
        return std::string(std::array{"", " ", "\t\n"}[pick(3)]) + std::array{"https://", "HTTPS://"}[pick(2)] + host +
               std::array{"", "/", "/v1", "/v1/", "//"}[pick(5)] + std::array{"", "?a=b", "#c"}[pick(3)] + std::array{"", "  "}[pick(2)];
    }
    void decorate(llm_profile& p) {
        if (chance()) p.api_key = parley::secret::make("sk-" + std::to_string(random_())).value();
        if (chance()) p.sampling.temperature = static_cast<double>(pick(1000)) / 997;
        if (chance()) p.sampling.max_output_tokens = static_cast<long>(pick(100'000)) + 1;
        if (chance()) p.features.reasoning_effort.reset();
        if (chance()) p.retry.timeout.reset();
        if (chance()) p.usage_id = noise();
        if (chance()) p.extra_headers.emplace().emplace("X-" + std::to_string(pick(10)), parley::secret::make("v").value());
        if (chance()) p.api.litellm_extra_body["base_url"] = "https://llm-proxy.app.all-hands.dev"; // not the profile's own
        if (chance()) p.extra["unknown"] = json::array{1, nullptr, noise()};
    }

    std::mt19937_64 random_{20260611};
};

} // namespace

BOOST_AUTO_TEST_CASE(canonicalising_is_idempotent_and_leaves_third_parties_alone) {
    constexpr int count = 100'000;
    generator next;
    int third_parties = 0, made_public = 0;
    for (int i = 0; i != count; ++i) {
        auto const m = next();
        auto const once = canonical(m.profile);
        auto const context = m.profile.model + " at " + m.profile.base_url.value_or("nowhere");
        // Checks that hold are silent: a hundred thousand passing ones would take longer than the work itself.
        if (canonical(once) != once) BOOST_ERROR("not idempotent: " << context);
        if (m.third_party != (once == m.profile)) BOOST_ERROR("wrongly changed or left: " << context);
        if (m.old_shape != (once.model != m.profile.model)) BOOST_ERROR("wrong name: " << context);
        auto const address = m.third_party ? m.profile.effective_base_url() : "https://llm-proxy.app.all-hands.dev";
        if (once.effective_base_url() != address) BOOST_ERROR("requests go elsewhere: " << context);

        auto const document = reflect::to_json(m.profile, reflect::secrets::plain()).as_object();
        auto const expected = reflect::to_json(once, reflect::secrets::plain()).as_object();
        if (canonical(document) != expected) BOOST_ERROR("struct and JSON differ: " << context);
        auto const loaded = migrate::load<llm_profile>(reflect::to_text(m.profile, reflect::secrets::plain()));
        if (!loaded || loaded->value != once) BOOST_ERROR("struct and file differ: " << context);
        third_parties += m.third_party;
        made_public += m.old_shape;
    }
    BOOST_TEST(third_parties > count / 10);
    BOOST_TEST(made_public > count / 100);
    std::printf("%d profiles: %d of third parties unchanged, %d made public\n", count, third_parties, made_public);
}

BOOST_AUTO_TEST_SUITE_END()
