#ifndef PARLEY_MODEL_DETAIL_MODELS_DEV_CARD_HPP
#define PARLEY_MODEL_DETAIL_MODELS_DEV_CARD_HPP

#include <parley/model/detail/fields.hpp>
#include <parley/model/detail/toml.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::model::detail {

/// Returns the number in keys such as `context_over_200k`; nothing for other keys.
inline std::optional<std::int64_t> thousands_between(std::string_view key, std::string_view before, std::string_view after) {
    if (!key.starts_with(before) || !key.ends_with(after) || key.size() <= before.size() + after.size()) return std::nullopt;
    key.remove_prefix(before.size());
    key.remove_suffix(after.size());
    auto const number = key.find_first_not_of("0123456789") == std::string_view::npos ? whole_number(key) : std::nullopt;
    if (!number || *number > 1'000'000) return std::nullopt;
    return *number * 1000;
}

inline void read_card_prices(fields const& cost, price& into) {
    constexpr std::pair<std::string_view, std::optional<decimal> price::*> rates[] = {{"input", &price::input},
                                                                                      {"cache_read", &price::cache_read},
                                                                                      {"cache_write", &price::cache_write},
                                                                                      {"output", &price::output},
                                                                                      {"reasoning", &price::reasoning}};
    for (auto const& [key, rate] : rates) cost.read_price(key, 0, into.*rate);
}

inline void read_card_cost(fields const& cost, std::vector<price>& prices) {
    read_card_prices(cost, price_for(prices, service::standard, 0));
    for (auto const& pair : cost.object())
        if (auto const above = thousands_between(view(pair.key()), "context_over_", "k"))
            if (auto const tier = cost.inside(view(pair.key()))) read_card_prices(*tier, price_for(prices, service::standard, *above));
    auto const* tiers = cost.find("tiers");
    if (!tiers) return;
    if (!tiers->is_array()) return cost.note("tiers", "a list is expected");
    for (std::size_t i = 0; i != tiers->get_array().size(); ++i) {
        auto const place = "tiers/" + std::to_string(i);
        auto const& entry = tiers->get_array()[i];
        if (!entry.is_object()) {
            cost.note(place, "an object is expected");
            continue;
        }
        fields const tier(entry.get_object(), cost.at(place), cost.notes());
        auto const condition = tier.inside("tier");
        std::string type = "context";
        std::optional<std::int64_t> above;
        if (condition) {
            condition->read("type", type);
            condition->read("size", above);
        }
        if (above && type == "context") read_card_prices(tier, price_for(prices, service::standard, *above));
        else tier.note("tier", "only prices above a size of the context are known");
    }
}

/// Faster service for more money stands among the experiments of a card.
inline void read_card_modes(fields const& card, std::vector<price>& prices) {
    auto const experimental = card.inside("experimental");
    auto const modes = experimental ? experimental->inside("modes") : std::nullopt;
    if (!modes) return;
    for (auto const& pair : modes->object()) {
        auto const mode = modes->inside(view(pair.key()));
        auto const cost = mode ? mode->inside("cost") : std::nullopt;
        auto const provider = cost ? mode->inside("provider") : std::nullopt;
        auto const body = provider ? provider->inside("body") : std::nullopt;
        if (!body) continue;
        std::string tier;
        body->read("service_tier", tier);
        if (tier == "priority") read_card_prices(*cost, price_for(prices, service::priority, 0));
        else mode->note("cost", "only the price of priority service is known");
    }
}

inline info info_of_card(std::string vendor, std::string id, fields const& card, source const& from) {
    info made;
    made.vendor = std::move(vendor);
    made.id = std::move(id);
    card.read("name", made.name);
    card.read("reasoning", made.capabilities.reasoning);
    card.read("structured_output", made.capabilities.structured_output);
    card.read("release_date", made.released);
    if (auto const* tools = card.find("tool_call"); tools && tools->is_object()) card.inside("tool_call")->read("supported", made.capabilities.tools);
    else card.read("tool_call", made.capabilities.tools);
    if (auto const limit = card.inside("limit")) {
        limit->read("context", made.context);
        limit->read("input", made.max_input);
        limit->read("output", made.max_output);
    }
    if (auto const modalities = card.inside("modalities")) {
        modalities->read("input", made.input);
        modalities->read("output", made.output);
    }
    if (auto const cost = card.inside("cost")) read_card_cost(*cost, made.prices);
    read_card_modes(card, made.prices);

    std::string status;
    card.read("status", status);
    if (status == "deprecated") made.stage = stage::deprecated;
    else if (status == "alpha" || status == "beta") made.stage = stage::preview;
    else if (!status.empty()) card.note("status", "alpha, beta or deprecated is expected");
    finish(made, from);
    return made;
}

/// Cards by the path of their files. A card may build on another.
class card_folder {
public:
    explicit card_folder(std::vector<skipped>& notes) noexcept : notes_(&notes) {}

    void add(std::string_view path, std::string_view text) {
        auto card = read_toml(text);
        if (!card) notes_->push_back({std::string(path), card.error().message + " (" + card.error().where + ')'});
        else if (auto const place = place_of(path); place.id.empty()) notes_->push_back({std::string(path), "This is no path of a card."});
        else cards_.insert_or_assign({place.shared, place.vendor + '/' + place.id}, entry{place, std::string(path), std::move(*card)});
    }

    /// Calls `each(vendor, id, path, card)` for the cards of providers, each made whole by its base.
    template <class Each> void resolve(Each each) {
        for (auto const& [unused, e] : cards_)
            if (!e.place.shared) each(e.place.vendor, e.place.id, e.path, whole(e, 0));
    }

private:
    struct card_place {
        bool shared = false;
        std::string vendor;
        std::string id;
    };
    struct entry {
        card_place place;
        std::string path;
        boost::json::object card;
    };

    /// `providers/V/models/ID.toml`, the same without the first folder, or `models/V/ID.toml`.
    static card_place place_of(std::string_view path) {
        card_place made;
        if (!path.ends_with(".toml")) return made;
        path.remove_suffix(5);
        if (path.starts_with("providers/")) path.remove_prefix(10);
        else if (path.starts_with("models/")) {
            path.remove_prefix(7);
            made.shared = true;
        }
        auto const slash = path.find('/');
        if (slash == std::string_view::npos) return made;
        made.vendor = path.substr(0, slash);
        path.remove_prefix(slash + 1);
        if (!made.shared && !path.starts_with("models/")) return made;
        made.id = made.shared ? path : path.substr(7);
        return made;
    }

    boost::json::object whole(entry const& of, int depth) {
        auto card = of.card;
        auto const* base_name = card.if_contains("base_model");
        if (!base_name || !base_name->is_string()) return card;
        std::string const name(view(base_name->get_string()));
        auto found = cards_.find({true, name});
        if (found == cards_.end()) found = cards_.find({false, name});
        if (found == cards_.end() || &found->second == &of || depth == max_depth) {
            skipped const missing{of.path + "/base_model", "The card that it builds on, " + name + ", is not among the cards."};
            if (std::find(notes_->begin(), notes_->end(), missing) == notes_->end()) notes_->push_back(missing);
            return card;
        }
        auto base = whole(found->second, depth + 1);
        base.erase("base_model");
        if (auto const* omit = card.if_contains("base_model_omit"); omit && omit->is_array())
            for (auto const& path : omit->get_array())
                if (path.is_string()) leave_out(base, view(path.get_string()));
        overlay(base, card);
        return base;
    }
    static void leave_out(boost::json::object& from, std::string_view path) {
        auto const dot = path.find('.');
        if (dot == std::string_view::npos) {
            from.erase(path);
        } else if (auto* inner = from.if_contains(path.substr(0, dot)); inner && inner->is_object()) {
            leave_out(inner->get_object(), path.substr(dot + 1));
        }
    }
    static void overlay(boost::json::object& base, boost::json::object const& card) {
        for (auto const& pair : card) {
            auto& mine = base[pair.key()];
            if (mine.is_object() && pair.value().is_object()) overlay(mine.get_object(), pair.value().get_object());
            else mine = pair.value();
        }
    }

    static constexpr int max_depth = 8;
    std::map<std::pair<bool, std::string>, entry> cards_;
    std::vector<skipped>* notes_;
};

} // namespace parley::inline v0::model::detail

#endif
