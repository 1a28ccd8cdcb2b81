// Decoding streams of 20,000 text deltas, and encoding a conversation of 20 messages.

#include "bare_parser.hpp"
#include "check.hpp"
#include "support/text_streams.hpp"

#include <parley/chat/ask.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/http/sse.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>
#include <vector>

namespace {
std::size_t allocations = 0;
}
// Not inlined: g++ would take the pairs of new and free that it sees for a mistake.
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations;
    if (auto* const at = std::malloc(size)) return at;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* at) noexcept { std::free(at); }
[[gnu::noinline]] void operator delete(void* at, std::size_t) noexcept { std::free(at); }

namespace {

namespace json = boost::json;
namespace chat = parley::chat;
namespace family = parley::family;

constexpr std::size_t deltas = 20'000;
constexpr std::size_t piece = 16 << 10; // what a read from a socket gives

/// Parses the events' data and stores nothing.
void parse_bare(std::vector<std::string> const& events) {
    bench::bare_parser parser{json::parse_options()};
    for (auto const& e : events) {
        json::error_code ec;
        parser.reset();
        parser.write_some(false, e.data(), e.size(), ec);
        bench::keep(ec);
    }
}

template <class F> std::size_t decode(std::string_view stream) {
    typename F::stream_decoder decoder;
    std::size_t length = 0;
    auto const count = [&](chat::event const& e) {
        if (auto const* t = std::get_if<chat::text_delta>(&e)) length += t->text.size();
    };
    for (; !stream.empty(); stream.remove_prefix(std::min(piece, stream.size())))
        if (!decoder.feed(stream.substr(0, piece), count)) std::abort();
    if (decoder.finish(count) != chat::end::complete) std::abort();
    return length;
}

template <class F> void decoding(bench::check& check, std::string const& name, std::string (*make)(std::size_t)) {
    auto const stream = make(deltas);
    std::vector<std::string> events;
    parley::http::sse_reader reader;
    auto const collect = [&](parley::http::sse_event const& e) {
        if (e.data != "[DONE]") events.emplace_back(e.data);
        return parley::result<void>();
    };
    if (!reader.feed(stream, collect) || !reader.finish(collect)) std::abort();

    check.at_least(("decode." + name).c_str(), [&] { bench::keep(decode<F>(stream)); }, [&] { parse_bare(events); }, 0.6);

    auto const before = allocations;
    auto const start = std::chrono::steady_clock::now();
    decode<F>(stream);
    auto const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf("decode.%s: %.0f ns/event, %.4f allocations/event, %.0f MB/s\n", name.c_str(), seconds * 1e9 / deltas,
                static_cast<double>(allocations - before) / deltas, static_cast<double>(stream.size()) / seconds / 1e6);
}

/// Prints what it gains that an envelope equal to that of the event before is not parsed again: beside a stream whose events come in turns under two
/// ids, so that each is parsed whole (and learnt, in vain).
void unchanged_envelopes() {
    auto const alike = streams::openai_chat(deltas);
    auto unlike = alike;
    std::size_t count = 0;
    for (std::size_t at = 0; (at = unlike.find("chatcmpl-", at)) != std::string::npos; ++at)
        if (++count % 2 == 0) unlike[at + std::string_view("chatcmpl-").size()] = '_';
    auto const seconds = [](std::string const& stream) {
        auto const start = std::chrono::steady_clock::now();
        bench::keep(decode<family::openai_chat>(stream));
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    double skipped = 1e9, parsed = 1e9;
    for (int round = 0; round != 11; ++round) {
        skipped = std::min(skipped, seconds(alike));
        parsed = std::min(parsed, seconds(unlike));
    }
    std::printf("decode.openai_chat: %.0f ns/event where the envelope is skipped, %.0f where it is parsed: %.1f times as fast\n", skipped * 1e9 / deltas,
                parsed * 1e9 / deltas, parsed / skipped);
}

chat::request conversation() {
    chat::request q;
    q.model = "model";
    for (int i = 0; i != 20; ++i) {
        auto& m = q.messages.emplace_back();
        m.role = i % 2 ? chat::role::assistant : chat::role::user;
        m.content.emplace_back().emplace<chat::text>().text = "This is message " + std::to_string(i) +
                                                              " of a conversation that goes on for a while: it \"quotes\", it breaks\nlines, and it is as long as a paragraph of a person.";
    }
    q.max_output_tokens = 1000;
    q.temperature = 0.5;
    return q;
}

template <class F> void encoding(bench::check& check, std::string const& name) {
    auto const q = conversation();
    family::place const at{parley::http::url::parse("https://host.example/v1").value()};
    auto const finished = json::parse(F::encode(q, at).value().body);
    check.at_most(("encode." + name).c_str(), [&] { bench::keep(F::encode(q, at).value().body.size()); }, [&] { bench::keep(json::serialize(finished).size()); }, 1.0);
}

} // namespace

int main(int argc, char** argv) {
    bench::check check(argc, argv);
    decoding<family::openai_chat>(check, "openai_chat", streams::openai_chat);
    decoding<family::openai_responses>(check, "openai_responses", streams::openai_responses);
    decoding<family::anthropic>(check, "anthropic", streams::anthropic);
    decoding<family::gemini>(check, "gemini", streams::gemini);
    unchanged_envelopes();
    encoding<family::openai_chat>(check, "openai_chat");
    encoding<family::openai_responses>(check, "openai_responses");
    encoding<family::anthropic>(check, "anthropic");
    encoding<family::gemini>(check, "gemini");
    return check.exit_code();
}
