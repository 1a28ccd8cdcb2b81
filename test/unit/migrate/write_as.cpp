#include <parley/migrate/load.hpp>
#include <parley/migrate/write_as.hpp>

#include "support/versioned_documents.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(migrate_write_as)

namespace migrate = parley::migrate;
namespace reflect = parley::reflect;
namespace json = boost::json;
using namespace parley::test;
using parley::errc;

namespace {

window sample() {
    window w;
    w.title = "t";
    w.width = 5;
    w.key = parley::secret::make("sk-1").value();
    w.extra = {{"x", 1}};
    return w;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_document_is_written_in_any_version_that_a_way_leads_back_to) {
    auto const plain = reflect::secrets::plain();
    BOOST_TEST(migrate::write_as(sample(), 2, plain).value() == R"({"title":"t","width":5,"key":"sk-1","x":1,"schema_version":2})");
    BOOST_TEST(migrate::write_as(sample(), 1, plain).value() == R"({"title":"t","w":5,"key":"sk-1","x":1,"schema_version":1})");
    auto const oldest = migrate::write_as(sample(), 0, plain).value();
    BOOST_TEST(oldest.find("\"w\"") == std::string::npos);
    BOOST_TEST(oldest.ends_with(R"("schema_version":0})"));
    for (int version : {0, 1, 2}) {
        auto const back = migrate::load<window>(migrate::write_as(sample(), version, plain).value()).value();
        BOOST_TEST(back.from == version);
        BOOST_TEST(back.value.title == "t");
        BOOST_TEST(back.value.key.reveal() == "sk-1");
        BOOST_TEST((back.value.extra == json::object{{"x", 1}}));
    }
}

BOOST_AUTO_TEST_CASE(secrets_are_hidden_unless_asked_for) {
    for (int version : {0, 1, 2}) BOOST_TEST(migrate::write_as(sample(), version).value().find("sk-1") == std::string::npos);
    reverse_cipher const cipher;
    for (int version : {0, 1, 2}) BOOST_TEST(migrate::write_as(sample(), version, cipher).value().find(R"("key":"enc:1-ks")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_version_that_never_was_or_has_no_way_back_is_refused) {
    for (int version : {-1, 3, 100}) BOOST_TEST((migrate::write_as(sample(), version).error().code == errc::invalid_argument));
    BOOST_TEST((migrate::write_as(person{"f", {}, {}}, 3).error().code == errc::no_migration_step));
    BOOST_TEST(migrate::write_as(person{"f", {}, {}}, 4).value() == R"({"full":"f","v":4})");
}

BOOST_AUTO_TEST_CASE(text_is_laid_out_as_asked) {
    BOOST_TEST(migrate::write_as(pane{"l", {}}, 0, reflect::secrets::masked(), reflect::layout::indented(1)).value() == "{\n \"text\": \"l\",\n \"schema_version\": 0\n}");
}

BOOST_AUTO_TEST_SUITE_END()
