#include "recordings.hpp"

#include <parley/family/openai_chat.hpp>

BOOST_AUTO_TEST_SUITE(conformance_openai_chat, *parley::test::needs_shared_data())

namespace {

using model = parley::family::openai_chat;

std::vector<recordings::row> const& rows() {
    static auto const all = recordings::rows_of({"openai_chat", "openai_chat_azure"});
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(answers_mean_what_others_found) { recordings::answers_mean_what_others_found<model>(rows()); }
// Others show refusals and transcripts as the answer's text, or lose calls of the old form; the rows expect each in its own place.
BOOST_AUTO_TEST_CASE(what_others_disagree_on_is_read_as_it_is_written) {
    recordings::tally count(model::name, "answers");
    for (auto const& r : rows()) {
        if (r.confidence != "disputed" && r.confidence != "direct-only") continue;
        auto const got = recordings::decoded<model>(r.response);
        BOOST_TEST(got.has_value(), r.file);
        if (!got) continue;
        auto const differs = recordings::difference(recordings::meaning_of(*got), r.expect);
        BOOST_TEST(differs.empty(), r.file << "\n" << differs);
        count.add(r.confidence);
    }
}
BOOST_AUTO_TEST_CASE(failures_have_a_class) { recordings::failures_have_a_class<model>(rows()); }
BOOST_AUTO_TEST_CASE(streams_do_not_depend_on_their_cuts) { recordings::streams_do_not_depend_on_their_cuts<model>(rows()); }
BOOST_AUTO_TEST_CASE(requests_survive) { recordings::requests_survive<model>(rows()); }
BOOST_AUTO_TEST_CASE(prefixes_are_harmless) { recordings::prefixes_are_harmless<model>(rows()); }

BOOST_AUTO_TEST_SUITE_END()
