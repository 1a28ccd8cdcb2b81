#ifndef PARLEY_CATALOG_TRANSACTION_HPP
#define PARLEY_CATALOG_TRANSACTION_HPP

#include <parley/catalog/database.hpp>
#include <parley/catalog/detail/cell.hpp>
#include <parley/catalog/detail/connection.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace parley::inline v0::catalog {

/// What an operation works with: one transaction, on behalf of one principal, at one moment. Made by `store::run` alone.
///
/// SQL is written once for both engines. `$1`, `$2`, … are the arguments, each as often as needed; `{}` stands for the columns of a described
/// row, which are called like its members, in their order:
/// @code
/// t.one<model_row>("select {} from catalog_model where id = $1", id);
/// t.one<model_row>("insert into catalog_model (vendor, name, …) values ($1, $2, …) on conflict do nothing returning {}", …);
/// @endcode
/// Whether a unique key was there already is read from `on conflict do nothing returning`, never from an error. An argument of which PostgreSQL
/// cannot tell the type (`$1 is null`) is written `cast($1 as bigint)`. Members and arguments are numbers, bool, text, ids, `moment`,
/// `model::date`, described enums (by name), optionals of these (null), and anything else that `reflect` reads (as JSON). A `secret` is no cell:
/// store what it was sealed into.
///
/// Every function can give the errors of the data base: `errc::io_failed`, `errc::conflict` where a constraint is broken, `errc::lock_timeout`,
/// `errc::connection_lost`, and `errc::invalid_document` for a stored row that does not fit its type.
class transaction {
public:
    transaction(detail::connection& c, operation const& what, principal const& who, moment now) noexcept
        : connection_(c), operation_(what), who_(who), now_(now) {}
    transaction(transaction const&) = delete;
    transaction& operator=(transaction const&) = delete;

    principal const& who() const noexcept { return who_; }
    moment now() const noexcept { return now_; }
    catalog::engine engine() const noexcept { return connection_.engine(); }

    /// Returns the organisation that the principal belongs to; `errc::invalid_argument` where it is the platform's operator.
    result<organisation_id> organisation() const;

    /// Asks for a scope beyond that of the operation.
    /// @return `errc::forbidden`; returned from the operation it is audited like every denied attempt.
    result<void> require(scope more) const { return permit(who_, more, operation_.reach); }

    /// Returns all rows that a statement gives.
    template <class Row, class... Args> result<std::vector<Row>> all(std::string_view sql, Args const&... args) {
        std::vector<Row> rows;
        auto const done = run(sql, &detail::shape_of<Row>, &rows, [](void* into, detail::cell const* cells) -> result<void> {
            return read(cells, static_cast<std::vector<Row>*>(into)->emplace_back());
        }, args...);
        if (!done) return done.error();
        return rows;
    }

    /// Returns the first row that a statement gives, or nothing.
    template <class Row, class... Args> result<std::optional<Row>> maybe(std::string_view sql, Args const&... args) {
        std::optional<Row> row;
        auto const done = run(sql, &detail::shape_of<Row>, &row, [](void* into, detail::cell const* cells) -> result<void> {
            auto& first = *static_cast<std::optional<Row>*>(into);
            if (first) return {};
            return read(cells, first.emplace());
        }, args...);
        if (!done) return done.error();
        return row;
    }

    /// Returns the first row that a statement gives; `errc::not_found` where it gives none.
    template <class Row, class... Args> result<Row> one(std::string_view sql, Args const&... args) {
        auto row = maybe<Row>(sql, args...);
        if (!row) return row.error();
        if (!*row) return error(errc::not_found);
        return std::move(**row);
    }

    /// Runs a statement that gives no rows.
    /// @return how many rows it changed.
    template <class... Args> result<std::int64_t> change(std::string_view sql, Args const&... args) {
        auto const done = run(sql, nullptr, nullptr, nullptr, args...);
        if (!done) return done.error();
        return *done;
    }

    /// Adds rows to a table, many with one statement; those that a unique key keeps out are left out.
    /// @tparam Row described; the members are the columns to fill.
    /// @return how many rows were added.
    template <detail::DescribedRow Row> result<std::int64_t> insert(std::string_view table, std::vector<Row> const& rows) {
        std::int64_t added = 0;
        auto const* at = rows.data();
        auto const* const end = at + rows.size();
        for (std::size_t const together : {256, 16, 1}) {
            auto const& shape = detail::shape_of<Row>;
            auto const sql = detail::insertion(table, shape, together);
            std::string kinds;
            for (std::size_t i = 0; i != together; ++i) kinds += shape.kinds;
            for (; static_cast<std::size_t>(end - at) >= together; at += together) {
                auto const ready = connection_.prepare(sql, kinds, nullptr);
                if (!ready) return ready.error();
                auto* cells = (*ready)->in.data();
                for (std::size_t i = 0; i != together; ++i, cells += shape.kinds.size()) detail::put_row(cells, at[i]);
                auto const done = connection_.execute(**ready);
                if (!done) return done.error();
                added += *done;
            }
        }
        return added;
    }

    /// Does a part of the work so that, when it fails, only this part is undone.
    /// @return what `part` returns; the errors of the data base.
    template <class Part> auto attempt(Part part) -> decltype(part()) {
        if (auto const begun = connection_.run("savepoint parley_part"); !begun) return begun.error();
        auto made = part();
        auto done = made ? connection_.run("release savepoint parley_part") : connection_.run("rollback to savepoint parley_part");
        if (done && !made) done = connection_.run("release savepoint parley_part");
        if (!done) return done.error();
        return made;
    }

    /// Writes into the audit that the operation changed a row. A changing operation calls it once for each row, and not where nothing changed.
    /// @param subject        number of the row; the operation's name says of which kind.
    /// @param name           what people call it.
    /// @param changed_fields names alone, never values.
    /// @param reason         why, where the operation asks for a reason.
    result<void> note(std::int64_t subject, std::string_view name, std::vector<std::string> const& changed_fields = {},
                      std::optional<std::string> const& reason = {}) {
        return write_audit("done", subject, name, changed_fields, reason);
    }
    template <class Table>
    result<void> note(id<Table> subject, std::string_view name, std::vector<std::string> const& changed_fields = {},
                      std::optional<std::string> const& reason = {}) {
        return write_audit("done", subject.value, name, changed_fields, reason);
    }

    /// Writes into the audit what an operation did to many rows at once.
    result<void> note_summary(std::string summary) { return write_audit("done", {}, {}, {}, std::move(summary)); }

private:
    friend class store;

    template <class T> using argument = std::conditional_t<std::is_convertible_v<T const&, std::string_view>, std::string_view, T>;

    template <class Row> static result<void> read(detail::cell const* cells, Row& row) {
        if (detail::shape_of<Row>.read(cells, &row)) return {};
        return error(errc::invalid_document, "A row of the data base does not fit its type.", std::string(reflect::type_name<Row>()));
    }

    template <class... Args>
    result<long long> run(std::string_view sql, detail::row_shape const* shape, void* into, detail::connection::visitor visit, Args const&... args) {
        auto const ready = connection_.prepare(sql, std::string_view(detail::cell_kinds<argument<Args>...>, sizeof...(Args)), shape);
        if (!ready) return ready.error();
        [[maybe_unused]] auto* at = (*ready)->in.data();
        (detail::put<argument<Args>>(*at++, args), ...);
        return connection_.execute(**ready, visit, into);
    }

    result<void> write_audit(std::string_view outcome, std::optional<std::int64_t> subject, std::optional<std::string_view> name,
                             std::vector<std::string> const& changed_fields, std::optional<std::string> const& reason);

    detail::connection& connection_;
    operation const& operation_;
    principal const& who_;
    moment now_;
};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/transaction.ipp>
#endif

#endif
