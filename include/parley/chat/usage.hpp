#ifndef PARLEY_CHAT_USAGE_HPP
#define PARLEY_CHAT_USAGE_HPP

#include <parley/config.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>

#include <cstdint>

namespace parley::inline v0::chat {

/// What a call used, in tokens.
struct usage {
    std::int64_t input_tokens = 0;          ///< all input, what came from and went to a cache included
    std::int64_t cached_input_tokens = 0;   ///< of the input: read from a cache
    std::int64_t cache_write_tokens = 0;    ///< of the input: written to a cache for five minutes
    std::int64_t cache_write_1h_tokens = 0; ///< of the input: written to a cache for an hour
    std::int64_t output_tokens = 0;         ///< all output, thinking included
    std::int64_t reasoning_tokens = 0;      ///< of the output: thinking
    boost::json::object provider = {};           ///< the provider's own object, as it came

    /// Returns the input that no cache had a part in.
    std::int64_t uncached_input_tokens() const noexcept {
        return input_tokens - cached_input_tokens - cache_write_tokens - cache_write_1h_tokens;
    }

    /// Returns the output that is no thinking.
    std::int64_t answer_tokens() const noexcept { return output_tokens - reasoning_tokens; }

    std::int64_t total_tokens() const noexcept { return input_tokens + output_tokens; }

    /// Adds what another call used; the provider's own object of a sum is empty.
    usage& operator+=(usage const& other) {
        input_tokens += other.input_tokens;
        cached_input_tokens += other.cached_input_tokens;
        cache_write_tokens += other.cache_write_tokens;
        cache_write_1h_tokens += other.cache_write_1h_tokens;
        output_tokens += other.output_tokens;
        reasoning_tokens += other.reasoning_tokens;
        provider.clear();
        return *this;
    }

    friend bool operator==(usage const&, usage const&) = default;
};
BOOST_DESCRIBE_STRUCT(usage, (),
                      (input_tokens, cached_input_tokens, cache_write_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens, provider))

} // namespace parley::inline v0::chat

#endif
