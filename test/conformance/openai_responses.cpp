#include "recordings.hpp"

#include <parley/family/openai_responses.hpp>
#include <parley/http/sse.hpp>

BOOST_AUTO_TEST_SUITE(conformance_openai_responses, *parley::test::needs_shared_data())

namespace {

namespace json = boost::json;

using model = parley::family::openai_responses;

std::vector<recordings::row> const& rows() {
    static auto const all = recordings::rows_of({"openai_responses", "openai_responses_azure"});
    return all;
}

/// Returns the response object of an answer: the body, or what the last event of a stream holds.
std::string response_object(parley::http::response const& r) {
    if (!parley::family::is_event_stream(r)) return r.body;
    std::string found;
    parley::http::sse_reader lines;
    auto const sink = [&](parley::http::sse_event const& e) -> parley::result<void> {
        auto const v = json::parse({e.data.data(), e.data.size()});
        auto const type = recordings::string_at(v.get_object(), "type");
        if (type == "response.completed" || type == "response.incomplete") found = json::serialize(v.get_object().at("response"));
        return {};
    };
    (void)lines.feed(r.body, sink);
    (void)lines.finish(sink);
    return found;
}

/// Takes away what an answer says about its text, and no request repeats.
void strip(json::value& v) {
    if (v.is_array()) {
        for (auto& element : v.get_array()) strip(element);
    } else if (v.is_object()) {
        auto& o = v.get_object();
        o.erase("logprobs");
        if (auto const* const notes = o.if_contains("annotations"); notes && notes->is_array() && notes->get_array().empty()) o.erase("annotations");
        for (auto& member : o) strip(member.value());
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(answers_mean_what_others_found) { recordings::answers_mean_what_others_found<model>(rows()); }
BOOST_AUTO_TEST_CASE(failures_have_a_class) { recordings::failures_have_a_class<model>(rows()); }
BOOST_AUTO_TEST_CASE(streams_do_not_depend_on_their_cuts) { recordings::streams_do_not_depend_on_their_cuts<model>(rows()); }
BOOST_AUTO_TEST_CASE(requests_survive) { recordings::requests_survive<model>(rows()); }
BOOST_AUTO_TEST_CASE(prefixes_are_harmless) { recordings::prefixes_are_harmless<model>(rows()); }

BOOST_AUTO_TEST_CASE(a_stream_is_the_same_as_its_last_event) {
    recordings::tally count(model::name, "streams with their last event");
    for (auto const& r : rows()) {
        if (!r.response.is_success() || !parley::family::is_event_stream(r.response)) continue;
        parley::http::response whole;
        whole.body = response_object(r.response);
        if (whole.body.empty()) continue;
        auto const streamed = parley::family::receive<model>(r.response);
        auto const at_once = model::decode(whole);
        BOOST_TEST_REQUIRE((streamed && at_once), r.file);
        BOOST_TEST((*streamed == *at_once), r.file << "\n" << parley::reflect::to_text(*streamed) << "\n" << parley::reflect::to_text(*at_once));
        count.add("");
    }
    BOOST_TEST(count.total() != 0, "no stream was found");
}

BOOST_AUTO_TEST_CASE(an_answer_goes_back_as_it_came) {
    recordings::tally count(model::name, "answers sent back");
    for (auto const& r : rows()) {
        auto const got = r.response.is_success() ? parley::family::receive<model>(r.response) : parley::error(parley::errc::invalid_response);
        auto const object = got ? response_object(r.response) : std::string();
        if (object.empty() || got->content.empty()) continue;
        parley::chat::request next;
        next.model = "m";
        auto& said = next.messages.emplace_back();
        said.role = parley::chat::role::assistant;
        said.content = got->content;
        auto const written = model::encode(next, {parley::http::url::parse("https://host.example/v1").value()});
        BOOST_TEST_REQUIRE(written.has_value(), r.file);
        auto sent = json::parse(written->body).at("input"), received = json::parse(object).at("output");
        strip(sent), strip(received);
        std::string differs;
        recordings::say_differences(received, sent, "", differs);
        BOOST_TEST(differs.empty(), r.file << "\n" << differs);
        count.add("");
    }
    BOOST_TEST(count.total() != 0, "no answer was found");
}

BOOST_AUTO_TEST_SUITE_END()
