#ifndef PARLEY_CATALOG_DEFAULT_RULE_HPP
#define PARLEY_CATALOG_DEFAULT_RULE_HPP

#include <parley/catalog/id.hpp>
#include <parley/config.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

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
PARLEY_DECL default_choice choose_default(std::optional<model_id> stored_id, std::optional<model_name> const& stored_name,
                                          std::vector<default_candidate> const& candidates);

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/default_rule.ipp>
#endif

#endif
