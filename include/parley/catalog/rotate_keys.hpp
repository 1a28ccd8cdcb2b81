#ifndef PARLEY_CATALOG_ROTATE_KEYS_HPP
#define PARLEY_CATALOG_ROTATE_KEYS_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/key_ring.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/store.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley::inline v0::catalog {

/// What sealing again has done.
struct key_rotation {
    std::size_t rotated = 0;         ///< providers whose secrets are now sealed with the first key
    std::vector<provider_id> failed; ///< providers whose secrets no key of the ring opens: they are left as they are
};
BOOST_DESCRIBE_STRUCT(key_rotation, (), (rotated, failed))

namespace detail {

struct sealed_row {
    provider_id id;
    std::string display_name;
    std::string sealed_secrets;
};
BOOST_DESCRIBE_STRUCT(sealed_row, (), (id, display_name, sealed_secrets))

} // namespace detail

/// Seals all secrets with the first key of the ring that are sealed with another one: those of the principal's organisation, or all where it is the
/// platform's operator. Scope `catalog:update`.
///
/// Works in batches, each in a transaction of its own; after an interruption it goes on where it stopped. Old keys may be dropped once nothing
/// failed.
/// @param batch so many providers at a time.
/// @return what was done; `errc::cipher_missing` without keys; the errors of `store::run`.
struct rotate_keys_t {
    static constexpr operation is{"provider.rotate_keys", scope::update};

    result<key_rotation> operator()(store& in, principal const& who, key_ring const& keys, std::int64_t batch = 100) const {
        key_rotation done;
        for (std::optional<provider_id> last = provider_id(); last;) {
            auto const next = in.run(is, who, [&](transaction& t) { return rotate_batch(t, keys, *last, batch, done); });
            if (!next) return next.error();
            last = *next;
        }
        return done;
    }

private:
    /// @return where to go on; nothing at the end.
    static result<std::optional<provider_id>> rotate_batch(transaction& t, key_ring const& keys, provider_id last, std::int64_t batch,
                                                           key_rotation& done) {
        if (keys.empty()) return keys.open({}).error();
        auto const rows = t.all<detail::sealed_row>("select {} from catalog_provider where sealed_by is not null and sealed_by <> $1 and id > $2 "
                                                    "and (cast($3 as bigint) is null or organisation = $3) order by id limit $4",
                                                    keys.current(), last, t.who().organisation, batch);
        if (!rows) return rows.error();
        for (auto const& row : *rows) {
            last = row.id;
            auto const sealed = keys.rotate(row.sealed_secrets);
            if (!sealed) {
                done.failed.push_back(row.id);
                continue;
            }
            auto const written =
                t.change("update catalog_provider set sealed_secrets = $1, sealed_by = $2 where id = $3", *sealed, keys.current(), row.id);
            if (!written) return written.error();
            if (auto const noted = t.note(row.id, row.display_name, {"sealed_by"}); !noted) return noted.error();
            ++done.rotated;
        }
        return rows->empty() ? std::nullopt : std::optional(last);
    }
};
inline constexpr rotate_keys_t rotate_keys{};

} // namespace parley::inline v0::catalog

#endif
