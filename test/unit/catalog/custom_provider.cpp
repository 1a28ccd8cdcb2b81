#include <parley/catalog/audit.hpp>
#include <parley/catalog/custom_provider.hpp>
#include <parley/catalog/provider_secrets.hpp>
#include <parley/http/base64.hpp>
#include <parley/reflect/to_text.hpp>

#include <support/catalog_store.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_custom_provider)

namespace catalog = parley::catalog;
namespace json = boost::json;
using catalog::provider_guard;
using catalog::provider_row;
using parley::errc;
using parley::test::catalog_kit;
using parley::test::on_both_engines;
using lines = std::vector<std::string>;

namespace {

json::object j(std::string_view text) { return json::parse({text.data(), text.size()}).as_object(); }

provider_guard guard(std::string const& keys = "k1") {
    std::string text;
    for (std::size_t at = 0; at < keys.size(); at += 3)
        text += (at == 0 ? "" : ",") + keys.substr(at, 2) + ":" + parley::http::base64(std::string(32, keys[at + 1]));
    return {catalog::key_ring::from_text(text).value(), {}};
}

auto constexpr sample = R"({"display_name":"House","base_url":"https://models.example/v1","api_key":"sk-canary-1","headers":{"X-Team":"canary-2"}})";

provider_row add(catalog_kit& kit, std::string_view settings = sample) { return catalog::create_provider(kit.in, kit.admin(), guard(), j(settings)).value(); }

errc code_of(auto const& outcome) {
    BOOST_REQUIRE(outcome.has_error());
    BOOST_TEST(parley::to_string(outcome.error()).find("canary") == std::string::npos);
    return outcome.error().code;
}

lines audited(catalog_kit& kit) {
    lines found;
    for (auto const& row : catalog::list_audit(kit.in, kit.admin()).value().items) {
        std::string line = row.operation + ":";
        for (auto const& field : row.changed_fields) line += " " + field;
        found.push_back(line);
    }
    return found;
}

/// Another object that names a model.
struct always_in_use {
    std::string_view kind() const { return "assistants"; }
    bool is_history() const { return true; }
    parley::result<std::int64_t> count(catalog::transaction&, catalog::referred_model) const { return 1; }
    parley::result<std::vector<catalog::reference>> list(catalog::transaction&, catalog::referred_model, catalog::reference_page const&) const { return std::vector<catalog::reference>(); }
    parley::result<std::vector<catalog::workspace_id>> workspaces(catalog::transaction&, catalog::referred_model) const { return std::vector<catalog::workspace_id>(); }
    parley::result<std::int64_t> repoint(catalog::transaction&, catalog::referred_model, catalog::model_id) const { return 0; }
};

} // namespace

// T1
BOOST_AUTO_TEST_CASE(a_provider_is_made_and_its_row_shows_no_secret) {
    on_both_engines([](catalog_kit& kit) {
        auto const made = add(kit);
        BOOST_TEST(made.display_name == "House");
        BOOST_TEST(made.has_api_key);
        BOOST_TEST(made.header_names == lines{"x-team"}, boost::test_tools::per_element());
        BOOST_TEST((made.refresh_state == catalog::refresh_status::never));
        BOOST_TEST((catalog::get_provider(kit.in, kit.admin(), made.id).value() == made));
        BOOST_TEST(parley::reflect::to_text(made, parley::reflect::secrets::plain()).find("canary") == std::string::npos);
        BOOST_TEST(audited(kit) == lines{"provider.create: display_name base_url api_key headers"}, boost::test_tools::per_element());
        BOOST_TEST(catalog::create_provider(kit.in, kit.admin(), guard(), j(sample)).has_value()); // two may share a name
    });
}

BOOST_AUTO_TEST_CASE(where_a_provider_may_lead_depends_on_the_engine_unless_it_is_said) {
    on_both_engines([](catalog_kit& kit) {
        bool const is_embedded = kit.url.starts_with("sqlite:");
        auto const local = j(R"({"display_name":"a","base_url":"http://localhost:11434/v1"})");
        BOOST_TEST(catalog::create_provider(kit.in, kit.admin(), guard(), local).has_value() == is_embedded);
        auto told = guard();
        told.network = is_embedded ? catalog::network_policy::shared() : catalog::network_policy::embedded();
        BOOST_TEST(catalog::create_provider(kit.in, kit.admin(), told, local).has_value() != is_embedded);
        told.network = catalog::network_policy::embedded();
        BOOST_TEST((code_of(catalog::create_provider(kit.in, kit.admin(), told, j(R"({"display_name":"a","base_url":"http://169.254.169.254/"})"))) == errc::invalid_argument));
    });
}

BOOST_AUTO_TEST_CASE(secrets_without_keys_are_refused_and_nothing_is_stored) {
    on_both_engines([](catalog_kit& kit) {
        BOOST_TEST((code_of(catalog::create_provider(kit.in, kit.admin(), {}, j(sample))) == errc::cipher_missing));
        BOOST_TEST(kit.rows<std::int64_t>("select count(*) from catalog_provider").front() == 0);
        BOOST_TEST(catalog::create_provider(kit.in, kit.admin(), {}, j(R"({"display_name":"no secrets"})")).has_value());
    });
}

// T5, T6
BOOST_AUTO_TEST_CASE(one_secret_is_changed_or_removed_and_the_other_is_kept) {
    on_both_engines([](catalog_kit& kit) {
        auto const id = add(kit).id;
        auto const sealed = [&] { return kit.rows<std::optional<std::string>>("select sealed_secrets from catalog_provider where id = $1", id).front(); };
        auto const opened = [&] {
            catalog::provider_settings into;
            BOOST_REQUIRE(catalog::open_secrets(guard().keys, std::to_string(id.value), sealed().value(), into).has_value());
            std::string text(into.api_key.reveal());
            for (auto const& [name, value] : into.headers) text += " " + name + "=" + std::string(value.reveal());
            return text;
        };
        auto const update = [&](char const* patch) { return catalog::update_provider(kit.in, kit.admin(), guard(), id, j(patch)).value(); };
        update(R"({"api_key":"sk-canary-3"})");
        BOOST_TEST(opened() == "sk-canary-3 x-team=canary-2");
        update(R"({"api_key":"***","headers":{"x-team":"canary-4","x-more":"canary-5"}})");
        BOOST_TEST(opened() == "sk-canary-3 x-more=canary-5 x-team=canary-4");
        BOOST_TEST(!update(R"({"api_key":null})").has_api_key);
        BOOST_TEST(opened() == " x-more=canary-5 x-team=canary-4");
        auto const bare = update(R"({"headers":{}})");
        BOOST_TEST(bare.header_names.empty());
        BOOST_TEST(!sealed().has_value()); // nothing to keep is kept as nothing
    });
}

BOOST_AUTO_TEST_CASE(a_patch_that_changes_nothing_is_not_audited) {
    on_both_engines([](catalog_kit& kit) {
        auto const made = add(kit);
        kit.clock.advance(std::chrono::hours(1));
        for (auto const* patch : {"{}", R"({"api_key":"***"})", R"({"display_name":"House","headers":{"x-team":"****"}})"})
            BOOST_TEST((catalog::update_provider(kit.in, kit.admin(), guard(), made.id, j(patch)).value() == made));
        BOOST_TEST(audited(kit).size() == 1u);
        auto const changed = catalog::update_provider(kit.in, kit.admin(), guard(), made.id, j(R"({"passthrough":true,"api_key":"canary-new"})")).value();
        BOOST_TEST((changed.updated_at > made.updated_at));
        BOOST_TEST(audited(kit).front() == "provider.update: passthrough api_key");
    });
}

BOOST_AUTO_TEST_CASE(a_lost_key_is_an_error_that_erases_nothing_and_can_be_mended) {
    on_both_engines([](catalog_kit& kit) {
        auto const id = add(kit).id;
        auto const sealed = [&] { return kit.rows<std::string>("select sealed_secrets from catalog_provider where id = $1", id).front(); };
        auto const before = sealed();
        auto const lost = guard("k2");
        for (auto const* patch : {R"({"api_key":"new"})", R"({"headers":{"x-team":null}})", R"({"headers":null})"}) {
            BOOST_TEST((code_of(catalog::update_provider(kit.in, kit.admin(), lost, id, j(patch))) == errc::decryption_failed));
            BOOST_TEST(sealed() == before);
        }
        BOOST_TEST(catalog::update_provider(kit.in, kit.admin(), lost, id, j(R"({"display_name":"Still here"})")).has_value());
        BOOST_TEST(sealed() == before);
        auto const mended = catalog::update_provider(kit.in, kit.admin(), lost, id, j(R"({"api_key":"new","headers":null})")).value();
        BOOST_TEST(mended.has_api_key);
        BOOST_TEST(mended.header_names.empty());
        BOOST_TEST(sealed().starts_with("parley-sealed-1:k2:"));
        BOOST_TEST(audited(kit).front() == "provider.update: api_key headers");
    });
}

// T3, T4, T16
BOOST_AUTO_TEST_CASE(another_organisation_finds_nothing) {
    on_both_engines([](catalog_kit& kit) {
        auto const id = add(kit).id;
        BOOST_TEST((code_of(catalog::get_provider(kit.in, kit.stranger(), id)) == errc::not_found));
        BOOST_TEST((code_of(catalog::update_provider(kit.in, kit.stranger(), guard(), id, j(R"({"display_name":"x"})"))) == errc::not_found));
        BOOST_TEST((code_of(catalog::remove_provider(kit.in, kit.stranger(), id, {})) == errc::not_found));
        BOOST_TEST((code_of(catalog::get_provider(kit.in, kit.admin(), {id.value + 1000})) == errc::not_found));
        BOOST_TEST(catalog::list_providers(kit.in, kit.stranger()).value().items.empty());
    });
}

// T7, T8, T9
BOOST_AUTO_TEST_CASE(pages_skip_and_repeat_nothing_although_all_were_made_at_once) {
    on_both_engines([](catalog_kit& kit) {
        for (int i = 0; i != 7; ++i) add(kit, R"({"display_name":"a"})");
        std::set<std::int64_t> seen;
        catalog::page_request wanted{3, {}};
        int pages = 0;
        for (;;) {
            auto const page = catalog::list_providers(kit.in, kit.admin(), wanted).value();
            ++pages;
            for (auto const& row : page.items) BOOST_TEST(seen.insert(row.id.value).second);
            if (!page.next) break;
            wanted.cursor = *page.next;
        }
        BOOST_TEST(seen.size() == 7u);
        BOOST_TEST(pages == 3);
        for (auto const* cursor : {"x", "e30", "bm9uc2Vuc2U"})
            BOOST_TEST((code_of(catalog::list_providers(kit.in, kit.admin(), {3, cursor})) == errc::invalid_argument));
    });
}

BOOST_AUTO_TEST_CASE(removing_a_provider_takes_its_models_and_grants_with_it) {
    on_both_engines([](catalog_kit& kit) {
        auto const id = add(kit).id;
        kit.change("insert into catalog_model (organisation, provider, vendor, name, created_at, updated_at) values ($1, $2, 'custom', 'm', 0, 0)", kit.acme, id);
        kit.change("insert into catalog_grant (organisation, model, created_at, created_by) select $1, id, 0, 'x' from catalog_model where provider = $2", kit.acme, id);
        BOOST_TEST(catalog::remove_provider(kit.in, kit.admin(), id, {}).has_value());
        BOOST_TEST(kit.rows<std::int64_t>("select count(*) from catalog_model").front() == 0);
        BOOST_TEST(kit.rows<std::int64_t>("select count(*) from catalog_grant").front() == 0);
        BOOST_TEST(audited(kit).front() == "provider.delete:");
        BOOST_TEST((code_of(catalog::remove_provider(kit.in, kit.admin(), id, {})) == errc::not_found));
    });
}

BOOST_AUTO_TEST_CASE(T19_taking_a_providers_secrets_away_disables_and_revokes_nothing) {
    on_both_engines([](catalog_kit& kit) {
        auto const id = add(kit).id;
        kit.change("insert into catalog_model (organisation, provider, vendor, name, created_at, updated_at) values ($1, $2, 'custom', 'm', 0, 0)", kit.acme, id);
        kit.change("insert into catalog_grant (organisation, model, created_at, created_by) select $1, id, 0, 'x' from catalog_model where provider = $2", kit.acme, id);
        BOOST_TEST(!catalog::update_provider(kit.in, kit.admin(), guard(), id, j(R"({"api_key":null,"headers":null})")).value().has_api_key);
        BOOST_TEST(kit.rows<std::int64_t>("select count(*) from catalog_model where enabled").front() == 1);
        BOOST_TEST(kit.rows<std::int64_t>("select count(*) from catalog_grant").front() == 1);
    });
}

BOOST_AUTO_TEST_CASE(a_provider_whose_models_are_in_use_stays) {
    on_both_engines([](catalog_kit& kit) {
        auto const id = add(kit).id;
        kit.change("insert into catalog_model (organisation, provider, vendor, name, created_at, updated_at) values ($1, $2, 'custom', 'm', 0, 0)", kit.acme, id);
        BOOST_TEST((code_of(catalog::remove_provider(kit.in, kit.admin(), id, {always_in_use()})) == errc::in_use));
        kit.change("insert into catalog_model (organisation, vendor, name, migrated_to, created_at, updated_at) select $1, 'openai', 'old', id, 0, 0 from catalog_model", kit.acme);
        BOOST_TEST((code_of(catalog::remove_provider(kit.in, kit.admin(), id, {})) == errc::in_use));
        BOOST_TEST(kit.rows<std::int64_t>("select count(*) from catalog_model").front() == 2);
    });
}

BOOST_AUTO_TEST_SUITE_END()
