#ifndef PARLEY_CATALOG_IMPL_ROTATE_KEYS_IPP
#define PARLEY_CATALOG_IMPL_ROTATE_KEYS_IPP

#include <parley/catalog/rotate_keys.hpp>

#include <string>

namespace parley::inline v0::catalog {

namespace detail {

struct sealed_row {
    provider_id id;
    std::string display_name;
    std::string sealed_secrets;
};
BOOST_DESCRIBE_STRUCT(sealed_row, (), (id, display_name, sealed_secrets))

/// @return where to go on; nothing at the end.
inline result<std::optional<provider_id>> rotate_batch(transaction& t, key_ring const& keys, provider_id last, std::int64_t batch,
                                                       key_rotation& done) {
    if (keys.empty()) return keys.open({}).error();
    auto const rows = t.all<sealed_row>("select {} from catalog_provider where sealed_by is not null and sealed_by <> $1 and id > $2 "
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

} // namespace detail

PARLEY_DECL result<key_rotation> rotate_keys_t::operator()(store& in, principal const& who, key_ring const& keys, std::int64_t batch) const {
    key_rotation done;
    for (std::optional<provider_id> last = provider_id(); last;) {
        auto const next = in.run(is, who, [&](transaction& t) { return detail::rotate_batch(t, keys, *last, batch, done); });
        if (!next) return next.error();
        last = *next;
    }
    return done;
}

} // namespace parley::inline v0::catalog

#endif
