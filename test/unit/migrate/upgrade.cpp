#include <parley/migrate/upgrade.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include "support/versioned_documents.hpp"

#include <boost/json/object.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace migrate = parley::migrate;
namespace reflect = parley::reflect;
namespace json = boost::json;
using namespace parley::test;
using parley::errc;

namespace {

json::object o(std::string_view text) { return reflect::parse_value(text).value().as_object(); }

// The header's scheme became a field of its own: the step must see the decrypted header.
struct call {
    std::string name;
    std::string scheme;
    parley::secret token;
    json::object extra;
};
BOOST_DESCRIBE_STRUCT(call, (), (name, scheme, token, extra))

parley::result<void> split_header(json::object& document) {
    auto const* header = document.if_contains("authorization");
    if (!header) return {};
    std::string const text(header->as_string());
    if (!text.starts_with("Bearer ")) return parley::error(errc::invalid_document, "It is no bearer header.", "/authorization");
    document["scheme"] = "Bearer";
    document["token"] = text.substr(7);
    document.erase("authorization");
    return {};
}

parley::result<void> rename_token(json::object& document) {
    if (auto const* found = document.if_contains("token")) {
        auto const token = *found;
        document["credential"] = token;
        document.stable_erase("token");
    }
    return {};
}

struct renamed_call {
    parley::secret credential;
    json::object extra;
};
BOOST_DESCRIBE_STRUCT(renamed_call, (), (credential, extra))

migrate::options with(reverse_cipher const& cipher) {
    migrate::options how;
    how.read.cipher = cipher;
    return how;
}

} // namespace

template <> struct parley::schema<call> {
    static constexpr int version = 1;
    using steps = migrate::chain<migrate::json_step<0, split_header>>;
};
template <> struct parley::schema<renamed_call> {
    static constexpr int version = 1;
    using steps = migrate::chain<migrate::json_step<0, rename_token>>;
};

BOOST_AUTO_TEST_SUITE(migrate_upgrade)

BOOST_AUTO_TEST_CASE(an_object_is_brought_to_the_newest_version_in_place) {
    auto document = o(R"({"title":"a","schema_version":0,"x":1})");
    auto const done = migrate::upgrade<window>(document).value();
    BOOST_TEST(done.from == 0);
    BOOST_TEST(done.to == 2);
    BOOST_TEST(done.steps.size() == 2u);
    BOOST_TEST(reflect::to_text(json::value(document)) == R"({"title":"a","width":7,"x":1,"schema_version":2})");
}

BOOST_AUTO_TEST_CASE(a_current_object_only_gets_its_version_at_the_end) {
    auto document = o(R"({"schema_version":2,"b":1,"a":2,"title":"t"})");
    BOOST_TEST(migrate::upgrade<window>(document).value().steps.empty());
    BOOST_TEST(reflect::to_text(json::value(document)) == R"({"b":1,"a":2,"title":"t","schema_version":2})");
}

BOOST_AUTO_TEST_CASE(keys_keep_their_order_where_a_step_leaves_them_alone) {
    auto document = o(R"({"c":1,"schema_version":0,"a":2,"b":3})");
    BOOST_REQUIRE(migrate::upgrade<renamed_call>(document).has_value());
    BOOST_TEST(reflect::to_text(json::value(document)) == R"({"c":1,"a":2,"b":3,"schema_version":1})");
}

BOOST_AUTO_TEST_CASE(a_failure_leaves_the_object_as_it_was) {
    for (auto text : {R"({"fails":1,"title":"a"})", R"({"title":5})", R"({"schema_version":9,"title":"a"})", R"({"says":7})"}) {
        auto document = o(text);
        BOOST_TEST(migrate::upgrade<window>(document).has_error(), text);
        BOOST_TEST((document == o(text)), text);
    }
    auto document = o(R"({"list":[{"text":"a"},{"text":"broken"}]})");
    BOOST_TEST(migrate::upgrade<house>(document).has_error());
    BOOST_TEST((document == o(R"({"list":[{"text":"a"},{"text":"broken"}]})")));
}

BOOST_AUTO_TEST_CASE(changes_are_told_step_by_step_where_asked_for) {
    migrate::options how;
    how.what = migrate::report::changes;
    auto document = o(R"({"title":"a"})");
    auto const done = migrate::upgrade<window>(document, how).value();
    BOOST_TEST((done.steps[0].changes == json::array{{{"op", "add"}, {"path", "/w"}, {"value", 7}}}));
    BOOST_TEST(reflect::to_text(json::value(done.steps[1].changes)) == R"([{"op":"remove","path":"/w"},{"op":"add","path":"/width","value":7}])");
}

BOOST_AUTO_TEST_CASE(steps_stop_at_the_version_asked_for_or_lead_back_to_it) {
    auto document = o(R"({"title":"a"})");
    BOOST_TEST(migrate::upgrade<window>(document, {}, 1).value().to == 1);
    BOOST_TEST((document == o(R"({"title":"a","w":7,"schema_version":1})")));
    BOOST_TEST(migrate::upgrade<window>(document, {}, 0).value().to == 0);
    BOOST_TEST((document == o(R"({"title":"a","schema_version":0})")));
    BOOST_TEST((migrate::upgrade<window>(document, {}, 3).error().code == errc::invalid_argument));
    BOOST_TEST((migrate::upgrade<window>(document, {}, -1).error().code == errc::invalid_argument));
}

BOOST_AUTO_TEST_CASE(a_step_sees_the_decrypted_header) {
    reverse_cipher const cipher;
    auto const header = cipher.seal("Bearer sk-1").value();
    json::object document{{"name", "n"}, {"authorization", header}};
    BOOST_REQUIRE(migrate::upgrade<call>(document, with(cipher)).has_value());
    BOOST_TEST(document.at("scheme").as_string() == "Bearer");
    BOOST_TEST(document.at("token").as_string() == "sk-1"); // a part of what was encrypted: it stands open, for the writer to seal
    json::object blind{{"name", "n"}, {"authorization", header}};
    BOOST_TEST((migrate::upgrade<call>(blind).error().code == errc::step_failed));
}

BOOST_AUTO_TEST_CASE(encrypted_texts_stand_encrypted_again_afterwards_also_where_they_moved) {
    reverse_cipher const cipher;
    json::object document{{"token", "enc:1-ks"}, {"list", {"enc:2-ks", {{"deep", "enc:1-ks"}}, "open"}}};
    BOOST_REQUIRE(migrate::upgrade<renamed_call>(document, with(cipher)).has_value());
    BOOST_TEST(document.at("credential").as_string() == "enc:1-ks");
    BOOST_TEST((document.at("list") == json::value{"enc:2-ks", {{"deep", "enc:1-ks"}}, "open"}));
}

BOOST_AUTO_TEST_CASE(an_open_text_that_equals_a_secret_stays_open) {
    reverse_cipher const cipher;
    json::object document{{"user", "admin"}, {"token", cipher.seal("admin").value()}, {"empty", ""}, {"none", cipher.seal("").value()}};
    BOOST_REQUIRE(migrate::upgrade<renamed_call>(document, with(cipher)).has_value());
    BOOST_TEST(document.at("user").as_string() == "admin");
    BOOST_TEST(document.at("credential").as_string() == cipher.seal("admin").value());
    BOOST_TEST(document.at("empty").as_string() == "");
    BOOST_TEST(document.at("none").as_string() == cipher.seal("").value());
}

BOOST_AUTO_TEST_CASE(changes_never_show_what_was_decrypted) {
    reverse_cipher const cipher;
    auto how = with(cipher);
    how.what = migrate::report::changes;
    json::object document{{"authorization", cipher.seal("Bearer sk-1").value()}};
    auto const done = migrate::upgrade<call>(document, how).value();
    BOOST_TEST(reflect::to_text(json::value(done.steps.at(0).changes)).find("sk-1") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
