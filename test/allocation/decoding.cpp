#include "support/text_streams.hpp"

#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>

namespace chat = parley::chat;
namespace family = parley::family;

namespace {
std::size_t allocations = 0;
}
// Not inlined: g++ would take the pairs of new and free that it sees for a mistake.
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations;
    if (auto* const at = std::malloc(size == 0 ? 1 : size)) return at;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* at) noexcept { std::free(at); }
[[gnu::noinline]] void operator delete(void* at, std::size_t) noexcept { std::free(at); }

namespace {

/// Returns how often memory was taken while the second half of the text came in, the decoder being warm, and checks the text.
template <class F> std::size_t allocations_of(std::string const& stream, std::size_t deltas) {
    typename F::stream_decoder decoder;
    std::size_t seen = 0, warm = 0, cold = 0;
    std::string text, expected;
    for (std::size_t i = 0; i != deltas; ++i) expected += streams::meant(i);
    text.reserve(expected.size());
    auto const collect = [&](chat::event const& e) {
        auto const* const t = std::get_if<chat::text_delta>(&e);
        if (!t || t->text.empty()) return; // a part may begin with nothing
        text += t->text;
        ++seen;
        if (seen == deltas / 2) cold = allocations;
        if (seen == deltas) warm = allocations;
    };
    constexpr std::size_t piece = 1000; // cuts events in two
    for (std::string_view rest = stream; !rest.empty(); rest.remove_prefix(std::min(piece, rest.size()))) BOOST_TEST_REQUIRE(decoder.feed(rest.substr(0, piece), collect).has_value());
    BOOST_TEST((decoder.finish(collect) == chat::end::complete));
    BOOST_TEST((text == expected));
    BOOST_TEST(seen == deltas);
    std::printf("%s: %zu allocations in %zu text deltas\n", std::string(F::name).c_str(), warm - cold, deltas / 2);
    return warm - cold;
}

constexpr std::size_t deltas = 2'000;

} // namespace

BOOST_AUTO_TEST_SUITE(allocation_decoding)

BOOST_AUTO_TEST_CASE(a_text_delta_of_openai_chat_takes_no_memory_once_warm) {
    BOOST_TEST(allocations_of<family::openai_chat>(streams::openai_chat(deltas), deltas) == 0u);
}
BOOST_AUTO_TEST_CASE(a_text_delta_of_openai_responses_takes_no_memory_once_warm) {
    BOOST_TEST(allocations_of<family::openai_responses>(streams::openai_responses(deltas), deltas) == 0u);
}
BOOST_AUTO_TEST_CASE(a_text_delta_of_anthropic_takes_no_memory_once_warm) {
    BOOST_TEST(allocations_of<family::anthropic>(streams::anthropic(deltas), deltas) == 0u);
}
BOOST_AUTO_TEST_CASE(a_text_delta_of_gemini_takes_no_memory_once_warm) {
    BOOST_TEST(allocations_of<family::gemini>(streams::gemini(deltas), deltas) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
