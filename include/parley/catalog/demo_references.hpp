#ifndef PARLEY_CATALOG_DEMO_REFERENCES_HPP
#define PARLEY_CATALOG_DEMO_REFERENCES_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/schema.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <charconv>
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
inline schema_chain demo_schema() {
    return {"demo",
            {{R"(
create table demo_thing (
    {id},
    kind varchar(40) not null,
    organisation bigint not null references catalog_organisation (id) on delete cascade,
    workspace bigint references catalog_workspace (id) on delete set null,
    name varchar(200) not null,
    owner varchar(200) not null default '',
    model bigint references catalog_model (id) on delete restrict,
    settings text not null default '{}',
    deleted_at bigint
);
create index demo_thing_model on demo_thing (model, organisation, kind, id);
)"}}};
}

/// Adds a thing. The row's own number is chosen by the data base.
inline result<demo_thing> add_demo_thing(transaction& in, demo_thing const& thing) {
    return in.one<demo_thing>("insert into demo_thing (kind, organisation, workspace, name, owner, model, settings, deleted_at) "
                              "values ($1, $2, $3, $4, $5, $6, $7, $8) returning {}",
                              thing.kind, thing.organisation, thing.workspace, thing.name, thing.owner, thing.model, thing.settings, thing.deleted_at);
}

/// One kind of demonstration things as a reference source.
class demo_source {
public:
    demo_source(std::string kind, bool is_history) : kind_(std::move(kind)), is_history_(is_history) {}

    std::string const& kind() const noexcept { return kind_; }
    bool is_history() const noexcept { return is_history_; }

    result<std::int64_t> count(transaction& in, referred_model row) const {
        return in.one<std::int64_t>("select count(*) from demo_thing where model = $1 and organisation = $2 and kind = $3 and deleted_at is null", row.model,
                                    row.organisation, kind_);
    }

    result<std::vector<reference>> list(transaction& in, referred_model row, reference_page const& page) const {
        std::int64_t after = 0;
        auto const* const end = page.after.data() + page.after.size();
        if (!page.after.empty() && std::from_chars(page.after.data(), end, after).ptr != end)
            return error(errc::invalid_argument, "This is the id of no such thing.", page.after.substr(0, 40));
        return in.all<reference>("select cast(id as varchar(20)) as id, name, workspace, owner from demo_thing where model = $1 and organisation = $2 and kind = $3 "
                                 "and deleted_at is null and id > $4 order by demo_thing.id limit $5",
                                 row.model, row.organisation, kind_, after, static_cast<std::int64_t>(page.limit));
    }

    result<std::vector<workspace_id>> workspaces(transaction& in, referred_model row) const {
        return in.all<workspace_id>("select distinct workspace from demo_thing where model = $1 and organisation = $2 and kind = $3 and deleted_at is null "
                                    "and workspace is not null order by workspace",
                                    row.model, row.organisation, kind_);
    }

    result<std::int64_t> repoint(transaction& in, referred_model from, model_id to) const {
        return in.change("update demo_thing set model = $1, settings = $2 where model = $3 and organisation = $4 and kind = $5 and deleted_at is null", to, "{}",
                         from.model, from.organisation, kind_);
    }

    result<void> release(transaction& in, referred_model row, std::optional<model_id> successor) const {
        auto const done = in.change("update demo_thing set model = $1 where model = $2 and organisation = $3 and kind = $4 and deleted_at is not null", successor,
                                    row.model, row.organisation, kind_);
        if (!done) return done.error();
        return {};
    }

private:
    std::string kind_;
    bool is_history_;
};

/// All kinds of the demonstration: assistants, apps, services and templates of two kinds work with a model; questions keep the one that answered.
inline reference_sources demo_references() {
    return {demo_source("assistants", false),          demo_source("apps", false),          demo_source("services", false),
            demo_source("assistant_templates", false), demo_source("app_templates", false), demo_source("questions", true)};
}

} // namespace parley::inline v0::catalog

#endif
