#include <parley/catalog/audit.hpp>
#include <parley/catalog/custom_provider.hpp>
#include <parley/catalog/rotate_keys.hpp>
#include <parley/http/base64.hpp>

#include <support/catalog_store.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(catalog_rotate_keys)

namespace catalog = parley::catalog;
using catalog::key_ring;
using parley::errc;
using parley::test::catalog_kit;
using parley::test::on_both_engines;

namespace {

std::string key(char byte) { return parley::http::base64(std::string(32, byte)); }
key_ring const old = key_ring::from_text("k1:" + key('1')).value();
key_ring const both = key_ring::from_text("k2:" + key('2') + ",k1:" + key('1')).value();
key_ring const fresh = key_ring::from_text("k2:" + key('2')).value();

void add(catalog_kit& kit, catalog::principal const& who, int count, key_ring const& keys) {
    for (int i = 0; i != count; ++i)
        BOOST_REQUIRE(catalog::create_provider(kit.in, who, {keys, {}}, {{"display_name", "House"}, {"api_key", "sk-canary"}}).has_value());
}

std::string sealed_by(catalog_kit& kit) {
    std::string text;
    for (auto const& one : kit.rows<std::string>("select coalesce(sealed_by, '-') || case when sealed_secrets like 'parley-sealed-1:' || sealed_by || ':%' then ' ' else '? ' end from catalog_provider order by id"))
        text += one;
    return text;
}

} // namespace

BOOST_AUTO_TEST_CASE(all_secrets_are_sealed_again_in_batches_and_the_old_key_can_go) {
    on_both_engines([](catalog_kit& kit) {
        add(kit, kit.admin(), 5, old);
        BOOST_REQUIRE(catalog::create_provider(kit.in, kit.admin(), {}, {{"display_name", "no secrets"}}).has_value());
        auto const done = catalog::rotate_keys(kit.in, kit.admin(), both, 2).value();
        BOOST_TEST(done.rotated == 5u);
        BOOST_TEST(done.failed.empty());
        BOOST_TEST(sealed_by(kit) == "k2 k2 k2 k2 k2 -? ");
        BOOST_TEST(catalog::rotate_keys(kit.in, kit.admin(), both).value().rotated == 0u);
        auto const id = kit.rows<catalog::provider_id>("select min(id) from catalog_provider").front();
        BOOST_TEST(catalog::update_provider(kit.in, kit.admin(), {fresh, {}}, id, {{"headers", {{"x-a", "b"}}}}).value().has_api_key);
        BOOST_TEST(catalog::list_audit(kit.in, kit.admin(), {.operation = "provider.rotate_keys"}).value().items.size() == 5u);
    });
}

BOOST_AUTO_TEST_CASE(what_no_key_opens_is_told_and_left_as_it_is) {
    on_both_engines([](catalog_kit& kit) {
        add(kit, kit.admin(), 2, old);
        auto const stored = [&] { return kit.rows<std::string>("select sealed_secrets from catalog_provider order by id"); };
        auto const before = stored();
        auto const done = catalog::rotate_keys(kit.in, kit.admin(), fresh).value();
        BOOST_TEST(done.rotated == 0u);
        BOOST_TEST(done.failed.size() == 2u);
        BOOST_TEST(stored() == before, boost::test_tools::per_element());
        BOOST_TEST((catalog::rotate_keys(kit.in, kit.admin(), {}).error().code == errc::cipher_missing));
        BOOST_TEST(stored() == before, boost::test_tools::per_element());
    });
}

BOOST_AUTO_TEST_CASE(a_member_rotates_their_own_and_the_platform_all) {
    on_both_engines([](catalog_kit& kit) {
        add(kit, kit.admin(), 1, old);
        add(kit, kit.stranger(), 1, old);
        BOOST_TEST(catalog::rotate_keys(kit.in, kit.stranger(), both).value().rotated == 1u);
        BOOST_TEST(sealed_by(kit) == "k1 k2 ");
        BOOST_TEST(catalog::rotate_keys(kit.in, kit.root, both).value().rotated == 1u);
        BOOST_TEST(sealed_by(kit) == "k2 k2 ");
    });
}

BOOST_AUTO_TEST_SUITE_END()
