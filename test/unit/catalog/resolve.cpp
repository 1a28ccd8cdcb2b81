#include <parley/catalog/access.hpp>
#include <parley/catalog/audit.hpp>
#include <parley/catalog/custom_provider.hpp>
#include <parley/catalog/provider_refresh.hpp>
#include <parley/catalog/resolve.hpp>
#include <parley/http/base64.hpp>
#include <parley/reflect/to_text.hpp>

#include <support/catalog_store.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(catalog_resolve)

namespace catalog = parley::catalog;
namespace json = boost::json;
using catalog::access_mode;
using catalog::model_id;
using parley::errc;
using parley::test::catalog_kit;
using parley::test::on_both_engines;

namespace {

catalog::provider_guard guard(char byte = 'a') {
    return {catalog::key_ring::from_text("k1:" + parley::http::base64(std::string(32, byte))).value(), catalog::network_policy::shared()};
}

/// A provider with two models, which the organisation was granted.
struct house {
    catalog::provider_id provider;
    model_id small, large;

    explicit house(catalog_kit& kit) {
        auto& in = kit.in;
        auto const who = kit.admin();
        // tag::provider[]
        auto const made = catalog::create_provider(in, who, guard(), {{"display_name", "House"}, {"base_url", "https://models.example/v1"}, {"passthrough", true}, {"api_key", "sk-canary-1"}});
        auto const changed = catalog::update_provider(in, who, guard(), made.value().id, {{"api_key_header", "x-key"}, {"headers", {{"X-Team", "canary-2"}}}});
        // end::provider[]
        BOOST_REQUIRE(changed.has_value());
        provider = made.value().id;
        auto const run = catalog::begin_refresh(kit.in, kit.admin(), guard(), provider).value();
        BOOST_REQUIRE(catalog::finish_refresh(kit.in, kit.admin(), run, catalog::read_discovery(R"([{"id":"large"},{"id":"small"}])").value(), {}).has_value());
        auto const ids = kit.rows<model_id>("select id from catalog_model order by name");
        large = ids[0];
        small = ids[1];
    }
};

auto resolve(catalog_kit& kit, model_id which) { return catalog::resolve(kit.in, kit.admin(), guard(), which); }

errc code_of(auto const& outcome) {
    BOOST_REQUIRE(outcome.has_error());
    BOOST_TEST(parley::to_string(outcome.error()).find("canary") == std::string::npos);
    return outcome.error().code;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_model_of_a_provider_comes_with_address_key_and_headers) {
    on_both_engines([](catalog_kit& kit) {
        house const h(kit);
        auto const found = resolve(kit, h.small).value();
        BOOST_TEST(found.model == "small");
        auto const& at = found.provider.value();
        BOOST_TEST(at.base_url.value() == "https://models.example/v1");
        BOOST_TEST(at.passthrough);
        BOOST_TEST(at.api_key_header.value() == "x-key");
        BOOST_TEST(at.api_key.reveal() == "sk-canary-1");
        BOOST_TEST(at.headers.at("x-team").reveal() == "canary-2");
        BOOST_TEST(parley::reflect::to_text(found).find("canary") == std::string::npos);
    });
}

// T18
BOOST_AUTO_TEST_CASE(T18_two_models_of_one_provider_keep_their_own_names) {
    on_both_engines([](catalog_kit& kit) {
        house const h(kit);
        BOOST_TEST(resolve(kit, h.small).value().model == "small");
        BOOST_TEST(resolve(kit, h.large).value().model == "large");
    });
}

BOOST_AUTO_TEST_CASE(a_model_of_the_platform_needs_no_provider) {
    on_both_engines([](catalog_kit& kit) {
        kit.change("insert into catalog_model (vendor, name, created_at, updated_at) values ('openai', 'gpt', 0, 0)");
        auto const id = kit.rows<model_id>("select id from catalog_model").front();
        BOOST_TEST((code_of(resolve(kit, id)) == errc::forbidden));
        BOOST_REQUIRE(catalog::grant_model(kit.in, kit.admin(), id).has_value());
        auto const found = resolve(kit, id).value();
        BOOST_TEST(found.vendor == "openai");
        BOOST_TEST(found.model == "gpt");
        BOOST_TEST(!found.provider.has_value());
        BOOST_TEST((code_of(catalog::resolve(kit.in, kit.stranger(), guard(), id)) == errc::forbidden));
    });
}

BOOST_AUTO_TEST_CASE(after_revocation_the_next_resolve_is_refused_and_the_attempt_is_audited) {
    on_both_engines([](catalog_kit& kit) {
        house const h(kit);
        BOOST_REQUIRE(resolve(kit, h.small).has_value());
        BOOST_REQUIRE(catalog::set_organisation_models(kit.in, kit.admin(), {h.large}).has_value());
        BOOST_TEST((code_of(resolve(kit, h.small)) == errc::forbidden));
        auto const noted = catalog::list_audit(kit.in, kit.admin()).value().items.front();
        BOOST_TEST(noted.operation == "model.resolve");
        BOOST_TEST((noted.outcome == catalog::audit_outcome::denied));
        BOOST_TEST(resolve(kit, h.large).has_value());
    });
}

BOOST_AUTO_TEST_CASE(a_model_that_is_not_available_is_not_given_out) {
    on_both_engines([](catalog_kit& kit) {
        house const h(kit);
        for (std::string const change : {"enabled = false", "missing_since = 1", "deleted_at = 1", "migrated_to = (select max(id) from catalog_model where name = 'large')"}) {
            BOOST_REQUIRE(resolve(kit, h.small).has_value());
            kit.change("update catalog_model set " + change + " where id = $1", h.small);
            BOOST_TEST((code_of(resolve(kit, h.small)) == errc::conflict), change);
            kit.change("update catalog_model set enabled = true, missing_since = null, deleted_at = null, migrated_to = null where id = $1", h.small);
        }
        kit.change("update catalog_provider set active = false");
        BOOST_TEST((code_of(resolve(kit, h.small)) == errc::conflict));
    });
}

BOOST_AUTO_TEST_CASE(a_workspace_resolves_what_its_own_access_says) {
    on_both_engines([](catalog_kit& kit) {
        house const h(kit);
        auto const workspace = catalog::create_workspace(kit.in, kit.admin(), "Research").value().id;
        auto const other = catalog::create_workspace(kit.in, kit.admin(), "Other").value().id;
        auto const bound = kit.bound_to(workspace, {catalog::scope::read});
        BOOST_TEST(catalog::resolve(kit.in, bound, guard(), h.small).has_value());
        BOOST_REQUIRE(catalog::set_workspace_access(kit.in, kit.admin(), workspace, access_mode::restricted, {h.large}).has_value());
        BOOST_TEST((code_of(catalog::resolve(kit.in, bound, guard(), h.small)) == errc::forbidden));
        BOOST_TEST(catalog::resolve(kit.in, bound, guard(), h.large).has_value());
        BOOST_TEST((code_of(catalog::resolve(kit.in, bound, guard(), h.large, other)) == errc::forbidden));
        BOOST_TEST(catalog::resolve(kit.in, kit.admin(), guard(), h.small, other).has_value());
    });
}

// T3, T16
BOOST_AUTO_TEST_CASE(a_model_of_another_organisation_is_not_found) {
    on_both_engines([](catalog_kit& kit) {
        house const h(kit);
        BOOST_TEST((code_of(catalog::resolve(kit.in, kit.stranger(), guard(), h.small)) == errc::not_found));
        BOOST_TEST((code_of(resolve(kit, {h.small.value + 1000})) == errc::not_found));
    });
}

BOOST_AUTO_TEST_CASE(a_wrong_key_is_an_error_and_not_an_empty_key) {
    on_both_engines([](catalog_kit& kit) {
        house const h(kit);
        BOOST_TEST((code_of(catalog::resolve(kit.in, kit.admin(), guard('b'), h.small)) == errc::decryption_failed));
        BOOST_TEST((code_of(catalog::resolve(kit.in, kit.admin(), {}, h.small)) == errc::cipher_missing));
        BOOST_TEST(resolve(kit, h.small).has_value());
    });
}

// T27
BOOST_AUTO_TEST_CASE(an_address_that_is_no_longer_allowed_is_not_given_out) {
    on_both_engines([](catalog_kit& kit) {
        house const h(kit);
        kit.change("update catalog_provider set base_url = 'http://169.254.169.254/'");
        BOOST_TEST((code_of(resolve(kit, h.small)) == errc::invalid_argument));
    });
}

BOOST_AUTO_TEST_CASE(passthrough_without_an_address_is_an_error) {
    catalog::model_row row;
    row.name = "small";
    catalog::provider_settings settings;
    settings.passthrough = true;
    BOOST_TEST((code_of(catalog::resolved_from(row, {1}, settings, catalog::network_policy::shared())) == errc::misconfigured));
    settings.passthrough = false;
    BOOST_TEST(catalog::resolved_from(row, {1}, settings, catalog::network_policy::shared()).has_value());
}

// T26
BOOST_AUTO_TEST_CASE(T26_no_secret_stands_in_the_data_base_or_in_anything_that_is_told) {
    on_both_engines([](catalog_kit& kit) {
        house const h(kit);
        std::string told;
        auto const tell = [&](auto const& outcome) { told += outcome ? parley::reflect::to_text(*outcome) : parley::to_string(outcome.error()); };
        auto const update = [&](char const* patch) { tell(catalog::update_provider(kit.in, kit.admin(), guard(), h.provider, json::parse(patch).as_object())); };
        update(R"({"api_key":"sk-canary-3","headers":{"x-more":"canary-4"}})");
        update(R"({"api_key":5,"canary":"canary"})");
        update(R"({"base_url":"https://me:canary@models.example"})");
        update(R"({"headers":{"x-a":"canary\r\n"}})");
        tell(catalog::get_provider(kit.in, kit.admin(), h.provider));
        tell(resolve(kit, h.small));
        for (auto const& row : catalog::list_audit(kit.in, kit.admin()).value().items) told += parley::reflect::to_text(row);
        auto const run = catalog::begin_refresh(kit.in, kit.admin(), guard(), h.provider).value();
        parley::error why(errc::server_error, "canary");
        BOOST_REQUIRE(catalog::fail_refresh(kit.in, kit.admin(), run, why).has_value());
        tell(catalog::get_provider(kit.in, kit.admin(), h.provider));
        BOOST_TEST(told.find("canary-") == std::string::npos);
        BOOST_TEST(told.find(":canary@") == std::string::npos);

        if (!kit.url.starts_with("sqlite:")) {
            for (auto const& row : kit.rows<std::string>("select cast(p as text) from catalog_provider p union all select cast(a as text) from catalog_audit a"))
                BOOST_TEST(row.find("canary") == std::string::npos);
            return;
        }
        auto const file = std::filesystem::path(kit.url.substr(7));
        std::size_t read = 0;
        for (auto const& entry : std::filesystem::directory_iterator(file.parent_path())) { // the file itself and its journals
            std::ifstream in(entry.path(), std::ios::binary);
            std::string const bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
            read += bytes.size();
            BOOST_TEST(bytes.find("canary") == std::string::npos, entry.path());
        }
        BOOST_TEST(read > 4096u);
    });
}

BOOST_AUTO_TEST_SUITE_END()
