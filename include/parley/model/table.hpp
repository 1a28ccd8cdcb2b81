#ifndef PARLEY_MODEL_TABLE_HPP
#define PARLEY_MODEL_TABLE_HPP

#include <parley/model/catalogue.hpp>
#include <parley/model/detail/anthropic_models.hpp>
#include <parley/model/detail/databricks_models.hpp>
#include <parley/model/detail/google_models.hpp>
#include <parley/model/detail/openai_models.hpp>
#include <parley/model/detail/table_reader.hpp>

#include <utility>
#include <vector>

namespace parley::inline v0::model {

/// Returns the models that the library knows without being told: of OpenAI, Anthropic, Google Gemini and Databricks.
///
/// Each fact says in `info::origins` where it is from and as of which day. The table is as old as the library: merge a newer list into it
/// (`read_models_dev`, `read_litellm_prices`) where prices matter. Each call makes a new value.
inline catalogue built_in_models() {
    std::vector<info> rows;
    for (auto const* vendor : {&detail::openai, &detail::anthropic, &detail::google, &detail::databricks})
        for (auto const& row : vendor->rows) rows.push_back(detail::info_of_row(*vendor, row).first);
    return catalogue(std::move(rows));
}

} // namespace parley::inline v0::model

#endif
