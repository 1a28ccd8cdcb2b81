#include "support/temporary_folder.hpp"

#include <parley/auth/authorization_code.hpp>
#include <parley/auth/token_store.hpp>
#include <parley/profile/fernet.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <sys/stat.h>

namespace auth = parley::auth;
using parley::errc;
using parley::secret;
using namespace std::chrono_literals;

namespace {

auth::login_tokens tokens(std::string const& name) {
    auth::login_tokens made;
    made.access_token = secret::make("a-" + name).value();
    made.refresh_token = secret::make("r-" + name).value();
    made.expires = parley::time_point(1'800'000'000s);
    return made;
}

auth::login_key const mine{"https://h", "databricks-cli", ""}, work{"https://h", "databricks-cli", "work"};

struct fixture {
    parley::test::temporary_folder folder;
    std::string path = folder.path() + "/parley/logins.json";
    auth::token_store store{path};

    mode_t mode_of(std::string const& of) const {
        struct stat about {};
        BOOST_TEST_REQUIRE(::stat(of.c_str(), &about) == 0);
        return about.st_mode & 07777;
    }
};

parley::environment with_cache(std::optional<std::string> text) {
    auto made = parley::environment::isolated();
    made.home = [] { return std::optional<std::string>("/home/u"); };
    made.read_file = [text = std::move(text)](std::string const& path) -> parley::result<std::string> {
        if (text && path == "/home/u/.databricks/token-cache.json") return *text;
        return parley::error(errc::not_found);
    };
    return made;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(auth_token_store, fixture)

BOOST_AUTO_TEST_CASE(a_login_is_kept_under_its_key_and_nobody_else_can_read_it) {
    BOOST_TEST(!store.load(mine).value());
    BOOST_TEST(store.save(mine, tokens("one")).has_value());
    BOOST_TEST(store.save(work, tokens("two")).has_value());
    BOOST_TEST((store.load(mine).value() == tokens("one")));
    BOOST_TEST((store.load(work).value() == tokens("two")));
    BOOST_TEST((store.list().value() == std::vector<auth::login_key>{mine, work}));
    BOOST_TEST(mode_of(path) == 0600u);
    BOOST_TEST(mode_of(folder.path() + "/parley") == 0700u);
    BOOST_TEST(store.save(mine, tokens("three")).has_value());
    BOOST_TEST((auth::token_store(path).load(mine).value() == tokens("three")));
}

BOOST_AUTO_TEST_CASE(a_login_can_be_forgotten) {
    BOOST_TEST(store.save(mine, tokens("one")).has_value());
    BOOST_TEST(!store.remove(work).value());
    BOOST_TEST(store.remove(mine).value());
    BOOST_TEST(!store.load(mine).value());
}

BOOST_AUTO_TEST_CASE(tokens_are_sealed_where_there_is_a_cipher) {
    auto const cipher = parley::profile::fernet::from_key_bytes(std::string(32, 'k')).value();
    auth::token_store const sealed(path, cipher);
    BOOST_TEST(sealed.save(mine, tokens("one")).has_value());
    BOOST_TEST(folder.read("parley/logins.json").find("a-one") == std::string::npos);
    BOOST_TEST(folder.read("parley/logins.json").find("r-one") == std::string::npos);
    BOOST_TEST((sealed.load(mine).value() == tokens("one")));

    auto const other = parley::profile::fernet::from_key_bytes(std::string(32, 'o')).value();
    auth::token_store const wrong(path, other);
    BOOST_TEST((wrong.load(mine).error().code == errc::decryption_failed));
    auto const before = folder.read("parley/logins.json");
    BOOST_TEST((wrong.save(mine, tokens("two")).error().code == errc::decryption_failed));
    BOOST_TEST(folder.read("parley/logins.json") == before);
    BOOST_TEST((store.load(mine).error().code == errc::cipher_missing));
    BOOST_TEST((store.save(mine, tokens("two")).error().code == errc::cipher_missing));
    BOOST_TEST(folder.read("parley/logins.json") == before);
}

BOOST_AUTO_TEST_CASE(open_tokens_are_sealed_when_they_are_next_written_with_a_cipher) {
    BOOST_TEST(store.save(mine, tokens("one")).has_value());
    auto const cipher = parley::profile::fernet::from_key_bytes(std::string(32, 'k')).value();
    auth::token_store const sealed(path, cipher);
    BOOST_TEST((sealed.load(mine).value() == tokens("one")));
    BOOST_TEST(sealed.save(work, tokens("two")).has_value());
    BOOST_TEST(folder.read("parley/logins.json").find("a-one") == std::string::npos);
    BOOST_TEST((sealed.load(mine).value() == tokens("one")));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_never_overwritten) {
    BOOST_TEST(store.save(mine, tokens("one")).has_value());
    for (auto const& [text, code] : {std::pair<char const*, errc>("{", errc::corrupt_file), {R"({"logins":[],"schema_version":2})", errc::version_newer}, {R"({"logins":7,"schema_version":1})", errc::invalid_document}}) {
        folder.write("parley/logins.json", text);
        BOOST_TEST((store.load(mine).error().code == code), text);
        BOOST_TEST(store.load(mine).error().where.starts_with(path));
        BOOST_TEST((store.save(mine, tokens("two")).error().code == code), text);
        BOOST_TEST(folder.read("parley/logins.json") == text);
    }
}

BOOST_AUTO_TEST_CASE(what_a_later_program_adds_stays) {
    BOOST_TEST(store.save(mine, tokens("one")).has_value());
    folder.write("parley/logins.json", R"({"logins":[{"host":"https://h","client_id":"x","note":"kept"}],"other":1,"schema_version":1})");
    BOOST_TEST(store.save(mine, tokens("two")).has_value());
    auto const text = folder.read("parley/logins.json");
    BOOST_TEST(text.find("\"note\": \"kept\"") != std::string::npos);
    BOOST_TEST(text.find("\"other\": 1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_keeper_reads_and_writes_one_login_while_its_lock_is_held) {
    auto const keeper = store.keeper(mine).value();
    auto const held = parley::migrate::file_lock::acquire(keeper.lock, 0ms);
    BOOST_TEST(held.has_value());
    BOOST_TEST(keeper.save(tokens("one")).has_value());
    BOOST_TEST((keeper.load().value() == tokens("one")));
    BOOST_TEST((store.load(mine).value() == tokens("one")));
}

BOOST_AUTO_TEST_CASE(a_strategy_keeps_its_login_in_the_store) {
    auto const& file = path;
    BOOST_TEST(store.save({"https://h", "databricks-cli", ""}, tokens("one")).has_value());
    // tag::keeper[]
    auth::token_store const logins(file); // give it a cipher, and tokens are sealed
    auto keeper = logins.keeper({"https://h", "databricks-cli", ""});
    if (!keeper) return; // say what went wrong

    auth::authorization_code_options o;
    o.at.host = "https://h";
    o.keeper = std::move(*keeper);
    auth::authorization_code person(std::move(o));
    // end::keeper[]
    auto const now = parley::time_point(1'799'999'000s);
    BOOST_TEST(std::holds_alternative<auth::ready>(person.next(now)));
}

BOOST_AUTO_TEST_CASE(the_file_lies_where_configuration_lies) {
    auto from = parley::environment::isolated();
    BOOST_TEST((auth::default_login_file(from).error().code == errc::misconfigured));
    from.home = [] { return std::optional<std::string>("/home/u"); };
    BOOST_TEST(auth::default_login_file(from).value() == "/home/u/.config/parley/logins.json");
    BOOST_TEST(auth::default_login_file(parley::environment::isolated({{"XDG_CONFIG_HOME", "/x"}})).value() == "/x/parley/logins.json");
}

BOOST_AUTO_TEST_CASE(a_login_of_the_databricks_cli_is_read) {
    auto const from = with_cache(R"({"version":1,"tokens":{"work":{"access_token":"a","token_type":"Bearer","refresh_token":"r","expiry":"2027-01-15T09:00:00.123456789+01:00"}}})");
    auto const got = auth::read_databricks_cli_cache(from, "work").value();
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST(got->access_token.reveal() == "a");
    BOOST_TEST(got->refresh_token.empty());
    BOOST_TEST((std::chrono::floor<std::chrono::seconds>(got->expires) == parley::time_point(1'800'000'000s)));
    BOOST_TEST(!auth::read_databricks_cli_cache(from, "home").value());
}

BOOST_AUTO_TEST_CASE(a_broken_cache_of_the_databricks_cli_counts_as_empty) {
    for (auto const& text : {std::optional<std::string>(), std::optional<std::string>("{\"version\":1,"), std::optional<std::string>(R"({"version":1,"tokens":[]})")})
        BOOST_TEST(!auth::read_databricks_cli_cache(with_cache(text), "work").value());
    BOOST_TEST(auth::read_databricks_cli_cache(with_cache(R"({"version":2})"), "work").error().message == "needs version 1, got version 2");
}

BOOST_AUTO_TEST_SUITE_END()
