#include <parley/catalog/principal.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(catalog_principal)

namespace catalog = parley::catalog;
using catalog::reach;
using catalog::scope;
using catalog::scopes;
using parley::errc;

BOOST_AUTO_TEST_CASE(scopes_are_read_from_words) {
    BOOST_TEST((scopes::parse("catalog:read, catalog:delete").value() == scopes{scope::read, scope::delete_}));
    BOOST_TEST((scopes::parse("").value() == scopes{}));
    BOOST_TEST((scopes::parse("catalog:override").value() == scopes{scope::override_}));
    for (auto const* text : {"read", "catalog:", "catalog:write", "agent:read"}) BOOST_TEST((scopes::parse(text).error().code == errc::invalid_argument), text);
}

BOOST_AUTO_TEST_CASE(a_wildcard_never_gives_the_override) {
    for (auto const* text : {"*", "catalog:*"}) {
        auto const all = scopes::parse(text).value();
        for (auto const one : {scope::read, scope::create, scope::update, scope::delete_, scope::audit}) BOOST_TEST(all.allow(one));
        BOOST_TEST(!all.allow(scope::override_));
    }
}

BOOST_AUTO_TEST_CASE(update_includes_read_and_nothing_else_includes_anything) {
    constexpr scope every[] = {scope::read, scope::create, scope::update, scope::delete_, scope::override_, scope::audit};
    for (auto const had : every)
        for (auto const needed : every)
            BOOST_TEST(scopes{had}.allow(needed) == (had == needed || (had == scope::update && needed == scope::read)),
                       catalog::to_text(had) << " for " << catalog::to_text(needed));
}

BOOST_AUTO_TEST_CASE(what_a_principal_belongs_to_limits_what_its_scopes_open) {
    auto const root = catalog::principal::platform("root"), member = catalog::principal::member({1}, "alice");
    auto bound = member;
    bound.workspace = catalog::workspace_id{7};
    BOOST_TEST(permit(root, scope::read, reach::platform).has_value());
    BOOST_TEST(permit(root, scope::read, reach::organisation).has_value());
    BOOST_TEST((permit(member, scope::read, reach::platform).error().code == errc::forbidden));
    BOOST_TEST(permit(member, scope::read, reach::organisation).has_value());
    BOOST_TEST(permit(bound, scope::read, reach::organisation).error().where == "workspace 7");
    BOOST_TEST(permit(bound, scope::read, reach::workspace).has_value());
    BOOST_TEST(permit(catalog::principal::member({1}, "x", {scope::read}), scope::create, reach::workspace).error().where == "catalog:create");
}

BOOST_AUTO_TEST_SUITE_END()
