#ifndef PARLEY_TEST_CONFORMANCE_RECORDINGS_HPP
#define PARLEY_TEST_CONFORMANCE_RECORDINGS_HPP

// Compares a family with exchanges that others recorded: `../shared/data/recordings`, or any folder of that shape in `PARLEY_RECORDINGS`.

#include "support/json_storage.hpp"
#include "support/shared_data.hpp"

#include <parley/chat/fold.hpp>
#include <parley/chat/response.hpp>
#include <parley/family/family.hpp>
#include <parley/family/receive.hpp>
#include <parley/http/recorded.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/same_json.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace recordings {

namespace chat = parley::chat;
namespace family = parley::family;
namespace http = parley::http;
namespace json = boost::json;

inline std::string folder() {
    if (auto const* chosen = std::getenv("PARLEY_RECORDINGS")) return chosen;
    return parley::test::shared_data_folder() + "/recordings";
}

inline std::string text_of(std::string const& name) {
    std::ifstream file(folder() + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline std::string string_at(json::object const& o, char const* key) {
    auto const* const v = o.if_contains(key);
    return v && v->is_string() ? std::string(v->get_string()) : std::string();
}

/// One exchange, and what independent decoders make of it.
struct row {
    std::string file, confidence;
    json::object expect;
    http::response response{};
    std::optional<http::request> request; ///< where it was recorded and is JSON
    json::value request_body;
};

/// Returns the rows of the families that are named, as the recordings name them.
inline std::vector<row> rows_of(std::vector<std::string_view> const& families) {
    std::vector<row> rows;
    std::ifstream expected(folder() + "/expected.jsonl");
    for (std::string line; std::getline(expected, line);) {
        auto const said = json::parse(line).as_object();
        if (std::find(families.begin(), families.end(), string_at(said, "family")) == families.end()) continue;
        row made{string_at(said, "file"), string_at(said, "confidence"), {}, {}, {}, {}};
        if (auto const* const expect = said.if_contains("expect"); expect && expect->is_object()) made.expect = expect->get_object();
        auto const document = json::parse(text_of(made.file)).as_object();
        made.response = to_response(parley::reflect::parse<http::recorded_response>(json::serialize(document.at("response"))).value()).value();
        if (auto const* const request = document.at("request").if_object(); request && request->at("body").is_object()) {
            made.request_body = request->at("body");
            made.request.emplace(string_at(*request, "method"), http::url::parse(http::recorded_address(string_at(*request, "url"))).value());
            made.request->body = json::serialize(made.request_body);
        }
        rows.push_back(std::move(made));
    }
    return rows;
}

/// What is compared, in the words of the expectations.
struct meaning {
    std::string text, reasoning, refusal, finish;
    json::array tool_calls;
    std::int64_t input = 0, cached = 0, cache_write = 0, output = 0, reasoning_tokens = 0;
};

inline meaning meaning_of(chat::response const& r) {
    meaning m;
    m.finish = r.finish_raw;
    for (auto const& part : r.content) {
        if (auto const* t = std::get_if<chat::text>(&part)) m.text += t->text;
        else if (auto const* thought = std::get_if<chat::thinking>(&part)) m.reasoning += thought->text;
        else if (auto const* said = std::get_if<chat::refusal>(&part)) m.refusal += said->text;
        else if (auto const* call = std::get_if<chat::tool_call>(&part)) {
            json::value input = call->arguments ? json::parse(call->arguments->text) : json::value(call->arguments_text.value_or(""));
            m.tool_calls.push_back({{"id", call->id}, {"name", call->name}, {"input", std::move(input)}});
        }
    }
    m.input = r.usage.input_tokens;
    m.cached = r.usage.cached_input_tokens;
    m.cache_write = r.usage.cache_write_tokens + r.usage.cache_write_1h_tokens;
    m.output = r.usage.output_tokens;
    m.reasoning_tokens = r.usage.reasoning_tokens;
    return m;
}

using parley::reflect::same_json;

/// Says what differs from the expectation, nothing where all is equal. What the expectation does not mention is not compared.
inline std::string difference(meaning const& m, json::object const& expect) {
    std::string found;
    auto const differ = [&](char const* what, std::string const& wanted, std::string const& got) {
        found += std::string("  ") + what + ": expected " + wanted.substr(0, 300) + ", found " + got.substr(0, 300) + "\n";
    };
    auto const text = [&](char const* key, std::string const& got) {
        auto const* const wanted = expect.if_contains(key);
        if (wanted && wanted->is_string() && std::string(wanted->get_string()) != got) differ(key, json::serialize(*wanted), got);
    };
    text("text", m.text);
    text("reasoning", m.reasoning);
    text("refusal", m.refusal);
    text("finish", m.finish);
    if (auto const* const calls = expect.if_contains("tool_calls"); calls && calls->is_array()) {
        bool equal = calls->get_array().size() == m.tool_calls.size();
        for (std::size_t i = 0; equal && i != m.tool_calls.size(); ++i) {
            auto const& wanted = calls->get_array()[i].get_object();
            auto const& got = m.tool_calls[i].get_object();
            // An id is compared where the provider gave one.
            auto const* const id = wanted.if_contains("id");
            if (id && id->is_string() && !id->get_string().empty()) equal = *id == got.at("id");
            equal = equal && wanted.at("name") == got.at("name");
            auto const* const input = wanted.if_contains("input");
            if (equal && input) equal = same_json(*input, got.at("input")) || (got.at("input").is_string() && got.at("input").get_string().empty() && (input->is_null() || same_json(*input, json::object())));
        }
        if (!equal) differ("tool_calls", json::serialize(*calls), json::serialize(m.tool_calls));
    }
    auto const* const usage = expect.if_contains("usage");
    if (usage && usage->is_object()) {
        auto const number = [&](char const* key, std::int64_t got) {
            auto const* const wanted = usage->get_object().if_contains(key);
            if (wanted && wanted->is_number() && wanted->to_number<std::int64_t>() != got) differ(key, json::serialize(*wanted), std::to_string(got));
        };
        number("input", m.input);
        number("cached", m.cached);
        number("cache_write", m.cache_write);
        number("output", m.output);
        number("reasoning", m.reasoning_tokens);
    }
    return found;
}

/// How many rows were compared, by confidence; printed, and zero is a failure.
class tally {
public:
    tally(std::string_view family, char const* what) : family_(family), what_(what) {}
    ~tally() {
        for (auto const& [confidence, n] : count_) std::printf("%s: %s: %d rows %s\n", std::string(family_).c_str(), what_, n, confidence.c_str());
    }
    void add(std::string const& confidence) { ++count_[confidence]; }
    int total() const {
        int sum = 0;
        for (auto const& [confidence, n] : count_) sum += n;
        return sum;
    }

private:
    std::string_view family_;
    char const* what_;
    std::map<std::string, int> count_;
};

template <class F> parley::result<chat::response> decoded(http::response const& r) {
    auto got = family::receive<F>(r);
    BOOST_TEST((!got || parley::test::owns_its_json(*got)), "the answer holds JSON in memory that is gone");
    return got;
}

/// Every row of consensus says the same as independent decoders.
template <class F> void answers_mean_what_others_found(std::vector<row> const& rows) {
    tally count(F::name, "answers");
    for (auto const& r : rows) {
        if (r.confidence != "consensus") continue;
        auto const got = decoded<F>(r.response);
        BOOST_TEST(got.has_value(), r.file << ": " << (got ? std::string() : to_string(got.error())));
        if (!got) continue;
        auto const differs = difference(meaning_of(*got), r.expect);
        BOOST_TEST(differs.empty(), r.file << "\n" << differs);
        count.add(r.confidence);
    }
    BOOST_TEST(count.total() != 0, "no row of consensus was found");
}

/// Every answer of failure is an error with a class of its own, and keeps the provider's name for the request.
template <class F> void failures_have_a_class(std::vector<row> const& rows) {
    tally count(F::name, "failures");
    for (auto const& r : rows) {
        if (r.confidence != "error") continue;
        auto const got = decoded<F>(r.response);
        BOOST_TEST(!got, r.file);
        if (got) continue;
        auto const& e = got.error();
        BOOST_TEST((e.provider.http_status == r.response.status || r.response.is_success()), r.file);
        // These say nothing about the request: an answer of failure must not end up in one of them.
        BOOST_TEST((e.code != parley::errc::invalid_response || r.response.is_success()), r.file << ": " << to_string(e));
        for (auto const* name : {"x-request-id", "request-id"})
            if (auto const id = r.response.header.find(name)) BOOST_TEST(e.provider.request_id == *id, r.file);
        auto const status = r.response.status;
        if (status == 500 || status == 502 || status == 503 || status == 529) BOOST_TEST(is(e, parley::condition::retryable), r.file << ": " << to_string(e));
        if (status == 400 || status == 401 || status == 403 || status == 404) BOOST_TEST(!is(e, parley::condition::retryable), r.file << ": " << to_string(e));
        if (status == 401) BOOST_TEST(is(e, parley::condition::auth), r.file << ": " << to_string(e));
        count.add(r.confidence);
    }
    BOOST_TEST(count.total() != 0, "no row of failure was found");
}

/// A streamed answer is the same wherever it is cut and however its lines end.
template <class F> void streams_do_not_depend_on_their_cuts(std::vector<row> const& rows) {
    tally count(F::name, "streams");
    auto const nothing = [](chat::event const&) {};
    for (auto const& r : rows) {
        if (!r.response.is_success() || !family::is_event_stream(r.response)) continue;
        auto const& body = r.response.body;
        auto const text_of = [&](std::string_view bytes, std::size_t piece) {
            auto const got = family::receive_stream<F>(bytes, nothing, piece);
            return got ? parley::reflect::to_text(*got) : name(got.error().code).data() + to_string(got.error());
        };
        auto const whole = text_of(body, body.size());
        for (std::size_t const piece : {1, 7}) BOOST_TEST((text_of(body, piece) == whole), r.file << " in pieces of " << piece);
        // A cut at every byte, each with a decoder of its own, where the square of the length allows; else those that lie `apart` share one.
        auto const apart = body.size() * body.size() <= 20'000'000 ? body.size() : 128;
        for (std::size_t first = 0; first < apart; ++first) {
            typename F::stream_decoder decoder;
            chat::fold fold;
            auto fed = decoder.feed(std::string_view(body).substr(0, first), fold);
            for (auto cut = first; fed && cut < body.size(); cut += apart) fed = decoder.feed(std::string_view(body).substr(cut, apart), fold);
            if (!fed) {
                BOOST_TEST((name(fed.error().code).data() + to_string(fed.error()) == whole), r.file << " cut at " << first << ", then each " << apart);
                continue;
            }
            auto const end = decoder.finish(fold);
            BOOST_TEST((parley::reflect::to_text(fold.finish(end)) == whole), r.file << " cut at " << first << ", then each " << apart);
        }
        std::string with_crlf, without_end = body;
        if (body.find('\r') == std::string::npos)
            for (char const c : body) with_crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
        else with_crlf = body;
        while (without_end.ends_with('\n') || without_end.ends_with('\r')) without_end.pop_back();
        BOOST_TEST((text_of(with_crlf, 7) == whole), r.file << " with CRLF");
        BOOST_TEST((text_of(without_end, 7) == whole), r.file << " without its last newline");
        count.add("");
    }
    BOOST_TEST(count.total() != 0, "no stream was found");
}

inline void say_differences(json::value const& a, json::value const& b, std::string const& at, std::string& found) {
    if (same_json(a, b)) return;
    if (a.is_object() && b.is_object()) {
        for (auto const& member : a.get_object()) {
            auto const* const other = b.get_object().if_contains(member.key());
            auto const here = at + "/" + std::string(member.key());
            if (!other) found += "  lost " + here + " " + json::serialize(member.value()).substr(0, 200) + "\n";
            else say_differences(member.value(), *other, here, found);
        }
        for (auto const& member : b.get_object())
            if (!a.get_object().contains(member.key())) found += "  new " + at + "/" + std::string(member.key()) + " " + json::serialize(member.value()).substr(0, 200) + "\n";
    } else if (a.is_array() && b.is_array() && a.get_array().size() == b.get_array().size()) {
        for (std::size_t i = 0; i != a.get_array().size(); ++i) say_differences(a.get_array()[i], b.get_array()[i], at + "/" + std::to_string(i), found);
    } else {
        found += "  " + at + ": " + json::serialize(a).substr(0, 300) + " became " + json::serialize(b).substr(0, 300) + "\n";
    }
}

/// Every recorded request is read and written again without losing a field.
/// @param elsewhere names the members of the body that this family moves to another place, such as the URL.
template <class F> void requests_survive(std::vector<row> const& rows, std::vector<std::string_view> const& elsewhere = {}) {
    tally count(F::name, "requests");
    for (auto const& r : rows) {
        if (!r.request) continue;
        auto const read = F::read(*r.request);
        BOOST_TEST(read.has_value(), r.file << ": " << (read ? std::string() : to_string(read.error())));
        if (!read) continue;
        // The canonical form on disk loses nothing either.
        auto const kept = parley::reflect::parse<chat::request>(parley::reflect::to_text(*read));
        BOOST_TEST((kept.has_value() && same_json(parley::reflect::to_json(*kept), parley::reflect::to_json(*read))), r.file << " through canonical JSON" << (kept ? std::string() : to_string(kept.error())));
        auto const written = F::encode(*read, {http::url::parse("https://host.example/v1").value()});
        BOOST_TEST(written.has_value(), r.file << ": " << (written ? std::string() : to_string(written.error())));
        if (!written) continue;
        std::string differs;
        auto wanted = r.request_body;
        for (auto const key : elsewhere) wanted.as_object().erase(json::string_view(key.data(), key.size()));
        say_differences(wanted, json::parse(written->body), "", differs);
        BOOST_TEST(differs.empty(), r.file << "\n" << differs);
        count.add("");
    }
    BOOST_TEST(count.total() != 0, "no request was found");
}

/// No prefix of any body makes anything throw.
template <class F> void prefixes_are_harmless(std::vector<row> const& rows) {
    tally count(F::name, "bodies cut short");
    for (auto const& r : rows) {
        auto cut = r.response;
        auto const stride = 1 + r.response.body.size() / 97;
        for (std::size_t end = 0; end < r.response.body.size(); end += stride) {
            cut.body = r.response.body.substr(0, end);
            BOOST_CHECK_NO_THROW(decoded<F>(cut));
        }
        count.add("");
    }
    BOOST_TEST(count.total() != 0, "no body was found");
}

} // namespace recordings

#endif
