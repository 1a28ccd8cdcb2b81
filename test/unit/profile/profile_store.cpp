#include <parley/profile/profile_store.hpp>

#include <parley/profile/fernet.hpp>
#include <parley/profile/sealed.hpp>

#include "support/temporary_folder.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(profile_profile_store)

namespace json = boost::json;
namespace migrate = parley::migrate;
using namespace parley::profile;
using namespace std::chrono_literals;
using parley::errc;
using parley::secret;
using parley::test::temporary_folder;
using names = std::vector<std::string>;

namespace {

secret key(std::string text) { return secret::make(std::move(text)).value(); }
fernet cipher(std::string text = "one key") { return fernet::from_secret(key(std::move(text))).value(); }
llm_profile with_key(std::string text, std::string model = "gpt-5.5") { return {.model = std::move(model), .api_key = key(std::move(text))}; }
json::object stored(temporary_folder const& folder, std::string_view name) { return json::parse(folder.read(name)).as_object(); }
std::string text(json::object const& document, std::string_view name) { return std::string(document.at({name.data(), name.size()}).as_string()); }

constexpr std::string_view mask = "**********";
constexpr std::string_view proxy = "https://llm-proxy.app.all-hands.dev";

} // namespace

// folder, names, list

BOOST_AUTO_TEST_CASE(a_store_needs_no_folder_until_something_is_saved) {
    temporary_folder folder;
    profile_store store(folder.file("a/profiles"));
    BOOST_TEST(store.list().value().empty());
    BOOST_TEST(store.list_summaries().value().empty());
    BOOST_TEST((store.load("x").error().code == errc::not_found));
    BOOST_TEST(!folder.has("a"));

    BOOST_REQUIRE(store.save("x", {.model = "m"}, secret_form::plain).has_value());
    struct stat found {};
    BOOST_REQUIRE(::stat(folder.file("a/profiles").c_str(), &found) == 0);
    BOOST_TEST((found.st_mode & 07777) == 0700u);
    BOOST_REQUIRE(::stat(folder.file("a/profiles/x.json").c_str(), &found) == 0);
    BOOST_TEST((found.st_mode & 07777) == 0600u);
}

BOOST_AUTO_TEST_CASE(names_are_listed_sorted_and_only_those_of_profiles) {
    temporary_folder folder;
    profile_store store(folder.path());
    for (auto name : {"b", "a", "c.json"}) BOOST_REQUIRE(store.save(name, {.model = "m"}, secret_form::plain).has_value());
    for (auto name : {"notes.txt", "bad name.json", ".hidden.json", "no_ending"}) folder.write(name, "{}");
    BOOST_TEST(store.list().value() == (names{"a", "b", "c"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_bad_name_is_refused_by_every_operation) {
    temporary_folder folder;
    profile_store store(folder.path());
    for (std::string_view name : {"", ".json", "..", "../up", "my/profile", "gpt\n", "name with space"}) {
        BOOST_TEST((store.load(name).error().code == errc::invalid_name), name);
        BOOST_TEST((store.save(name, {.model = "m"}, secret_form::plain).error().code == errc::invalid_name), name);
        BOOST_TEST((store.update(name, json::object(), secret_form::plain).error().code == errc::invalid_name), name);
        BOOST_TEST((store.remove(name).error().code == errc::invalid_name), name);
        BOOST_TEST((store.rename(name, "x").error().code == errc::invalid_name), name);
        BOOST_TEST((store.rename("x", name).error().code == errc::invalid_name), name);
    }
    BOOST_TEST(folder.names().size() == 0u);
}

// save and load

BOOST_AUTO_TEST_CASE(what_was_saved_is_loaded_again) {
    temporary_folder folder;
    profile_store store(folder.path());
    auto profile = with_key("k1");
    profile.sampling.temperature = 0.3;
    profile.extra_headers.emplace().emplace("X-Team", key("k2"));
    profile.extra["new_key"] = json::array{1, 2};
    BOOST_REQUIRE(store.save("fast", profile, secret_form::plain).has_value());
    BOOST_TEST((store.load("fast").value() == profile));
    BOOST_TEST((store.load("fast.json").value() == profile));
    BOOST_TEST(stored(folder, "fast.json").at("schema_version") == 1);
    BOOST_TEST(folder.read("fast.json").starts_with("{\n  \"model\": \"gpt-5.5\",\n"));
}

BOOST_AUTO_TEST_CASE(saving_again_replaces) {
    temporary_folder folder;
    profile_store store(folder.path());
    BOOST_REQUIRE(store.save("x", {.model = "old", .base_url = "https://a.example"}, secret_form::plain).has_value());
    BOOST_REQUIRE(store.save("x.json", {.model = "new"}, secret_form::plain).has_value());
    BOOST_TEST(store.load("x").value().model == "new");
    BOOST_TEST(!store.load("x").value().base_url.has_value());
    BOOST_TEST(store.list().value().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_missing_profile_tells_which_there_are) {
    temporary_folder folder;
    profile_store store(folder.path());
    BOOST_TEST(store.load("x").error().message == "There is no profile x. Profiles there are: none.");
    BOOST_REQUIRE(store.save("a", {.model = "m"}, secret_form::plain).has_value());
    BOOST_REQUIRE(store.save("b", {.model = "m"}, secret_form::plain).has_value());
    auto const missing = store.load("x").error();
    BOOST_TEST((missing.code == errc::not_found));
    BOOST_TEST(missing.message == "There is no profile x. Profiles there are: a, b.");
}

BOOST_AUTO_TEST_CASE(an_old_profile_comes_migrated_and_its_file_stays_until_it_is_saved) {
    temporary_folder folder;
    profile_store store(folder.path());
    std::string_view const old = R"({"model":"litellm_proxy/claude-opus-4-8","base_url":"https://llm-proxy.app.all-hands.dev/","service_id":"s"})";
    folder.write("old.json", old);
    auto const profile = store.load("old").value();
    BOOST_TEST(profile.model == "openhands/claude-opus-4-8");
    BOOST_TEST(profile.effective_base_url() == proxy);
    BOOST_TEST(folder.read("old.json") == old);

    BOOST_REQUIRE(store.save("old", profile, secret_form::masked).has_value());
    auto const file = stored(folder, "old.json");
    BOOST_TEST(text(file, "model") == "openhands/claude-opus-4-8");
    BOOST_TEST(!file.contains("base_url"));
    BOOST_TEST(text(file, "service_id") == "s");
    BOOST_TEST(file.at("schema_version") == 1);
}

BOOST_AUTO_TEST_CASE(a_profile_of_another_proxy_comes_as_it_is) {
    temporary_folder folder;
    profile_store store(folder.path());
    folder.write("x.json", R"({"schema_version":1,"model":"litellm_proxy/claude-opus-4-8","base_url":"https://litellm.example.com"})");
    BOOST_TEST(store.load("x").value().model == "litellm_proxy/claude-opus-4-8");
    BOOST_TEST(store.load("x").value().base_url.value() == "https://litellm.example.com");
}

BOOST_AUTO_TEST_CASE(a_profile_is_saved_in_its_canonical_form) {
    temporary_folder folder;
    profile_store store(folder.path());
    BOOST_REQUIRE(store.save("x", {.model = "litellm_proxy/gpt-5.5", .base_url = "https://llm-proxy.app.all-hands.dev/v1"}, secret_form::plain).has_value());
    BOOST_TEST(text(stored(folder, "x.json"), "model") == "openhands/gpt-5.5");
    BOOST_TEST(!stored(folder, "x.json").contains("base_url"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_an_error_of_its_own) {
    temporary_folder folder;
    profile_store store(folder.path());
    struct row {
        std::string_view text;
        errc code;
    };
    for (auto const& [content, code] : {
             row{"", errc::corrupt_file},
             {"{not json", errc::corrupt_file},
             {"[1, 2]", errc::corrupt_file},
             {"\"text\"", errc::corrupt_file},
             {"{\"model\": \"\xff\xfe\"}", errc::corrupt_file},
             {R"({"default_profile":null})", errc::invalid_document},
             {R"({"model":"m","temperature":"hot"})", errc::invalid_document},
             {R"({"model":"m","schema_version":2})", errc::version_newer},
             {R"({"model":"m","schema_version":-1})", errc::version_negative},
             {R"({"model":"m","schema_version":true})", errc::version_not_integer},
             {R"({"model":"m","schema_version":1.0})", errc::version_not_integer},
             {R"({"model":"m","schema_version":"1"})", errc::version_not_integer},
         }) {
        folder.write("x.json", content);
        auto const failure = store.load("x").error();
        BOOST_TEST((failure.code == code), content << ": " << failure);
        BOOST_TEST(failure.where.starts_with(folder.file("x.json")));
    }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_never_overwritten) {
    temporary_folder folder;
    profile_store store(folder.path());
    for (std::string_view content : {"{not json", "[]", "{\"model\": \"\xff\"}", R"({"model":"m","schema_version":2})", R"({"model":"m","schema_version":-1})",
                                     R"({"model":"m","api_key":"gAAAAABnotours"})"}) {
        folder.write("x.json", content);
        BOOST_TEST(store.save("x", with_key("k"), secret_form::plain).has_error(), content);
        BOOST_TEST(store.update("x", json::object{{"model", "n"}}, secret_form::plain).has_error(), content);
        BOOST_TEST(folder.read("x.json") == content);
    }
    BOOST_TEST(store.remove("x").value());
    BOOST_TEST(store.save("x", with_key("k"), secret_form::plain).has_value());
}

BOOST_AUTO_TEST_CASE(an_error_quotes_no_value_of_the_file) {
    temporary_folder folder;
    profile_store store(folder.path());
    folder.write("x.json", R"({"model":"m","api_key":"sk-leak","temperature":"sk-leak"})");
    BOOST_TEST(to_string(store.load("x").error()).find("sk-leak") == std::string::npos);
    folder.write("x.json", R"({"model":"m","api_key":"sk-leak",})");
    BOOST_TEST(to_string(store.load("x").error()).find("sk-leak") == std::string::npos);
}

// secrets

BOOST_AUTO_TEST_CASE(a_masked_save_writes_no_secret) {
    temporary_folder folder;
    profile_store store(folder.path());
    auto profile = with_key("leak1");
    profile.aws.aws_secret_access_key = key("leak2");
    profile.extra_headers.emplace().emplace("Authorization", key("leak3"));
    profile.api.litellm_extra_body["api_key"] = "leak4";
    BOOST_REQUIRE(store.save("x", profile, secret_form::masked).has_value());
    BOOST_TEST(folder.read("x.json").find("leak") == std::string::npos);
    auto const file = stored(folder, "x.json");
    BOOST_TEST(text(file, "api_key") == mask);
    BOOST_TEST(!file.contains("aws_access_key_id"));
    auto const loaded = store.load("x").value();
    BOOST_TEST(loaded.api_key.empty());
    BOOST_TEST(loaded.extra_headers.value().at("Authorization").empty());
}

BOOST_AUTO_TEST_CASE(a_masked_save_keeps_every_secret_of_the_file) {
    temporary_folder folder;
    profile_store store(folder.path(), cipher());
    auto profile = with_key("k1");
    profile.aws.aws_session_token = key("k2");
    profile.extra_headers.emplace().emplace("Authorization", key("k3"));
    profile.api.litellm_extra_body["proxy"] = json::object{{"api_key", "k4"}, {"region", "eu"}};
    profile.databricks.stored_tokens.emplace(u2m_tokens{.access_token = key("k5"), .client_id = "c"});
    BOOST_REQUIRE(store.save("x", profile, secret_form::encrypted).has_value());
    auto const before = stored(folder, "x.json");

    profile_store without_key(folder.path()); // a program that has no key can change everything else
    llm_profile changed{.model = "new"};
    changed.extra_headers.emplace().emplace("Authorization", secret());
    changed.api.litellm_extra_body["proxy"] = json::object{{"region", "us"}};
    BOOST_REQUIRE(without_key.save("x", changed, secret_form::masked).has_value());
    auto const after = stored(folder, "x.json");
    for (auto name : {"api_key", "aws_session_token", "extra_headers", "stored_u2m_tokens"}) BOOST_TEST(after.at(name) == before.at(name), name);

    auto const loaded = store.load("x").value();
    BOOST_TEST(loaded.model == "new");
    BOOST_TEST(loaded.api_key.reveal() == "k1");
    BOOST_TEST(loaded.extra_headers.value().at("Authorization").reveal() == "k3");
    BOOST_TEST(json::serialize(loaded.api.litellm_extra_body) == R"({"proxy":{"region":"us","api_key":"k4"}})");
    BOOST_TEST(loaded.databricks.stored_tokens.value().access_token.reveal() == "k5");
}

BOOST_AUTO_TEST_CASE(a_masked_save_changes_no_secret_of_the_file) {
    temporary_folder folder;
    profile_store store(folder.path());
    BOOST_REQUIRE(store.save("x", with_key("old"), secret_form::plain).has_value());
    BOOST_REQUIRE(store.save("x", with_key("new"), secret_form::masked).has_value());
    BOOST_TEST(store.load("x").value().api_key.reveal() == "old");
    // A mask in the file is no secret to keep.
    BOOST_REQUIRE(store.save("y", with_key("k"), secret_form::masked).has_value());
    BOOST_REQUIRE(store.save("y", {.model = "m"}, secret_form::masked).has_value());
    BOOST_TEST(!stored(folder, "y.json").contains("api_key"));
}

BOOST_AUTO_TEST_CASE(encrypted_secrets_are_on_disk_as_ciphertext_only) {
    temporary_folder folder;
    profile_store store(folder.path(), cipher());
    auto profile = with_key("leak1");
    profile.extra_headers.emplace().emplace("Authorization", key("leak2"));
    profile.api.litellm_extra_body["api_key"] = "leak3";
    BOOST_REQUIRE(store.save("x", profile, secret_form::encrypted).has_value());
    BOOST_TEST(folder.read("x.json").find("leak") == std::string::npos);
    BOOST_TEST(text(stored(folder, "x.json"), "api_key").starts_with("gAAAAA"));
    BOOST_TEST((store.load("x").value() == profile));
}

BOOST_AUTO_TEST_CASE(without_a_cipher_nothing_is_encrypted_and_nothing_written) {
    temporary_folder folder;
    profile_store store(folder.path());
    BOOST_TEST((store.save("x", with_key("k"), secret_form::encrypted).error().code == errc::cipher_missing));
    BOOST_TEST(store.list().value().empty());
}

BOOST_AUTO_TEST_CASE(ciphertext_is_never_taken_for_a_key) {
    temporary_folder folder;
    profile_store(folder.path(), cipher()).save("x", with_key("k"), secret_form::encrypted).value();
    auto const failure = profile_store(folder.path()).load("x").error();
    BOOST_TEST((failure.code == errc::cipher_missing));
    BOOST_TEST(failure.where == folder.file("x.json") + "#/api_key");
    // The other cipher's form is known too.
    auto const ring = sealed::from_keys({{"a", sealed::generate_key().value()}}).value();
    BOOST_TEST((profile_store(folder.path(), ring).load("x").error().code == errc::decryption_failed));
}

BOOST_AUTO_TEST_CASE(a_wrong_key_is_an_error_and_erases_nothing) {
    temporary_folder folder;
    profile_store(folder.path(), cipher("right")).save("x", with_key("k"), secret_form::encrypted).value();
    auto const before = folder.read("x.json");
    profile_store wrong(folder.path(), cipher("wrong"));
    BOOST_TEST((wrong.load("x").error().code == errc::decryption_failed));
    BOOST_TEST((wrong.save("x", with_key("other"), secret_form::encrypted).error().code == errc::decryption_failed));
    BOOST_TEST((wrong.update("x", json::object{{"model", "n"}}, secret_form::encrypted).error().code == errc::decryption_failed));
    BOOST_TEST(folder.read("x.json") == before);
    // It can be listed, renamed and saved masked, which touches no secret.
    BOOST_TEST(wrong.list_summaries().value().at(0).api_key_set);
    BOOST_REQUIRE(wrong.rename("x", "y").has_value());
    BOOST_REQUIRE(wrong.save("y", {.model = "new"}, secret_form::masked).has_value());
    BOOST_TEST(profile_store(folder.path(), cipher("right")).load("y").value().api_key.reveal() == "k");
}

BOOST_AUTO_TEST_CASE(plain_text_of_old_files_is_read_with_a_cipher) {
    temporary_folder folder;
    folder.write("x.json", R"({"model":"m","api_key":"sk-old"})");
    BOOST_TEST(profile_store(folder.path(), cipher()).load("x").value().api_key.reveal() == "sk-old");
}

BOOST_AUTO_TEST_CASE(keys_rotate_by_loading_and_saving) {
    temporary_folder folder;
    sealed::key const old_key{"old", sealed::generate_key().value()}, new_key{"new", sealed::generate_key().value()};
    profile_store(folder.path(), sealed::from_keys({old_key}).value()).save("x", with_key("k"), secret_form::encrypted).value();
    profile_store both(folder.path(), sealed::from_keys({new_key, old_key}).value());
    BOOST_REQUIRE(both.save("x", both.load("x").value(), secret_form::encrypted).has_value());
    BOOST_TEST(text(stored(folder, "x.json"), "api_key").starts_with("parley-sealed-1:new:"));
    BOOST_TEST(profile_store(folder.path(), sealed::from_keys({new_key}).value()).load("x").value().api_key.reveal() == "k");
}

BOOST_AUTO_TEST_CASE(an_update_keeps_masked_secrets_and_merges_the_rest) {
    temporary_folder folder;
    profile_store store(folder.path(), cipher());
    BOOST_REQUIRE(store.save("x", with_key("k"), secret_form::encrypted).has_value());
    auto const patch = json::parse(R"({"api_key":"**********","temperature":0.2,"base_url":"https://llm-proxy.app.all-hands.dev","model":"openhands/gpt-5.5"})");
    auto const changed = store.update("x", patch, secret_form::encrypted).value();
    BOOST_TEST(changed.api_key.reveal() == "k");
    BOOST_TEST(changed.sampling.temperature.value() == 0.2);
    BOOST_TEST(!changed.base_url.has_value());
    BOOST_TEST((store.load("x").value() == changed));
    BOOST_TEST(store.update("x", json::object{{"api_key", nullptr}}, secret_form::encrypted).value().api_key.empty());
    BOOST_TEST((store.update("x", json::object{{"temperature", "hot"}}, secret_form::encrypted).error().code == errc::invalid_document));
    BOOST_TEST((store.update("y", json::object(), secret_form::encrypted).error().code == errc::not_found));
}

BOOST_AUTO_TEST_CASE(a_subscription_leaves_no_key_behind) {
    temporary_folder folder;
    profile_store store(folder.path());
    auto profile = with_key("k");
    BOOST_REQUIRE(store.save("x", profile, secret_form::plain).has_value());
    profile.auth_type = auth_type::subscription;
    profile.base_url = "https://a.example";
    profile.extra_headers.emplace().emplace("Authorization", key("k"));
    for (auto form : {secret_form::masked, secret_form::plain}) {
        BOOST_REQUIRE(store.save("x", profile, form).has_value());
        for (auto name : {"api_key", "base_url", "extra_headers"}) BOOST_TEST(!stored(folder, "x.json").contains(name), name);
    }
}

// remove and rename

BOOST_AUTO_TEST_CASE(removing_says_whether_there_was_a_profile) {
    temporary_folder folder;
    profile_store store(folder.path());
    BOOST_REQUIRE(store.save("x", {.model = "m"}, secret_form::plain).has_value());
    BOOST_TEST(store.remove("x.json").value());
    BOOST_TEST(!store.remove("x").value());
    BOOST_TEST(store.list().value().empty());
}

BOOST_AUTO_TEST_CASE(renaming_moves_the_file_as_it_is) {
    temporary_folder folder;
    profile_store store(folder.path());
    std::string_view const content = R"({"model":"litellm_proxy/gpt-5.5","api_key":"gAAAAAsecret","base_url":"https://llm-proxy.app.all-hands.dev"})";
    folder.write("a.json", content);
    BOOST_REQUIRE(store.rename("a", "b.json").has_value());
    BOOST_TEST(folder.read("b.json") == content);
    BOOST_TEST(!folder.has("a.json"));
}

BOOST_AUTO_TEST_CASE(renaming_needs_a_profile_and_a_free_name) {
    temporary_folder folder;
    profile_store store(folder.path());
    BOOST_TEST((store.rename("a", "b").error().code == errc::not_found));
    BOOST_TEST((store.rename("a", "a").error().code == errc::not_found));
    BOOST_REQUIRE(store.save("a", {.model = "one"}, secret_form::plain).has_value());
    BOOST_REQUIRE(store.save("b", {.model = "two"}, secret_form::plain).has_value());
    BOOST_TEST((store.rename("a", "b").error().code == errc::already_exists));
    BOOST_TEST(store.rename("a", "a.json").has_value());
    BOOST_TEST(store.load("a").value().model == "one");
    BOOST_TEST(store.load("b").value().model == "two");
}

// summaries

BOOST_AUTO_TEST_CASE(a_summary_says_what_stands_in_each_file) {
    temporary_folder folder;
    profile_store store(folder.path());
    folder.write("a.json", R"({"model":"litellm_proxy/claude-opus-4-8","base_url":"https://LLM-proxy.app.all-hands.dev/v1","api_key":"gAAAAAsealed"})");
    folder.write("b.json", R"({"schema_version":1,"model":"m","base_url":"https://[bad","api_key":"**********"})");
    folder.write("bad name.json", R"({"model":"m"})");
    folder.write("bytes.json", "{\"model\": \"\xff\"}");
    folder.write("config.json", R"({"default_profile":null})");
    folder.write("half.json", R"({"model": "m")");
    folder.write("line\n.json", R"({"model":"m"})");
    folder.write("list.json", "[]");
    folder.write("negative.json", R"({"model":"m","schema_version":-1})");
    folder.write("newer.json", R"({"model":"future","schema_version":99})");
    folder.write("notes.txt", "not a profile");
    std::filesystem::create_directory(folder.file("folder.json"));

    auto const found = store.list_summaries().value();
    struct row {
        std::string name;
        profile_status status;
    };
    std::vector<row> const expected{
        {"a", profile_status::ok},           {"b", profile_status::ok},           {"bad name", profile_status::invalid_name}, {"bytes", profile_status::corrupt},
        {"config", profile_status::corrupt}, {"folder", profile_status::corrupt}, {"half", profile_status::corrupt},          {"line\n", profile_status::invalid_name},
        {"list", profile_status::corrupt},   {"negative", profile_status::corrupt}, {"newer", profile_status::newer_version},
    };
    BOOST_REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i != found.size(); ++i) {
        BOOST_TEST(found[i].name == expected[i].name);
        BOOST_TEST((found[i].status == expected[i].status), found[i].name);
        BOOST_TEST(found[i].problem.has_value() == (expected[i].status != profile_status::ok), found[i].name);
    }
    BOOST_TEST(found[0].model.value() == "openhands/claude-opus-4-8");
    BOOST_TEST(!found[0].base_url.has_value());
    BOOST_TEST(found[0].api_key_set);
    BOOST_TEST(found[1].base_url.value() == "https://[bad");
    BOOST_TEST(!found[1].api_key_set);
    BOOST_TEST(found[10].model.value() == "future");
}

BOOST_AUTO_TEST_CASE(only_a_text_that_is_no_mask_counts_as_a_key) {
    temporary_folder folder;
    profile_store store(folder.path());
    for (auto value : {"\"\"", "\"  \"", "null", "\"***\"", "\"**********\""}) {
        folder.write("x.json", R"({"model":"m","api_key":)" + std::string(value) + "}");
        BOOST_TEST(!store.list_summaries().value().at(0).api_key_set, value);
    }
    folder.write("x.json", R"({"model":"m","api_key":"sk-1"})");
    BOOST_TEST(store.list_summaries().value().at(0).api_key_set);
}

// limit

BOOST_AUTO_TEST_CASE(at_the_limit_only_profiles_that_exist_are_saved) {
    temporary_folder folder;
    profile_store store(folder.path(), no_cipher(), {.max_profiles = 2});
    folder.write("bad name.json", "{}"); // takes no place
    BOOST_REQUIRE(store.save("a", {.model = "m"}, secret_form::plain).has_value());
    BOOST_REQUIRE(store.save("b", {.model = "m"}, secret_form::plain).has_value());
    BOOST_TEST((store.save("c", {.model = "m"}, secret_form::plain).error().code == errc::limit_reached));
    BOOST_TEST(!folder.has("c.json"));
    BOOST_TEST(store.save("b", {.model = "changed"}, secret_form::plain).has_value());
    BOOST_REQUIRE(store.remove("a").value());
    BOOST_TEST(store.save("c", {.model = "m"}, secret_form::plain).has_value());
}

// files, locks, threads

BOOST_AUTO_TEST_CASE(a_failed_replacement_leaves_no_temporary) {
    temporary_folder folder;
    profile_store store(folder.path());
    std::filesystem::create_directory(folder.file("x.json"));
    BOOST_TEST(store.save("x", {.model = "m"}, secret_form::plain).has_error());
    BOOST_TEST(folder.names() == (names{".profiles.lock", "x.json"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_a_killed_program_left_goes_with_the_next_change) {
    temporary_folder folder;
    profile_store store(folder.path());
    folder.write(".x.json.parley-tmp-a1b2c3", R"({"model":"half)");
    BOOST_TEST(store.list().value().empty());
    BOOST_REQUIRE(store.save("y", {.model = "m"}, secret_form::plain).has_value());
    BOOST_TEST(folder.names() == (names{".profiles.lock", "y.json"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(writers_wait_for_the_lock_and_readers_do_not) {
    temporary_folder folder;
    profile_store store(folder.path(), no_cipher(), {.lock_limit = 20ms});
    BOOST_REQUIRE(store.save("x", {.model = "m"}, secret_form::plain).has_value());
    auto const held = migrate::file_lock::acquire(folder.file(".profiles.lock")).value();
    BOOST_TEST((store.save("x", {.model = "n"}, secret_form::plain).error().code == errc::lock_timeout));
    BOOST_TEST((store.remove("x").error().code == errc::lock_timeout));
    BOOST_TEST(store.load("x").value().model == "m");
    BOOST_TEST(store.list_summaries().value().size() == 1u);
}

BOOST_AUTO_TEST_CASE(threads_that_update_one_profile_lose_nothing) {
    temporary_folder folder;
    profile_store(folder.path()).save("x", {.model = "m"}, secret_form::plain).value();
    std::vector<std::thread> threads;
    std::atomic<int> failures = 0;
    for (int t = 0; t != 4; ++t)
        threads.emplace_back([&, t] {
            profile_store store(folder.path());
            for (int i = 0; i != 10; ++i)
                if (!store.update("x", json::object{{"k" + std::to_string(t * 10 + i), i}}, secret_form::plain)) ++failures;
        });
    for (auto& thread : threads) thread.join();
    BOOST_TEST(failures == 0);
    BOOST_TEST(profile_store(folder.path()).load("x").value().extra.size() == 40u);
}

BOOST_AUTO_TEST_CASE(a_reader_sees_whole_profiles_only) {
    temporary_folder folder;
    profile_store store(folder.path());
    llm_profile const one{.model = std::string(3000, 'a'), .usage_id = "one"}, two{.model = std::string(9000, 'b'), .usage_id = "two"};
    BOOST_REQUIRE(store.save("x", one, secret_form::plain).has_value());
    std::atomic<bool> done = false;
    std::atomic<int> torn = 0;
    std::thread reader([&] {
        while (!done) {
            auto const seen = profile_store(folder.path()).load("x");
            if (!seen || (*seen != one && *seen != two)) ++torn;
        }
    });
    for (int i = 0; i != 50; ++i) BOOST_REQUIRE(store.save("x", i % 2 ? one : two, secret_form::plain).has_value());
    done = true;
    reader.join();
    BOOST_TEST(torn == 0);
}

// connections

BOOST_AUTO_TEST_CASE(a_linked_profile_uses_what_its_connection_has_now) {
    temporary_folder folder;
    profile_store store(folder.file("profiles"), cipher());
    BOOST_REQUIRE(store.connections().create({.id = "team", .display_name = "Team", .api_key = key("k1"), .base_url = "https://one.example"}).has_value());
    BOOST_TEST(folder.has("provider-connections/provider_connections.json"));
    auto linked = with_key("inline");
    linked.base_url = "https://inline.example";
    linked.provider_connection_id = "team";
    BOOST_REQUIRE(store.save("x", linked, secret_form::encrypted).has_value());
    BOOST_TEST(!stored(folder, "profiles/x.json").contains("api_key"));
    BOOST_TEST(!stored(folder, "profiles/x.json").contains("base_url"));
    BOOST_TEST(store.load("x").value().api_key.empty());
    BOOST_TEST(store.load_resolved("x").value().api_key.reveal() == "k1");
    BOOST_TEST(store.load_resolved("x").value().base_url.value() == "https://one.example");

    auto const file = folder.read("profiles/x.json");
    BOOST_REQUIRE(store.connections().update({.id = "team", .display_name = "Team", .api_key = key("k2")}).has_value());
    BOOST_TEST(store.load_resolved("x").value().api_key.reveal() == "k2");
    BOOST_TEST(!store.load_resolved("x").value().base_url.has_value()); // also that it has none
    BOOST_TEST(folder.read("profiles/x.json") == file);
}

BOOST_AUTO_TEST_CASE(a_profile_without_connection_needs_no_connections) {
    temporary_folder folder;
    profile_store store(folder.file("profiles"));
    folder.write("provider-connections", "in the way");
    BOOST_REQUIRE(store.save("x", with_key("k"), secret_form::plain).has_value());
    BOOST_TEST(store.load_resolved("x").value().api_key.reveal() == "k");
}

BOOST_AUTO_TEST_CASE(a_connection_that_is_missing_is_an_error_where_it_is_used) {
    temporary_folder folder;
    profile_store store(folder.file("profiles"));
    BOOST_REQUIRE(store.save("x", {.model = "m", .provider_connection_id = "gone"}, secret_form::plain).has_value());
    BOOST_TEST(store.load("x").value().provider_connection_id.value() == "gone");
    BOOST_TEST((store.load_resolved("x").error().code == errc::not_found));
    BOOST_TEST(store.load_resolved("x").error().where == "gone");
}

BOOST_AUTO_TEST_CASE(summaries_tell_of_connections) {
    temporary_folder folder;
    profile_store store(folder.file("profiles"), cipher());
    BOOST_REQUIRE(store.connections().create({.id = "with", .display_name = "A", .api_key = key("k")}).has_value());
    BOOST_REQUIRE(store.connections().create({.id = "without", .display_name = "B"}).has_value());
    BOOST_REQUIRE(store.save("a", {.model = "m", .provider_connection_id = "with"}, secret_form::plain).has_value());
    BOOST_REQUIRE(store.save("b", {.model = "m", .provider_connection_id = "without"}, secret_form::plain).has_value());
    BOOST_REQUIRE(store.save("c", {.model = "m", .provider_connection_id = "gone"}, secret_form::plain).has_value());
    auto const found = store.list_summaries().value();
    BOOST_TEST((found[0].api_key_set && !found[0].provider_connection_broken));
    BOOST_TEST((!found[1].api_key_set && !found[1].provider_connection_broken));
    BOOST_TEST((!found[2].api_key_set && found[2].provider_connection_broken));

    profile_store wrong(folder.file("profiles"), cipher("another"));
    BOOST_TEST(wrong.list_summaries().value()[0].provider_connection_broken);
    folder.write("provider-connections/provider_connections.json", "{half");
    BOOST_TEST(store.list_summaries().value()[0].provider_connection_broken);
}

BOOST_AUTO_TEST_CASE(a_connection_in_use_is_not_removed) {
    temporary_folder folder;
    profile_store store(folder.file("profiles"));
    BOOST_REQUIRE(store.connections().create({.id = "team", .display_name = "Team"}).has_value());
    BOOST_REQUIRE(store.save("a", {.model = "m", .provider_connection_id = "team"}, secret_form::plain).has_value());
    folder.write("profiles/b.json", R"({"model":"m","schema_version":9,"provider_connection_id":"team"})");
    auto const refused = store.remove_connection("team");
    BOOST_TEST((refused.error().code == errc::in_use));
    BOOST_TEST(refused.error().message == "Profiles name this connection: a, b.");
    BOOST_REQUIRE(store.remove("a").value());
    BOOST_REQUIRE(store.remove("b").value());
    BOOST_TEST(store.remove_connection("team").has_value());
    BOOST_TEST((store.remove_connection("team").error().code == errc::not_found));
}

// where profiles are

BOOST_AUTO_TEST_CASE(the_default_folder_is_that_of_openhands) {
    auto surroundings = parley::environment::isolated();
    BOOST_TEST((default_profile_folder(surroundings).error().code == errc::misconfigured));
    surroundings.home = [] { return std::optional<std::string>("/home/ada"); };
    BOOST_TEST(default_profile_folder(surroundings).value() == "/home/ada/.openhands/profiles");
    surroundings.variable = [](std::string const& name) { return name == "OH_PERSISTENCE_DIR" ? std::optional<std::string>("/data") : std::nullopt; };
    BOOST_TEST(default_profile_folder(surroundings).value() == "/data/profiles");
}

BOOST_AUTO_TEST_CASE(a_profile_lives_through_everything) {
    temporary_folder folder;
    profile_store store(folder.path(), cipher());
    BOOST_REQUIRE(store.save("draft", with_key("k", "openhands/gpt-5.5"), secret_form::encrypted).has_value());
    BOOST_REQUIRE(store.update("draft", json::object{{"temperature", 0.5}}, secret_form::encrypted).has_value());
    BOOST_REQUIRE(store.rename("draft", "final").has_value());
    BOOST_TEST(store.list().value() == names{"final"}, boost::test_tools::per_element());
    auto const loaded = store.load("final").value();
    BOOST_TEST(loaded.api_key.reveal() == "k");
    BOOST_TEST(loaded.sampling.temperature.value() == 0.5);
    BOOST_REQUIRE(store.remove("final").value());
    BOOST_TEST(store.list().value().empty());
}

BOOST_AUTO_TEST_SUITE_END()
