#include <parley/catalog/audit.hpp>
#include <parley/catalog/custom_provider.hpp>
#include <parley/catalog/provider_refresh.hpp>
#include <parley/model/info.hpp>
#include <parley/model/json.hpp>
#include <parley/reflect/parse.hpp>

#include <support/catalog_store.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_provider_refresh)

namespace catalog = parley::catalog;
namespace json = boost::json;
using catalog::provider_id;
using catalog::refresh_outcome;
using catalog::refresh_run;
using parley::errc;
using parley::result;
using parley::test::catalog_kit;
using parley::test::on_both_engines;
using namespace std::chrono_literals;

namespace {

catalog::provider_guard const guard{{}, catalog::network_policy::shared()};

provider_id add(catalog_kit& kit, json::object settings = {}) {
    settings["display_name"] = "House";
    settings["base_url"] = "https://models.example/v1";
    return catalog::create_provider(kit.in, kit.admin(), guard, std::move(settings)).value().id;
}

result<refresh_run> begin(catalog_kit& kit, provider_id which) { return catalog::begin_refresh(kit.in, kit.admin(), guard, which); }

result<refresh_outcome> refresh(catalog_kit& kit, provider_id which, std::string_view body, catalog::reference_sources const& sources = {}, bool confirmed = false) {
    auto const run = begin(kit, which);
    if (!run) return run.error();
    catalog::refresh_options how;
    how.confirmed = confirmed;
    return catalog::finish_refresh(kit.in, kit.admin(), *run, catalog::read_discovery(body).value(), sources, how);
}

/// The models of the catalogue, each as `name`, `name(missing)`, `name(off)`, `name(deleted)`; a star where the organisation was granted it.
std::string models(catalog_kit& kit) {
    std::string text;
    for (auto const& one : kit.rows<std::string>(
             "select name || case when deleted_at is not null then '(deleted)' else '' end || case when missing_since is not null then '(missing)' else '' end || "
             "case when enabled then '' else '(off)' end || case when exists (select 1 from catalog_grant where model = m.id) then '*' else '' end from catalog_model m order by name"))
        text += (text.empty() ? "" : " ") + one;
    return text;
}

errc code_of(auto const& outcome) {
    BOOST_REQUIRE(outcome.has_error());
    return outcome.error().code;
}

/// Something that refers to every model.
struct always_in_use {
    std::string_view kind() const { return "assistants"; }
    bool is_history() const { return false; }
    result<std::int64_t> count(catalog::transaction&, catalog::referred_model) const { return 1; }
    result<std::vector<catalog::reference>> list(catalog::transaction&, catalog::referred_model, catalog::reference_page const&) const { return std::vector<catalog::reference>(); }
    result<std::vector<catalog::workspace_id>> workspaces(catalog::transaction&, catalog::referred_model) const { return std::vector<catalog::workspace_id>(); }
    result<std::int64_t> repoint(catalog::transaction&, catalog::referred_model, catalog::model_id) const { return 0; }
};

} // namespace

BOOST_AUTO_TEST_CASE(what_a_provider_lists_becomes_models_that_the_organisation_may_use) {
    on_both_engines([](catalog_kit& kit) {
        auto const id = add(kit);
        auto const done = refresh(kit, id, R"([{"id":"b","context_window":4096},{"id":"a"},{"id":"a"},{"id":5}])").value();
        BOOST_TEST(done.added == 2u);
        BOOST_TEST(done.duplicates == 1u);
        BOOST_TEST(done.skipped == 1u);
        BOOST_TEST(models(kit) == "a* b*");
        auto const row = catalog::get_provider(kit.in, kit.admin(), id).value();
        BOOST_TEST((row.refresh_state == catalog::refresh_status::succeeded));
        BOOST_TEST((row.refreshed_at == kit.in.now()));
        auto const noted = catalog::list_audit(kit.in, kit.admin()).value().items.front();
        BOOST_TEST(noted.operation == "provider.refresh");
        BOOST_TEST(noted.subject.value() == id.value);
    });
}

BOOST_AUTO_TEST_CASE(a_provider_may_ask_that_what_is_found_waits_for_an_administrator) {
    on_both_engines([](catalog_kit& kit) {
        auto const id = add(kit, {{"enable_discovered", false}});
        BOOST_REQUIRE(refresh(kit, id, R"([{"id":"a"}])").has_value());
        BOOST_TEST(models(kit) == "a(off)");
        BOOST_REQUIRE(refresh(kit, id, R"([{"id":"a"}])").has_value());
        BOOST_TEST(models(kit) == "a(off)");
    });
}

// T14
BOOST_AUTO_TEST_CASE(models_gone_upstream_are_unavailable_from_this_refresh_on_also_when_nothing_is_listed) {
    on_both_engines([](catalog_kit& kit) {
        auto const id = add(kit);
        BOOST_REQUIRE(refresh(kit, id, R"([{"id":"a"},{"id":"b"}])").has_value());
        BOOST_TEST(refresh(kit, id, R"([{"id":"b"}])").value().missing.size() == 1u);
        BOOST_TEST(models(kit) == "a(missing)* b*");
        BOOST_TEST(refresh(kit, id, "[]").value().missing.size() == 1u);
        BOOST_TEST(models(kit) == "a(missing)* b(missing)*");
        BOOST_TEST(refresh(kit, id, R"({"data":[{"id":"a"},{"id":"b"}]})").value().returned == 2u);
        BOOST_TEST(models(kit) == "a* b*");
    });
}

// T23
BOOST_AUTO_TEST_CASE(T23_a_refresh_never_enables_or_grants_again_what_an_administrator_has_taken_away) {
    on_both_engines([](catalog_kit& kit) {
        auto const id = add(kit);
        BOOST_REQUIRE(refresh(kit, id, R"([{"id":"a"},{"id":"b"}])").has_value());
        kit.change("update catalog_model set enabled = false where name = 'a'");
        kit.change("delete from catalog_grant where model in (select id from catalog_model where name = 'b')");
        for (auto const* body : {R"([{"id":"a","context_window":9},{"id":"b"}])", "[]", R"([{"id":"a"},{"id":"b"}])"}) BOOST_REQUIRE(refresh(kit, id, body).has_value());
        BOOST_TEST(models(kit) == "a(off)* b");
    });
}

// T15
BOOST_AUTO_TEST_CASE(what_the_provider_leaves_open_keeps_what_is_stored) {
    on_both_engines([](catalog_kit& kit) {
        auto const id = add(kit);
        auto const known = [&] { return parley::reflect::parse<parley::model::info>(kit.rows<std::string>("select info from catalog_model").front()).value(); };
        BOOST_REQUIRE(refresh(kit, id, R"([{"id":"a","context_window":4096,"max_output_tokens":100}])").has_value());
        BOOST_REQUIRE(refresh(kit, id, R"([{"id":"a","context_window":8192}])").has_value());
        BOOST_TEST(known().context.value() == 8192);
        BOOST_TEST(known().max_output.value() == 100);
    });
}

BOOST_AUTO_TEST_CASE(a_missing_model_is_deleted_after_the_grace_period_and_many_only_when_confirmed) {
    on_both_engines([](catalog_kit& kit) {
        auto const id = add(kit);
        BOOST_REQUIRE(refresh(kit, id, R"([{"id":"a"},{"id":"b"},{"id":"c"},{"id":"d"},{"id":"e"}])").has_value());
        BOOST_REQUIRE(refresh(kit, id, R"([{"id":"b"},{"id":"c"},{"id":"d"},{"id":"e"}])").has_value());
        kit.clock.advance(24h * 30);
        BOOST_TEST(refresh(kit, id, R"([{"id":"b"},{"id":"c"},{"id":"d"},{"id":"e"}])", {always_in_use()}).value().deleted.empty());
        BOOST_TEST(refresh(kit, id, R"([{"id":"b"},{"id":"c"},{"id":"d"},{"id":"e"}])").value().deleted.size() == 1u);
        BOOST_TEST(models(kit) == "a(deleted)(missing)* b* c* d* e*");
        BOOST_REQUIRE(refresh(kit, id, "[]").has_value());
        kit.clock.advance(24h * 30);
        BOOST_TEST(refresh(kit, id, "[]").value().unconfirmed.size() == 4u);
        BOOST_TEST(models(kit) == "a(deleted)(missing)* b(missing)* c(missing)* d(missing)* e(missing)*");
        BOOST_TEST(refresh(kit, id, "[]", {}, true).value().deleted.size() == 4u);
        BOOST_TEST(refresh(kit, id, R"([{"id":"a"}])").value().returned == 1u);
        BOOST_TEST(models(kit).starts_with("a* b(deleted)"));
    });
}

BOOST_AUTO_TEST_CASE(one_refresh_runs_at_a_time_and_a_late_one_changes_nothing) {
    on_both_engines([](catalog_kit& kit) {
        auto const id = add(kit);
        auto const first = begin(kit, id).value();
        BOOST_TEST((code_of(begin(kit, id)) == errc::conflict));
        kit.clock.advance(15min);
        auto const second = begin(kit, id).value(); // the first belongs to a program that died
        auto const found = catalog::read_discovery(R"([{"id":"a"}])").value();
        BOOST_TEST((code_of(catalog::finish_refresh(kit.in, kit.admin(), first, found, {})) == errc::conflict));
        BOOST_TEST((code_of(catalog::fail_refresh(kit.in, kit.admin(), first, parley::error(errc::timed_out))) == errc::conflict));
        BOOST_TEST(models(kit).empty());
        BOOST_TEST(catalog::finish_refresh(kit.in, kit.admin(), second, found, {}).has_value());
        BOOST_TEST((code_of(catalog::finish_refresh(kit.in, kit.admin(), second, found, {})) == errc::conflict));
    });
}

BOOST_AUTO_TEST_CASE(of_many_who_begin_at_the_same_time_one_refreshes) {
    on_both_engines([](catalog_kit& kit) {
        auto const id = add(kit);
        std::atomic<int> begun = 0, refused = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i != 8; ++i)
                threads.emplace_back([&] {
                    auto const run = begin(kit, id);
                    if (run) ++begun;
                    else if (run.error().code == errc::conflict) ++refused;
                });
        }
        BOOST_TEST(begun == 1);
        BOOST_TEST(refused == 7);
    });
}

BOOST_AUTO_TEST_CASE(a_failure_leaves_the_models_and_one_sentence_that_quotes_nobody) {
    on_both_engines([](catalog_kit& kit) {
        auto const id = add(kit);
        BOOST_REQUIRE(refresh(kit, id, R"([{"id":"a"}])").has_value());
        auto const refreshed = kit.in.now();
        kit.clock.advance(1h);
        parley::error why(errc::unauthenticated, "canary", "canary");
        why.provider.text = "canary";
        BOOST_REQUIRE(catalog::fail_refresh(kit.in, kit.admin(), begin(kit, id).value(), why).has_value());
        auto const row = catalog::get_provider(kit.in, kit.admin(), id).value();
        BOOST_TEST((row.refresh_state == catalog::refresh_status::failed));
        BOOST_TEST(row.refresh_message.value() == "The credentials were not accepted.");
        BOOST_TEST((row.refreshed_at == refreshed));
        BOOST_TEST(models(kit) == "a*");
        BOOST_TEST(refresh(kit, id, R"([{"id":"a"}])").has_value());
        BOOST_TEST(!catalog::get_provider(kit.in, kit.admin(), id).value().refresh_message.has_value());
    });
}

// T27
BOOST_AUTO_TEST_CASE(an_address_that_is_no_longer_allowed_is_not_asked) {
    on_both_engines([](catalog_kit& kit) {
        auto const id = add(kit);
        kit.change("update catalog_provider set base_url = 'http://169.254.169.254/v1' where id = $1", id);
        BOOST_TEST((code_of(begin(kit, id)) == errc::invalid_argument));
        kit.change("update catalog_provider set base_url = null where id = $1", id);
        BOOST_TEST((code_of(begin(kit, id)) == errc::misconfigured));
        BOOST_TEST((catalog::get_provider(kit.in, kit.admin(), id).value().refresh_state == catalog::refresh_status::never));
    });
}

BOOST_AUTO_TEST_CASE(another_organisation_refreshes_nothing) {
    on_both_engines([](catalog_kit& kit) {
        auto const id = add(kit);
        BOOST_TEST((code_of(catalog::begin_refresh(kit.in, kit.stranger(), guard, id)) == errc::not_found));
        auto const run = begin(kit, id).value();
        BOOST_TEST((code_of(catalog::finish_refresh(kit.in, kit.stranger(), run, {}, {})) == errc::not_found));
        BOOST_TEST((code_of(catalog::fail_refresh(kit.in, kit.stranger(), run, parley::error())) == errc::not_found));
    });
}

BOOST_AUTO_TEST_SUITE_END()
