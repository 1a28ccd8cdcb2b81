#include <parley/catalog/access.hpp>
#include <parley/catalog/audit.hpp>
#include <parley/catalog/default_model.hpp>

#include <support/catalog_store.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(catalog_default_model)

namespace catalog = parley::catalog;
using catalog::access_mode;
using catalog::default_choice;
using catalog::default_problem;
using catalog::default_reason;
using catalog::model_id;
using parley::errc;
using parley::test::catalog_kit;
using parley::test::on_both_engines;

namespace {

model_id add_model(catalog_kit& kit, std::string_view name, bool granted = true) {
    auto const at = kit.rows<std::int64_t>("select count(*) from catalog_model").front();
    kit.change("insert into catalog_model (organisation, vendor, name, created_at, updated_at) values ($1, 'openai', $2, $3, 0)", kit.acme, name, at);
    auto const id = kit.rows<model_id>("select max(id) from catalog_model").front();
    if (granted) BOOST_REQUIRE(catalog::grant_model(kit.in, kit.admin(), id).has_value());
    return id;
}

default_choice now(catalog_kit& kit) { return catalog::get_default(kit.in, kit.admin()).value(); }
default_choice choice(model_id id, default_reason why, default_problem problem = default_problem::none) { return {id, why, problem}; }

errc code_of(auto const& outcome) {
    BOOST_REQUIRE(outcome.has_error());
    return outcome.error().code;
}

} // namespace

// T11
BOOST_AUTO_TEST_CASE(T11_the_default_is_the_model_that_an_administrator_chose) {
    on_both_engines([](catalog_kit& kit) {
        BOOST_TEST((now(kit) == default_choice{}));
        auto const a = add_model(kit, "a"), b = add_model(kit, "b");
        BOOST_TEST((now(kit) == choice(b, default_reason::fallback)));
        BOOST_TEST((catalog::set_default(kit.in, kit.admin(), a).value() == choice(a, default_reason::chosen)));
        BOOST_TEST((now(kit) == choice(a, default_reason::chosen)));
        BOOST_TEST(kit.rows<std::string>("select model_vendor || '/' || model_name from catalog_default").front() == "openai/a");
        BOOST_TEST(!catalog::get_default(kit.in, kit.stranger()).value().id.has_value());
    });
}

BOOST_AUTO_TEST_CASE(each_change_of_the_default_is_audited_once) {
    on_both_engines([](catalog_kit& kit) {
        auto const a = add_model(kit, "a");
        auto const audited = [&] {
            std::string text;
            for (auto const& row : catalog::list_audit(kit.in, kit.admin()).value().items)
                if (row.operation.starts_with("default.")) text += row.operation + " " + row.subject_name.value() + ";";
            return text;
        };
        BOOST_REQUIRE(catalog::set_default(kit.in, kit.admin(), a).has_value());
        BOOST_REQUIRE(catalog::set_default(kit.in, kit.admin(), a).has_value());
        BOOST_TEST(audited() == "default.set a;");
        BOOST_REQUIRE(catalog::clear_default(kit.in, kit.admin()).has_value());
        BOOST_REQUIRE(catalog::clear_default(kit.in, kit.admin()).has_value());
        BOOST_TEST(audited() == "default.clear a;default.set a;");
        BOOST_TEST((now(kit) == choice(a, default_reason::fallback)));
    });
}

BOOST_AUTO_TEST_CASE(only_a_model_that_the_organisation_can_use_becomes_the_default) {
    on_both_engines([](catalog_kit& kit) {
        auto const a = add_model(kit, "a"), closed = add_model(kit, "closed", false), off = add_model(kit, "off");
        kit.change("update catalog_model set enabled = false where id = $1", off);
        BOOST_REQUIRE(catalog::set_default(kit.in, kit.admin(), a).has_value());
        BOOST_TEST((code_of(catalog::set_default(kit.in, kit.admin(), closed)) == errc::conflict));
        BOOST_TEST((code_of(catalog::set_default(kit.in, kit.admin(), off)) == errc::conflict));
        BOOST_TEST((code_of(catalog::set_default(kit.in, kit.admin(), {off.value + 1000})) == errc::not_found));
        BOOST_TEST((code_of(catalog::set_default(kit.in, kit.stranger(), a)) == errc::not_found));
        BOOST_TEST((now(kit) == choice(a, default_reason::chosen)));
    });
}

// T12
BOOST_AUTO_TEST_CASE(a_stale_default_is_passed_over_and_the_answer_says_why) {
    on_both_engines([](catalog_kit& kit) {
        auto const a = add_model(kit, "a"), b = add_model(kit, "b");
        BOOST_REQUIRE(catalog::set_default(kit.in, kit.admin(), a).has_value());
        kit.change("update catalog_model set enabled = false where id = $1", a);
        BOOST_TEST((now(kit) == choice(b, default_reason::fallback, default_problem::unavailable)));
        kit.change("update catalog_model set enabled = true where id = $1", a);
        kit.change("delete from catalog_grant where model = $1", a);
        BOOST_TEST((now(kit) == choice(b, default_reason::fallback, default_problem::not_granted)));
        kit.change("delete from catalog_model where id = $1", a);
        BOOST_TEST((now(kit) == choice(b, default_reason::fallback, default_problem::unknown_name)));
        auto const again = add_model(kit, "a"); // the same name, after the row of the first was erased
        BOOST_TEST((now(kit) == choice(again, default_reason::by_name)));
    });
}

BOOST_AUTO_TEST_CASE(a_name_from_before_the_catalogue_counts_until_a_model_is_chosen) {
    on_both_engines([](catalog_kit& kit) {
        auto const a = add_model(kit, "a"), b = add_model(kit, "b");
        BOOST_REQUIRE(catalog::set_default_name(kit.in, kit.admin(), {"", "a"}).has_value());
        BOOST_TEST((now(kit) == choice(a, default_reason::by_name)));
        BOOST_REQUIRE(catalog::set_default_name(kit.in, kit.admin(), {"anthropic", "a"}).has_value());
        BOOST_TEST((now(kit) == choice(b, default_reason::fallback, default_problem::unknown_name)));
        BOOST_REQUIRE(catalog::set_default(kit.in, kit.admin(), a).has_value());
        BOOST_TEST((now(kit) == choice(a, default_reason::chosen)));
        BOOST_TEST((code_of(catalog::set_default_name(kit.in, kit.admin(), {"", ""})) == errc::invalid_name));
    });
}

BOOST_AUTO_TEST_CASE(a_workspace_that_may_not_use_the_default_has_one_of_its_own_models) {
    on_both_engines([](catalog_kit& kit) {
        auto const a = add_model(kit, "a"), b = add_model(kit, "b");
        BOOST_REQUIRE(catalog::set_default(kit.in, kit.admin(), a).has_value());
        auto const workspace = catalog::create_workspace(kit.in, kit.admin(), "Research").value().id;
        BOOST_TEST((catalog::get_default(kit.in, kit.bound_to(workspace)).value() == choice(a, default_reason::chosen)));
        BOOST_REQUIRE(catalog::set_workspace_access(kit.in, kit.admin(), workspace, access_mode::restricted, {b}).has_value());
        BOOST_TEST((catalog::get_default(kit.in, kit.admin(), workspace).value() == choice(b, default_reason::fallback, default_problem::not_granted)));
        BOOST_REQUIRE(catalog::set_workspace_access(kit.in, kit.admin(), workspace, access_mode::restricted, {}).has_value());
        BOOST_TEST((catalog::get_default(kit.in, kit.bound_to(workspace)).value() == default_choice{{}, default_reason::none, default_problem::not_granted}));
    });
}

BOOST_AUTO_TEST_SUITE_END()
