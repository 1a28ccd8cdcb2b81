#ifndef PARLEY_CATALOG_DEMO_REFERENCES_HPP
#define PARLEY_CATALOG_DEMO_REFERENCES_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/schema.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parley::inline v0::catalog {

// A program of which there is only what refers to models: for tests, demonstrations, and to read before writing sources of your own.

/// One thing of the demonstration: an assistant, an app, a service, a template of either kind, or a question that was asked.
struct demo_thing {
    std::int64_t id = 0;
    std::string kind; ///< such as `assistants`
    organisation_id organisation;
    std::optional<workspace_id> workspace;
    std::string name;
    std::string owner;
    std::optional<model_id> model;
    std::string settings = "{}"; ///< made for this model
    std::optional<moment> deleted_at;

    friend bool operator==(demo_thing const&, demo_thing const&) = default;
};
BOOST_DESCRIBE_STRUCT(demo_thing, (), (id, kind, organisation, workspace, name, owner, model, settings, deleted_at))

/// The table of the demonstration; give it to the store with its options.
PARLEY_DECL schema_chain demo_schema();

/// Adds a thing. The row's own number is chosen by the data base.
PARLEY_DECL result<demo_thing> add_demo_thing(transaction& in, demo_thing const& thing);

/// One kind of demonstration things as a reference source.
class demo_source {
public:
    demo_source(std::string kind, bool is_history) : kind_(std::move(kind)), is_history_(is_history) {}

    std::string const& kind() const noexcept { return kind_; }
    bool is_history() const noexcept { return is_history_; }

    result<std::int64_t> count(transaction& in, referred_model row) const;

    result<std::vector<reference>> list(transaction& in, referred_model row, reference_page const& page) const;

    result<std::vector<workspace_id>> workspaces(transaction& in, referred_model row) const;

    result<std::int64_t> repoint(transaction& in, referred_model from, model_id to) const;

    result<void> release(transaction& in, referred_model row, std::optional<model_id> successor) const;

private:
    std::string kind_;
    bool is_history_;
};

/// All kinds of the demonstration: assistants, apps, services and templates of two kinds work with a model; questions keep the one that answered.
PARLEY_DECL reference_sources demo_references();

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/demo_references.ipp>
#endif

#endif
