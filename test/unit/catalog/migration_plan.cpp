#include <parley/catalog/migration_plan.hpp>
#include <parley/reflect/parse.hpp>

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_migration_plan)

namespace catalog = parley::catalog;
namespace model = parley::model;
using catalog::finding_code, catalog::severity, catalog::state;
using parley::errc;

namespace {

catalog::migration_side side(std::int64_t id, std::string name) {
    catalog::migration_side made;
    made.id = {id};
    made.name = std::move(name);
    made.provider = "openai";
    made.family = "gpt";
    made.max_input = 100'000;
    made.max_output = 10'000;
    made.vision = made.reasoning = made.tools = true;
    made.input_price = model::decimal::parse("2").value();
    made.output_price = model::decimal::parse("8").value();
    return made;
}

catalog::migration_facts facts() {
    catalog::migration_facts made;
    made.from = side(1, "old");
    made.to = side(2, "new");
    made.kinds = {"assistants", "grants"};
    made.usage.references = {{"assistants", 3, false}, {"questions", 40, true}};
    return made;
}

std::vector<finding_code> codes(catalog::migration_facts of) {
    std::vector<finding_code> found;
    for (auto const& f : catalog::plan_migration(std::move(of)).findings) found.push_back(f.code);
    return found;
}

/// The codes of a plan beside the one that is always there.
template <class Change> std::vector<finding_code> codes_with(Change change) {
    auto changed = facts();
    change(changed);
    auto found = codes(changed);
    BOOST_TEST_REQUIRE(!found.empty());
    BOOST_TEST((found.back() == finding_code::kwargs_reset));
    found.pop_back();
    return found;
}

template <class Change> catalog::migration_plan plan_with(Change change) {
    auto changed = facts();
    change(changed);
    return catalog::plan_migration(changed);
}

using list = std::vector<finding_code>;

void ask_for_level_three(catalog::migration_facts& f) {
    f.to.security_class = "internal";
    f.to.security_level = 1;
    f.workspaces = {{"w1", "open", 0}, {"w2", "secret", 2}, {"w3", "top secret", 3}, {"w4", "internal", 1}};
}

} // namespace

BOOST_AUTO_TEST_CASE(E3_the_reset_of_settings_is_always_noted_and_never_blocks) {
    auto const plan = catalog::plan_migration(facts());
    BOOST_TEST((codes(facts()) == list{finding_code::kwargs_reset}));
    BOOST_TEST((plan.findings.front().severity == severity::note));
    BOOST_TEST(catalog::may_migrate(plan, {}).has_value());
}

BOOST_AUTO_TEST_CASE(each_weakness_of_the_target_is_a_warning_with_its_numbers) {
    BOOST_TEST((codes_with([](auto& f) { f.to.state = state::deprecated; }) == list{finding_code::target_deprecated}));
    BOOST_TEST((codes_with([](auto& f) { f.to.state = state::retiring; }) == list{finding_code::target_retiring}));
    BOOST_TEST((codes_with([](auto& f) { f.to.max_input = 99'999; }) == list{finding_code::lower_token_limit}));
    BOOST_TEST((codes_with([](auto& f) { f.to.max_output = 1; }) == list{finding_code::lower_output_limit}));
    BOOST_TEST((codes_with([](auto& f) { f.to.family = "claude:3"; }) == list{finding_code::different_family}));
    BOOST_TEST((codes_with([](auto& f) { f.to.vision = false; }) == list{finding_code::lacks_vision}));
    BOOST_TEST((codes_with([](auto& f) { f.to.reasoning = false; }) == list{finding_code::lacks_reasoning}));
    BOOST_TEST((codes_with([](auto& f) { f.to.tools.reset(); }) == list{finding_code::lacks_tool_calling}));

    auto const plan = plan_with([](auto& f) {
        f.to.max_input = 8'192;
        f.to.family = "claude:3";
        f.to.tools.reset();
    });
    BOOST_TEST(find(plan, finding_code::lower_token_limit)->parameters == (boost::json::object{{"from", 100'000}, {"to", 8'192}}));
    BOOST_TEST(find(plan, finding_code::different_family)->parameters == (boost::json::object{{"from", "gpt"}, {"to", "claude:3"}}));
    BOOST_TEST(find(plan, finding_code::lacks_tool_calling)->parameters == (boost::json::object{{"known", false}}));
}

BOOST_AUTO_TEST_CASE(what_is_equal_higher_gained_or_unknown_is_no_warning) {
    BOOST_TEST((codes_with([](auto& f) { f.to.max_input = 100'001; }) == list{}));
    BOOST_TEST((codes_with([](auto& f) { f.to.max_input.reset(); }) == list{}));
    BOOST_TEST((codes_with([](auto& f) { f.from.max_output.reset(); }) == list{}));
    BOOST_TEST((codes_with([](auto& f) { f.from.vision = false; }) == list{}));
    BOOST_TEST((codes_with([](auto& f) { f.from.vision = f.to.vision = false; }) == list{}));
    BOOST_TEST((codes_with([](auto& f) { f.to.family.clear(); }) == list{}));
    BOOST_TEST((codes_with([](auto& f) { f.to.input_price.reset(); }) == list{}));
}

BOOST_AUTO_TEST_CASE(a_higher_price_is_a_warning_and_a_lower_one_a_note) {
    auto const both = plan_with([](auto& f) {
        f.to.input_price = model::decimal::parse("2.5").value();
        f.to.output_price = model::decimal::parse("4").value();
    });
    auto const* dearer = find(both, finding_code::price_increase);
    BOOST_TEST_REQUIRE(dearer);
    BOOST_TEST((dearer->severity == severity::warning));
    BOOST_TEST(dearer->parameters == (boost::json::object{{"input", {{"from", "2"}, {"to", "2.5"}}}}));
    auto const* cheaper = find(both, finding_code::price_decrease);
    BOOST_TEST_REQUIRE(cheaper);
    BOOST_TEST((cheaper->severity == severity::note));
    BOOST_TEST(cheaper->parameters == (boost::json::object{{"output", {{"from", "8"}, {"to", "4"}}}}));
}

BOOST_AUTO_TEST_CASE(what_can_never_work_is_a_blocker) {
    BOOST_TEST((codes_with([](auto& f) { f.to.id = {1}; }) == list{finding_code::same_model}));
    BOOST_TEST((codes_with([](auto& f) { f.from.kind = f.to.kind = catalog::model_kind::embedding; }) == list{finding_code::kind_not_migratable}));
    BOOST_TEST((codes_with([](auto& f) { f.to.kind = catalog::model_kind::transcription; }) == list{finding_code::kind_mismatch}));
    BOOST_TEST((codes_with([](auto& f) { f.from.state = state::deleted; }) == list{finding_code::source_unavailable}));
    BOOST_TEST((codes_with([](auto& f) { f.to.provider_active = false; }) == list{finding_code::provider_inactive}));
    for (auto const bad : {state::disabled, state::missing, state::migrated, state::deleted}) {
        auto const plan = plan_with([&](auto& f) { f.to.state = bad; });
        BOOST_TEST(catalog::has(plan, severity::blocker));
        BOOST_TEST_REQUIRE(find(plan, finding_code::target_unavailable));
        BOOST_TEST(find(plan, finding_code::target_unavailable)->parameters.at("state") == boost::json::value(parley::reflect::enumerator_name(bad)));
        BOOST_TEST((catalog::may_migrate(plan, {true, true, "because"}).error().code == errc::conflict));
    }
}

BOOST_AUTO_TEST_CASE(E9_a_model_is_migrated_only_once) {
    BOOST_TEST((codes_with([](auto& f) { f.from.state = state::migrated; }) == list{finding_code::source_migrated}));
}

BOOST_AUTO_TEST_CASE(E10_a_disabled_source_is_migrated_and_one_of_the_platform_is_not) {
    for (auto const fine : {state::disabled, state::deprecated, state::retiring, state::missing})
        BOOST_TEST((codes_with([&](auto& f) { f.from.state = fine; }) == list{}));
    BOOST_TEST((codes_with([](auto& f) { f.from.platform = true; }) == list{finding_code::source_of_platform}));
}

BOOST_AUTO_TEST_CASE(E11_references_do_not_go_to_two_targets) {
    BOOST_TEST((codes_with([](auto& f) { f.earlier_target = f.to.id; }) == list{}));
    BOOST_TEST((codes_with([](auto& f) { f.earlier_target = {3}; }) == list{finding_code::split_targets}));
}

BOOST_AUTO_TEST_CASE(a_stricter_workspace_is_a_blocker_that_names_the_class_that_is_asked_for) {
    auto const plan = plan_with(ask_for_level_three);
    auto const& first = plan.findings.front();
    BOOST_TEST((first.code == finding_code::security_classification_insufficient));
    BOOST_TEST((first.severity == severity::blocker));
    BOOST_TEST(first.parameters ==
               (boost::json::object{{"workspaces", 2}, {"required", "top secret"}, {"required_level", 3}, {"target", "internal"}, {"target_level", 1}}));
}

BOOST_AUTO_TEST_CASE(a_target_without_a_class_is_below_every_class_and_no_workspace_asks_nothing) {
    BOOST_TEST((codes_with([](auto& f) { f.workspaces = {{"w", "internal", 1}}; }) == list{finding_code::security_classification_insufficient}));
    BOOST_TEST((codes_with([](auto& f) { f.from.security_level = 3; }) == list{}));
    BOOST_TEST((codes_with([](auto& f) {
                    f.to.security_level = 1;
                    f.workspaces = {{"w", "internal", 1}};
                }) == list{}));
}

BOOST_AUTO_TEST_CASE(all_findings_are_reported_at_once_blockers_first) {
    auto const plan = plan_with([](auto& f) {
        ask_for_level_three(f);
        f.to.state = state::deprecated;
        f.to.max_input = 1;
        f.to.family = "claude";
        f.to.vision = f.to.reasoning = f.to.tools = false;
        f.usage.is_default = true;
        f.usage.workspaces = 4;
    });
    list found;
    for (auto const& f : plan.findings) found.push_back(f.code);
    BOOST_TEST((found == list{finding_code::security_classification_insufficient, finding_code::target_deprecated, finding_code::lower_token_limit,
                              finding_code::different_family, finding_code::lacks_vision, finding_code::lacks_reasoning, finding_code::lacks_tool_calling,
                              finding_code::default_moves, finding_code::workspaces_gain_target, finding_code::kwargs_reset}));
}

BOOST_AUTO_TEST_CASE(E1_a_confirmation_never_passes_the_security_blocker) {
    auto const plan = plan_with(ask_for_level_three);
    auto const refused = catalog::may_migrate(plan, {true, false, {}});
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST((refused.error().code == errc::conflict));
    BOOST_TEST_REQUIRE(refused.error().problems.size() == 1u);
    BOOST_TEST(refused.error().problems.front().pointer == "/security_classification_insufficient");
    BOOST_TEST((catalog::may_migrate(plan, {true, true, {}}).error().code == errc::invalid_argument));
    BOOST_TEST(catalog::may_migrate(plan, {false, true, "the data was reclassified"}).has_value());
}

BOOST_AUTO_TEST_CASE(an_override_passes_no_other_blocker_and_no_warning) {
    auto const also_migrated = plan_with([](auto& f) {
        ask_for_level_three(f);
        f.from.state = state::migrated;
    });
    BOOST_TEST((catalog::may_migrate(also_migrated, {true, true, "because"}).error().code == errc::conflict));
    auto const also_warned = plan_with([](auto& f) {
        ask_for_level_three(f);
        f.to.vision = false;
    });
    BOOST_TEST((catalog::may_migrate(also_warned, {false, true, "because"}).error().code == errc::conflict));
    BOOST_TEST(catalog::may_migrate(also_warned, {true, true, "because"}).has_value());
}

BOOST_AUTO_TEST_CASE(warnings_want_a_confirmation) {
    auto const plan = plan_with([](auto& f) { f.to.vision = false; });
    auto const refused = catalog::may_migrate(plan, {});
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST(refused.error().problems.front().pointer == "/lacks_vision");
    BOOST_TEST(catalog::may_migrate(plan, {true, false, {}}).has_value());
}

BOOST_AUTO_TEST_CASE(E6_a_plan_is_of_one_target_and_of_one_state_of_the_world) {
    auto const plan = catalog::plan_migration(facts());
    BOOST_TEST(plan.fingerprint.size() == 32u);
    BOOST_TEST(catalog::plan_migration(facts()).fingerprint == plan.fingerprint);
    BOOST_TEST(plan_with([](auto& f) { f.to.id = {3}; }).fingerprint != plan.fingerprint);
    BOOST_TEST(plan_with([](auto& f) { f.usage.references.front().count = 4; }).fingerprint != plan.fingerprint);
    BOOST_TEST(plan_with([](auto& f) { f.to.max_output = 20'000; }).fingerprint != plan.fingerprint);
    BOOST_TEST(plan_with([](auto& f) { f.workspaces = {{"w", "", 0}}; }).fingerprint != plan.fingerprint);
    BOOST_TEST(plan_with([](auto& f) { f.kinds.pop_back(); }).fingerprint != plan.fingerprint);
}

BOOST_AUTO_TEST_CASE(questions_that_are_asked_meanwhile_do_not_change_the_fingerprint) {
    BOOST_TEST(plan_with([](auto& f) { f.usage.references.back().count = 41; }).fingerprint == catalog::plan_migration(facts()).fingerprint);
}

BOOST_AUTO_TEST_CASE(a_plan_survives_being_written_and_read) {
    auto const plan = plan_with(ask_for_level_three);
    auto const read = parley::reflect::parse<catalog::migration_plan>(parley::reflect::to_text(plan));
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST((*read == plan));
    BOOST_TEST(catalog::plan_migration(read->facts).fingerprint == plan.fingerprint);
}

BOOST_AUTO_TEST_CASE(each_code_has_one_rule_and_a_sentence) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<finding_code>>([](auto of) { BOOST_TEST(!catalog::sentence(of.value).empty(), of.name); });
}

BOOST_AUTO_TEST_CASE(E7_an_unknown_kind_of_reference_moves_nothing) {
    std::vector<catalog::reference_count> const known{{"assistants", 1, false}, {"apps", 0, false}, {"questions", 2, true}};
    using texts = std::vector<std::string>;
    BOOST_TEST((catalog::kinds_to_move({}, known).value() == texts{"assistants", "apps", "grants"}));
    BOOST_TEST((catalog::kinds_to_move({"apps"}, known).value() == texts{"apps"}));
    BOOST_TEST((catalog::kinds_to_move({"grants", "assistants"}, known).value() == texts{"assistants", "grants"}));
    for (std::string const bad : {"assistant", "", "all", "questions"}) {
        auto const refused = catalog::kinds_to_move({"apps", bad}, known);
        BOOST_TEST_REQUIRE(refused.has_error());
        BOOST_TEST((refused.error().code == errc::invalid_argument));
    }
}

BOOST_AUTO_TEST_CASE(a_source_is_done_with_when_nothing_but_history_is_left) {
    catalog::usage left;
    left.references = {{"assistants", 0, false}, {"questions", 9, true}};
    BOOST_TEST(catalog::completes_migration(left));
    auto const not_with = [&](void (*change)(catalog::usage&)) {
        auto changed = left;
        change(changed);
        return !catalog::completes_migration(changed);
    };
    BOOST_TEST(not_with([](auto& u) { u.references.front().count = 1; }));
    BOOST_TEST(not_with([](auto& u) { u.workspaces = 1; }));
    BOOST_TEST(not_with([](auto& u) { u.granted_to_all = true; }));
    BOOST_TEST(not_with([](auto& u) { u.is_default = true; }));
}

BOOST_AUTO_TEST_SUITE_END()
