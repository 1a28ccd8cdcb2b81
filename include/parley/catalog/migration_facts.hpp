#ifndef PARLEY_CATALOG_MIGRATION_FACTS_HPP
#define PARLEY_CATALOG_MIGRATION_FACTS_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/lifecycle.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/usage.hpp>
#include <parley/model/decimal.hpp>
#include <parley/model/json.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::inline v0::catalog {

/// The kind of reference that the catalogue keeps itself: who was given a model, and the default selection.
inline constexpr std::string_view grants_kind = "grants";

/// One side of a migration: what is asked about a model before another takes its place.
struct migration_side {
    model_id id;
    std::string name;
    std::string provider;
    model_kind kind = model_kind::completion;
    std::string family;              ///< empty = not known
    bool platform = false;           ///< it belongs to the platform, not to the organisation
    bool provider_active = true;
    catalog::state state = catalog::state::active;
    std::optional<std::int64_t> max_input;      ///< tokens
    std::optional<std::int64_t> max_output;     ///< tokens
    std::optional<bool> vision, reasoning, tools;
    std::optional<model::decimal> input_price;  ///< US dollars for a million tokens
    std::optional<model::decimal> output_price; ///< US dollars for a million tokens
    std::string security_class;                 ///< the class's name; empty = none
    std::int64_t security_level = 0;            ///< higher is stricter; 0 = none

    friend bool operator==(migration_side const&, migration_side const&) = default;
};
BOOST_DESCRIBE_STRUCT(migration_side, (),
                      (id, name, provider, kind, family, platform, provider_active, state, max_input, max_output, vision, reasoning, tools, input_price,
                       output_price, security_class, security_level))

/// A workspace that was given the source, or holds something that works with it, and the class that it asks of its models.
struct workspace_need {
    std::string workspace;
    std::string security_class;
    std::int64_t security_level = 0;

    friend bool operator==(workspace_need const&, workspace_need const&) = default;
};
BOOST_DESCRIBE_STRUCT(workspace_need, (), (workspace, security_class, security_level))

/// All that a migration is judged by.
struct migration_facts {
    migration_side from;
    migration_side to;
    std::vector<std::string> kinds; ///< that are moved
    catalog::usage usage;           ///< of the source
    std::vector<workspace_need> workspaces;
    std::optional<model_id> earlier_target; ///< to which a part of the references went before

    friend bool operator==(migration_facts const&, migration_facts const&) = default;
};
BOOST_DESCRIBE_STRUCT(migration_facts, (), (from, to, kinds, usage, workspaces, earlier_target))

/// How much a finding weighs.
enum class severity {
    blocker, ///< the migration is refused
    warning, ///< the migration wants a confirmation
    note,    ///< worth knowing
};
BOOST_DESCRIBE_ENUM(severity, blocker, warning, note)

/// What can be found about a migration. Codes are stable; programs and translations go by them.
enum class finding_code {
    security_classification_insufficient, ///< workspaces ask for a stricter class than the target has; `workspaces`, `required`, `required_level`, `target`, `target_level`
    same_model,
    kind_not_migratable,    ///< embeddings would have to be computed again; `kind`
    kind_mismatch,          ///< `from`, `to`
    source_of_platform,     ///< the source is everybody's
    source_unavailable,     ///< the source was deleted; `state`
    source_migrated,        ///< a model is migrated once
    split_targets,          ///< a part of the references went to another target before; `earlier_target`
    target_unavailable,     ///< disabled, missing, migrated or deleted; `state`
    provider_inactive,      ///< the target's provider is switched off; `provider`
    target_deprecated,
    target_retiring,
    lower_token_limit,      ///< of input; `from`, `to`
    lower_output_limit,     ///< `from`, `to`
    different_family,       ///< `from`, `to`
    lacks_vision,           ///< `known`: whether the target is known to lack it
    lacks_reasoning,        ///< `known`
    lacks_tool_calling,     ///< `known`
    price_increase,         ///< US dollars for a million tokens; `input`, `output`: `from`, `to`
    price_decrease,         ///< as above
    default_moves,          ///< the default selection goes along
    workspaces_gain_target, ///< `count`
    kwargs_reset,           ///< settings made for the source do not go along
};
BOOST_DESCRIBE_ENUM(finding_code, security_classification_insufficient, same_model, kind_not_migratable, kind_mismatch, source_of_platform, source_unavailable,
                    source_migrated, split_targets, target_unavailable, provider_inactive, target_deprecated, target_retiring, lower_token_limit,
                    lower_output_limit, different_family, lacks_vision, lacks_reasoning, lacks_tool_calling, price_increase, price_decrease, default_moves,
                    workspaces_gain_target, kwargs_reset)

/// One thing that is worth knowing before a migration.
struct finding {
    finding_code code = finding_code::kwargs_reset;
    catalog::severity severity = catalog::severity::note;
    boost::json::object parameters; ///< names and numbers, each under a name of its own

    friend bool operator==(finding const&, finding const&) = default;
};
BOOST_DESCRIBE_STRUCT(finding, (), (code, severity, parameters))

} // namespace parley::inline v0::catalog

#endif
