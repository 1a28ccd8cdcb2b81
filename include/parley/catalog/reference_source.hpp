#ifndef PARLEY_CATALOG_REFERENCE_SOURCE_HPP
#define PARLEY_CATALOG_REFERENCE_SOURCE_HPP

#include <parley/catalog/id.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::catalog {

class transaction;

/// A model as an organisation's things refer to it.
struct referred_model {
    organisation_id organisation;
    model_id model;
};

/// One thing that refers to a model.
struct reference {
    std::string id; ///< the thing's own
    std::string name;
    std::optional<workspace_id> workspace; ///< where it lives; empty = nowhere in particular
    std::string owner;                     ///< for people; empty = nobody in particular

    friend bool operator==(reference const&, reference const&) = default;
};
BOOST_DESCRIBE_STRUCT(reference, (), (id, name, workspace, owner))

/// Which part of a list is asked for.
struct reference_page {
    std::string after = {};  ///< the id of the last thing of the page before; empty = from the beginning
    std::size_t limit = 100; ///< how many at most
};

namespace reference_source_requires {
template <class S> concept names_itself = requires(S const& s) { { s.kind() } -> std::convertible_to<std::string_view>; };
template <class S> concept knows_history = requires(S const& s) { { s.is_history() } -> std::same_as<bool>; };
template <class S> concept counts = requires(S const& s, transaction& in, referred_model row) { { s.count(in, row) } -> std::same_as<result<std::int64_t>>; };
template <class S> concept lists = requires(S const& s, transaction& in, referred_model row, reference_page const& page) {
    { s.list(in, row, page) } -> std::same_as<result<std::vector<reference>>>;
};
template <class S> concept finds_workspaces = requires(S const& s, transaction& in, referred_model row) {
    { s.workspaces(in, row) } -> std::same_as<result<std::vector<workspace_id>>>;
};
template <class S> concept repoints = requires(S const& s, transaction& in, referred_model from, model_id to) {
    { s.repoint(in, from, to) } -> std::same_as<result<std::int64_t>>;
};
template <class S> concept releases = requires(S const& s, transaction& in, referred_model row, std::optional<model_id> successor) {
    { s.release(in, row, successor) } -> std::same_as<result<void>>;
};
} // namespace reference_source_requires

/// What a program registers so that the catalogue knows which of the program's things refer to a model.
///
/// All calls run inside a transaction of the catalogue and do their SQL there; they concern the things of one organisation, and none that the
/// program itself counts as deleted. doc/concept/reference_source.adoc has the requirements one by one.
template <class S>
concept ReferenceSource = reference_source_requires::names_itself<S> && reference_source_requires::knows_history<S> && reference_source_requires::counts<S> &&
                          reference_source_requires::lists<S> && reference_source_requires::finds_workspaces<S> && reference_source_requires::repoints<S>;

/// A reference source whose type is forgotten. Copies share it.
class any_reference_source {
    struct calls {
        bool (*is_history)(void const*);
        result<std::int64_t> (*count)(void const*, transaction&, referred_model);
        result<std::vector<reference>> (*list)(void const*, transaction&, referred_model, reference_page const&);
        result<std::vector<workspace_id>> (*workspaces)(void const*, transaction&, referred_model);
        result<std::int64_t> (*repoint)(void const*, transaction&, referred_model, model_id);
        result<void> (*release)(void const*, transaction&, referred_model, std::optional<model_id>);
    };

    template <class S> static S const& as(void const* source) { return *static_cast<S const*>(source); }

    template <class S> static constexpr calls calls_of{
        [](void const* s) { return as<S>(s).is_history(); },
        [](void const* s, transaction& in, referred_model row) { return as<S>(s).count(in, row); },
        [](void const* s, transaction& in, referred_model row, reference_page const& page) { return as<S>(s).list(in, row, page); },
        [](void const* s, transaction& in, referred_model row) { return as<S>(s).workspaces(in, row); },
        [](void const* s, transaction& in, referred_model from, model_id to) { return as<S>(s).repoint(in, from, to); },
        [](void const* s, transaction& in, referred_model row, std::optional<model_id> successor) -> result<void> {
            if constexpr (reference_source_requires::releases<S>) return as<S>(s).release(in, row, successor);
            else return (void)s, (void)in, (void)row, (void)successor, result<void>();
        }};

public:
    template <class S>
        requires(!std::same_as<S, any_reference_source>)
    any_reference_source(S source) {
        namespace needs = reference_source_requires;
        static_assert(needs::names_itself<S>, "parley[reference_source.kind]: needs `std::string_view kind() const`; doc/concept/reference_source.adoc");
        static_assert(needs::knows_history<S>, "parley[reference_source.is_history]: needs `bool is_history() const`; doc/concept/reference_source.adoc");
        static_assert(needs::counts<S>, "parley[reference_source.count]: needs `result<std::int64_t> count(transaction&, referred_model) const`; "
                                        "doc/concept/reference_source.adoc");
        static_assert(needs::lists<S>, "parley[reference_source.list]: needs `result<std::vector<reference>> list(transaction&, referred_model, "
                                       "reference_page const&) const`; doc/concept/reference_source.adoc");
        static_assert(needs::finds_workspaces<S>, "parley[reference_source.workspaces]: needs `result<std::vector<workspace_id>> workspaces(transaction&, "
                                                  "referred_model) const`; doc/concept/reference_source.adoc");
        static_assert(needs::repoints<S>, "parley[reference_source.repoint]: needs `result<std::int64_t> repoint(transaction&, referred_model, model_id) "
                                          "const`; doc/concept/reference_source.adoc");
        if constexpr (ReferenceSource<S>) {
            kind_ = source.kind();
            calls_ = &calls_of<S>;
            source_ = std::make_shared<S const>(std::move(source));
        }
    }

    /// Returns the kind of thing, such as `assistants`.
    std::string const& kind() const noexcept { return kind_; }

    /// Says whether its things keep their model for good: they are never repointed, and the rows that they name are never erased.
    bool is_history() const { return calls_->is_history(source_.get()); }

    /// Returns how many things refer to the model.
    result<std::int64_t> count(transaction& in, referred_model row) const { return calls_->count(source_.get(), in, row); }

    /// Returns the things that refer to the model, in an order of their own that does not change.
    result<std::vector<reference>> list(transaction& in, referred_model row, reference_page const& page) const {
        return calls_->list(source_.get(), in, row, page);
    }

    /// Returns the workspaces in which such things live, each once.
    result<std::vector<workspace_id>> workspaces(transaction& in, referred_model row) const { return calls_->workspaces(source_.get(), in, row); }

    /// Lets all such things refer to another model, without the settings that were made for the first.
    /// @return how many were changed.
    result<std::int64_t> repoint(transaction& in, referred_model from, model_id to) const { return calls_->repoint(source_.get(), in, from, to); }

    /// Prepares for the row's end: what the program counts as deleted, and still names the model, follows to the successor or names none.
    result<void> release(transaction& in, referred_model row, std::optional<model_id> successor) const {
        return calls_->release(source_.get(), in, row, successor);
    }

private:
    std::string kind_;
    std::shared_ptr<void const> source_;
    calls const* calls_ = nullptr;
};

/// All that a program registers, in the order in which migrations go through it.
using reference_sources = std::vector<any_reference_source>;

} // namespace parley::inline v0::catalog

#endif
