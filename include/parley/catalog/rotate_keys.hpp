#ifndef PARLEY_CATALOG_ROTATE_KEYS_HPP
#define PARLEY_CATALOG_ROTATE_KEYS_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/key_ring.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/store.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace parley::inline v0::catalog {

/// What sealing again has done.
struct key_rotation {
    std::size_t rotated = 0;         ///< providers whose secrets are now sealed with the first key
    std::vector<provider_id> failed; ///< providers whose secrets no key of the ring opens: they are left as they are
};
BOOST_DESCRIBE_STRUCT(key_rotation, (), (rotated, failed))

/// Seals all secrets with the first key of the ring that are sealed with another one: those of the principal's organisation, or all where it is the
/// platform's operator. Scope `catalog:update`.
///
/// Works in batches, each in a transaction of its own; after an interruption it goes on where it stopped. Old keys may be dropped once nothing
/// failed.
/// @param batch so many providers at a time.
/// @return what was done; `errc::cipher_missing` without keys; the errors of `store::run`.
struct rotate_keys_t {
    static constexpr operation is{"provider.rotate_keys", scope::update};

    result<key_rotation> operator()(store& in, principal const& who, key_ring const& keys, std::int64_t batch = 100) const;
};
inline constexpr rotate_keys_t rotate_keys{};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/rotate_keys.ipp>
#endif

#endif
