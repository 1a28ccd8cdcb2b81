#include "recordings.hpp"

#include <parley/family/gemini.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(conformance_gemini, *parley::test::needs_shared_data())

namespace {

using model = parley::family::gemini;

std::vector<recordings::row> const& rows() {
    static auto const all = recordings::rows_of({"gemini_generate", "gemini_vertex"});
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(answers_mean_what_others_found) { recordings::answers_mean_what_others_found<model>(rows()); }
BOOST_AUTO_TEST_CASE(failures_have_a_class) { recordings::failures_have_a_class<model>(rows()); }
BOOST_AUTO_TEST_CASE(streams_do_not_depend_on_their_cuts) { recordings::streams_do_not_depend_on_their_cuts<model>(rows()); }
BOOST_AUTO_TEST_CASE(requests_survive) { recordings::requests_survive<model>(rows()); }
BOOST_AUTO_TEST_CASE(prefixes_are_harmless) { recordings::prefixes_are_harmless<model>(rows()); }

BOOST_AUTO_TEST_CASE(answers_that_only_one_decoder_could_read_mean_the_same_here) {
    recordings::tally count(model::name, "answers");
    for (auto const& r : rows()) {
        if (r.confidence != "direct-only") continue; // numbers for words, and streams that are one JSON array
        auto const got = recordings::decoded<model>(r.response);
        BOOST_TEST_REQUIRE(got.has_value(), r.file << ": " << (got ? std::string() : to_string(got.error())));
        auto const differs = recordings::difference(recordings::meaning_of(*got), r.expect);
        BOOST_TEST(differs.empty(), r.file << "\n" << differs);
        auto const& finish = r.expect.at("finish");
        BOOST_TEST(got->finish_raw == (finish.is_string() ? std::string(finish.get_string()) : boost::json::serialize(finish)), r.file);
        BOOST_TEST((got->end == parley::chat::end::complete), r.file);
        // The same bytes as a stream, in any pieces.
        for (std::size_t const piece : {std::size_t(1), std::size_t(7), r.response.body.size()}) {
            auto const streamed = parley::family::receive_stream<model>(r.response.body, [](parley::chat::event const&) {}, piece);
            BOOST_TEST_REQUIRE(streamed.has_value(), r.file);
            BOOST_TEST((*streamed == *got), r.file << " in pieces of " << piece);
        }
        count.add(r.confidence);
    }
    BOOST_TEST(count.total() != 0);
}

BOOST_AUTO_TEST_CASE(arguments_that_come_in_pieces_are_put_together) {
    recordings::tally count(model::name, "answers");
    for (auto const& r : rows()) {
        if (r.confidence != "streamed-args") continue;
        auto const got = recordings::decoded<model>(r.response);
        BOOST_TEST_REQUIRE(got.has_value(), r.file);
        auto const said = recordings::meaning_of(*got);
        BOOST_TEST(said.output == r.expect.at("usage").at("output").to_number<std::int64_t>(), r.file);
        BOOST_TEST((got->finish_reason == parley::chat::finish_reason::tool_calls), r.file);
        // Each piece says where it begins a call; what is put together has arguments for each call that was named.
        std::size_t named = 0;
        for (auto const& piece : r.expect.at("tool_calls").as_array()) named += piece.as_object().contains("name") ? 1 : 0;
        BOOST_TEST(said.tool_calls.size() == named, r.file);
        for (auto const& call : said.tool_calls) BOOST_TEST(!call.at("input").as_object().empty(), r.file << boost::json::serialize(call));
        count.add(r.confidence);
    }
    BOOST_TEST(count.total() != 0);
}

BOOST_AUTO_TEST_SUITE_END()
