#ifndef PARLEY_CATALOG_STORE_HPP
#define PARLEY_CATALOG_STORE_HPP

#include <parley/catalog/database.hpp>
#include <parley/catalog/detail/pool.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/schema.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/clock.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::catalog {

/// How a store works with its data base.
struct store_options {
    std::size_t connections = 8;                                 ///< at most so many at a time; a data base in memory has one
    std::chrono::milliseconds wait_limit = std::chrono::seconds(10); ///< for a connection, and for a lock in the data base
    parley::clock const* clock = nullptr;                        ///< null = the system's; must outlive the store
    std::vector<schema_chain> schemas = {};                      ///< tables of the program beside those of the catalogue
};

/// The model catalogue in a data base: what all operations work on.
///
/// An operation is a function object; it says what it needs, and hands the store what is to be done:
/// @code
/// struct rename_model_t {
///     static constexpr operation is{"model.rename", scope::update};
///     result<model_row> operator()(store& in, principal const& who, model_id which, std::string_view name) const {
///         return in.run(is, who, [&](transaction& t) -> result<model_row> {
///             auto renamed = t.one<model_row>("update catalog_model set name = $1 where id = $2 returning {}", name, which);
///             if (!renamed) return renamed.error();
///             if (auto const noted = t.note(which, name, {"name"}); !noted) return noted.error();
///             return renamed;
///         });
///     }
/// };
/// inline constexpr rename_model_t rename_model{};
/// @endcode
/// The store checks scope and reach, opens the transaction, and keeps it if the function succeeds; what the function noted for the audit stands
/// in the same transaction. Operations that change rows run one after another within an organisation, on both engines, so that what one of
/// them has read still holds when it writes. A denied attempt is audited.
///
/// Safe between threads, and between processes on one data base.
class store {
public:
    /// Opens a data base and brings its tables up to date: all missing steps, or none. Many programs may start at the same time.
    /// @return the store; `errc::connect_failed`; `errc::version_newer` where a newer program has set the tables up; the errors of the data base.
    static result<store> open(database base, store_options const& options = {});

    /// Opens the data base that a text names; see `database::parse`.
    static result<store> open(std::string_view base, store_options const& options = {});

    /// How many changes this store has kept, for who keeps a copy of what it read.
    std::uint64_t changes() const noexcept { return changes_->load(std::memory_order_acquire); }

    moment now() const { return std::chrono::floor<std::chrono::microseconds>(clock_ ? clock_->now() : parley::clock().now()); }

    /// Runs an operation in a transaction of its own.
    /// @param body called with a `transaction&`; returns a `result`. The transaction is kept if that has a value.
    /// @return what `body` returns; `errc::forbidden`; the errors of the data base. After `errc::connection_lost` it is not known whether the
    /// change was kept.
    template <class Body> auto run(operation const& what, principal const& who, Body body) -> decltype(body(std::declval<transaction&>())) {
        using outcome = decltype(body(std::declval<transaction&>()));
        auto made = [&]() -> outcome {
            if (auto const allowed = permit(who, what.needs, what.reach); !allowed) return allowed.error();
            auto c = begin(who, what.writes());
            if (!c) return c.error();
            transaction t(**c, what, who, now());
            auto done = body(t);
            if (auto const ended = end(t, *c, done.has_value()); !ended) return ended.error();
            return done;
        }();
        if (!made && made.error().code == errc::forbidden) audit_denied(what, who, made.error().where);
        return made;
    }

private:
    store() = default;

    /// Opens a transaction that knows for whom it works. A connection that broke while it was at rest is replaced.
    result<detail::pool::lease> begin(principal const& who, bool writes);

    /// What PostgreSQL is told as a transaction begins, without a journey of its own: whose rows the transaction may see, and that it waits until no
    /// other one writes for the same organisation; the platform's writers wait for everybody's. SQLite has one writer anyway.
    static std::string entering(principal const& who, bool writes);

    result<void> end(transaction& t, detail::pool::lease& c, bool keep);

    /// Tells readers that keep a copy that the rows have changed.
    static result<void> advance_revision(transaction& t);

    /// Writes that an attempt was denied, in a transaction of its own, for that of the attempt is undone. It stays denied if this fails.
    void audit_denied(operation const& what, principal const& who, std::string const& why);

    template <class Id> static std::string text_of(std::optional<Id> one) { return one ? std::to_string(one->value) : std::string(); }

    std::unique_ptr<detail::pool> pool_;
    std::unique_ptr<std::atomic<std::uint64_t>> changes_ = std::make_unique<std::atomic<std::uint64_t>>(0);
    parley::clock const* clock_ = nullptr;
};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/store.ipp>
#endif

#endif
