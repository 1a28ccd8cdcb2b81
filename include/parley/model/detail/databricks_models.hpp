#ifndef PARLEY_MODEL_DETAIL_DATABRICKS_MODELS_HPP
#define PARLEY_MODEL_DETAIL_DATABRICKS_MODELS_HPP

#include <parley/model/detail/table_row.hpp>

namespace parley::inline v0::model::detail {

// Prices are in units of Databricks and differ by contract and region, so there are none.
inline constexpr table_row databricks_models[] = {
    {.id = "databricks-meta-llama-3-1-8b-instruct", .context = 128'000, .max_output = 4'096, .as_of = "2026-06-08"},
    {.id = "databricks-meta-llama-3-1-405b-instruct", .context = 128'000, .max_output = 4'096, .as_of = "2026-06-08"},
    {.id = "databricks-meta-llama-3-3-70b-instruct", .context = 128'000, .max_output = 4'096, .as_of = "2026-06-08"},
    {.id = "databricks-llama-4-maverick", .context = 128'000, .max_output = 8'192, .as_of = "2026-06-08"},
    {.id = "databricks-gpt-oss-20b", .context = 128'000, .max_output = 16'384, .as_of = "2026-06-08"},
    {.id = "databricks-gpt-oss-120b", .context = 128'000, .max_output = 16'384, .as_of = "2026-06-08"},
    {.id = "databricks-qwen35-122b-a10b", .context = 128'000, .max_output = 8'192, .as_of = "2026-06-08"},
    {.id = "databricks-qwen3-next-80b-a3b-instruct", .context = 128'000, .max_output = 8'192, .as_of = "2026-06-08"},
    {.id = "databricks-gemma-3-12b", .context = 8'192, .max_output = 4'096, .as_of = "2026-06-08"},
    {.id = "databricks-claude-sonnet-4", .context = 200'000, .max_output = 8'192, .as_of = "2026-06-08"},
    {.id = "databricks-claude-sonnet-4-5", .context = 200'000, .max_output = 64'000, .as_of = "2026-06-08"},
    {.id = "databricks-claude-sonnet-4-6", .context = 200'000, .max_output = 64'000, .as_of = "2026-06-08"},
    {.id = "databricks-claude-haiku-4-5", .context = 200'000, .max_output = 8'192, .as_of = "2026-06-08"},
    {.id = "databricks-claude-opus-4-1", .context = 200'000, .max_output = 32'000, .as_of = "2026-06-08"},
    {.id = "databricks-claude-opus-4-5", .context = 200'000, .max_output = 32'000, .as_of = "2026-06-08"},
    {.id = "databricks-claude-opus-4-6", .context = 200'000, .max_output = 32'000, .as_of = "2026-06-08"},
    {.id = "databricks-claude-opus-4-7", .context = 200'000, .max_output = 32'000, .as_of = "2026-06-08"},
    {.id = "databricks-gemini-2-5-flash", .context = 1'048'576, .max_output = 65'536, .as_of = "2026-06-08"},
    {.id = "databricks-gemini-2-5-pro", .context = 1'048'576, .max_output = 65'536, .as_of = "2026-06-08"},
    {.id = "databricks-gemini-3-1-flash-lite", .context = 1'048'576, .max_output = 65'536, .as_of = "2026-06-08"},
    {.id = "databricks-gemini-3-flash", .context = 1'048'576, .max_output = 65'536, .as_of = "2026-06-08"},
    {.id = "databricks-gemini-3-5-flash", .context = 1'048'576, .max_output = 65'536, .as_of = "2026-06-08"},
    {.id = "databricks-gemini-3-pro", .context = 1'048'576, .max_output = 65'536, .as_of = "2026-06-08"},
    {.id = "databricks-gemini-3-1-pro", .context = 1'048'576, .max_output = 65'536, .as_of = "2026-06-08"},
    {.id = "databricks-gpt-5", .context = 400'000, .max_output = 16'384, .as_of = "2026-06-08"},
    {.id = "databricks-gpt-5-mini", .context = 400'000, .max_output = 16'384, .as_of = "2026-06-08"},
    {.id = "databricks-gpt-5-nano", .context = 400'000, .max_output = 16'384, .as_of = "2026-06-08"},
    {.id = "databricks-gpt-5-1", .context = 400'000, .max_output = 16'384, .as_of = "2026-06-08"},
    {.id = "databricks-gpt-5-1-codex-max", .context = 400'000, .max_output = 32'768, .as_of = "2026-06-08"},
    {.id = "databricks-gpt-5-1-codex-mini", .context = 400'000, .max_output = 16'384, .as_of = "2026-06-08"},
    {.id = "databricks-gpt-5-2", .context = 400'000, .max_output = 16'384, .as_of = "2026-06-08"},
    {.id = "databricks-gpt-5-2-codex", .context = 400'000, .max_output = 32'768, .as_of = "2026-06-08"},
    {.id = "databricks-gpt-5-3-codex", .context = 400'000, .max_output = 32'768, .as_of = "2026-06-08"},
    {.id = "databricks-gpt-5-4", .context = 400'000, .max_output = 16'384, .as_of = "2026-06-08"},
    {.id = "databricks-gpt-5-4-mini", .context = 400'000, .max_output = 16'384, .as_of = "2026-06-08"},
    {.id = "databricks-gpt-5-4-nano", .context = 400'000, .max_output = 16'384, .as_of = "2026-06-08"},
    {.id = "databricks-gpt-5-5", .context = 400'000, .max_output = 32'768, .as_of = "2026-06-08"},
    {.id = "databricks-gpt-5-5-pro", .context = 400'000, .max_output = 32'768, .as_of = "2026-06-08"},
};

inline constexpr table_vendor databricks{
    .vendor = "databricks",
    .facts_from = "the table of endpoints of OpenHands",
    .prices_from = {},
    .end_from = {},
    .end_as_of = {},
    .rows = databricks_models,
};

} // namespace parley::inline v0::model::detail

#endif
