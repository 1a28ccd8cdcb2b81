#ifndef PARLEY_CATALOG_AUDIT_HPP
#define PARLEY_CATALOG_AUDIT_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/page.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/store.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley::inline v0::catalog {

enum class audit_outcome {
    done,   ///< the change stands; it and this row were written in one transaction
    denied, ///< the principal was not allowed to do it
};
BOOST_DESCRIBE_ENUM(audit_outcome, done, denied)

/// Who did what, or was not let. Fields are named; what stood in them and what stands there now is not told.
struct audit_row {
    audit_id id;
    std::optional<organisation_id> organisation; ///< the principal's; empty for the platform's operator
    std::optional<workspace_id> workspace;       ///< that the principal was bound to
    std::string actor;
    std::string operation; ///< such as `model.update`
    audit_outcome outcome = audit_outcome::done;
    std::optional<std::int64_t> subject; ///< number of the row that was changed
    std::optional<std::string> subject_name;
    std::vector<std::string> changed_fields;
    std::optional<std::string> reason; ///< what the actor gave as a reason; for `denied` what was missing
    moment at;

    friend bool operator==(audit_row const&, audit_row const&) = default;
};
BOOST_DESCRIBE_STRUCT(audit_row, (), (id, organisation, workspace, actor, operation, outcome, subject, subject_name, changed_fields, reason, at))

/// Which rows of the audit are wanted; an empty member asks for all.
struct audit_filter {
    std::optional<std::string> operation = {};
    std::optional<std::string> actor = {};
    std::optional<audit_outcome> outcome = {};
};

/// Lists the audit of the principal's organisation, the newest first; the platform's operator sees all. Scope `catalog:audit`.
/// @return `errc::invalid_argument` for limit or cursor; the errors of `store::run`.
struct list_audit_t {
    static constexpr operation is{"audit.list", scope::audit};

    result<page<audit_row>> operator()(store& in, principal const& who, audit_filter const& filter = {}, page_request const& wanted = {}) const;
};
inline constexpr list_audit_t list_audit{};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/audit.ipp>
#endif

#endif
