#ifndef PARLEY_MODEL_COST_HPP
#define PARLEY_MODEL_COST_HPP

#include <parley/model/info.hpp>

#include <boost/describe/class.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parley::inline v0::model {

/// What says how many tokens a call used: `chat::usage`, or any type that tells its parts in the same words.
template <class U>
concept Usage = requires(U const& used) {
    { used.uncached_input_tokens() } -> std::convertible_to<std::int64_t>;
    { used.cached_input_tokens } -> std::convertible_to<std::int64_t>;
    { used.cache_write_tokens } -> std::convertible_to<std::int64_t>;
    { used.cache_write_1h_tokens } -> std::convertible_to<std::int64_t>;
    { used.answer_tokens() } -> std::convertible_to<std::int64_t>;
    { used.reasoning_tokens } -> std::convertible_to<std::int64_t>;
};

/// One line of a bill.
struct bill_line {
    std::int64_t tokens = 0;
    std::optional<decimal> per_million; ///< US dollars for a million tokens; empty where no price is known
    std::optional<decimal> amount;      ///< US dollars; empty where tokens have no price

    friend bool operator==(bill_line const&, bill_line const&) = default;
};
BOOST_DESCRIBE_STRUCT(bill_line, (), (tokens, per_million, amount))

/// What a call costs, part by part; each token stands in one line. Amounts are exact, in US dollars.
struct bill {
    bill_line input; ///< that no cache had a part in
    bill_line cache_read;
    bill_line cache_write;
    bill_line cache_write_1h;
    bill_line output; ///< without reasoning
    bill_line reasoning;
    std::optional<decimal> total;      ///< empty where any tokens have no price
    std::vector<std::string> unpriced; ///< the lines whose tokens have no price
    model::service service = model::service::standard;
    std::optional<date> price_from;      ///< of the price that was chosen: the first day it holds
    std::int64_t above_input_tokens = 0; ///< of the price that was chosen: it holds above this

    friend bool operator==(bill const&, bill const&) = default;
};
BOOST_DESCRIBE_STRUCT(bill, (),
                      (input, cache_read, cache_write, cache_write_1h, output, reasoning, total, unpriced, service, price_from, above_input_tokens))

/// Returns the price that holds for a request; null where none is known. Valid as long as the info is.
///
/// The latest period that has begun counts, and of its prices the one for the largest input that the request goes beyond.
/// @param input_tokens all input of the request, cached included.
inline price const* price_of(info const& about, date when, std::int64_t input_tokens, service how = service::standard) {
    price const* best = nullptr;
    for (auto const& p : about.prices) {
        if (p.service != how || (p.from && *p.from > when) || (p.above_input_tokens != 0 && p.above_input_tokens >= input_tokens)) continue;
        if (!best || best->from < p.from || (best->from == p.from && best->above_input_tokens < p.above_input_tokens)) best = &p;
    }
    return best;
}

namespace detail {

/// Fills in the amounts. The lines hold their tokens.
inline result<bill> priced(bill made, info const& about, date when, service how) {
    struct row {
        char const* name;
        bill_line bill::*line;
        std::optional<decimal> price::*rate;
    };
    constexpr row rows[] = {
        {"input", &bill::input, &price::input},
        {"cache_read", &bill::cache_read, &price::cache_read},
        {"cache_write", &bill::cache_write, &price::cache_write},
        {"cache_write_1h", &bill::cache_write_1h, &price::cache_write_1h},
        {"output", &bill::output, &price::output},
        {"reasoning", &bill::reasoning, &price::reasoning},
    };
    for (auto const& r : rows)
        if ((made.*r.line).tokens < 0) return error(errc::invalid_argument, "The parts of this usage do not add up.", r.name);

    std::int64_t input_tokens = 0;
    for (auto const line : {&bill::input, &bill::cache_read, &bill::cache_write, &bill::cache_write_1h})
        if (__builtin_add_overflow(input_tokens, (made.*line).tokens, &input_tokens))
            return error(errc::limit_exceeded, "There are too many tokens.", "input");
    made.service = how;
    auto const* chosen = price_of(about, when, input_tokens, how);
    if (chosen) {
        made.price_from = chosen->from;
        made.above_input_tokens = chosen->above_input_tokens;
    }
    made.total = decimal();
    for (auto const& r : rows) {
        auto& line = made.*r.line;
        if (chosen) {
            line.per_million = chosen->*r.rate;
            // Vendors bill thinking as output unless they say otherwise.
            if (!line.per_million && r.line == &bill::reasoning) line.per_million = chosen->output;
        }
        if (line.per_million) {
            auto const each = line.per_million->shifted(-6);
            if (!each) return each.error();
            auto const amount = each->times(line.tokens);
            if (!amount) return amount.error();
            line.amount = *amount;
        } else if (line.tokens == 0) {
            line.amount = decimal();
        } else {
            made.unpriced.emplace_back(r.name);
            made.total.reset();
        }
        if (!made.total) continue;
        auto const sum = made.total->plus(*line.amount);
        if (!sum) return sum.error();
        made.total = *sum;
    }
    return made;
}

} // namespace detail

/// Says what a call costs.
///
/// Beyond a threshold of input (of 200,000 tokens, say) the whole request costs the higher price, as vendors bill it.
/// @param used  what the call used.
/// @param about the model.
/// @param when  the day of the call, in UTC.
/// @param how   how it was served.
/// @return the bill, which names what has no price; `errc::invalid_argument` where the parts of the usage do not add up,
/// `errc::limit_exceeded` where an amount cannot be exact. Safe from any thread.
template <Usage U> result<bill> cost(U const& used, info const& about, date when, service how = service::standard) {
    bill made;
    made.input.tokens = used.uncached_input_tokens();
    made.cache_read.tokens = used.cached_input_tokens;
    made.cache_write.tokens = used.cache_write_tokens;
    made.cache_write_1h.tokens = used.cache_write_1h_tokens;
    made.output.tokens = used.answer_tokens();
    made.reasoning.tokens = used.reasoning_tokens;
    return detail::priced(std::move(made), about, when, how);
}

} // namespace parley::inline v0::model

#endif
