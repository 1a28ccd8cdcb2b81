#ifndef PARLEY_MODEL_LITELLM_PRICES_HPP
#define PARLEY_MODEL_LITELLM_PRICES_HPP

#include <parley/model/detail/litellm_row.hpp>
#include <parley/model/detail/numbers_as_text.hpp>
#include <parley/model/reading.hpp>
#include <parley/result.hpp>

#include <string_view>
#include <utility>

namespace parley::inline v0::model {

/// Reads the price file of LiteLLM (https://github.com/BerriAI/litellm, `model_prices_and_context_window.json`).
///
/// Prices for a token become prices for a million tokens, exactly. Rows that are not about text in and text out (images, speech, embeddings) are
/// skipped; so are prices for what a usage does not count, such as audio or web searches.
/// @param from how the list is called, and its day.
/// @return the models, and what was not taken over; `errc::invalid_json` and `errc::limit_exceeded` for text that is no JSON or too large,
/// `errc::invalid_document` where it is not an object.
inline result<reading> read_litellm_prices(std::string_view json, source const& from = {"LiteLLM", {}, {}}) {
    auto const document = detail::parse_with_numbers_as_text(json);
    if (!document) return document.error();
    if (!document->is_object()) return error(errc::invalid_document, "The price file is not an object of models.");
    reading made;
    detail::fields const rows(document->get_object(), {}, made.skipped);
    for (auto const& pair : rows.object()) {
        auto const name = detail::view(pair.key());
        if (name == "sample_spec") continue; // the file's own documentation
        auto const row = rows.inside(name);
        if (!row) continue;
        if (auto read = detail::info_of_litellm_row(name, *row, from)) made.models.push_back(std::move(*read));
    }
    return made;
}

} // namespace parley::inline v0::model

#endif
