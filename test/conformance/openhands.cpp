#include <parley/migrate/load.hpp>
#include <parley/openhands/agent_profile.hpp>
#include <parley/openhands/agent_settings.hpp>
#include <parley/openhands/conversation_settings.hpp>
#include <parley/openhands/persisted_settings.hpp>
#include <parley/profile/fernet.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/profile/profile_store.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/reflect/to_text.hpp>

#include "support/shared_data.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(conformance_openhands, *parley::test::needs_shared_data())

namespace json = boost::json;
namespace migrate = parley::migrate;
namespace openhands = parley::openhands;
namespace profile = parley::profile;
namespace reflect = parley::reflect;
using parley::errc;

namespace {

profile::fernet const& key() {
    static auto const made = profile::fernet::from_secret(parley::secret::make("conformance").value()).value();
    return made;
}

std::string_view view(json::string const& s) { return {s.data(), s.size()}; }

json::value document(std::string const& name) {
    auto made = reflect::parse_value(parley::test::shared_data("openhands/" + name));
    BOOST_TEST_REQUIRE(made.has_value(), name);
    return *made;
}

template <class T> std::string why(parley::result<T> const& outcome) { return outcome ? std::string() : to_string(outcome.error()); }

/// Puts tokens in the place of `<fernet:text>`.
void seal(json::value& v) {
    if (auto* object = v.if_object()) {
        for (auto& pair : *object) seal(pair.value());
    } else if (auto* array = v.if_array()) {
        for (auto& element : *array) seal(element);
    } else if (auto* text = v.if_string(); text && view(*text).starts_with("<fernet:")) {
        auto const plain = view(*text).substr(8, text->size() - 9);
        *text = key().seal(plain).value();
    }
}

json::value const* find(json::value const& document, std::string_view dotted) {
    auto const* at = &document;
    while (!dotted.empty() && at) {
        auto const end = std::min(dotted.find('.'), dotted.size());
        at = at->is_object() ? at->get_object().if_contains({dotted.data(), end}) : nullptr;
        dotted.remove_prefix(std::min(end + 1, dotted.size()));
    }
    return at;
}

/// Compares as JSON does: 10 and 10.0 are one number.
bool same(json::value const& a, json::value const& b) {
    if (a.is_number() && b.is_number()) return a.to_number<double>() == b.to_number<double>();
    if (a.is_array() && b.is_array()) return std::equal(a.get_array().begin(), a.get_array().end(), b.get_array().begin(), b.get_array().end(), same);
    if (!a.is_object() || !b.is_object()) return a == b;
    auto const& other = b.get_object();
    return a.get_object().size() == other.size() && std::all_of(a.get_object().begin(), a.get_object().end(), [&](auto const& pair) {
        auto const* value = other.if_contains(pair.key());
        return value && same(pair.value(), *value);
    });
}

/// What the documents expect of programs that end at agent settings 5, as ours looks at 9.
json::value expected_now(std::string_view path, json::value expected) {
    if (path == "schema_version") return 9;
    // The step to version 8 adds the switch tool to stored lists that do not say otherwise.
    if (path == "tools" || path == "agent_settings.tools") expected.as_array().push_back(json::object{{"name", "switch_llm"}, {"params", json::object()}});
    return expected;
}

/// Checks that a document loads, meets its `__expected__`, and that what it is written as loads as the same and changes no more.
/// @return it as it is written, with plain secrets.
template <class T> json::value check(std::string const& name) {
    BOOST_TEST_CONTEXT(name) {
        auto read = document(name);
        auto const expected = read.at_pointer("").as_object().if_contains("__expected__") ? read.at("__expected__").as_object() : json::object();
        read.as_object().erase("__expected__");
        read.as_object().erase("__note__");
        seal(read);

        migrate::options how;
        how.read.cipher = key();
        auto const made = migrate::load_json<T>(read, how);
        BOOST_TEST_REQUIRE(made.has_value(), why(made));
        auto const plain = reflect::to_json(made->value, reflect::secrets::plain());
        for (auto const& pair : expected) {
            std::string_view const path(pair.key().data(), pair.key().size());
            auto const wanted = expected_now(path, pair.value());
            auto const* found = find(plain, path);
            BOOST_TEST((found ? same(*found, wanted) : wanted.is_null()), path);
        }
        for (auto const& text : {reflect::to_text(made->value, reflect::secrets::plain()), reflect::to_text(made->value, reflect::cipher_ref(key())).value()}) {
            auto const again = migrate::load<T>(text, how);
            BOOST_TEST_REQUIRE(again.has_value());
            BOOST_TEST((again->value == made->value));
            BOOST_TEST(again->steps.empty());
            BOOST_TEST(reflect::to_text(again->value, reflect::secrets::plain()) == reflect::to_text(made->value, reflect::secrets::plain()));
        }
        return plain;
    }
    return nullptr;
}

using checker = json::value (*)(std::string const& name);

checker checker_of(std::string_view file) {
    static constexpr std::pair<std::string_view, checker> kinds[] = {
        {"agent_profile", check<openhands::agent_profile>},
        {"agent_settings", check<openhands::agent_settings>},
        {"conversation_settings", check<openhands::conversation_settings>},
        {"llm_profile", check<profile::llm_profile>},
        {"persisted_settings", check<openhands::persisted_settings>},
    };
    for (auto const& [name, function] : kinds)
        if (file.find(name) != std::string_view::npos) return function;
    return nullptr;
}

} // namespace

BOOST_AUTO_TEST_CASE(every_document_loads_meets_its_expectations_and_comes_back) {
    std::size_t checked = 0;
    for (std::string const& folder : {std::string("baselines"), std::string("inline_tests"), std::string("llm_profiles_real")}) {
        for (auto const& file : parley::test::shared_data_files("openhands/" + folder)) {
            auto const name = folder + "/" + file;
            if (name == "llm_profiles_real/config__3611d425.json" || name.ends_with(".expected.json") || file.starts_with("list_summaries")) continue; // below
            auto const function = folder == "llm_profiles_real" ? check<profile::llm_profile> : checker_of(file);
            BOOST_TEST_REQUIRE(function != nullptr, "no kind of document is known for " + name);
            auto const written = function(name);
            auto const real = folder == "llm_profiles_real" ? document(name) : json::value(json::object());
            for (auto const& pair : real.as_object()) // nothing in a real file is lost but the mask
                BOOST_TEST((pair.value() == "**********" || written.as_object().contains(pair.key())), name);
            ++checked;
        }
    }
    std::printf("%zu documents of OpenHands checked\n", checked);
    BOOST_TEST(checked >= 20u);
}

BOOST_AUTO_TEST_CASE(every_file_can_be_read_and_written) {
    std::size_t checked = 0;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(parley::test::shared_data_folder() + "/openhands")) {
        if (!entry.is_regular_file()) continue;
        auto const name = std::filesystem::relative(entry.path(), parley::test::shared_data_folder() + "/openhands").string();
        auto const read = document(name);
        BOOST_TEST((reflect::parse_value(reflect::to_text(read)).value() == read), name);
        ++checked;
    }
    std::printf("%zu files of OpenHands read and written\n", checked);
    BOOST_TEST(checked != 0u);
}

BOOST_AUTO_TEST_CASE(versions_are_those_of_the_file_names) {
    for (auto const& file : parley::test::shared_data_files("openhands/baselines"))
        BOOST_TEST(document("baselines/" + file).at("schema_version").as_int64() == std::stoi(file.substr(1)), file);
}

BOOST_AUTO_TEST_CASE(old_ways_to_authorise_become_what_is_expected) {
    auto const stem = std::string("inline_tests/agent_settings__migrates_legacy_mcp_auth_shapes");
    auto const expected = document(stem + ".expected.json").as_object();
    auto const servers = check<openhands::agent_settings>(stem + ".json").at("mcp_config");
    for (auto const& pair : expected) {
        std::string_view const path(pair.key().data(), pair.key().size());
        if (path == "absent") {
            for (auto const& gone : pair.value().as_array()) BOOST_TEST((find(servers, view(gone.as_string())) == nullptr), gone);
            continue;
        }
        auto const* found = find(servers, path);
        BOOST_TEST_REQUIRE((found != nullptr), path);
        BOOST_TEST(same(*found, pair.value()), path);
    }
}

BOOST_AUTO_TEST_CASE(an_encrypted_document_migrates_by_what_is_in_it) {
    auto const settings = check<openhands::persisted_settings>("inline_tests/persisted_settings__v0_legacy_openhands.json");
    auto const at = [&](std::string_view path) {
        auto const* found = find(settings, path);
        return found ? *found : json::value("absent");
    };
    BOOST_TEST(at("active_profile") == "legacy-profile");
    BOOST_TEST(at("agent_settings.agent_kind") == "openhands");
    BOOST_TEST(at("agent_settings.llm.api_key") == "sk-legacy-agent-key");
    BOOST_TEST(at("agent_settings.mcp_config.github.env.GITHUB_TOKEN") == "ghp-legacy-mcp-token");
    BOOST_TEST(at("agent_settings.condenser.enabled") == json::value(false));
    BOOST_TEST(at("agent_settings.condenser.max_size") == 120);
    BOOST_TEST(at("agent_settings.verification.confirmation_mode") == "absent");
    BOOST_TEST(at("conversation_settings.max_iterations") == 42);
    // Their steps see ciphertext and take this for a header of another kind; ours see the value.
    BOOST_TEST(at("agent_settings.mcp_config.remote.auth") == (json::object{{"strategy", "bearer"}, {"value", "legacy-mcp-token"}}));
    BOOST_TEST(at("agent_settings.mcp_config.remote.headers") == "absent");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_profile_is_refused) {
    auto const refused = migrate::load_json<profile::llm_profile>(document("llm_profiles_real/config__3611d425.json"));
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST((refused.error().code == errc::invalid_document));
    BOOST_TEST(refused.error().where == "/model");
}

BOOST_AUTO_TEST_CASE(the_summary_of_an_old_profile_is_as_expected) {
    auto const row = document("inline_tests/list_summaries__expected_for_legacy.json").as_array().at(0);
    parley::test::temporary_folder const folder;
    auto stored = document("inline_tests/llm_profile__legacy_openhands_proxy.json").as_object();
    stored.erase("__expected__");
    folder.write("legacy.json", reflect::to_text(json::value(stored)));
    auto const summaries = profile::profile_store<>(folder.path()).list_summaries().value();
    BOOST_TEST_REQUIRE(summaries.size() == 1u);
    auto const shown = reflect::to_json(summaries.front());
    for (auto const& pair : row.as_object()) {
        auto const* found = shown.as_object().if_contains(pair.key());
        BOOST_TEST((found ? *found == pair.value() : pair.value().is_null()), pair.key());
    }
}

BOOST_AUTO_TEST_SUITE_END()
