#ifndef PARLEY_MODEL_JSON_HPP
#define PARLEY_MODEL_JSON_HPP

// How days and decimal numbers look in JSON. Include it to read or write `model::info`, `model::bill` and what holds them through reflect.

#include <parley/model/date.hpp>
#include <parley/model/decimal.hpp>
#include <parley/reflect/codec.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string_view>

/// A decimal number is text in JSON: a number would pass through binary fractions in most programs that read it.
template <> struct parley::reflect::codec<parley::model::decimal> {
    static constexpr std::string_view expected = "decimal number as text";
    static parley::result<parley::model::decimal> read(boost::json::value const& json) {
        if (!json.is_string()) return parley::error(parley::errc::invalid_document);
        return parley::model::decimal::parse({json.get_string().data(), json.get_string().size()});
    }
    static boost::json::value write(parley::model::decimal number) { return boost::json::string(number.text()); }
    static boost::json::object schema() { return {{"type", "string"}, {"pattern", R"(^-?[0-9]+(\.[0-9]+)?$)"}}; }
};

/// A day is text such as `2026-11-21` in JSON.
template <> struct parley::reflect::codec<parley::model::date> {
    static constexpr std::string_view expected = "day such as 2026-11-21";
    static parley::result<parley::model::date> read(boost::json::value const& json) {
        if (!json.is_string()) return parley::error(parley::errc::invalid_document);
        return parley::model::parse_date({json.get_string().data(), json.get_string().size()});
    }
    static boost::json::value write(parley::model::date day) { return boost::json::string(parley::model::to_text(day)); }
    static boost::json::object schema() { return {{"type", "string"}, {"format", "date"}}; }
};

#endif
