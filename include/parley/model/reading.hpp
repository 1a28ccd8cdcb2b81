#ifndef PARLEY_MODEL_READING_HPP
#define PARLEY_MODEL_READING_HPP

#include <parley/model/info.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <vector>

namespace parley::inline v0::model {

/// What a list of models is called, and what day it is of.
struct source {
    std::string name;                ///< such as `models.dev`; it stands in `info::origins`
    std::optional<date> as_of;       ///< the day of the list
    std::optional<date> prices_from; ///< the first day its prices hold; empty = they hold for every day
};

/// Something in a list of models that was not taken over.
struct skipped {
    std::string where; ///< file and JSON Pointer
    std::string why;

    friend bool operator==(skipped const&, skipped const&) = default;
};
BOOST_DESCRIBE_STRUCT(skipped, (), (where, why))

/// What was read from a list of models, and what was not.
struct reading {
    std::vector<info> models;
    std::vector<model::skipped> skipped;

    friend bool operator==(reading const&, reading const&) = default;
};
BOOST_DESCRIBE_STRUCT(reading, (), (models, skipped))

} // namespace parley::inline v0::model

#endif
