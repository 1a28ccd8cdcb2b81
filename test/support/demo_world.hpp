#ifndef PARLEY_TEST_SUPPORT_DEMO_WORLD_HPP
#define PARLEY_TEST_SUPPORT_DEMO_WORLD_HPP

#include <parley/catalog/demo_references.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/model/info.hpp>
#include <parley/model/json.hpp>

#include "support/catalog_store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::test {

/// A catalogue beside the program of the demonstration, with models and things as a test wants them.
struct demo_world {
    explicit demo_world(catalog_kit& kit) : kit(kit) {
        catalog::store_options options;
        options.schemas = {catalog::demo_schema()};
        kit.in = kit.open(options);
    }

    /// Adds a model to an organisation, or to the platform where there is none.
    catalog::model_id model(std::string_view name, std::optional<catalog::organisation_id> of, model::info const& info = {}, std::string_view kind = "completion") {
        return kit.rows<catalog::model_id>("insert into catalog_model (organisation, kind, vendor, name, family, info, created_at, updated_at) "
                                           "values ($1, $2, 'here', $3, 'f', $4, $5, $5) returning id",
                                           of, kind, name, info, kit.in.now()).front();
    }
    catalog::model_id model(std::string_view name) { return model(name, kit.acme); }

    /// Adds a thing that refers to a model.
    std::int64_t thing(std::string_view kind, catalog::model_id model, std::optional<catalog::workspace_id> workspace = {},
                       std::optional<catalog::organisation_id> of = {}, bool deleted = false) {
        catalog::demo_thing made;
        made.kind = kind;
        made.organisation = of.value_or(kit.acme);
        made.workspace = workspace;
        made.name = std::string(kind) + " " + std::to_string(++things_);
        made.owner = "ann";
        made.model = model;
        made.settings = R"({"temperature":1})";
        if (deleted) made.deleted_at = kit.in.now();
        static constexpr catalog::operation adding{"test.add", catalog::scope::update};
        return kit.in.run(adding, kit.root, [&](catalog::transaction& t) { return catalog::add_demo_thing(t, made); }).value().id;
    }

    /// Returns the model that a thing refers to; empty where it is gone or refers to none.
    std::optional<catalog::model_id> model_of(std::int64_t thing) {
        return kit.rows<std::optional<catalog::model_id>>("select model from demo_thing where id = $1", thing).front();
    }

    catalog::workspace_id workspace(std::string_view name, std::optional<catalog::security_class_id> asks = {}) {
        return catalog::create_workspace(kit.in, kit.admin(), name, asks).value().id;
    }
    void grant(catalog::model_id model, std::optional<catalog::workspace_id> workspace = {}) {
        kit.change("insert into catalog_grant (organisation, workspace, model, created_at, created_by) values ($1, $2, $3, 0, 'test')", kit.acme, workspace, model);
    }
    void choose_default(catalog::model_id model) {
        kit.change("insert into catalog_default (organisation, model, model_vendor, model_name, updated_at) "
                   "select $1, id, vendor, name, 0 from catalog_model where id = $2",
                   kit.acme, model);
    }
    void classify(catalog::model_id model, catalog::security_class_id as) {
        kit.change("insert into catalog_model_class (organisation, model, security_class) values ($1, $2, $3)", kit.acme, model, as);
    }

    template <class Row = std::int64_t, class... Args> Row one(std::string_view sql, Args const&... args) { return kit.rows<Row>(sql, args...).front(); }

    catalog_kit& kit;
    catalog::reference_sources sources = catalog::demo_references();

private:
    int things_ = 0;
};

/// Runs a test case in such a world on both engines.
template <class Case> void in_demo_worlds(Case test_case) {
    on_both_engines([&](catalog_kit& kit) {
        demo_world world(kit);
        test_case(world);
    });
}

} // namespace parley::test

#endif
