#ifndef PARLEY_CATALOG_IMPL_STORE_IPP
#define PARLEY_CATALOG_IMPL_STORE_IPP

#include <parley/catalog/store.hpp>

#include <parley/catalog/detail/tables.hpp>
#include <parley/concat.hpp>

namespace parley::inline v0::catalog {

PARLEY_DECL result<store> store::open(database base, store_options const& options) {
    auto const alone = base.engine == engine::sqlite && base.connection.reveal() == detail::in_memory;
    store made;
    made.pool_ = std::make_unique<detail::pool>(std::move(base), alone ? 1 : options.connections, options.wait_limit);
    made.clock_ = options.clock;
    auto const first = made.pool_->take();
    if (!first) return first.error();
    std::vector<schema_chain> chains{detail::catalog_tables()};
    chains.insert(chains.end(), options.schemas.begin(), options.schemas.end());
    for (auto const& chain : chains)
        if (auto const done = detail::upgrade(**first, chain); !done) return done.error();
    return made;
}

PARLEY_DECL result<store> store::open(std::string_view base, store_options const& options) {
    auto parsed = database::parse(base);
    if (!parsed) return parsed.error();
    return open(std::move(*parsed), options);
}

PARLEY_DECL result<detail::pool::lease> store::begin(principal const& who, bool writes) {
    for (;;) {
        auto c = pool_->take();
        if (!c) return c.error();
        auto const fresh = c->is_fresh();
        auto const begun = (*c)->begin(writes, (*c)->engine() == engine::postgresql ? entering(who, writes) : std::string());
        if (begun) return c;
        auto const rolled_back = (*c)->rollback();
        auto const code = begun.error().code;
        if (code == errc::lock_timeout || (rolled_back && code != errc::connection_lost)) return begun.error();
        c->discard();
        if (fresh) return error(errc::connection_lost, "The connection to the data base was lost.");
    }
}

PARLEY_DECL std::string store::entering(principal const& who, bool writes) {
    auto made = parley::detail::concat({"; set local parley.organisation = '", text_of(who.organisation), "'; set local parley.workspace = '",
                                        text_of(who.workspace), "'; set local parley.platform = '", who.is_platform() ? "on" : "off", "'"});
    if (writes && who.is_platform()) made += "; select pg_advisory_xact_lock(70123456, 0)";
    else if (writes)
        parley::detail::append(made, {"; select pg_advisory_xact_lock_shared(70123456, 0), pg_advisory_xact_lock(70123457, ", who.organisation->value % 2147483647, ")"});
    return made;
}

PARLEY_DECL result<void> store::end(transaction& t, detail::pool::lease& c, bool keep) {
    result<void> done;
    if (keep && t.operation_.writes()) done = advance_revision(t);
    auto const kept = keep && done;
    auto const ended = kept ? c->commit() : c->rollback();
    if (ended) {
        if (kept && t.operation_.writes()) changes_->fetch_add(1, std::memory_order_release);
        return done;
    }
    // A transaction that cannot be ended is one whose connection is gone, or a commit that was refused.
    if (kept && c->rollback()) return ended.error();
    c.discard();
    return error(errc::connection_lost, "The connection to the data base was lost.");
}

PARLEY_DECL result<void> store::advance_revision(transaction& t) {
    auto const done = t.change("insert into catalog_revision (organisation, number) values ($1, 1) "
                               "on conflict (organisation) do update set number = catalog_revision.number + 1",
                               t.who().organisation.value_or(organisation_id()));
    if (!done) return done.error();
    return {};
}

PARLEY_DECL void store::audit_denied(operation const& what, principal const& who, std::string const& why) {
    auto c = begin(who, false);
    if (!c) return;
    transaction t(**c, what, who, now());
    auto const written = t.write_audit("denied", {}, {}, {}, why);
    (void)(written ? (*c)->commit() : (*c)->rollback());
}

} // namespace parley::inline v0::catalog

#endif
