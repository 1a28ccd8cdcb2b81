#ifndef PARLEY_CATALOG_CLEANUP_RUN_HPP
#define PARLEY_CATALOG_CLEANUP_RUN_HPP

#include <parley/catalog/cleanup_rule.hpp>
#include <parley/catalog/id.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <vector>

namespace parley::inline v0::catalog {

/// A model whose row was erased.
struct erased_model {
    model_id id;
    std::string name;

    friend bool operator==(erased_model const&, erased_model const&) = default;
};
BOOST_DESCRIBE_STRUCT(erased_model, (), (id, name))

/// A model whose row stays.
struct kept_model {
    model_id id;
    std::string name;
    keep_reason reason = keep_reason::in_life;

    friend bool operator==(kept_model const&, kept_model const&) = default;
};
BOOST_DESCRIBE_STRUCT(kept_model, (), (id, name, reason))

/// A model at which something failed.
struct cleanup_failure {
    model_id id;
    std::string name;
    std::string message;

    friend bool operator==(cleanup_failure const&, cleanup_failure const&) = default;
};
BOOST_DESCRIBE_STRUCT(cleanup_failure, (), (id, name, message))

/// What is kept of a clean-up.
struct cleanup_run {
    cleanup_run_id id;
    std::optional<organisation_id> organisation; ///< empty = of all organisations and the platform
    std::string actor;
    bool dry_run = false;
    std::optional<bool> success; ///< empty = it has not ended, or its process died
    std::vector<erased_model> removed;
    std::vector<kept_model> skipped;
    std::vector<cleanup_failure> errors;
    moment started_at{};
    std::optional<moment> completed_at;

    friend bool operator==(cleanup_run const&, cleanup_run const&) = default;
};
BOOST_DESCRIBE_STRUCT(cleanup_run, (), (id, organisation, actor, dry_run, success, removed, skipped, errors, started_at, completed_at))

} // namespace parley::inline v0::catalog

#endif
