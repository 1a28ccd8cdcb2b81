#include <parley/profile/provider_connection.hpp>

#include <parley/profile/fernet.hpp>

#include "support/temporary_folder.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(profile_provider_connection)

namespace json = boost::json;
namespace migrate = parley::migrate;
using namespace parley::profile;
using namespace std::chrono_literals;
using parley::errc;
using parley::secret;
using parley::test::temporary_folder;

namespace {

constexpr std::string_view file = "provider_connections.json";

secret key(std::string text) { return secret::make(std::move(text)).value(); }
fernet cipher(std::string text = "one key") { return fernet::from_secret(key(std::move(text))).value(); }
provider_connection connection(std::string id, std::string text = "k") { return {.id = std::move(id), .display_name = "Team", .api_key = key(std::move(text))}; }

} // namespace

BOOST_AUTO_TEST_CASE(without_a_file_there_are_no_connections) {
    temporary_folder folder;
    provider_connection_store store(folder.file("none"));
    BOOST_TEST(store.list().value().empty());
    BOOST_TEST((store.get("a").error().code == errc::not_found));
    BOOST_TEST((store.remove("a").error().code == errc::not_found));
    BOOST_TEST(!folder.has("none"));
}

BOOST_AUTO_TEST_CASE(a_connection_is_made_read_changed_and_removed) {
    temporary_folder folder;
    provider_connection_store store(folder.path(), cipher());
    auto made = connection("team");
    made.provider = "openai";
    made.base_url = "https://a.example";
    made.created_at = 1'700'000'000s;
    BOOST_REQUIRE(store.create(made).has_value());
    BOOST_TEST((store.get("team").value() == made));

    made.base_url.reset();
    made.api_key = key("k2");
    BOOST_REQUIRE(store.update(made).has_value());
    BOOST_TEST((store.get("team").value() == made));

    BOOST_REQUIRE(store.remove("team").has_value());
    BOOST_TEST((store.get("team").error().code == errc::not_found));
    BOOST_TEST((store.update(made).error().code == errc::not_found));
}

BOOST_AUTO_TEST_CASE(the_file_has_the_form_that_others_read) {
    temporary_folder folder;
    provider_connection_store store(folder.path(), cipher());
    BOOST_REQUIRE(store.create(connection("team", "leak")).has_value());
    auto const document = json::parse(folder.read(file)).as_object();
    BOOST_TEST(document.at("schema_version") == 1);
    auto const& entry = document.at("connections").as_array().at(0).as_object();
    BOOST_TEST(entry.at("id") == "team");
    BOOST_TEST(entry.at("display_name") == "Team");
    BOOST_TEST(entry.at("provider") == "custom");
    BOOST_TEST(entry.at("created_at").is_int64());
    BOOST_TEST(std::string_view(entry.at("api_key").as_string()).starts_with("gAAAAA"));
    BOOST_TEST(folder.read(file).find("leak") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_file_of_another_program_is_read_and_its_unknown_keys_kept) {
    temporary_folder folder;
    folder.write(file, R"({"connections":[{"id":"a","display_name":"A","api_key":null,"created_at":1,"updated_at":2,"colour":"red"}],"owner":"me"})");
    provider_connection_store store(folder.path());
    BOOST_TEST((store.get("a").value().updated_at == 2s));
    BOOST_REQUIRE(store.create(connection("b")).has_value());
    auto const document = json::parse(folder.read(file)).as_object();
    BOOST_TEST(document.at("owner") == "me");
    BOOST_TEST(document.at("connections").at(0).at("colour") == "red");
}

BOOST_AUTO_TEST_CASE(an_id_is_plain_and_stands_once) {
    temporary_folder folder;
    provider_connection_store store(folder.path());
    for (auto id : {"", "a/b", ".a", "a b", "a\n"}) BOOST_TEST((store.create(connection(id)).error().code == errc::invalid_name), id);
    BOOST_TEST((store.create(connection(std::string(129, 'a'))).error().code == errc::invalid_name));
    BOOST_TEST(store.create(connection(std::string(128, 'a'))).has_value());
    BOOST_REQUIRE(store.create(connection("a")).has_value());
    BOOST_TEST((store.create(connection("a")).error().code == errc::already_exists));
}

BOOST_AUTO_TEST_CASE(there_are_at_most_64) {
    temporary_folder folder;
    provider_connection_store store(folder.path());
    for (int i = 0; i != 64; ++i) BOOST_REQUIRE(store.create(connection("c" + std::to_string(i))).has_value());
    BOOST_TEST((store.create(connection("one_more")).error().code == errc::limit_reached));
    BOOST_TEST(store.update(connection("c7", "new")).has_value());
}

BOOST_AUTO_TEST_CASE(what_would_not_be_readable_is_not_written) {
    temporary_folder folder;
    provider_connection_store store(folder.path());
    BOOST_TEST((store.create({.id = "a"}).error().code == errc::invalid_document)); // no display name
    BOOST_TEST(!folder.has(file));
}

BOOST_AUTO_TEST_CASE(an_empty_key_in_an_update_keeps_the_stored_one) {
    temporary_folder folder;
    provider_connection_store store(folder.path(), cipher());
    BOOST_REQUIRE(store.create(connection("a", "k1")).has_value());
    BOOST_REQUIRE(store.update({.id = "a", .display_name = "Renamed"}).has_value());
    BOOST_TEST(store.get("a").value().api_key.reveal() == "k1");
    BOOST_TEST(store.get("a").value().display_name == "Renamed");
}

BOOST_AUTO_TEST_CASE(a_key_that_cannot_be_opened_is_an_error_and_is_never_overwritten) {
    temporary_folder folder;
    BOOST_REQUIRE(provider_connection_store(folder.path(), cipher("right")).create(connection("a", "k1")).has_value());
    auto const before = folder.read(file);
    provider_connection_store wrong(folder.path(), cipher("wrong"));
    BOOST_TEST((wrong.get("a").error().code == errc::decryption_failed));
    BOOST_TEST((wrong.update(connection("a", "k2")).error().code == errc::decryption_failed));
    BOOST_TEST((wrong.remove("a").error().code == errc::decryption_failed));
    BOOST_TEST((provider_connection_store(folder.path()).get("a").error().code == errc::cipher_missing));
    BOOST_TEST(folder.read(file) == before);

    // Others can still be added beside it, and its ciphertext stays.
    BOOST_REQUIRE(wrong.create(connection("b")).has_value());
    BOOST_TEST(provider_connection_store(folder.path(), cipher("right")).get("a").value().api_key.reveal() == "k1");
}

BOOST_AUTO_TEST_CASE(a_list_shows_all_and_says_which_cannot_be_opened) {
    temporary_folder folder;
    BOOST_REQUIRE(provider_connection_store(folder.path(), cipher("one")).create(connection("a")).has_value());
    provider_connection_store store(folder.path(), cipher("two"));
    BOOST_REQUIRE(store.create(connection("b")).has_value());
    BOOST_REQUIRE(store.create({.id = "c", .display_name = "No key"}).has_value());
    auto const found = store.list().value();
    BOOST_REQUIRE(found.size() == 3u);
    BOOST_TEST((found[0].api_key_set && !found[0].readable));
    BOOST_TEST((found[1].api_key_set && found[1].readable));
    BOOST_TEST((!found[2].api_key_set && found[2].readable));
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_is_left_as_it_is) {
    temporary_folder folder;
    provider_connection_store store(folder.path());
    struct row {
        std::string_view content;
        errc code;
    };
    for (auto const& [content, code] : {
             row{"{half", errc::corrupt_file},
             {"[]", errc::corrupt_file},
             {R"({"connections":[5]})", errc::corrupt_file},
             {R"({"connections":{}})", errc::invalid_document},
             {R"({"schema_version":2,"connections":[]})", errc::version_newer},
             {R"({"schema_version":true,"connections":[]})", errc::version_not_integer},
         }) {
        folder.write(file, content);
        BOOST_TEST((store.list().error().code == code), content);
        BOOST_TEST((store.get("a").error().code == code), content);
        BOOST_TEST((store.create(connection("a")).error().code == code), content);
        BOOST_TEST(folder.read(file) == content);
    }
}

BOOST_AUTO_TEST_CASE(a_profile_is_given_the_connections_key_and_address) {
    temporary_folder folder;
    provider_connection_store store(folder.path());
    BOOST_REQUIRE(store.create(connection("a", "shared")).has_value());
    llm_profile profile{.model = "m", .api_key = key("inline"), .base_url = "https://inline.example"};
    BOOST_TEST((store.resolve(profile).value() == profile));
    profile.provider_connection_id = "a";
    auto const resolved = store.resolve(profile).value();
    BOOST_TEST(resolved.api_key.reveal() == "shared");
    BOOST_TEST(!resolved.base_url.has_value());
    profile.provider_connection_id = "b";
    BOOST_TEST((store.resolve(profile).error().code == errc::not_found));
}

BOOST_AUTO_TEST_CASE(threads_lose_no_connection) {
    temporary_folder folder;
    std::vector<std::thread> threads;
    std::atomic<int> failures = 0;
    for (int t = 0; t != 4; ++t)
        threads.emplace_back([&, t] {
            provider_connection_store store(folder.path());
            for (int i = 0; i != 10; ++i)
                if (!store.create(connection("c" + std::to_string(t * 10 + i)))) ++failures;
        });
    for (auto& thread : threads) thread.join();
    BOOST_TEST(failures == 0);
    BOOST_TEST(provider_connection_store(folder.path()).list().value().size() == 40u);
}

BOOST_AUTO_TEST_CASE(writers_wait_for_the_lock) {
    temporary_folder folder;
    provider_connection_store store(folder.path(), no_cipher(), 10ms);
    BOOST_REQUIRE(store.create(connection("a")).has_value());
    auto const held = migrate::file_lock::acquire(folder.file(".provider-connections.lock")).value();
    BOOST_TEST((store.remove("a").error().code == errc::lock_timeout));
    BOOST_TEST(store.get("a").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
