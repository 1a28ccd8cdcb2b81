#include <parley/profile/fernet.hpp>

#include "support/shared_data.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <string>

#include <time.h>

BOOST_AUTO_TEST_SUITE(conformance_fernet, *parley::test::needs_shared_data())

namespace json = boost::json;
using parley::errc;
using parley::secret;
using parley::profile::fernet;

namespace {

json::array rows(char const* file) { return json::parse(parley::test::shared_data("openhands/fernet_spec/" + std::string(file))).as_array(); }
std::string text(json::value const& row, char const* key) { return json::value_to<std::string>(row.at(key)); }

/// Reads such as 1985-10-26T01:20:00-07:00; the vectors know no other form.
parley::time_point moment(std::string const& s) {
    tm t{};
    int offset_hours = 0, offset_minutes = 0;
    BOOST_REQUIRE(std::sscanf(s.c_str(), "%d-%d-%dT%d:%d:%d%d:%d", &t.tm_year, &t.tm_mon, &t.tm_mday, &t.tm_hour, &t.tm_min, &t.tm_sec, &offset_hours,
                              &offset_minutes) == 8);
    t.tm_year -= 1900;
    t.tm_mon -= 1;
    auto const offset = std::chrono::hours(offset_hours) + (offset_hours < 0 ? -1 : 1) * std::chrono::minutes(offset_minutes);
    return std::chrono::system_clock::from_time_t(::timegm(&t)) - offset;
}

fernet::initialisation_vector vector_of(json::value const& row) {
    fernet::initialisation_vector made{};
    auto const& numbers = row.at("iv").as_array();
    BOOST_REQUIRE(numbers.size() == made.size());
    for (std::size_t i = 0; i != made.size(); ++i) made[i] = numbers[i].to_number<unsigned char>();
    return made;
}

} // namespace

BOOST_AUTO_TEST_CASE(tokens_of_the_specification_are_made) {
    auto const vectors = rows("generate.json");
    BOOST_REQUIRE(!vectors.empty());
    for (auto const& row : vectors) {
        auto const cipher = fernet::from_key_text(text(row, "secret")).value();
        BOOST_TEST(cipher.seal(text(row, "src"), moment(text(row, "now")), vector_of(row)).value() == text(row, "token"));
    }
}

BOOST_AUTO_TEST_CASE(tokens_of_the_specification_are_opened) {
    auto const vectors = rows("verify.json");
    BOOST_REQUIRE(!vectors.empty());
    for (auto const& row : vectors) {
        auto const cipher = fernet::from_key_text(text(row, "secret")).value();
        auto const lifetime = std::chrono::seconds(row.at("ttl_sec").to_number<int>());
        BOOST_TEST(cipher.open(text(row, "token"), moment(text(row, "now")), lifetime).value() == text(row, "src"));
    }
}

BOOST_AUTO_TEST_CASE(bad_tokens_of_the_specification_are_refused) {
    auto const vectors = rows("invalid.json");
    BOOST_REQUIRE(!vectors.empty());
    for (auto const& row : vectors) {
        auto const cipher = fernet::from_key_text(text(row, "secret")).value();
        auto const lifetime = std::chrono::seconds(row.at("ttl_sec").to_number<int>());
        auto const opened = cipher.open(text(row, "token"), moment(text(row, "now")), lifetime);
        BOOST_TEST_REQUIRE(opened.has_error(), text(row, "desc"));
        BOOST_TEST((opened.error().code == errc::decryption_failed), text(row, "desc"));
    }
}

BOOST_AUTO_TEST_CASE(the_key_is_derived_as_openhands_does) {
    auto const vectors = rows("generated_openhands_key_derivation.json");
    BOOST_REQUIRE(!vectors.empty());
    for (auto const& row : vectors) {
        auto const derived = fernet::from_secret(secret::make(text(row, "secret_key")).value()).value();
        auto const now = parley::time_point(std::chrono::seconds(row.at("now_epoch").to_number<long>()));
        BOOST_TEST(derived.seal(text(row, "src"), now, vector_of(row)).value() == text(row, "token"));
        BOOST_TEST(derived.open(text(row, "token")).value() == text(row, "src"));
        BOOST_TEST(fernet::from_key_text(text(row, "fernet_key")).value().open(text(row, "token")).value() == text(row, "src"));
    }
}

BOOST_AUTO_TEST_SUITE_END()
