#ifndef PARLEY_MODEL_INFO_HPP
#define PARLEY_MODEL_INFO_HPP

#include <parley/model/date.hpp>
#include <parley/model/decimal.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::inline v0::model {

/// What goes into a model or comes out of it.
enum class modality { text, image, audio, video, pdf };
BOOST_DESCRIBE_ENUM(modality, text, image, audio, video, pdf)

/// How a call is served: prices differ.
enum class service { standard, batch, flex, priority };
BOOST_DESCRIBE_ENUM(service, standard, batch, flex, priority)

/// Where a model stands in its life.
enum class stage { preview, available, deprecated, retired };
BOOST_DESCRIBE_ENUM(stage, preview, available, deprecated, retired)

/// What a model can do; empty where the source does not say.
struct capabilities {
    std::optional<bool> tools;
    std::optional<bool> structured_output; ///< answers that follow a JSON Schema
    std::optional<bool> reasoning;
    std::optional<bool> streaming;
    std::optional<bool> prompt_caching;

    friend bool operator==(capabilities const&, capabilities const&) = default;
};
BOOST_DESCRIBE_STRUCT(capabilities, (), (tools, structured_output, reasoning, streaming, prompt_caching))

/// Prices in US dollars for a million tokens; empty where the source gives none.
///
/// A model has one for each kind of service, period and size of input. Which of them holds is decided by `cost`.
struct price {
    model::service service = model::service::standard;
    std::optional<date> from;            ///< the first day it holds; empty = from the beginning
    std::int64_t above_input_tokens = 0; ///< it holds for requests with more input than this, and then for the whole request
    std::optional<decimal> input;        ///< input that no cache had a part in
    std::optional<decimal> cache_read;
    std::optional<decimal> cache_write;    ///< for five minutes
    std::optional<decimal> cache_write_1h; ///< for an hour
    std::optional<decimal> output;
    std::optional<decimal> reasoning; ///< where it is not the price of output

    friend bool operator==(price const&, price const&) = default;
};
BOOST_DESCRIBE_STRUCT(price, (), (service, from, above_input_tokens, input, cache_read, cache_write, cache_write_1h, output, reasoning))

/// Where a fact is from.
struct origin {
    std::string fact; ///< the name of the member, such as `prices`; empty = all that have no origin of their own
    std::string source;
    std::optional<date> as_of;

    friend bool operator==(origin const&, origin const&) = default;
};
BOOST_DESCRIBE_STRUCT(origin, (), (fact, source, as_of))

/// What is known about a model at a place. What is not known is empty, never guessed.
struct info {
    std::string id;                   ///< the name that requests carry
    std::string vendor;               ///< who serves it, such as `openai`; together with the id it names the model
    std::string name;                 ///< for people
    std::vector<std::string> aliases; ///< other ids that mean the same
    std::optional<std::int64_t> context;    ///< tokens, input and output together
    std::optional<std::int64_t> max_input;  ///< tokens, where it is less than the context
    std::optional<std::int64_t> max_output; ///< tokens
    std::vector<modality> input;
    std::vector<modality> output;
    model::capabilities capabilities;
    std::vector<price> prices;
    std::optional<model::stage> stage; ///< as the source says it, where it gives no day
    std::optional<date> released;
    std::optional<date> deprecated; ///< the day it was announced that the model goes
    std::optional<date> retires;    ///< the first day it no longer answers
    std::string successor;          ///< the id that its vendor names as the replacement
    std::vector<origin> origins;

    friend bool operator==(info const&, info const&) = default;
};
BOOST_DESCRIBE_STRUCT(info, (),
                      (id, vendor, name, aliases, context, max_input, max_output, input, output, capabilities, prices, stage, released, deprecated,
                       retires, successor, origins))

/// Says whether the model takes such input, such as images; empty where that is not known.
inline std::optional<bool> takes(info const& about, modality what) {
    if (about.input.empty()) return std::nullopt;
    return std::find(about.input.begin(), about.input.end(), what) != about.input.end();
}

/// Returns where the model stands on a day; empty where nothing is known of its life.
inline std::optional<stage> stage_on(info const& about, date day) {
    if (about.retires && *about.retires <= day) return stage::retired;
    if (about.deprecated && *about.deprecated <= day) return stage::deprecated;
    if (about.stage) return about.stage;
    return about.released && *about.released <= day ? std::optional(stage::available) : std::nullopt;
}

/// Returns where a fact is from, such as `prices`; null where that is not known. Valid as long as the info is.
inline origin const* origin_of(info const& about, std::string_view fact) {
    origin const* found = nullptr;
    for (auto const& o : about.origins)
        if (o.fact == fact) return &o;
        else if (o.fact.empty()) found = &o;
    return found;
}

} // namespace parley::inline v0::model

#endif
