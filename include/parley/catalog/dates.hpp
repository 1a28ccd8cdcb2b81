#ifndef PARLEY_CATALOG_DATES_HPP
#define PARLEY_CATALOG_DATES_HPP

#include <parley/config.hpp>
#include <parley/model/catalogue.hpp>
#include <parley/model/date.hpp>

#include <boost/describe/enum.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace parley::inline v0::catalog {

// The day on which a model stops answering, and what follows from it. Days are advice: none of these functions changes who may use a model.

/// Who names the day on which a model stops answering.
enum class date_source { none, administrator, table, provider };
BOOST_DESCRIBE_ENUM(date_source, none, administrator, table, provider)

/// The first day on which a model no longer answers, and who says so.
struct retirement {
    std::optional<model::date> day;
    date_source source = date_source::none;

    friend bool operator==(retirement const&, retirement const&) = default;
};

/// Chooses between the sources: the administrator's day, else that of the table of models, else the provider's.
constexpr retirement retirement_of(std::optional<model::date> administrator, std::optional<model::date> table, std::optional<model::date> provider) {
    if (administrator) return {administrator, date_source::administrator};
    if (table) return {table, date_source::table};
    if (provider) return {provider, date_source::provider};
    return {};
}

/// Looks the day up in a table of models.
///
/// A model is known by provider and name together: what the table says of the same name at another provider is about another model.
/// @return the first day on which the model no longer answers; nothing where the table has no such model or no day.
PARLEY_DECL std::optional<model::date> retires_by_table(model::catalogue const& table, std::string_view provider, std::string_view name);

/// How a day of retirement looks from another day.
enum class outlook {
    clear,    ///< there is no such day, or it is far away
    retiring, ///< it lies within the window
    retired,  ///< it has come
};
BOOST_DESCRIBE_ENUM(outlook, clear, retiring, retired)

/// How long before its day a model counts as retiring, unless another window is chosen.
inline constexpr std::chrono::months default_window{6};

/// Returns the day that lies this many months earlier; the last day of that month where it has no such day.
constexpr model::date months_before(model::date day, std::chrono::months window) {
    auto const earlier = day - window;
    return earlier.ok() ? earlier : model::date(earlier.year() / earlier.month() / std::chrono::last);
}

/// Says how the day of retirement looks on `today`: `retiring` from the same day of the month `window` months before, `retired` from the day on.
constexpr outlook outlook_on(retirement const& when, model::date today, std::chrono::months window = default_window) {
    if (!when.day) return outlook::clear;
    if (*when.day <= today) return outlook::retired;
    return months_before(*when.day, window) <= today ? outlook::retiring : outlook::clear;
}

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/dates.ipp>
#endif

#endif
