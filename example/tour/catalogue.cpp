#include "tour/catalogue.hpp"

#include <parley/catalog.hpp>
#include <parley/catalog/demo_references.hpp>

#include <boost/describe/enum_to_string.hpp>

#include <chrono>
#include <string>

namespace tour {

namespace catalog = parley::catalog;

namespace {

parley::result<void> add_assistant(catalog::store& in, catalog::principal const& who, catalog::model_id works_with) {
    static constexpr catalog::operation adding{"assistant.create", catalog::scope::create};
    catalog::demo_thing thing;
    thing.kind = "assistants";
    thing.organisation = *who.organisation;
    thing.name = "Mail reader";
    thing.owner = who.actor;
    thing.model = works_with;
    auto const added = in.run(adding, who, [&](catalog::transaction& t) { return catalog::add_demo_thing(t, thing); });
    if (!added) return added.error();
    return {};
}

} // namespace

parley::result<void> retire_a_model(support::terminal& to) {
    auto& out = to.out();
    catalog::store_options options;
    options.schemas = {catalog::demo_schema()}; // tables of a program that refers to models
    auto opened = catalog::store::open("sqlite::memory:", options);
    if (!opened) return opened.error();
    auto& store = *opened;
    auto const house = catalog::create_organisation(store, catalog::principal::platform("installer"), "House");
    if (!house) return house.error();
    auto const ann = catalog::principal::member(house->id, "ann");
    auto const sources = catalog::demo_references();

    // tag::retire[]
    auto const old_one = catalog::create_model(store, ann, {.vendor = "anthropic", .name = "claude-3-5-haiku-20241022"});
    auto const new_one = catalog::create_model(store, ann, {.vendor = "anthropic", .name = "claude-haiku-4-5"});
    if (!old_one || !new_one) return old_one ? new_one.error() : old_one.error();
    if (auto const added = add_assistant(store, ann, old_one->id); !added) return added.error();
    if (auto const said = catalog::update_model(store, ann, old_one->id, {{"deprecated", true}}); !said) return said.error();

    auto const plan = catalog::plan_model_migration(store, ann, sources, old_one->id, new_one->id);
    if (!plan) return plan.error();
    for (auto const& f : plan->findings) out << "  " << boost::describe::enum_to_string(f.severity, "") << ": " << catalog::sentence(f.code) << '\n';

    auto const moved = catalog::migrate_model(store, ann, sources, *plan, {.confirmed = true});
    if (!moved) return moved.error();
    auto const cleaned = catalog::clean_up(store, ann, sources, {.grace = std::chrono::seconds(0)});
    if (!cleaned) return cleaned.error();
    // end::retire[]
    out << "  " << moved->migrated << " of " << moved->affected << " references moved from " << moved->from_name << " to " << moved->to_name << '\n';
    for (auto const& gone : cleaned->removed) out << "  cleaned up: " << gone.name << '\n';

    auto const audit = catalog::list_audit(store, ann);
    if (!audit) return audit.error();
    for (auto const& row : audit->items) out << to.faint("  " + row.actor + " " + row.operation + " " + row.subject_name.value_or("")) << '\n';
    return {};
}

} // namespace tour
