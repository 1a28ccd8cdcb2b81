// The compatibility gate: a document of every version of every kind loads, holds what it says it holds, and comes back as it was written.

#include <parley/migrate/atomic_file.hpp>
#include <parley/migrate/folder.hpp>
#include <parley/migrate/load.hpp>
#include <parley/openhands/agent_profile.hpp>
#include <parley/openhands/agent_settings.hpp>
#include <parley/openhands/conversation_settings.hpp>
#include <parley/openhands/persisted_settings.hpp>
#include <parley/profile/fernet.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace json = boost::json;
namespace migrate = parley::migrate;
namespace openhands = parley::openhands;
namespace reflect = parley::reflect;

namespace {

std::string const root = "test/unit/openhands/fixtures"; // tests run in the root of the repository

json::value const* find(json::value const& document, std::string_view dotted) {
    auto const* at = &document;
    while (!dotted.empty() && at) {
        auto const end = std::min(dotted.find('.'), dotted.size());
        at = at->is_object() ? at->get_object().if_contains({dotted.data(), end}) : nullptr;
        dotted.remove_prefix(std::min(end + 1, dotted.size()));
    }
    return at;
}

bool same(json::value const* found, json::value const& wanted) {
    if (!found) return wanted.is_null();
    if (found->is_number() && wanted.is_number()) return found->to_number<double>() == wanted.to_number<double>();
    return *found == wanted;
}

// tag::check[]
template <class T> void check_document(std::string const& path, int version) {
    auto document = reflect::parse_value(migrate::read_file(path).value()).value().as_object();
    auto const expected = document.at("__expected__").as_object();
    document.erase("__expected__");
    BOOST_TEST(!expected.empty());

    auto const made = migrate::load_json<T>(document).value();
    BOOST_TEST(made.from == version);
    BOOST_TEST(made.to == parley::schema<T>::version);
    auto const written = reflect::to_json(made.value, reflect::secrets::plain());
    for (auto const& pair : expected) BOOST_TEST(same(find(written, {pair.key().data(), pair.key().size()}), pair.value()), pair.key());

    auto const again = migrate::load_json<T>(written).value();
    BOOST_TEST((again.value == made.value));
    BOOST_TEST(again.steps.empty());

    auto const key = parley::profile::fernet::from_secret(parley::secret::make("a key of this test").value()).value();
    migrate::options how;
    how.read.cipher = key;
    BOOST_TEST((migrate::load<T>(reflect::to_text(made.value, reflect::cipher_ref(key)).value(), how).value().value == made.value));
}

template <class T> void check_kind(std::string const& kind, int oldest) {
    auto const folders = migrate::list_folder(root + "/" + kind).value();
    BOOST_TEST(static_cast<int>(folders.size()) == parley::schema<T>::version - oldest + 1);
    for (int version = oldest; version <= parley::schema<T>::version; ++version) {
        auto const folder = root + "/" + kind + "/v" + std::to_string(version);
        auto const files = migrate::list_folder(folder);
        BOOST_TEST_REQUIRE(files.has_value(), "a fixture is needed in " << folder);
        BOOST_TEST(!files->empty(), folder);
        for (auto const& file : *files) BOOST_TEST_CONTEXT(folder + "/" + file) { check_document<T>(folder + "/" + file, version); }
    }
}
// end::check[]

} // namespace

BOOST_AUTO_TEST_SUITE(openhands_fixtures)

BOOST_AUTO_TEST_CASE(every_version_of_agent_settings_loads) { check_kind<openhands::agent_settings>("agent_settings", 0); }
BOOST_AUTO_TEST_CASE(every_version_of_conversation_settings_loads) { check_kind<openhands::conversation_settings>("conversation_settings", 0); }
BOOST_AUTO_TEST_CASE(every_version_of_persisted_settings_loads) { check_kind<openhands::persisted_settings>("persisted_settings", 0); }
BOOST_AUTO_TEST_CASE(every_version_of_agent_profiles_loads) { check_kind<openhands::agent_profile>("agent_profile", 1); }

BOOST_AUTO_TEST_SUITE_END()
