#ifndef PARLEY_CATALOG_DEFAULT_RULE_HPP
#define PARLEY_CATALOG_DEFAULT_RULE_HPP

#include <parley/catalog/id.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace parley::inline v0::catalog {

/// Why a model is the default.
enum class default_reason {
    chosen,   ///< an administrator chose it
    by_name,  ///< only a name is stored, and it is this model's
    fallback, ///< nothing that is stored can be used: it is the newest of the organisation's models
    none,     ///< there is no model at all
};
BOOST_DESCRIBE_ENUM(default_reason, chosen, by_name, fallback, none)

/// Why the model that is stored is passed over.
enum class default_problem {
    none,        ///< nothing is stored, or what is stored counts
    gone,        ///< there is no such model any more, or it is another organisation's
    unavailable, ///< it is disabled, missing, migrated or deleted
    not_granted, ///< it was not granted here, or its provider is not active
    unknown_name, ///< no granted model has the stored name
    ambiguous_name, ///< several have it, and not just one of them is from the platform
};
BOOST_DESCRIBE_ENUM(default_problem, none, gone, unavailable, not_granted, unknown_name, ambiguous_name)

/// A model as it is named outside of the catalogue.
struct model_name {
    std::string vendor; ///< empty = any
    std::string name;

    friend bool operator==(model_name const&, model_name const&) = default;
};
BOOST_DESCRIBE_STRUCT(model_name, (), (vendor, name))

/// A model that may be the default, or is stored as such.
struct default_candidate {
    model_id id;
    std::string vendor;
    std::string name;
    bool is_available = false;
    bool is_granted = false;       ///< to the organisation as a whole, or to the workspace that is asked for
    bool is_from_provider = false; ///< of a provider of the organisation's own
    moment created_at{};

    bool is_usable() const noexcept { return is_available && is_granted; }
};

/// Which model is the default, and why.
struct default_choice {
    std::optional<model_id> id = {};
    default_reason reason = default_reason::none;
    default_problem problem = default_problem::none; ///< what is wrong with what is stored, so that somebody can mend it

    friend bool operator==(default_choice const&, default_choice const&) = default;
};
BOOST_DESCRIBE_STRUCT(default_choice, (), (id, reason, problem))

/// Chooses the default: the stored model, else the one of the stored name, else the newest that the organisation can use. What is chosen can
/// always be used.
/// @param stored_id   the model that an administrator chose, if one did.
/// @param stored_name the name that an old program stored; looked at only where no model was chosen. Of several models of this name the one
///                    of the platform counts.
/// @param candidates  in any order, each once.
inline default_choice choose_default(std::optional<model_id> stored_id, std::optional<model_name> const& stored_name,
                                     std::vector<default_candidate> const& candidates) {
    default_choice choice;
    if (stored_id) {
        auto const stored = std::find_if(candidates.begin(), candidates.end(), [&](default_candidate const& c) { return c.id == *stored_id; });
        choice.problem = stored == candidates.end() ? default_problem::gone
                         : !stored->is_available    ? default_problem::unavailable
                         : !stored->is_granted      ? default_problem::not_granted
                                                    : default_problem::none;
        if (choice.problem == default_problem::none) return {stored->id, default_reason::chosen, default_problem::none};
    } else if (stored_name) {
        default_candidate const *any = nullptr, *of_platform = nullptr;
        int named = 0, named_of_platform = 0;
        for (auto const& c : candidates) {
            bool const is_named = c.name == stored_name->name && (stored_name->vendor.empty() || c.vendor == stored_name->vendor);
            if (!is_named || !c.is_usable()) continue;
            any = &c;
            ++named;
            if (c.is_from_provider) continue;
            of_platform = &c;
            ++named_of_platform;
        }
        auto const* const meant = named == 1 ? any : named_of_platform == 1 ? of_platform : nullptr;
        if (meant) return {meant->id, default_reason::by_name, default_problem::none};
        choice.problem = named == 0 ? default_problem::unknown_name : default_problem::ambiguous_name;
    }
    default_candidate const* newest = nullptr;
    for (auto const& c : candidates) {
        if (!c.is_usable()) continue;
        bool const is_newer = !newest || c.created_at > newest->created_at || (c.created_at == newest->created_at && c.id < newest->id);
        if (is_newer) newest = &c;
    }
    if (!newest) return choice;
    choice.id = newest->id;
    choice.reason = default_reason::fallback;
    return choice;
}

} // namespace parley::inline v0::catalog

#endif
