#include <parley/catalog/database.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(catalog_database)

namespace catalog = parley::catalog;
using parley::errc;

BOOST_AUTO_TEST_CASE(a_data_base_is_named_by_file_or_address) {
    auto const file = catalog::database::parse("sqlite:some where/c.db").value();
    BOOST_TEST((file.engine == catalog::engine::sqlite));
    BOOST_TEST(file.connection.reveal() == "some where/c.db");
    for (auto const* address : {"postgresql://u:p@h:5432/d", "postgres://h/d"}) {
        auto const server = catalog::database::parse(address).value();
        BOOST_TEST((server.engine == catalog::engine::postgresql));
        BOOST_TEST(server.connection.reveal() == address);
    }
}

BOOST_AUTO_TEST_CASE(another_text_is_refused_and_not_repeated) {
    for (auto const* text : {"", "sqlite:", "c.db", "mysql://u:hunter2@h/d", "sqlite:a\"b"}) {
        auto const refused = catalog::database::parse(text);
        BOOST_TEST((refused.error().code == errc::invalid_argument));
        BOOST_TEST(to_string(refused.error()).find("hunter2") == std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()
