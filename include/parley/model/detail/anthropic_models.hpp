#ifndef PARLEY_MODEL_DETAIL_ANTHROPIC_MODELS_HPP
#define PARLEY_MODEL_DETAIL_ANTHROPIC_MODELS_HPP

#include <parley/model/detail/table_row.hpp>

namespace parley::inline v0::model::detail {

// Writing to a cache costs 1.25 times the input for five minutes and 2 times for an hour; a batch costs half.
inline constexpr table_row anthropic_models[] = {
    {.id = "claude-opus-5-5", .name = "Claude Opus 5.5",
     .capabilities = "structured_output reasoning streaming prompt_caching",
     .prices = "input 4 cache_read 0.2 cache_write 5 cache_write_1h 8 output 20; "
               "service batch input 2 cache_read 0.1 cache_write 2.5 cache_write_1h 4 output 10",
     .as_of = "2026-10-03"},
    {.id = "claude-sonnet-5-5", .name = "Claude Sonnet 5.5",
     .capabilities = "structured_output reasoning streaming prompt_caching",
     .prices = "input 2 cache_read 0.1 cache_write 2.5 cache_write_1h 4 output 10; "
               "service batch input 1 cache_read 0.05 cache_write 1.25 cache_write_1h 2 output 5",
     .as_of = "2026-10-03"},
    {.id = "claude-opus-5", .name = "Claude Opus 5", .context = 1'000'000, .max_output = 128'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 5 cache_read 0.5 cache_write 6.25 cache_write_1h 10 output 25; "
               "service batch input 2.5 cache_read 0.25 cache_write 3.125 cache_write_1h 5 output 12.5",
     .released = "2026-07-24", .as_of = "2026-07-24"},
    {.id = "claude-fable-5", .name = "Claude Fable 5", .context = 1'000'000, .max_output = 128'000,
     .input = "text image pdf", .capabilities = "tools reasoning streaming prompt_caching",
     .prices = "input 10 cache_read 1 cache_write 12.5 cache_write_1h 20 output 50; "
               "service batch input 5 cache_read 0.5 cache_write 6.25 cache_write_1h 10 output 25",
     .released = "2026-06-09", .as_of = "2026-06-30"},
    {.id = "claude-sonnet-5", .name = "Claude Sonnet 5", .context = 1'000'000, .max_output = 128'000,
     .input = "text image pdf", .capabilities = "tools reasoning streaming prompt_caching",
     .prices = "input 2 cache_read 0.2 cache_write 2.5 cache_write_1h 4 output 10; "
               "service batch input 1 cache_read 0.1 cache_write 1.25 cache_write_1h 2 output 5",
     .released = "2026-06-30", .as_of = "2026-06-30"},
    {.id = "claude-opus-4-8", .name = "Claude Opus 4.8", .context = 1'000'000, .max_output = 128'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 5 cache_read 0.5 cache_write 6.25 cache_write_1h 10 output 25; "
               "service batch input 2.5 cache_read 0.25 cache_write 3.125 cache_write_1h 5 output 12.5",
     .released = "2026-05-28", .as_of = "2026-06-30"},
    {.id = "claude-opus-4-7", .name = "Claude Opus 4.7", .context = 1'000'000, .max_output = 128'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 5 cache_read 0.5 cache_write 6.25 cache_write_1h 10 output 25; "
               "service batch input 2.5 cache_read 0.25 cache_write 3.125 cache_write_1h 5 output 12.5",
     .released = "2026-04-16", .as_of = "2026-06-30"},
    {.id = "claude-opus-4-6", .name = "Claude Opus 4.6", .context = 1'000'000, .max_output = 128'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 5 cache_read 0.5 cache_write 6.25 cache_write_1h 10 output 25; "
               "service batch input 2.5 cache_read 0.25 cache_write 3.125 cache_write_1h 5 output 12.5",
     .released = "2026-02-05", .as_of = "2026-06-30"},
    {.id = "claude-sonnet-4-6", .name = "Claude Sonnet 4.6", .context = 1'000'000, .max_output = 64'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 3 cache_read 0.3 cache_write 3.75 cache_write_1h 6 output 15; "
               "service batch input 1.5 cache_read 0.15 cache_write 1.875 cache_write_1h 3 output 7.5",
     .released = "2026-02-17", .as_of = "2026-06-30"},
    {.id = "claude-opus-4-5-20251101", .name = "Claude Opus 4.5", .aliases = "claude-opus-4-5", .context = 200'000, .max_output = 64'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 5 cache_read 0.5 cache_write 6.25 cache_write_1h 10 output 25; "
               "service batch input 2.5 cache_read 0.25 cache_write 3.125 cache_write_1h 5 output 12.5",
     .released = "2025-11-24", .as_of = "2026-06-30"},
    {.id = "claude-haiku-4-5-20251001", .name = "Claude Haiku 4.5", .aliases = "claude-haiku-4-5", .context = 200'000, .max_output = 64'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 1 cache_read 0.1 cache_write 1.25 cache_write_1h 2 output 5; "
               "service batch input 0.5 cache_read 0.05 cache_write 0.625 cache_write_1h 1 output 2.5",
     .released = "2025-10-15", .as_of = "2026-06-30"},
    {.id = "claude-sonnet-4-5-20250929", .name = "Claude Sonnet 4.5", .aliases = "claude-sonnet-4-5", .context = 200'000, .max_output = 64'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 3 cache_read 0.3 cache_write 3.75 cache_write_1h 6 output 15; "
               "above 200000 input 6 cache_read 0.6 cache_write 7.5 cache_write_1h 12 output 22.5; "
               "service batch input 1.5 cache_read 0.15 cache_write 1.875 cache_write_1h 3 output 7.5; "
               "service batch above 200000 input 3 cache_read 0.3 cache_write 3.75 cache_write_1h 6 output 11.25",
     .released = "2025-09-29", .as_of = "2026-06-30"},
    {.id = "claude-opus-4-1-20250805", .name = "Claude Opus 4.1", .aliases = "claude-opus-4-1", .context = 200'000, .max_output = 32'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 15 cache_read 1.5 cache_write 18.75 cache_write_1h 30 output 75; "
               "service batch input 7.5 cache_read 0.75 cache_write 9.375 cache_write_1h 15 output 37.5",
     .released = "2025-08-05", .deprecated = "2026-06-05", .retires = "2026-08-05", .successor = "claude-opus-4-8", .as_of = "2026-06-30"},
    {.id = "claude-opus-4-20250514", .name = "Claude Opus 4", .aliases = "claude-opus-4-0", .context = 200'000, .max_output = 32'000,
     .input = "text image pdf", .capabilities = "tools reasoning streaming prompt_caching",
     .prices = "input 15 cache_read 1.5 cache_write 18.75 cache_write_1h 30 output 75; "
               "service batch input 7.5 cache_read 0.75 cache_write 9.375 cache_write_1h 15 output 37.5",
     .released = "2025-05-22", .deprecated = "2026-04-14", .retires = "2026-06-15", .successor = "claude-opus-4-8", .as_of = "2026-06-30"},
    {.id = "claude-sonnet-4-20250514", .name = "Claude Sonnet 4", .aliases = "claude-sonnet-4-0", .context = 200'000, .max_output = 64'000,
     .input = "text image pdf", .capabilities = "tools reasoning streaming prompt_caching",
     .prices = "input 3 cache_read 0.3 cache_write 3.75 cache_write_1h 6 output 15; "
               "above 200000 input 6 cache_read 0.6 cache_write 7.5 cache_write_1h 12 output 22.5; "
               "service batch input 1.5 cache_read 0.15 cache_write 1.875 cache_write_1h 3 output 7.5; "
               "service batch above 200000 input 3 cache_read 0.3 cache_write 3.75 cache_write_1h 6 output 11.25",
     .released = "2025-05-22", .deprecated = "2026-04-14", .retires = "2026-06-15", .successor = "claude-sonnet-4-6", .as_of = "2026-06-30"},
    {.id = "claude-3-7-sonnet-20250219", .name = "Claude Sonnet 3.7", .aliases = "claude-3-7-sonnet-latest", .context = 200'000, .max_output = 64'000,
     .input = "text image pdf", .capabilities = "tools reasoning streaming prompt_caching",
     .prices = "input 3 cache_read 0.3 cache_write 3.75 cache_write_1h 6 output 15; "
               "service batch input 1.5 cache_read 0.15 cache_write 1.875 cache_write_1h 3 output 7.5",
     .released = "2025-02-19", .deprecated = "2025-10-28", .retires = "2026-02-19", .as_of = "2026-06-30"},
    {.id = "claude-3-5-haiku-20241022", .name = "Claude Haiku 3.5", .aliases = "claude-3-5-haiku-latest", .context = 200'000, .max_output = 8'192,
     .input = "text image pdf", .capabilities = "tools -reasoning streaming prompt_caching",
     .prices = "input 0.8 cache_read 0.08 cache_write 1 cache_write_1h 1.6 output 4; "
               "service batch input 0.4 cache_read 0.04 cache_write 0.5 cache_write_1h 0.8 output 2",
     .released = "2024-10-22", .deprecated = "2025-12-19", .retires = "2026-02-19", .as_of = "2026-06-30"},
    {.id = "claude-3-5-sonnet-20241022", .name = "Claude Sonnet 3.5 v2", .aliases = "claude-3-5-sonnet-latest", .context = 200'000, .max_output = 8'192,
     .input = "text image pdf", .capabilities = "tools -reasoning streaming prompt_caching",
     .prices = "input 3 cache_read 0.3 cache_write 3.75 cache_write_1h 6 output 15; "
               "service batch input 1.5 cache_read 0.15 cache_write 1.875 cache_write_1h 3 output 7.5",
     .released = "2024-10-22", .deprecated = "2025-08-13", .retires = "2025-10-28", .as_of = "2026-06-30"},
    {.id = "claude-3-5-sonnet-20240620", .name = "Claude Sonnet 3.5", .context = 200'000, .max_output = 8'192,
     .input = "text image pdf", .capabilities = "tools -reasoning streaming prompt_caching",
     .prices = "input 3 cache_read 0.3 cache_write 3.75 cache_write_1h 6 output 15; "
               "service batch input 1.5 cache_read 0.15 cache_write 1.875 cache_write_1h 3 output 7.5",
     .released = "2024-06-20", .deprecated = "2025-08-13", .retires = "2025-10-28", .as_of = "2026-06-30"},
    {.id = "claude-3-opus-20240229", .name = "Claude Opus 3", .aliases = "claude-3-opus-latest", .context = 200'000, .max_output = 4'096,
     .input = "text image pdf", .capabilities = "tools -reasoning streaming prompt_caching",
     .prices = "input 15 cache_read 1.5 cache_write 18.75 cache_write_1h 30 output 75; "
               "service batch input 7.5 cache_read 0.75 cache_write 9.375 cache_write_1h 15 output 37.5",
     .released = "2024-02-29", .deprecated = "2025-06-30", .retires = "2026-01-05", .as_of = "2026-06-30"},
    {.id = "claude-3-sonnet-20240229", .name = "Claude Sonnet 3", .context = 200'000, .max_output = 4'096,
     .input = "text image", .capabilities = "tools -reasoning streaming",
     .prices = "input 3 output 15; "
               "service batch input 1.5 output 7.5",
     .released = "2024-03-04", .deprecated = "2025-01-21", .retires = "2025-07-21", .as_of = "2026-06-30"},
    {.id = "claude-3-haiku-20240307", .name = "Claude Haiku 3", .context = 200'000, .max_output = 4'096,
     .input = "text image", .capabilities = "tools -reasoning streaming prompt_caching",
     .prices = "input 0.25 cache_read 0.03 cache_write 0.3 output 1.25; "
               "service batch input 0.125 output 0.625",
     .stage = "deprecated", .released = "2024-03-13", .as_of = "2026-06-30"},
};

inline constexpr table_vendor anthropic{
    .vendor = "anthropic",
    .facts_from = "models.dev",
    .prices_from = "models.dev and the price page of Anthropic",
    .end_from = "the deprecation page of Anthropic",
    .end_as_of = "2026-08-05",
    .rows = anthropic_models,
};

} // namespace parley::inline v0::model::detail

#endif
