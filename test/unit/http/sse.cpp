#include <parley/http/sse.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(http_sse)

namespace {

using parley::errc;
using parley::result;
using parley::http::sse_event;
using parley::http::sse_reader;

/// Reads `text` in pieces of `size` bytes; each event becomes `type|data`.
std::vector<std::string> read(std::string_view text, std::size_t size) {
    std::vector<std::string> events;
    auto const sink = [&](sse_event const& e) -> result<void> {
        events.push_back(std::string(e.type) + "|" + std::string(e.data));
        return {};
    };
    sse_reader reader;
    for (std::size_t at = 0; at < text.size(); at += size) {
        std::string const piece(text.substr(at, size)); // dies after each feed, so that a kept view would be found by the sanitizer
        BOOST_TEST_REQUIRE(reader.feed(piece, sink).has_value());
    }
    BOOST_TEST_REQUIRE(reader.finish(sink).has_value());
    return events;
}

std::string with_ends(std::string text, std::string_view end) {
    std::string made;
    for (char const c : text) c == '\n' ? made.append(end) : made.append(1, c);
    return made;
}

void check_every_split(std::string_view text, std::vector<std::string> const& expected) {
    for (auto const* end : {"\n", "\r", "\r\n"}) {
        auto const body = with_ends(std::string(text), end);
        for (std::size_t size = 1; size <= body.size() + 1; ++size) BOOST_TEST(read(body, size) == expected, boost::test_tools::per_element());
        for (std::size_t cut = 0; cut <= body.size(); ++cut) {
            std::vector<std::string> events;
            auto const sink = [&](sse_event const& e) -> result<void> {
                events.push_back(std::string(e.type) + "|" + std::string(e.data));
                return {};
            };
            sse_reader reader;
            std::string const first(body.substr(0, cut)), second(body.substr(cut));
            BOOST_TEST_REQUIRE(reader.feed(first, sink).has_value());
            BOOST_TEST_REQUIRE(reader.feed(second, sink).has_value());
            BOOST_TEST_REQUIRE(reader.finish(sink).has_value());
            BOOST_TEST(events == expected, boost::test_tools::per_element());
        }
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(events_are_the_same_however_the_bytes_are_cut) {
    check_every_split("data: one\n\nevent: ping\ndata: {\"a\":1}\n\ndata:two\n\n", {"|one", "ping|{\"a\":1}", "|two"});
}

BOOST_AUTO_TEST_CASE(several_data_lines_are_joined_by_line_feeds) {
    check_every_split("data: a\ndata:\ndata:  b\nevent: x\ndata: c\n\n", {"x|a\n\n b\nc"});
}

BOOST_AUTO_TEST_CASE(comments_and_unknown_fields_are_skipped) {
    check_every_split(": OPENROUTER PROCESSING\n\nid: 7\nretry: 10\nwhat: ever\ndata: a\n:\nnocolon\n\n", {"|a"});
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_skipped_at_the_start_only) {
    check_every_split("\xEF\xBB\xBF" "data: a\n\n\xEF\xBB\xBF" "data: b\n\ndata: c\n\n", {"|a", "|c"});
}

BOOST_AUTO_TEST_CASE(a_missing_last_newline_loses_nothing) {
    check_every_split("data: a\n\ndata: b", {"|a", "|b"});
    check_every_split("data: a\n\ndata: b\n", {"|a", "|b"});
}

BOOST_AUTO_TEST_CASE(an_event_without_data_is_none) {
    check_every_split("event: ping\n\ndata: a\n\n\n\n", {"|a"});
    check_every_split("", {});
}

BOOST_AUTO_TEST_CASE(empty_data_is_an_event_and_text_of_many_bytes_stays_whole) { check_every_split("data\n\ndata: \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x80\n\n", {"|", "|\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x80"}); }

BOOST_AUTO_TEST_CASE(an_event_that_lies_whole_in_one_piece_is_not_copied) {
    std::string const piece = "data: first event that is long enough\n\ndata: second event that is long enough\n\n";
    int inside = 0;
    sse_reader reader;
    BOOST_TEST(reader
                   .feed(piece,
                         [&](sse_event const& e) -> result<void> {
                             inside += e.data.data() >= piece.data() && e.data.data() < piece.data() + piece.size();
                             return {};
                         })
                   .has_value());
    BOOST_TEST(inside == 2);
}

BOOST_AUTO_TEST_CASE(an_event_beyond_the_limit_is_refused_however_it_arrives) {
    std::string const line(101, 'x');
    auto const ignore = [](sse_event const&) -> result<void> { return {}; };
    auto const code_of = [&](std::vector<std::string> const& pieces) {
        sse_reader reader(100);
        for (auto const& piece : pieces)
            if (auto const done = reader.feed(piece, ignore); !done) return done.error().code;
        return errc{};
    };
    BOOST_TEST((code_of({"data: " + line + "\n\n"}) == errc::response_too_large));
    BOOST_TEST((code_of({line}) == errc::response_too_large));
    BOOST_TEST((code_of(std::vector<std::string>(30, "data: xxx\n")) == errc::response_too_large));
    BOOST_TEST((code_of(std::vector<std::string>(30, "data: xxx\n\n")) == errc{}));
}

BOOST_AUTO_TEST_CASE(the_sinks_error_ends_the_reading) {
    int calls = 0;
    auto const fail = [&](sse_event const&) -> result<void> {
        ++calls;
        return parley::error(errc::overloaded);
    };
    sse_reader reader;
    BOOST_TEST((reader.feed("data: a\n\ndata: b\n\n", fail).error().code == errc::overloaded));
    BOOST_TEST(calls == 1);
    sse_reader at_end;
    BOOST_TEST(at_end.feed("data: a", fail).has_value());
    BOOST_TEST((at_end.finish(fail).error().code == errc::overloaded));
}

BOOST_AUTO_TEST_SUITE_END()
