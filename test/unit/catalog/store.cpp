#include <parley/catalog/store.hpp>

#include "support/catalog_store.hpp"

#include <parley/catalog/audit.hpp>

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <sys/stat.h>

BOOST_AUTO_TEST_SUITE(catalog_store)

namespace catalog = parley::catalog;
using namespace parley::test;
using parley::errc;
using parley::error;
using parley::result;

namespace {

constexpr catalog::operation reading{"test.read", catalog::scope::read}, writing{"test.write", catalog::scope::update};

struct sample {
    std::int64_t number = 0;
    std::optional<std::int64_t> none;
    bool yes = false;
    double real = 0;
    std::string text;
    std::optional<catalog::engine> engine;
    std::vector<std::string> list;
    catalog::moment at;
    std::optional<parley::model::date> day;

    friend bool operator==(sample const&, sample const&) = default;
};
BOOST_DESCRIBE_STRUCT(sample, (), (number, none, yes, real, text, engine, list, at, day))

catalog::schema_chain own_tables(int steps) {
    catalog::schema_chain chain{"own", {{"create table sample (number bigint, none bigint, yes boolean, real double precision, text varchar(20), engine varchar(20), "
                                         "list text, at bigint, day varchar(10));"}}};
    if (steps > 1) chain.steps.push_back({"create table more ({id}, name text not null unique); insert into more (name) values ('first');"});
    return chain;
}

// tag::operation[]
/// Gives an organisation another name. Scope `catalog:update`, for the platform.
struct rename_organisation_t {
    static constexpr catalog::operation is{"organisation.rename", catalog::scope::update, catalog::reach::platform};

    result<std::string> operator()(catalog::store& in, catalog::principal const& who, catalog::organisation_id which, std::string_view name) const {
        return in.run(is, who, [&](catalog::transaction& t) -> result<std::string> {
            auto const renamed = t.one<std::string>("update catalog_organisation set name = $1 where id = $2 returning name", name, which);
            if (!renamed) return renamed.error();
            if (auto const noted = t.note(which, name, {"name"}); !noted) return noted.error();
            return renamed;
        });
    }
};
inline constexpr rename_organisation_t rename_organisation{};
// end::operation[]

} // namespace

BOOST_AUTO_TEST_CASE(an_operation_of_a_program_is_written_like_those_of_the_library) {
    on_both_engines([](catalog_kit& kit) {
        BOOST_TEST(rename_organisation(kit.in, kit.root, kit.acme, "Apex").value() == "Apex");
        BOOST_TEST((rename_organisation(kit.in, kit.admin(), kit.acme, "Mine").error().code == errc::forbidden));
        BOOST_TEST((rename_organisation(kit.in, kit.root, {99}, "None").error().code == errc::not_found));
        BOOST_TEST(catalog::list_audit(kit.in, kit.root, {.operation = "organisation.rename"})->items.size() == 2u);
    });
}

BOOST_AUTO_TEST_CASE(a_described_row_comes_back_as_it_went) {
    on_both_engines([](catalog_kit& kit) {
        auto store = kit.open({.schemas = {own_tables(1)}});
        sample const there{-5, {}, true, 0.1, "it's $1 :x {", catalog::engine::postgresql, {"a", "b\"c"}, kit.in.now(), std::chrono::year(2026) / 2 / 28};
        auto const back = store.run(writing, kit.root, [&](catalog::transaction& t) -> result<sample> {
            return t.one<sample>("insert into sample values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning {}", there.number, there.none, there.yes, there.real, there.text,
                                 there.engine, there.list, there.at, there.day);
        });
        BOOST_TEST((back.value() == there));
    });
}

BOOST_AUTO_TEST_CASE(a_row_that_does_not_fit_its_type_is_an_error) {
    on_both_engines([](catalog_kit& kit) {
        auto const read = [&](auto type, char const* sql) {
            return kit.in.run(reading, kit.root, [&](catalog::transaction& t) -> result<void> {
                auto const row = t.one<decltype(type)>(sql);
                if (!row) return row.error();
                return {};
            });
        };
        BOOST_TEST((read(std::int64_t(), "select cast(null as bigint)").error().code == errc::invalid_document));
        BOOST_TEST((read(catalog::engine(), "select 'oracle'").error().code == errc::invalid_document));
        BOOST_TEST((read(std::vector<int>(), "select '[1,'").error().code == errc::invalid_document));
        BOOST_TEST((read(std::int64_t(), "select 1 where 1 = 2").error().code == errc::not_found));
        BOOST_TEST(read(std::int64_t(), "select 1").has_value());
    });
}

BOOST_AUTO_TEST_CASE(a_failed_operation_leaves_nothing_behind_and_a_failed_part_only_the_rest) {
    on_both_engines([](catalog_kit& kit) {
        auto const add = [](catalog::transaction& t, char const* name) { return t.change("insert into catalog_organisation (name, created_at) values ($1, 1)", name); };
        auto const failed = kit.in.run(writing, kit.root, [&](catalog::transaction& t) -> result<void> {
            add(t, "Lost").value();
            return error(errc::cancelled);
        });
        BOOST_TEST((failed.error().code == errc::cancelled));
        auto const kept = kit.in.run(writing, kit.root, [&](catalog::transaction& t) -> result<void> {
            add(t, "Kept").value();
            auto const part = t.attempt([&]() -> result<void> {
                add(t, "Undone").value();
                auto const twice = add(t, "Kept");
                if (!twice) return twice.error();
                return {};
            });
            BOOST_TEST((part.error().code == errc::conflict));
            BOOST_TEST(t.attempt([&] { return add(t, "Also kept"); }).value() == 1);
            return {};
        });
        BOOST_TEST(kept.has_value());
        BOOST_TEST(kit.rows<std::string>("select name from catalog_organisation order by id") == (std::vector<std::string>{"Acme", "Globex", "Kept", "Also kept"}));
    });
}

BOOST_AUTO_TEST_CASE(a_change_moves_the_revision_and_a_look_does_not) {
    on_both_engines([](catalog_kit& kit) {
        auto const revision = [&] { return kit.rows<std::int64_t>("select coalesce(sum(number), 0) from catalog_revision where organisation = $1", kit.acme).front(); };
        auto const before = revision();
        kit.in.run(reading, kit.admin(), [](catalog::transaction& t) { return t.one<std::int64_t>("select 1"); }).value();
        BOOST_TEST(revision() == before);
        kit.in.run(writing, kit.admin(), [](catalog::transaction& t) { return t.one<std::int64_t>("select 1"); }).value();
        BOOST_TEST(revision() == before + 1);
    });
}

BOOST_AUTO_TEST_CASE(steps_of_a_schema_run_once_and_a_newer_data_base_is_refused) {
    on_both_engines([](catalog_kit& kit) {
        auto const open = [&](int steps) { return catalog::store::open(kit.url, {.schemas = {own_tables(steps)}}); };
        BOOST_TEST(open(1).has_value());
        BOOST_TEST(open(2).has_value());
        BOOST_TEST(open(2).has_value());
        BOOST_TEST(kit.rows<std::string>("select name from more").size() == 1u);
        BOOST_TEST((open(1).error().code == errc::version_newer));
    });
}

BOOST_AUTO_TEST_CASE(a_schema_that_fails_in_the_middle_is_undone_wholly) {
    on_both_engines([](catalog_kit& kit) {
        catalog::schema_chain broken{"broken", {{"create table half (a bigint); create table half (a bigint);"}}};
        BOOST_TEST(!catalog::store::open(kit.url, {.schemas = {broken}}).has_value());
        broken.steps = {{"create table half (a bigint);"}};
        BOOST_TEST(catalog::store::open(kit.url, {.schemas = {broken}}).has_value());
    });
}

BOOST_AUTO_TEST_CASE(programs_that_start_at_the_same_time_set_the_tables_up_once) {
    on_both_engines([](catalog_kit& kit) {
        std::vector<std::thread> programs;
        std::vector<char> opened(10);
        for (auto& one : opened) programs.emplace_back([&] { one = catalog::store::open(kit.url, {.schemas = {own_tables(2)}}).has_value(); });
        for (auto& program : programs) program.join();
        for (auto const one : opened) BOOST_TEST(one);
        BOOST_TEST(kit.rows<std::string>("select name from more").size() == 1u);
    });
}

BOOST_AUTO_TEST_CASE(writers_of_one_organisation_run_one_after_another) {
    on_both_engines([](catalog_kit& kit) {
        auto const number = [&] { return kit.rows<std::int64_t>("select retiring_months from catalog_organisation where id = $1", kit.acme).front(); };
        auto const before = number();
        std::vector<std::thread> writers;
        for (int i = 0; i != 4; ++i)
            writers.emplace_back([&] {
                for (int j = 0; j != 10; ++j)
                    kit.in.run(writing, kit.admin(), [&](catalog::transaction& t) {
                        auto const read = t.one<std::int64_t>("select retiring_months from catalog_organisation where id = $1", kit.acme).value();
                        return t.change("update catalog_organisation set retiring_months = $1 where id = $2", read + 1, kit.acme);
                    }).value();
            });
        for (auto& writer : writers) writer.join();
        BOOST_TEST(number() == before + 40);
    });
}

BOOST_AUTO_TEST_CASE(a_further_scope_that_is_missing_is_audited_as_denied) {
    on_both_engines([](catalog_kit& kit) {
        auto const refused = kit.in.run(writing, kit.admin({catalog::scope::update, catalog::scope::audit}), [](catalog::transaction& t) -> result<void> {
            t.change("update catalog_organisation set retiring_months = 99").value();
            return t.require(catalog::scope::override_);
        });
        BOOST_TEST((refused.error().code == errc::forbidden));
        BOOST_TEST(kit.rows<std::int64_t>("select max(retiring_months) from catalog_organisation").front() == 6);
        BOOST_TEST(catalog::list_audit(kit.in, kit.admin()).value().items.front().reason.value() == "catalog:override");
    });
}

BOOST_AUTO_TEST_CASE(a_data_base_in_memory_has_one_connection_and_one_file_is_its_owners_alone) {
    auto store = catalog::store::open("sqlite::memory:").value();
    BOOST_TEST(store.run(reading, catalog::principal::platform("root"), [](catalog::transaction& t) { return t.one<std::int64_t>("select count(*) from catalog_model"); }).value() == 0);

    temporary_folder folder;
    BOOST_TEST(catalog::store::open("sqlite:" + folder.file("c d.db")).has_value());
    struct ::stat file{};
    BOOST_REQUIRE(::stat(folder.file("c d.db").c_str(), &file) == 0);
    BOOST_TEST((file.st_mode & 0777) == 0600u);
    BOOST_TEST((catalog::store::open("sqlite:" + folder.file("none/c.db")).error().code == errc::connect_failed));
}

BOOST_AUTO_TEST_CASE(a_server_that_was_restarted_is_used_again) {
    if (!postgresql_server::shared()) {
        std::printf("SKIP: no PostgreSQL server is installed\n");
        return;
    }
    postgresql_server server(true);
    catalog_kit kit(server.make_database());
    server.stop(SIGQUIT);
    BOOST_TEST((catalog::list_organisations(kit.in, kit.root).error().code == errc::connect_failed));
    server.start();
    BOOST_TEST(catalog::list_organisations(kit.in, kit.root)->size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
