#ifndef PARLEY_CATALOG_MODELS_HPP
#define PARLEY_CATALOG_MODELS_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/model_settings.hpp>
#include <parley/catalog/page.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/store.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace parley::inline v0::catalog {

/// Adds a model: to the principal's organisation, or for the platform's operator to the rows that all organisations share. A model of this name
/// that was deleted, and not yet cleaned up, comes back as the draft says. Nobody is given the model by this. Scope `catalog:create`.
/// @return the row; `errc::invalid_name`; `errc::already_exists`; `errc::not_found` for the security class; the errors of `store::run`.
struct create_model_t {
    static constexpr operation is{"model.create", scope::create};

    result<model_row> operator()(store& in, principal const& who, model_draft draft) const;
};
inline constexpr create_model_t create_model{};

/// Returns a model of the principal's organisation or of the platform, in whatever state. Scope `catalog:read`.
/// @return `errc::not_found`, also for a row of another organisation; the errors of `store::run`.
struct get_model_t {
    static constexpr operation is{"model.get", scope::read};

    result<model_row> operator()(store& in, principal const& who, model_id which) const;
};
inline constexpr get_model_t get_model{};

/// Changes what is said about a model of the principal's organisation, or of the platform by its operator. An organisation may put a model of
/// the platform into one of its own security classes, and change nothing else about it. Scope `catalog:update`.
/// @param patch see `changed_settings`.
/// @return the row as it is afterwards, untouched where nothing changes; `errc::not_found`, also for deleted rows; the errors of
/// `changed_settings` and `store::run`.
struct update_model_t {
    static constexpr operation is{"model.update", scope::update};

    result<model_row> operator()(store& in, principal const& who, model_id which, boost::json::object const& patch) const;
};
inline constexpr update_model_t update_model{};

/// Which models are wanted; an empty member asks for all.
struct model_filter {
    std::string vendor = {};
    std::string name_contains = {}; ///< letter case does not matter, and no character means another one
    std::optional<model_kind> kind = {};
    std::optional<bool> enabled = {};
    bool with_gone = false; ///< those that were migrated or deleted as well
};
BOOST_DESCRIBE_STRUCT(model_filter, (), (vendor, name_contains, kind, enabled, with_gone))

/// Lists the models of the principal's organisation and of the platform, the newest first; the platform's operator sees all. Scope
/// `catalog:read`, closed to who is bound to a workspace: what a workspace has is told by its view.
/// @return a page; `errc::invalid_argument` for limit or cursor; the errors of `store::run`.
struct list_models_t {
    static constexpr operation is{"model.list", scope::read};

    result<page<model_row>> operator()(store& in, principal const& who, model_filter const& filter = {}, page_request const& wanted = {}) const;

private:
    static std::string escaped(std::string_view text);

    /// Each part stops at the page's length by itself, so that a page costs the same wherever it lies in however long a list.
    static std::string query(bool all);
};
inline constexpr list_models_t list_models{};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/models.ipp>
#endif

#endif
