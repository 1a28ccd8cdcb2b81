#ifndef PARLEY_CATALOG_ACCESS_HPP
#define PARLEY_CATALOG_ACCESS_HPP

#include <parley/catalog/access_rule.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/organisation.hpp>
#include <parley/catalog/page.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/store.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <vector>

namespace parley::inline v0::catalog {

// Who may use which models. The organisation is granted models, and so are workspaces; which of the two counts for a workspace is what its mode
// says (see `may_use`).

/// A model that was granted.
struct grant_row {
    grant_id id;
    organisation_id organisation;
    std::optional<workspace_id> workspace; ///< empty = to the organisation
    model_id model;
    moment created_at;
    std::string created_by;

    friend bool operator==(grant_row const&, grant_row const&) = default;
};
BOOST_DESCRIBE_STRUCT(grant_row, (), (id, organisation, workspace, model, created_at, created_by))

/// Grants a model to the principal's organisation, or to one of its workspaces. Scope `catalog:create`.
/// @return the grant; `errc::not_found` for the model or the workspace; `errc::already_exists` where it was granted before; `errc::conflict` where
///         the model is not available, or not of the security class that the workspace asks for; the errors of `store::run`.
struct grant_model_t {
    static constexpr operation is{"grant.create", scope::create};

    result<grant_row> operator()(store& in, principal const& who, model_id which, std::optional<workspace_id> to = {}) const;
};
inline constexpr grant_model_t grant_model{};

/// Takes a grant back. Scope `catalog:delete`.
/// @return what was taken back; `errc::not_found`; the errors of `store::run`.
struct revoke_grant_t {
    static constexpr operation is{"grant.delete", scope::delete_};

    result<grant_row> operator()(store& in, principal const& who, grant_id which) const;
};
inline constexpr revoke_grant_t revoke_grant{};

/// Which grants are wanted; an empty member asks for all.
struct grant_filter {
    std::optional<workspace_id> workspace = {};
    std::optional<model_id> model = {};
};

/// Lists the grants of the principal's organisation and its workspaces, the newest first. Scope `catalog:read`.
/// @return `errc::invalid_argument` for limit or cursor; the errors of `store::run`.
struct list_grants_t {
    static constexpr operation is{"grant.list", scope::read};

    result<page<grant_row>> operator()(store& in, principal const& who, grant_filter const& filter = {}, page_request const& wanted = {}) const;
};
inline constexpr list_grants_t list_grants{};

/// Sets which models the organisation as a whole was granted: all of the change, or none. Scope `catalog:update`.
/// @param wanted in any order. Models that are granted already may be ones that are not available; new ones may not.
/// @return what it took; the errors of `grant_model` but `already_exists`.
struct set_organisation_models_t {
    static constexpr operation is{"organisation.set_models", scope::update};

    result<access_change> operator()(store& in, principal const& who, std::vector<model_id> const& wanted) const;
};
inline constexpr set_organisation_models_t set_organisation_models{};

/// Sets the mode of a workspace and which models it was granted itself: all of the change, or none. Scope `catalog:update`.
/// @param wanted as for `set_organisation_models`; none, with `access_mode::restricted`, means that it may use none.
/// @return what it took; the errors of `grant_model` but `already_exists`.
struct set_workspace_access_t {
    static constexpr operation is{"workspace.set_access", scope::update};

    result<access_change> operator()(store& in, principal const& who, workspace_id which, access_mode mode,
                                     std::vector<model_id> const& wanted) const;
};
inline constexpr set_workspace_access_t set_workspace_access{};

/// Lists the models that the principal's organisation may use, or one of its workspaces: all of them, by vendor and name. Scope `catalog:read`.
/// @param of empty = the workspace that the principal is bound to, else the organisation.
/// @return `errc::not_found` for the workspace; `errc::forbidden` for another workspace than the one that the principal is bound to; the errors of
///         `store::run`.
struct list_usable_models_t {
    static constexpr operation is{"model.list_usable", scope::read, reach::workspace};

    result<std::vector<model_row>> operator()(store& in, principal const& who, std::optional<workspace_id> of = {}) const;
};
inline constexpr list_usable_models_t list_usable_models{};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/access.ipp>
#endif

#endif
