// The catalogue with a million models and ten thousand workspaces on SQLite, and with a hundred thousand models on PostgreSQL, beside what the
// C interfaces of both engines do by hand. The data of SQLite is made once, into build/.

#include "check.hpp"
#include "raw_sql.hpp"

#include <parley/catalog/import.hpp>
#include <parley/catalog/models.hpp>
#include <parley/catalog/organisation.hpp>
#include <parley/catalog/store.hpp>
#include <parley/catalog/view.hpp>
#include <parley/model/json.hpp>
#include <parley/reflect/to_text.hpp>

#include "support/postgresql_server.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <sched.h>

namespace {

namespace catalog = parley::catalog;
using catalog::model_id;

constexpr long long models = 1'000'000, workspaces = 10'000, organisations = 100, granted = 1'000, imported = 100'000;
constexpr catalog::organisation_id acme{1};
catalog::principal const member = catalog::principal::member(acme, "bench"), operator_ = catalog::principal::platform("bench");

parley::model::info info_of(long long number) {
    parley::model::info made;
    made.id = "model-" + std::to_string(number);
    made.vendor = "vendor-" + std::to_string(number % 40);
    made.name = "Model " + std::to_string(number);
    made.context = 200'000;
    made.max_output = 64'000;
    made.input = {parley::model::modality::text, parley::model::modality::image};
    made.output = {parley::model::modality::text};
    made.capabilities.tools = true;
    return made;
}

/// Half of the models are the platform's, a quarter Acme's; Acme has a hundred workspaces and a thousand grants.
std::string million_models() {
    std::filesystem::create_directories("build/corpus");
    std::string const file = "build/corpus/catalogue.db";
    static constexpr catalog::operation counting{"bench.count", catalog::scope::read};
    auto const complete = [&] {
        auto in = catalog::store::open("sqlite:" + file);
        if (!in) return false;
        auto const last = in->run(counting, operator_, [](catalog::transaction& t) {
            return t.one<std::int64_t>("select coalesce(max(id), 0) from catalog_model where exists (select 1 from catalog_grant)");
        });
        return last && *last == models;
    };
    if (std::filesystem::exists(file) && complete()) return file;
    for (auto const* rest : {"", "-wal", "-shm"}) std::filesystem::remove(file + rest);
    (void)catalog::store::open("sqlite:" + file).value();
    bench::raw_sqlite base(file);
    base.run("pragma journal_mode = off; pragma synchronous = off; begin");
    auto const numbers = [](long long last) { return " from (with recursive n (i) as (select 1 union all select i + 1 from n where i < " + std::to_string(last) + ") select i from n)"; };
    base.run("insert into catalog_organisation (name, created_at) select 'organisation ' || i, 0" + numbers(organisations));
    base.run("insert into catalog_workspace (organisation, name, created_at, updated_at) select 1 + i % " + std::to_string(organisations) + ", 'workspace ' || i, 0, 0" +
             numbers(workspaces));
    auto text = parley::reflect::to_text(info_of(4711));
    for (std::size_t at; (at = text.find("4711")) != text.npos;) text.replace(at, 4, "' || i || '");
    base.run("insert into catalog_model (organisation, vendor, name, info, source, created_at, updated_at) select case when i % 2 = 0 then null when i % 4 = 1 then 1 "
             "else 2 + i % " + std::to_string(organisations - 1) + " end, 'vendor-' || (i % 40), 'model-' || i, '" + text + "', 'import', 0, 0" + numbers(models));
    base.run("insert into catalog_grant (organisation, model, created_at, created_by) select 1, i * 4 + 1, 0, 'bench'" + numbers(granted));
    base.run("commit; pragma journal_mode = wal; analyze");
    return file;
}

/// Walks through the whole list of Acme's and the platform's models, and returns the cursor of the last full page.
std::string last_page(catalog::store& in) {
    std::string before;
    long long seen = 0;
    for (catalog::page_request wanted{.limit = 1000};;) {
        auto const page = catalog::list_models(in, member, {}, wanted).value();
        seen += static_cast<long long>(page.items.size());
        if (!page.next) break;
        before = std::exchange(wanted.cursor, *page.next);
    }
    if (seen != models * 3 / 4) bench::give_up("the pages of the list", "rows are missing");
    return before;
}

/// Numbers of models that Acme sees, in no order.
std::vector<model_id> visible(long long all) {
    std::vector<model_id> made;
    for (long long i = 2; i <= all; i += 2) made.push_back({i});
    std::shuffle(made.begin(), made.end(), std::mt19937(1));
    return made;
}

template <class Find> auto looking_up(std::vector<model_id> const& numbers, Find find) {
    return [&numbers, find, at = std::size_t(0)]() mutable {
        auto const row = find(numbers[at++ % numbers.size()]);
        if (row.name.empty()) bench::give_up("look-up", "a row is missing");
        bench::keep(row);
    };
}

void pages_and_rows(bench::check& check) {
    auto const file = million_models();
    auto in = catalog::store::open("sqlite:" + file).value();
    auto const end = last_page(in);
    auto const page = [&](std::string const& cursor) { return [&in, &cursor] { bench::keep(catalog::list_models(in, member, {}, {.limit = 50, .cursor = cursor}).value()); }; };
    std::string const start;
    check.at_most("catalog/sqlite_last_page_over_first", page(end), page(start), 1.2);

    bench::raw_sqlite raw(file);
    raw.prepare_look_up();
    auto const numbers = visible(models);
    check.at_least(
        "catalog/sqlite_look_up_of_raw_api", looking_up(numbers, [&](model_id id) { return catalog::get_model(in, member, id).value(); }),
        looking_up(numbers, [&](model_id id) { return raw.find(id.value, acme.value); }), 0.6);

    auto const live = catalog::live_view::open(in, member).value();
    catalog::live_view::reader reader(live);
    std::vector<std::string> names;
    for (auto const& row : reader.get().models()) names.push_back(row.vendor + "/" + row.name);
    std::shuffle(names.begin(), names.end(), std::mt19937(2));
    if (names.size() != granted) bench::give_up("the view", "models are missing");
    check.at_most_ns("catalog/view_look_up_ns", [&, at = std::size_t(0)]() mutable { bench::keep(reader.get().find(names[at++ % names.size()])); }, 100);
}

/// Imports a list into an empty catalogue, in one transaction.
void import_list(catalog::store& in, std::vector<parley::model::info> const& list, char const* engine) {
    auto const start = std::chrono::steady_clock::now();
    auto const done = catalog::import_models(in, operator_, list).value();
    auto const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (done.added.size() != list.size()) bench::give_up("the import", "rows are missing");
    std::printf("catalog/import: %zu rows into %s in %.2f s, %.0f rows/s\n", list.size(), engine, seconds, static_cast<double>(list.size()) / seconds);
}

/// Keeps this thread, and the programs that it starts, on the processor that it is on: a journey to a server on another one takes five times as
/// long, and which of them the system chooses would decide the ratios.
void stay_here() {
    cpu_set_t here;
    CPU_ZERO(&here);
    CPU_SET(::sched_getcpu(), &here);
    if (::sched_setaffinity(0, sizeof here, &here) != 0) std::puts("catalog: the program cannot be kept on one processor");
}

void imports(bench::check& check) {
    std::vector<parley::model::info> list;
    for (long long i = 1; i <= imported; ++i) list.push_back(info_of(i));
    {
        parley::test::temporary_folder folder;
        auto in = catalog::store::open("sqlite:" + folder.file("catalogue.db")).value();
        import_list(in, list, "SQLite");
    }
    auto* const server = parley::test::postgresql_server::shared();
    if (!server) {
        std::puts("SKIP: catalog: no PostgreSQL server is installed");
        return;
    }
    auto const url = server->make_database();
    auto in = catalog::store::open(url).value();
    (void)catalog::create_organisation(in, operator_, "Acme").value();
    import_list(in, list, "PostgreSQL");
    server->run(url.substr(url.rfind('/') + 1), "analyze");
    bench::raw_postgresql raw(url);
    auto const numbers = visible(imported);
    check.at_least(
        "catalog/postgresql_look_up_of_libpq", looking_up(numbers, [&](model_id id) { return catalog::get_model(in, member, id).value(); }),
        looking_up(numbers, [&](model_id id) { return raw.find(id.value, acme.value); }), 0.8);
}

} // namespace

int main(int argc, char** argv) {
    bench::check check(argc, argv);
    pages_and_rows(check);
    stay_here();
    imports(check);
    return check.exit_code();
}
