#ifndef PARLEY_MODEL_DETAIL_FIELDS_HPP
#define PARLEY_MODEL_DETAIL_FIELDS_HPP

#include <parley/model/reading.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace parley::inline v0::model::detail {

inline std::string_view view(boost::json::string_view text) noexcept { return {text.data(), text.size()}; }

/// Returns a whole number that stands as text, such as `200000` or `2e5`.
inline std::optional<std::int64_t> whole_number(std::string_view text) {
    auto const number = decimal::parse(text);
    if (!number) return std::nullopt;
    auto const digits = number->text();
    std::int64_t made = 0;
    auto const [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), made);
    if (failure != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return made;
}

/// Takes facts out of an object in which numbers are text. What is absent or null leaves its target as it is; what makes no sense is noted.
class fields {
public:
    fields(boost::json::object const& from, std::string where, std::vector<skipped>& notes)
        : from_(&from), where_(std::move(where)), notes_(&notes) {}

    /// Returns the fields of an object inside; nothing where there is none.
    std::optional<fields> inside(std::string_view key) const {
        auto const* found = find(key);
        if (!found) return std::nullopt;
        if (found->is_object()) return fields(found->get_object(), at(key), *notes_);
        note(key, "an object is expected");
        return std::nullopt;
    }
    boost::json::object const& object() const noexcept { return *from_; }
    std::vector<skipped>& notes() const noexcept { return *notes_; }
    std::string at(std::string_view key) const { return where_ + '/' + std::string(key); }
    void note(std::string_view key, char const* why) const { notes_->push_back({at(key), why}); }

    boost::json::value const* find(std::string_view key) const {
        auto const* found = from_->if_contains(key);
        return found && !found->is_null() ? found : nullptr;
    }
    void read(std::string_view key, std::string& into) const {
        if (auto const text = text_of(key)) into = *text;
    }
    void read(std::string_view key, std::optional<bool>& into) const {
        auto const* found = find(key);
        if (!found) return;
        if (found->is_bool()) into = found->get_bool();
        else note(key, "true or false is expected");
    }
    void read(std::string_view key, std::optional<std::int64_t>& into) const {
        auto const text = text_of(key);
        if (!text) return;
        auto const number = whole_number(*text);
        if (number && *number >= 0) into = number;
        else note(key, "a number of tokens is expected");
    }
    void read(std::string_view key, std::optional<date>& into) const {
        auto const text = text_of(key);
        if (!text) return;
        if (auto const day = parse_date(*text)) into = *day;
        else note(key, "a day such as 2026-11-21 is expected");
    }
    /// @param shift by how many places the point moves to make it a price for a million tokens.
    void read_price(std::string_view key, int shift, std::optional<decimal>& into) const {
        auto const text = text_of(key);
        if (!text) return;
        auto price = decimal::parse(*text);
        if (price) price = price->shifted(shift);
        if (!price || !price->shifted(-6) || *price < decimal()) note(key, "a price is expected that is not negative and can be exact");
        else into = *price;
    }
    void read(std::string_view key, std::vector<modality>& into) const {
        auto const* found = find(key);
        if (!found) return;
        if (!found->is_array()) return note(key, "a list is expected");
        into.clear();
        for (auto const& v : found->get_array()) {
            constexpr std::pair<std::string_view, modality> names[] = {
                {"text", modality::text}, {"image", modality::image}, {"audio", modality::audio}, {"video", modality::video}, {"pdf", modality::pdf}};
            auto const before = into.size();
            for (auto const& [name, what] : names)
                if (v.is_string() && view(v.get_string()) == name) into.push_back(what);
            if (into.size() == before) note(key, "text, image, audio, video or pdf is expected");
        }
    }

private:
    std::optional<std::string_view> text_of(std::string_view key) const {
        auto const* found = find(key);
        if (!found) return std::nullopt;
        if (found->is_string()) return view(found->get_string());
        note(key, "text or a number is expected");
        return std::nullopt;
    }

    boost::json::object const* from_;
    std::string where_;
    std::vector<skipped>* notes_;
};

/// Returns the price for this service and input, adding it where there is none yet.
inline price& price_for(std::vector<price>& prices, service how, std::int64_t above) {
    for (auto& p : prices)
        if (p.service == how && p.above_input_tokens == above) return p;
    auto& made = prices.emplace_back();
    made.service = how;
    made.above_input_tokens = above;
    return made;
}

/// Finishes a row: the prices that say something, from their first day on, and where all is from.
inline void finish(info& row, source const& from) {
    std::erase_if(row.prices, [](price p) {
        p.service = {};
        p.above_input_tokens = 0;
        return p == price();
    });
    for (auto& p : row.prices) p.from = from.prices_from;
    row.origins.push_back({{}, from.name, from.as_of});
}

} // namespace parley::inline v0::model::detail

#endif
