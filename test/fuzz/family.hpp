#ifndef PARLEY_TEST_FUZZ_FAMILY_HPP
#define PARLEY_TEST_FUZZ_FAMILY_HPP

// Reads any bytes as an answer, a stream or a request of a family.

#include <parley/chat/fold.hpp>
#include <parley/family/family.hpp>
#include <parley/reflect/to_text.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace fuzz {

inline void expect(bool kept) {
    if (!kept) std::abort();
}

/// What a stream gave, as text.
template <parley::family::Family F> std::string received(std::string_view bytes, std::size_t cut) {
    std::string all;
    parley::chat::fold fold;
    auto const sink = [&](parley::chat::event const& e) {
        all += parley::reflect::to_text(e);
        fold(e);
    };
    typename F::stream_decoder decoder;
    auto done = decoder.feed(bytes.substr(0, cut), sink);
    if (done) done = decoder.feed(bytes.substr(cut), sink);
    if (!done) return all += name(done.error().code);
    return all + parley::reflect::to_text(fold.finish(decoder.finish(sink)));
}

/// Contract: never throws, never crashes. A stream is the same wherever it is cut.
template <parley::family::Family F> int decode(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    parley::http::response r;
    r.body = bytes;
    (void)F::decode(r);
    r.status = 400;
    (void)F::failure(r);
    expect(received<F>(bytes, size) == received<F>(bytes, size / 3));
    return 0;
}

/// Contract: never throws, never crashes. What can be read can be written, and then is read and written as the same.
/// @param path below the base, where a family reads it.
template <parley::family::ServedFamily F> int read(std::uint8_t const* data, std::size_t size, std::string_view path = {}) {
    parley::family::place const here{parley::http::url::parse("https://api.example.com/v1").value()};
    parley::http::request r(here.base);
    r.url.append_path(path);
    r.body = std::string_view(reinterpret_cast<char const*>(data), size);
    auto const first = F::read(r);
    if (!first) return 0;
    auto const written = F::encode(*first, here);
    expect(written.has_value());
    auto const again = F::read(*written);
    expect(again.has_value() && *again == *first);
    return 0;
}

} // namespace fuzz

#endif
