#ifndef PARLEY_CATALOG_VERIFIED_MODEL_HPP
#define PARLEY_CATALOG_VERIFIED_MODEL_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/names.hpp>
#include <parley/catalog/page.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/store.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::catalog {

/// A model that the platform vouches for, as users choose it: `provider/model_name`.
struct verified_model_row {
    verified_model_id id;
    std::string provider;
    std::string model_name;
    bool enabled = true;
    bool verified = true;
    bool free = false;
    bool is_default = false; ///< at most one of a provider
    moment created_at;
    moment updated_at;

    friend bool operator==(verified_model_row const&, verified_model_row const&) = default;
};
BOOST_DESCRIBE_STRUCT(verified_model_row, (), (id, provider, model_name, enabled, verified, free, is_default, created_at, updated_at))

/// A verified model before it is one.
struct verified_model_draft {
    std::string provider;   ///< letters, digits, `_` and `-`, 1 to 100 of them, the first and last a letter or digit
    std::string model_name; ///< 1 to 255 characters; `/` and `:` are allowed
    bool enabled = true;
    bool verified = true;
    bool free = false;
    bool is_default = false; ///< the provider's default so far is none any more
};
BOOST_DESCRIBE_STRUCT(verified_model_draft, (), (provider, model_name, enabled, verified, free, is_default))

/// What is to change about a verified model; what is empty stays.
struct verified_model_change {
    std::optional<bool> enabled = {};
    std::optional<bool> verified = {};
    std::optional<bool> free = {};
    std::optional<bool> is_default = {};
};
BOOST_DESCRIBE_STRUCT(verified_model_change, (), (enabled, verified, free, is_default))

inline constexpr name_rule verified_provider_rule{"provider", 100, true}, verified_model_name_rule{"model name", 255};

namespace detail {

/// Brings a provider and a model's name into the form in which they are stored; every function that is given them does so.
PARLEY_DECL result<std::pair<std::string, std::string>> stored_names(std::string_view provider, std::string_view model_name);

/// Makes room for another default of a provider.
PARLEY_DECL result<void> clear_default(transaction& t, std::string_view provider);

PARLEY_DECL result<verified_model_row> insert_verified(transaction& t, verified_model_draft const& draft);

} // namespace detail

/// Adds a verified model. Scope `catalog:create`, for the platform.
/// @return the row; `errc::invalid_name`; `errc::already_exists`; the errors of `store::run`.
struct create_verified_model_t {
    static constexpr operation is{"verified_model.create", scope::create, reach::platform};

    result<verified_model_row> operator()(store& in, principal const& who, verified_model_draft const& draft) const;
};
inline constexpr create_verified_model_t create_verified_model{};

/// Adds verified models: all of them, or none. Scope `catalog:create`, for the platform.
/// @return the rows; the errors of `create_verified_model` for the first that cannot be added.
struct create_verified_models_t {
    static constexpr operation is{"verified_model.create_many", scope::create, reach::platform};

    result<std::vector<verified_model_row>> operator()(store& in, principal const& who, std::vector<verified_model_draft> const& drafts) const;
};
inline constexpr create_verified_models_t create_verified_models{};

/// Lists verified models by provider and name, also those that are disabled. Scope `catalog:read`, for the platform.
/// @param provider only those of this one; empty = all.
/// @return a page; `errc::invalid_argument` for limit or cursor; the errors of `store::run`.
struct list_verified_models_t {
    static constexpr operation is{"verified_model.list", scope::read, reach::platform};

    result<page<verified_model_row>> operator()(store& in, principal const& who, std::string_view provider = {}, page_request const& wanted = {}) const;
};
inline constexpr list_verified_models_t list_verified_models{};

/// Changes what is said about a verified model. Scope `catalog:update`, for the platform.
/// @return the row as it is afterwards, untouched where nothing changes; `errc::invalid_name`; `errc::not_found`; the errors of `store::run`.
struct update_verified_model_t {
    static constexpr operation is{"verified_model.update", scope::update, reach::platform};

    result<verified_model_row> operator()(store& in, principal const& who, std::string_view provider, std::string_view model_name,
                                          verified_model_change const& change) const;
};
inline constexpr update_verified_model_t update_verified_model{};

/// Removes a verified model. Scope `catalog:delete`, for the platform.
/// @return the row that was removed; `errc::invalid_name`; `errc::not_found`; the errors of `store::run`.
struct remove_verified_model_t {
    static constexpr operation is{"verified_model.delete", scope::delete_, reach::platform};

    result<verified_model_row> operator()(store& in, principal const& who, std::string_view provider, std::string_view model_name) const;
};
inline constexpr remove_verified_model_t remove_verified_model{};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/verified_model.ipp>
#endif

#endif
