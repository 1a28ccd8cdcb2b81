#ifndef PARLEY_MODEL_MODELS_DEV_HPP
#define PARLEY_MODEL_MODELS_DEV_HPP

#include <parley/model/detail/models_dev_card.hpp>
#include <parley/model/detail/numbers_as_text.hpp>
#include <parley/model/reading.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::inline v0::model {

/// A card of models.dev: a TOML file.
struct models_dev_card {
    std::string path; ///< as in its repository: `providers/openai/models/gpt-5.toml`, or `models/openai/gpt-5.toml` for what providers share
    std::string text;
};

/// Reads cards of models.dev (https://github.com/anomalyco/models.dev), one file each.
///
/// A card that builds on another (`base_model`) takes from it what it does not say itself; give all cards at once for that.
/// @param cards all cards; those of shared models are only built upon.
/// @param from  how the list is called, and its day.
/// @return the models of the providers, and what was not taken over: whole cards that are no TOML, facts that make no sense, bases that are not
/// among the cards. It never fails as a whole.
inline reading read_models_dev_cards(std::vector<models_dev_card> const& cards, source const& from = {"models.dev", {}, {}}) {
    reading made;
    detail::card_folder folder(made.skipped);
    for (auto const& card : cards) folder.add(card.path, card.text);
    folder.resolve([&](std::string const& vendor, std::string const& id, std::string const& path, boost::json::object const& card) {
        made.models.push_back(detail::info_of_card(vendor, id, detail::fields(card, path, made.skipped), from));
    });
    return made;
}

/// Reads all models of models.dev as its service gives them (https://models.dev/api.json).
/// @return the models, and what was not taken over; `errc::invalid_json` and `errc::limit_exceeded` for text that is no JSON or too large,
/// `errc::invalid_document` where it is not an object of providers.
inline result<reading> read_models_dev(std::string_view json, source const& from = {"models.dev", {}, {}}) {
    auto const document = detail::parse_with_numbers_as_text(json);
    if (!document) return document.error();
    if (!document->is_object()) return error(errc::invalid_document, "The list of models is not an object of providers.");
    reading made;
    detail::fields const providers(document->get_object(), {}, made.skipped);
    for (auto const& vendor : providers.object()) {
        auto const provider = providers.inside(detail::view(vendor.key()));
        auto const models = provider ? provider->inside("models") : std::nullopt;
        if (!models) continue;
        for (auto const& id : models->object())
            if (auto const card = models->inside(detail::view(id.key())))
                made.models.push_back(detail::info_of_card(vendor.key(), id.key(), *card, from));
    }
    return made;
}

} // namespace parley::inline v0::model

#endif
