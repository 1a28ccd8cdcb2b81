#ifndef PARLEY_MODEL_CATALOGUE_HPP
#define PARLEY_MODEL_CATALOGUE_HPP

#include <parley/model/detail/url_parts.hpp>
#include <parley/model/detail/vendors.hpp>
#include <parley/model/info.hpp>
#include <parley/model/name.hpp>

#include <boost/describe/enum.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::model {

/// How a name was understood.
enum class match {
    unknown,   ///< no model is called so
    ambiguous, ///< several vendors serve a model of this name, and none of them made it
    exact,     ///< it is the model's id
    alias,     ///< it is another name of the model, or its id in other case
    dated,     ///< without the date at its end it is the name of a model: a snapshot of it
    prefixed,  ///< behind a prefix it is the model's id or another name
};
BOOST_DESCRIBE_ENUM(match, unknown, ambiguous, exact, alias, dated, prefixed)

/// What is known by a name.
struct found {
    match how = match::unknown;
    info const* model = nullptr; ///< null unless a model was found; valid until the catalogue changes
    std::string_view prefix;     ///< what stood before the model's name, such as `openai/`; part of the name that was asked for
    std::string_view snapshot;   ///< the date behind the model's name, such as `-2024-08-06`; part of the name that was asked for

    explicit operator bool() const noexcept { return model != nullptr; }
};

/// A table of models: rows from several sources, found by the names that programs use.
///
/// A value. Distinct objects may be used from distinct threads; reading one from several threads is safe while nobody changes it.
class catalogue {
public:
    catalogue() = default;
    explicit catalogue(std::vector<info> rows) : rows_(std::move(rows)) {}

    /// Returns all rows, in the order in which they were added.
    std::vector<info> const& models() const& noexcept { return rows_; }
    std::vector<info> models() && noexcept { return std::move(rows_); } ///< so that a loop over a temporary's rows is safe

    /// Adds a row, in place of the one with the same vendor and id.
    void put(info row) {
        auto const* mine = this->row(row.vendor, row.id);
        if (mine) rows_[static_cast<std::size_t>(mine - rows_.data())] = std::move(row);
        else rows_.push_back(std::move(row));
    }

    /// Returns the row with this vendor and id; null where there is none. Valid until the catalogue changes.
    info const* row(std::string_view vendor, std::string_view id) const& noexcept {
        auto const at = std::find_if(rows_.begin(), rows_.end(), [&](info const& r) { return r.id == id && r.vendor == vendor; });
        return at == rows_.end() ? nullptr : &*at;
    }

    /// Finds a model by a name as it stands in requests, profiles and recordings.
    ///
    /// The name is an id, an alias, either of them with a date at its end (`-2024-08-06`, `-20250514`, `@20250514`), and any of these behind the
    /// name of its vendor (`openai/`, `gemini/`, `models/`, …) or of a proxy (`openhands/`, `litellm_proxy/`). A name behind no vendor that several
    /// vendors serve means the one who made the model. Names compare without regard to case where no row is spelled like that. Nothing is
    /// guessed: another name is unknown.
    found find(std::string_view name) const& {
        std::string_view vendor;
        for (auto rest = name;;) {
            if (auto here = among(rest, vendor); here.how != match::unknown) {
                here.prefix = name.substr(0, name.size() - rest.size());
                if (!here.prefix.empty() && (here.how == match::exact || here.how == match::alias)) here.how = match::prefixed;
                return here;
            }
            auto const slash = rest.find('/');
            if (slash == std::string_view::npos) return {};
            auto const head = rest.substr(0, slash + 1);
            rest.remove_prefix(slash + 1);
            if (head == openhands_prefix || head == litellm_proxy_prefix) continue;
            if (!vendor.empty()) return {};
            vendor = detail::vendor_of(head.substr(0, slash));
            if (std::none_of(rows_.begin(), rows_.end(), [&](info const& row) { return row.vendor == vendor; })) return {};
        }
    }

    // What they return would point into a temporary.
    info const* row(std::string_view, std::string_view) && = delete;
    found find(std::string_view) && = delete;

private:
    /// Finds a name that has no prefix among the rows of a vendor, or of all.
    found among(std::string_view name, std::string_view vendor) const {
        if (auto const here = named(name, vendor); here.how != match::unknown) return here;
        auto const length = snapshot_length(name);
        if (length == 0) return {};
        auto here = named(name.substr(0, name.size() - length), vendor);
        if (here.how == match::unknown || here.how == match::ambiguous) return here;
        here.how = match::dated;
        here.snapshot = name.substr(name.size() - length);
        return here;
    }

    found named(std::string_view name, std::string_view vendor) const {
        if (name.empty()) return {};
        auto const is_id = [&](info const& row) { return row.id == name; };
        auto const is_other_name = [&](info const& row) {
            auto const equal = [&](std::string_view one) { return detail::equals_ignoring_case(one, name); };
            return equal(row.id) || std::any_of(row.aliases.begin(), row.aliases.end(), equal);
        };
        if (auto const here = only(vendor, match::exact, is_id); here.how != match::unknown) return here;
        return only(vendor, match::alias, is_other_name);
    }

    /// Returns the one row that a name can mean.
    template <class Is> found only(std::string_view vendor, match how, Is is) const {
        info const* one = nullptr;
        info const* made = nullptr;
        bool several = false;
        for (auto const& row : rows_) {
            if ((!vendor.empty() && row.vendor != vendor) || !is(row)) continue;
            several = one != nullptr;
            one = &row;
            if (!made && std::find(std::begin(detail::makers), std::end(detail::makers), row.vendor) != std::end(detail::makers)) made = &row;
        }
        if (made) one = made;
        else if (several) return {match::ambiguous, nullptr, {}, {}};
        return one ? found{how, one, {}, {}} : found{};
    }

    /// Returns how long the date at the end of a name is, separator included; 0 where there is none.
    static std::size_t snapshot_length(std::string_view name) {
        auto const is_date = [&](std::size_t length, bool dashes) {
            if (name.size() <= length) return false;
            auto const separator = name[name.size() - length];
            auto const date = name.substr(name.size() - length + 1);
            std::string text(date);
            if (!dashes) text.insert(6, "-").insert(4, "-");
            return (separator == '-' || separator == '@') && parse_date(text).has_value();
        };
        return is_date(11, true) ? 11 : is_date(9, false) ? 9 : 0;
    }

    std::vector<info> rows_;
};

} // namespace parley::inline v0::model

#endif
