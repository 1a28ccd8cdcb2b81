#ifndef PARLEY_CATALOG_ORGANISATION_HPP
#define PARLEY_CATALOG_ORGANISATION_HPP

#include <parley/catalog/access_rule.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/store.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::inline v0::catalog {

/// Who has rows of their own: a tenant.
struct organisation_row {
    organisation_id id;
    std::string name;
    bool enforce_retirement = false;  ///< models whose day of retirement has come are no longer given out; otherwise the day is advice
    std::int64_t retiring_months = 6; ///< so long before its day a model counts as retiring
    moment created_at;

    friend bool operator==(organisation_row const&, organisation_row const&) = default;
};
BOOST_DESCRIBE_STRUCT(organisation_row, (), (id, name, enforce_retirement, retiring_months, created_at))

/// A class of secrecy; of two classes of an organisation the one with the higher level is the stricter one.
struct security_class_row {
    security_class_id id;
    organisation_id organisation;
    std::string name;
    std::int64_t level = 0;

    friend bool operator==(security_class_row const&, security_class_row const&) = default;
};
BOOST_DESCRIBE_STRUCT(security_class_row, (), (id, organisation, name, level))

/// A part of an organisation with a choice of models of its own.
struct workspace_row {
    workspace_id id;
    organisation_id organisation;
    std::string name;
    catalog::access_mode access_mode = access_mode::inherit;
    std::optional<security_class_id> security_class; ///< what its models must reach
    moment created_at;
    moment updated_at;

    friend bool operator==(workspace_row const&, workspace_row const&) = default;
};
BOOST_DESCRIBE_STRUCT(workspace_row, (), (id, organisation, name, access_mode, security_class, created_at, updated_at))

/// Adds an organisation. Scope `catalog:create`, for the platform.
/// @return `errc::invalid_name`; `errc::already_exists`; the errors of `store::run`.
struct create_organisation_t {
    static constexpr operation is{"organisation.create", scope::create, reach::platform};

    result<organisation_row> operator()(store& in, principal const& who, std::string_view name) const;
};
inline constexpr create_organisation_t create_organisation{};

/// Lists organisations by name: the platform's operator sees all, others their own. Scope `catalog:read`.
struct list_organisations_t {
    static constexpr operation is{"organisation.list", scope::read, reach::workspace};

    result<std::vector<organisation_row>> operator()(store& in, principal const& who) const;
};
inline constexpr list_organisations_t list_organisations{};

/// Adds a security class to the principal's organisation. Scope `catalog:create`.
/// @return `errc::invalid_name`; `errc::already_exists` where name or level are taken; the errors of `store::run`.
struct create_security_class_t {
    static constexpr operation is{"security_class.create", scope::create};

    result<security_class_row> operator()(store& in, principal const& who, std::string_view name, std::int64_t level) const;
};
inline constexpr create_security_class_t create_security_class{};

/// Lists the security classes of the principal's organisation, the strictest last. Scope `catalog:read`.
struct list_security_classes_t {
    static constexpr operation is{"security_class.list", scope::read, reach::workspace};

    result<std::vector<security_class_row>> operator()(store& in, principal const& who) const;
};
inline constexpr list_security_classes_t list_security_classes{};

/// Adds a workspace to the principal's organisation. Scope `catalog:create`.
/// @param required class that its models must reach; must be one of the organisation's.
/// @return `errc::invalid_name`; `errc::already_exists`; `errc::not_found` for the class; the errors of `store::run`.
struct create_workspace_t {
    static constexpr operation is{"workspace.create", scope::create};

    result<workspace_row> operator()(store& in, principal const& who, std::string_view name, std::optional<security_class_id> required = {}) const;
};
inline constexpr create_workspace_t create_workspace{};

/// Sets the class that the models of a workspace must reach, or none. Scope `catalog:update`.
/// @return `errc::not_found` for the workspace or the class; the errors of `store::run`.
struct classify_workspace_t {
    static constexpr operation is{"workspace.classify", scope::update};

    result<workspace_row> operator()(store& in, principal const& who, workspace_id which, std::optional<security_class_id> required) const;
};
inline constexpr classify_workspace_t classify_workspace{};

/// Lists the workspaces of the principal's organisation by name; to who is bound to one, that one. Scope `catalog:read`.
struct list_workspaces_t {
    static constexpr operation is{"workspace.list", scope::read, reach::workspace};

    result<std::vector<workspace_row>> operator()(store& in, principal const& who) const;
};
inline constexpr list_workspaces_t list_workspaces{};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/organisation.ipp>
#endif

#endif
