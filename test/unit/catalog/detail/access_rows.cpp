// The rule of availability and the condition of SQL that says the same to the data base, over rows of every combination.

#include <parley/catalog/detail/access_rows.hpp>

#include "support/catalog_store.hpp"

#include <parley/catalog/lifecycle.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/organisation.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_detail_access_rows)

namespace catalog = parley::catalog;
using namespace parley::test;

namespace {

constexpr catalog::operation reading{"test.read", catalog::scope::read};

/// Of whom a row is, and who serves it.
enum class owner { platform, ours, ours_with_provider, ours_with_inactive_provider, theirs };

/// What is true of a row, apart from what stands in the row itself.
struct facts {
    catalog::model_id id;
    owner of;
    bool granted;       ///< to our organisation
    bool in_workspace;  ///< granted to a workspace of ours
    std::int64_t level; ///< of the security class that we gave it; 0 = none
};

/// Makes a row of every combination.
std::vector<facts> make_rows(catalog_kit& kit, catalog::workspace_id workspace) {
    auto const provider = [&](bool active) {
        return kit.rows<std::int64_t>("insert into catalog_provider (organisation, display_name, active, created_at, updated_at) values ($1, 'p', $2, 0, 0) returning id", kit.acme, active).front();
    };
    auto const active = provider(true), inactive = provider(false);
    std::vector<catalog::security_class_id> classes;
    for (int level : {1, 2}) classes.push_back(catalog::create_security_class(kit.in, kit.admin(), "level " + std::to_string(level), level).value().id);
    auto const successor = kit.rows<catalog::model_id>("insert into catalog_model (vendor, name, created_at, updated_at) values ('v', 'successor', 0, 0) returning id").front();

    static constexpr catalog::operation making{"test.make", catalog::scope::update};
    std::vector<facts> made;
    kit.in.run(making, kit.root, [&](catalog::transaction& t) -> parley::result<void> {
        for (auto const of : {owner::platform, owner::ours, owner::ours_with_provider, owner::ours_with_inactive_provider, owner::theirs})
            for (int life = 0; life != 32; ++life)
                for (int given = 0; given != 12; ++given) {
                    auto const organisation = of == owner::platform ? std::nullopt : std::optional(of == owner::theirs ? kit.globex : kit.acme);
                    auto const by = of == owner::ours_with_provider ? std::optional(active) : of == owner::ours_with_inactive_provider ? std::optional(inactive) : std::nullopt;
                    auto const when = [&](int bit) { return life & bit ? std::optional(t.now()) : std::nullopt; };
                    auto const id = t.one<catalog::model_id>(
                        "insert into catalog_model (organisation, provider, vendor, name, enabled, deprecated, missing_since, deleted_at, migrated_to, created_at, updated_at) "
                        "values ($1, $2, 'v', $3, $4, $5, $6, $7, $8, 0, 0) returning id",
                        organisation, by, "m" + std::to_string(made.size()), !(life & 1), (life & 2) != 0, when(4), when(8), life & 16 ? std::optional(successor) : std::nullopt);
                    made.push_back({id.value(), of, given % 2 != 0, given / 2 % 2 != 0, given / 4});
                    auto const& row = made.back();
                    for (bool const local : {false, true})
                        if (local ? row.in_workspace : row.granted)
                            t.change("insert into catalog_grant (organisation, workspace, model, created_at, created_by) values ($1, $2, $3, 0, 't')", kit.acme,
                                     local ? std::optional(workspace) : std::nullopt, row.id).value();
                    if (row.level != 0)
                        t.change("insert into catalog_model_class (organisation, model, security_class) values ($1, $2, $3)", kit.acme, row.id,
                                 classes[static_cast<std::size_t>(row.level - 1)]).value();
                }
        return {};
    }).value();
    return made;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_data_base_and_the_rule_agree_on_rows_of_every_combination) {
    on_both_engines([](catalog_kit& kit) {
        auto const workspace = catalog::create_workspace(kit.in, kit.admin(), "w").value().id;
        auto const made = make_rows(kit, workspace);
        for (bool const local : {false, true})
            for (std::int64_t const required : {0, 1, 2}) {
                std::set<std::int64_t> expected, found;
                kit.in.run(reading, kit.admin(), [&](catalog::transaction& t) -> parley::result<void> {
                    catalog::detail::place const at{kit.acme, {}, catalog::access_mode::restricted, required, local ? std::optional(workspace) : std::nullopt};
                    for (auto const& row : catalog::detail::usable_models(t, at).value()) found.insert(row.id.value);
                    for (auto const& row : made) {
                        if (row.of == owner::theirs || row.of == owner::ours_with_inactive_provider) continue;
                        if (!(local ? row.in_workspace : row.granted) || row.level < required) continue;
                        if (catalog::is_available(catalog::find_model(t, row.id).value())) expected.insert(row.id.value);
                    }
                    return {};
                }).value();
                BOOST_TEST(found == expected, boost::test_tools::per_element());
                BOOST_TEST(!expected.empty());
                BOOST_TEST(expected.size() < made.size() / 10);
            }
    });
}

BOOST_AUTO_TEST_SUITE_END()
