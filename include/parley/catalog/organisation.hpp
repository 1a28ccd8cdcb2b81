#ifndef PARLEY_CATALOG_ORGANISATION_HPP
#define PARLEY_CATALOG_ORGANISATION_HPP

#include <parley/catalog/access_rule.hpp>
#include <parley/catalog/detail/steps.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/names.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/store.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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

    result<organisation_row> operator()(store& in, principal const& who, std::string_view name) const {
        return in.run(is, who, [&](transaction& t) -> result<organisation_row> {
            auto const plain = to_display_name(name);
            if (!plain) return plain.error();
            auto made = t.maybe<organisation_row>(
                "insert into catalog_organisation (name, created_at) values ($1, $2) on conflict do nothing returning {}", *plain, t.now());
            return detail::created(t, std::move(made), *plain);
        });
    }
};
inline constexpr create_organisation_t create_organisation{};

/// Lists organisations by name: the platform's operator sees all, others their own. Scope `catalog:read`.
struct list_organisations_t {
    static constexpr operation is{"organisation.list", scope::read, reach::workspace};

    result<std::vector<organisation_row>> operator()(store& in, principal const& who) const {
        return in.run(is, who, [&](transaction& t) {
            return t.all<organisation_row>("select {} from catalog_organisation where cast($1 as bigint) is null or id = $1 order by name", who.organisation);
        });
    }
};
inline constexpr list_organisations_t list_organisations{};

/// Adds a security class to the principal's organisation. Scope `catalog:create`.
/// @return `errc::invalid_name`; `errc::already_exists` where name or level are taken; the errors of `store::run`.
struct create_security_class_t {
    static constexpr operation is{"security_class.create", scope::create};

    result<security_class_row> operator()(store& in, principal const& who, std::string_view name, std::int64_t level) const {
        return in.run(is, who, [&](transaction& t) -> result<security_class_row> {
            auto const plain = to_display_name(name);
            auto const of = t.organisation();
            if (!plain) return plain.error();
            if (!of) return of.error();
            auto made = t.maybe<security_class_row>(
                "insert into catalog_security_class (organisation, name, level) values ($1, $2, $3) on conflict do nothing returning {}", *of, *plain, level);
            return detail::created(t, std::move(made), *plain);
        });
    }
};
inline constexpr create_security_class_t create_security_class{};

/// Lists the security classes of the principal's organisation, the strictest last. Scope `catalog:read`.
struct list_security_classes_t {
    static constexpr operation is{"security_class.list", scope::read, reach::workspace};

    result<std::vector<security_class_row>> operator()(store& in, principal const& who) const {
        return in.run(is, who, [&](transaction& t) {
            return t.all<security_class_row>("select {} from catalog_security_class where organisation = $1 order by level", who.organisation);
        });
    }
};
inline constexpr list_security_classes_t list_security_classes{};

/// Adds a workspace to the principal's organisation. Scope `catalog:create`.
/// @param required class that its models must reach; must be one of the organisation's.
/// @return `errc::invalid_name`; `errc::already_exists`; `errc::not_found` for the class; the errors of `store::run`.
struct create_workspace_t {
    static constexpr operation is{"workspace.create", scope::create};

    result<workspace_row> operator()(store& in, principal const& who, std::string_view name, std::optional<security_class_id> required = {}) const {
        return in.run(is, who, [&](transaction& t) -> result<workspace_row> {
            auto const plain = to_display_name(name);
            auto const of = t.organisation();
            if (!plain) return plain.error();
            if (!of) return of.error();
            if (auto const known = detail::find_class(t, required); !known) return known.error();
            auto made = t.maybe<workspace_row>("insert into catalog_workspace (organisation, name, security_class, created_at, updated_at) "
                                               "values ($1, $2, $3, $4, $4) on conflict do nothing returning {}",
                                               *of, *plain, required, t.now());
            return detail::created(t, std::move(made), *plain);
        });
    }
};
inline constexpr create_workspace_t create_workspace{};

/// Sets the class that the models of a workspace must reach, or none. Scope `catalog:update`.
/// @return `errc::not_found` for the workspace or the class; the errors of `store::run`.
struct classify_workspace_t {
    static constexpr operation is{"workspace.classify", scope::update};

    result<workspace_row> operator()(store& in, principal const& who, workspace_id which, std::optional<security_class_id> required) const {
        return in.run(is, who, [&](transaction& t) -> result<workspace_row> {
            if (auto const known = detail::find_class(t, required); !known) return known.error();
            auto changed = t.one<workspace_row>("update catalog_workspace set security_class = $1, updated_at = $2 "
                                                "where id = $3 and organisation = $4 returning {}",
                                                required, t.now(), which, who.organisation);
            if (!changed) return changed;
            if (auto const noted = t.note(which, changed->name, {"security_class"}); !noted) return noted.error();
            return changed;
        });
    }
};
inline constexpr classify_workspace_t classify_workspace{};

/// Lists the workspaces of the principal's organisation by name; to who is bound to one, that one. Scope `catalog:read`.
struct list_workspaces_t {
    static constexpr operation is{"workspace.list", scope::read, reach::workspace};

    result<std::vector<workspace_row>> operator()(store& in, principal const& who) const {
        return in.run(is, who, [&](transaction& t) {
            return t.all<workspace_row>("select {} from catalog_workspace where organisation = $1 and (cast($2 as bigint) is null or id = $2) order by name",
                                        who.organisation, who.workspace);
        });
    }
};
inline constexpr list_workspaces_t list_workspaces{};

} // namespace parley::inline v0::catalog

#endif
