// Every operation of the catalogue, with every scope, for every kind of principal.
#include <parley/catalog/access.hpp>
#include <parley/catalog/audit.hpp>
#include <parley/catalog/clean_up.hpp>
#include <parley/catalog/custom_provider.hpp>
#include <parley/catalog/default_model.hpp>
#include <parley/catalog/delete_model.hpp>
#include <parley/catalog/history.hpp>
#include <parley/catalog/import.hpp>
#include <parley/catalog/maintenance.hpp>
#include <parley/catalog/migration.hpp>
#include <parley/catalog/model_usage.hpp>
#include <parley/catalog/models.hpp>
#include <parley/catalog/offered_models.hpp>
#include <parley/catalog/organisation.hpp>
#include <parley/catalog/provider_refresh.hpp>
#include <parley/catalog/resolve.hpp>
#include <parley/catalog/rotate_keys.hpp>
#include <parley/catalog/verified_model.hpp>
#include <parley/catalog/view.hpp>

#include "support/catalog_store.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_scope_matrix)

namespace catalog = parley::catalog;
using namespace parley::test;
using catalog::principal, catalog::scope, catalog::store;
using parley::errc;

namespace {

/// What the operations are tried on: rows of Acme.
struct rows_of_acme {
    explicit rows_of_acme(catalog_kit& kit)
        : team(catalog::create_workspace(kit.in, kit.admin(), "Team").value().id),
          security_class(catalog::create_security_class(kit.in, kit.admin(), "secret", 1).value().id),
          model(catalog::create_model(kit.in, kit.admin(), {.vendor = "v", .name = "m"}).value().id),
          other(catalog::create_model(kit.in, kit.admin(), {.vendor = "v", .name = "n"}).value().id),
          provider(catalog::create_provider(kit.in, kit.admin(), {}, {{"display_name", "P"}}).value().id),
          grant(catalog::grant_model(kit.in, kit.admin(), model).value().id) {
        catalog::set_default(kit.in, kit.admin(), model).value();
    }
    catalog::workspace_id team;
    catalog::security_class_id security_class;
    catalog::model_id model, other;
    catalog::provider_id provider;
    catalog::grant_id grant;
    catalog::reference_sources sources = {};
};

template <class Result> std::optional<errc> code(Result const& outcome) {
    if (outcome) return std::nullopt;
    return outcome.error().code;
}

struct entry {
    catalog::operation const& is;
    std::function<std::optional<errc>(store&, principal const&)> call; ///< returns the error, if there is one
};

/// An operation with its arguments.
template <class Operation, class... Args> entry with(Operation const& of, Args... args) {
    return {Operation::is, [&of, args...](store& in, principal const& who) { return code(of(in, who, args...)); }};
}

std::vector<entry> operations(rows_of_acme const& on) {
    catalog::verified_model_draft const draft{.provider = "p", .model_name = "m"};
    catalog::migration_plan plan;
    plan.facts.from.id = on.model;
    plan.facts.to.id = on.other;
    catalog::refresh_run run{};
    run.provider = on.provider;
    return {
        with(catalog::create_organisation, "Initech"),
        with(catalog::list_organisations),
        with(catalog::create_security_class, "top", 7),
        with(catalog::list_security_classes),
        with(catalog::create_workspace, "Other", on.security_class),
        with(catalog::classify_workspace, on.team, std::optional(on.security_class)),
        with(catalog::list_workspaces),
        with(catalog::create_model, catalog::model_draft{.vendor = "v", .name = "new"}),
        with(catalog::get_model, on.model),
        with(catalog::update_model, on.model, boost::json::object{{"enabled", false}}),
        with(catalog::list_models),
        with(catalog::plan_model_import, std::vector<parley::model::info>()),
        with(catalog::import_models, std::vector<parley::model::info>()),
        with(catalog::model_usage, on.sources, on.model),
        with(catalog::list_references, on.sources, on.model, "apps"),
        with(catalog::plan_model_migration, on.sources, on.model, on.other),
        with(catalog::migrate_model, on.sources, plan),
        with(catalog::list_migrations),
        with(catalog::find_migration, catalog::migration_id{1}),
        with(catalog::create_provider, catalog::provider_guard(), boost::json::object{{"display_name", "Q"}}),
        with(catalog::update_provider, catalog::provider_guard(), on.provider, boost::json::object{{"active", false}}),
        with(catalog::draft_provider, catalog::provider_guard(), std::optional(on.provider), boost::json::object{{"active", true}}),
        with(catalog::get_provider, on.provider),
        with(catalog::list_providers),
        with(catalog::begin_refresh, catalog::provider_guard(), on.provider),
        with(catalog::finish_refresh, run, catalog::discovery(), on.sources),
        with(catalog::fail_refresh, run, parley::error(errc::timed_out)),
        with(catalog::rotate_keys, catalog::key_ring()),
        with(catalog::grant_model, on.other),
        with(catalog::revoke_grant, on.grant),
        with(catalog::list_grants),
        with(catalog::set_organisation_models, std::vector<catalog::model_id>()),
        with(catalog::set_workspace_access, on.team, catalog::access_mode::restricted, std::vector{on.other}),
        with(catalog::list_usable_models),
        with(catalog::resolve, catalog::provider_guard(), on.model),
        with(catalog::load_view),
        with(catalog::get_default),
        with(catalog::set_default, on.other),
        with(catalog::set_default_name, catalog::model_name{"", "n"}),
        with(catalog::clear_default),
        with(catalog::create_verified_model, draft),
        with(catalog::create_verified_models, std::vector{draft}),
        with(catalog::list_verified_models),
        with(catalog::update_verified_model, "p", "m", catalog::verified_model_change{.free = true}),
        with(catalog::remove_verified_model, "p", "m"),
        with(catalog::seed_verified_models),
        with(catalog::enabled_verified_models),
        with(catalog::clean_up, on.sources),
        with(catalog::list_cleanup_runs),
        with(catalog::run_maintenance, on.sources, catalog::maintenance_options{.runner = "here", .when = {}}),
        with(catalog::list_audit),
        with(catalog::delete_model, on.sources, on.model),
        with(catalog::remove_provider, on.provider, on.sources),
    };
}

/// All rows that belong to Acme, as text.
std::string picture_of(catalog_kit& kit) {
    std::string text;
    auto const add = [&](auto const& rows) {
        for (auto const& row : rows) text += parley::reflect::to_text(row) + "\n";
    };
    add(kit.rows<catalog::organisation_row>("select {} from catalog_organisation where id = $1", kit.acme));
    add(kit.rows<catalog::security_class_row>("select {} from catalog_security_class where organisation = $1 order by id", kit.acme));
    add(kit.rows<catalog::workspace_row>("select {} from catalog_workspace where organisation = $1 order by id", kit.acme));
    add(kit.rows<catalog::model_row>("select {} from catalog_model where organisation = $1 order by id", kit.acme));
    add(kit.rows<catalog::provider_row>("select {} from catalog_provider where organisation = $1 order by id", kit.acme));
    add(kit.rows<catalog::grant_row>("select {} from catalog_grant where organisation = $1 order by id", kit.acme));
    for (auto const* table : {"catalog_model_class", "catalog_default", "catalog_migration", "catalog_cleanup_run", "catalog_audit"})
        text += std::to_string(kit.rows<std::int64_t>(std::string("select count(*) from ") + table + " where organisation = $1", kit.acme).front()) + "\n";
    return text;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_matrix_has_every_operation_of_the_room) {
    std::set<std::string> in_headers, in_matrix;
    for (auto const& file : std::filesystem::directory_iterator("include/parley/catalog")) {
        if (!file.is_regular_file()) continue;
        std::stringstream text;
        text << std::ifstream(file.path()).rdbuf();
        std::string const all = text.str(), before = "static constexpr operation is{\"";
        for (auto at = all.find("\n    " + before); at != all.npos; at = all.find("\n    " + before, at + 1)) {
            auto const from = at + 5 + before.size();
            in_headers.insert(all.substr(from, all.find('"', from) - from));
        }
    }
    catalog_kit kit("sqlite::memory:");
    for (auto const& one : operations(rows_of_acme(kit))) BOOST_TEST(in_matrix.insert(std::string(one.is.name)).second, one.is.name << " stands there twice");
    BOOST_TEST(in_headers == in_matrix, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(T13_an_operation_is_open_to_who_has_its_scope_and_reach_and_to_nobody_else) {
    int allowed = 0, denied = 0;
    on_both_engines([&](catalog_kit& kit) {
        rows_of_acme const on(kit);
        auto const all = operations(on);
        constexpr scope every[] = {scope::read, scope::create, scope::update, scope::delete_, scope::override_, scope::audit};
        for (auto const& one : all) {
            for (auto principal : {kit.root, kit.admin(), kit.bound_to(on.team), kit.stranger()}) {
                for (auto const had : every) {
                    principal.scopes = {had};
                    auto const open = permit(principal, one.is.needs, one.is.reach).has_value();
                    if (open) {
                        ++allowed;
                        continue; // what it does then is told by its own tests; here it would change the rows for the next
                    }
                    auto const before = kit.rows<std::int64_t>("select count(*) from catalog_audit where outcome = 'denied' and operation = $1", one.is.name).front();
                    auto const outcome = one.call(kit.in, principal);
                    BOOST_TEST((outcome == errc::forbidden), one.is.name << " by " << principal.actor << " with " << catalog::to_text(had));
                    auto const after = kit.rows<std::int64_t>("select count(*) from catalog_audit where outcome = 'denied' and operation = $1", one.is.name).front();
                    BOOST_TEST(after == before + 1, one.is.name << " is not audited when it is denied");
                    ++denied;
                }
            }
        }
        // With exactly its scope an operation is not refused.
        for (auto const& one : all) {
            auto who = one.is.reach == catalog::reach::platform ? kit.root : kit.admin();
            who.scopes = {one.is.needs};
            BOOST_TEST((one.call(kit.in, who) != errc::forbidden), one.is.name << " with " << catalog::to_text(one.is.needs));
        }
    });
    std::printf("%d combinations of operation, principal and scope allowed, %d denied\n", allowed, denied);
}

BOOST_AUTO_TEST_CASE(T3_T16_a_member_of_another_organisation_changes_nothing_and_learns_nothing) {
    on_both_engines([](catalog_kit& kit) {
        rows_of_acme const on(kit);
        auto const before = picture_of(kit);
        for (auto const& one : operations(on)) (void)one.call(kit.in, kit.stranger());
        BOOST_TEST(picture_of(kit) == before);
        BOOST_TEST((catalog::get_model(kit.in, kit.stranger(), on.model).error().code == errc::not_found));
        BOOST_TEST((catalog::get_provider(kit.in, kit.stranger(), on.provider).error().code == errc::not_found));
        BOOST_TEST((catalog::grant_model(kit.in, kit.stranger(), on.model).error().code == errc::not_found));
        BOOST_TEST((catalog::revoke_grant(kit.in, kit.stranger(), on.grant).error().code == errc::not_found));
    });
}

BOOST_AUTO_TEST_SUITE_END()
