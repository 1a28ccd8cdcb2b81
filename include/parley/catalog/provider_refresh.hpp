#ifndef PARLEY_CATALOG_PROVIDER_REFRESH_HPP
#define PARLEY_CATALOG_PROVIDER_REFRESH_HPP

#include <parley/catalog/discovery.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/network_policy.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/provider_row.hpp>
#include <parley/catalog/provider_settings.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/refresh_plan.hpp>
#include <parley/catalog/store.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <cstddef>
#include <vector>

namespace parley::inline v0::catalog {

// A refresh in three operations, so that no transaction waits for a provider: it begins, somebody asks the provider, and it ends with what was
// found or with what went wrong. `refresh_provider` in catalog_client.hpp does all three.

/// A refresh that has begun.
struct refresh_run {
    provider_id provider;
    moment began;               ///< by which it is told from others
    provider_settings settings; ///< with its secrets
    network_policy network;     ///< where it may lead, once its name is looked up
};

/// How a refresh is done.
struct refresh_options {
    refresh_rules rules = {};
    discovery_limits limits = {};
    bool confirmed = false; ///< any number of models may be deleted
};

/// What a refresh has done.
struct refresh_outcome {
    std::size_t added = 0;             ///< models that were not there before
    std::size_t listed = 0;            ///< models that were there, and still are
    std::size_t returned = 0;          ///< of these, how many were missing
    std::vector<model_id> missing;     ///< gone upstream: unavailable from now on
    std::vector<model_id> deleted;     ///< missing for longer than the grace period
    std::vector<model_id> unconfirmed; ///< would be deleted, but they are too many to go unasked: refresh again, confirmed
    std::size_t duplicates = 0;
    std::size_t skipped = 0; ///< entries of the list without a name that can be kept
};
BOOST_DESCRIBE_STRUCT(refresh_outcome, (), (added, listed, returned, missing, deleted, unconfirmed, duplicates, skipped))

/// Begins a refresh of a provider's models. Scope `catalog:update`.
/// @return `errc::not_found`; `errc::conflict` where another refresh runs; `errc::misconfigured` where the provider has no address;
///         `errc::invalid_argument` where its address is no longer allowed; `errc::cipher_missing`, `errc::decryption_failed`; the errors of
///         `store::run`.
struct begin_refresh_t {
    static constexpr operation is{"provider.refresh_begin", scope::update};

    result<refresh_run> operator()(store& in, principal const& who, provider_guard const& with, provider_id which,
                                   refresh_rules const& rules = {}) const;
};
inline constexpr begin_refresh_t begin_refresh{};

/// Ends a refresh with what the provider lists: all changes, or none. Scope `catalog:update`.
///
/// Models that the provider no longer lists are missing, and so unavailable, from now on. None is enabled here: a new one starts as the provider
/// says, an old one stays as it is.
/// @param sources what the program knows to refer to models: what is in use is never deleted.
/// @return what was done; `errc::conflict` where another refresh has taken this one's place; the errors of `store::run`.
struct finish_refresh_t {
    static constexpr operation is{"provider.refresh", scope::update};

    result<refresh_outcome> operator()(store& in, principal const& who, refresh_run const& run, discovery const& found,
                                       reference_sources const& sources, refresh_options const& how = {}) const;
};
inline constexpr finish_refresh_t finish_refresh{};

/// Ends a refresh that failed: models stay as they are. Scope `catalog:update`.
/// @param why of which the row keeps one sentence that quotes nobody.
/// @return `errc::conflict` where another refresh has taken this one's place; the errors of `store::run`.
struct fail_refresh_t {
    static constexpr operation is{"provider.refresh_fail", scope::update};

    result<void> operator()(store& in, principal const& who, refresh_run const& run, error const& why) const;
};
inline constexpr fail_refresh_t fail_refresh{};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/provider_refresh.ipp>
#endif

#endif
