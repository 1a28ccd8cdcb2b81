#include <parley/catalog/discovery.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_discovery)

namespace catalog = parley::catalog;
using catalog::read_discovery;
using parley::errc;

namespace {

std::string names(std::string_view body) {
    auto const found = read_discovery(body);
    if (!found) return std::string(name(found.error().code));
    std::string text;
    for (auto const& m : found->models) text += m.name + " ";
    return text + std::to_string(found->duplicates) + " " + std::to_string(found->skipped);
}

} // namespace

BOOST_AUTO_TEST_CASE(both_forms_of_a_list_are_read) {
    BOOST_TEST(names(R"({"object":"list","data":[{"id":"b"},{"id":"a","owned_by":"me"}]})") == "a b 0 0");
    BOOST_TEST(names(R"([{"model_name":"b"},{"id":"a"}])") == "a b 0 0");
    BOOST_TEST(names(R"({"data":[]})") == "0 0");
    BOOST_TEST(names("[]") == "0 0");
}

BOOST_AUTO_TEST_CASE(another_document_is_refused_and_not_quoted) {
    for (auto const* body : {"", "canary", "5", "null", "{}", R"({"data":{}})", R"({"data":null})", R"({"models":[{"id":"canary"}]})", "<html>canary</html>", "[{\"id\":"}) {
        auto const found = read_discovery(body);
        BOOST_REQUIRE_MESSAGE(!found, body);
        BOOST_TEST((found.error().code == errc::invalid_response));
        BOOST_TEST(parley::to_string(found.error()).find("canary") == std::string::npos);
    }
}

// T24
BOOST_AUTO_TEST_CASE(T24_duplicate_ids_in_one_discovery_do_not_fail) {
    auto const found = read_discovery(R"([{"id":"a","context_window":1},{"id":"b"},{"id":"a","context_window":2},{"id":"a"}])").value();
    BOOST_TEST(found.models.size() == 2u);
    BOOST_TEST(found.duplicates == 2u);
    BOOST_TEST(found.models[0].info.context.value() == 1);
}

BOOST_AUTO_TEST_CASE(entries_without_a_name_that_can_be_kept_are_passed_over) {
    BOOST_TEST(names(R"([1,null,"a",{},{"id":5},{"id":""},{"id":" a"},{"id":"a\u0000b"},{"id":"a\nb"},{"id":"ok/x:7b"}])") == "ok/x:7b 0 9");
    BOOST_TEST(names("[{\"id\":\"" + std::string(500, 'a') + "\"},{\"id\":\"" + std::string(501, 'b') + "\"}]") == std::string(500, 'a') + " 0 1");
    BOOST_TEST(names(R"([{"id":7,"model_name":"a"}])") == "a 0 0");
}

BOOST_AUTO_TEST_CASE(an_answer_is_bounded) {
    catalog::discovery_limits limits;
    limits.max_models = 2;
    limits.max_bytes = 60;
    BOOST_TEST(read_discovery(R"([{"id":"a"},{"id":"b"}])", limits).has_value());
    BOOST_TEST((read_discovery(R"([{"id":"a"},{"id":"b"},{"id":"c"}])", limits).error().code == errc::response_too_large));
    BOOST_TEST((read_discovery("[{\"id\":\"" + std::string(60, 'a') + "\"}]", limits).error().code == errc::response_too_large));
    BOOST_TEST((read_discovery(std::string(100'000, '[')).error().code == errc::invalid_response));
}

BOOST_AUTO_TEST_CASE(what_servers_say_of_their_models_is_kept) {
    auto const found = read_discovery(R"([
        {"id":"a","max_model_len":4096},
        {"id":"b","context_length":8192,"name":"B","max_completion_tokens":100},
        {"id":"c","context_window":-1,"max_output_tokens":"many","display_name":5},
        {"id":"text-embedding-3"}, {"id":"e","type":"embedding"}, {"id":"f","mode":"audio_transcription"}, {"id":"whisper-1"}])").value();
    std::string kinds;
    for (auto const& m : found.models) kinds += m.name + "=" + m.kind + " ";
    BOOST_TEST(kinds == "a=completion b=completion c=completion e=embedding f=transcription text-embedding-3=embedding whisper-1=transcription ");
    BOOST_TEST(found.models[0].info.context.value() == 4096);
    BOOST_TEST(found.models[1].info.context.value() == 8192);
    BOOST_TEST(found.models[1].info.max_output.value() == 100);
    BOOST_TEST(found.models[1].info.name == "B");
    BOOST_TEST(!found.models[2].info.context.has_value());
    BOOST_TEST(!found.models[2].info.max_output.has_value());
    BOOST_TEST(found.models[2].info.name.empty());
}

BOOST_AUTO_TEST_SUITE_END()
