#ifndef PARLEY_MODEL_DETAIL_GOOGLE_MODELS_HPP
#define PARLEY_MODEL_DETAIL_GOOGLE_MODELS_HPP

#include <parley/model/detail/table_row.hpp>

namespace parley::inline v0::model::detail {

inline constexpr table_row google_models[] = {
    {.id = "gemini-3.8-flash", .name = "Gemini 3.8 Flash", .context = 1'048'576, .max_output = 65'536,
     .input = "text image video audio pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 0.75 cache_read 0.075 output 3.75; "
               "from 2027-01-01 input 1.5 cache_read 0.15 output 7.5",
     .released = "2026-09-02", .as_of = "2026-09-02"},
    {.id = "gemini-3.7-flash", .name = "Gemini 3.7 Flash",
     .capabilities = "reasoning streaming prompt_caching",
     .prices = "input 1.5 cache_read 0.15 output 7.5",
     .released = "2026-08-13", .as_of = "2026-09-02"},
    {.id = "gemini-3.5-flash", .name = "Gemini 3.5 Flash", .context = 1'048'576, .max_output = 65'536,
     .input = "text image video audio pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 1.5 cache_read 0.15 output 9",
     .released = "2026-05-19", .as_of = "2026-06-30"},
    {.id = "gemini-3.1-pro-preview", .name = "Gemini 3.1 Pro Preview", .context = 1'048'576, .max_output = 65'536,
     .input = "text image video audio pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 2 cache_read 0.2 output 12; "
               "above 200000 input 4 cache_read 0.4 output 18",
     .stage = "preview", .released = "2026-02-19", .as_of = "2026-06-30"},
    {.id = "gemini-3.1-pro-preview-customtools", .name = "Gemini 3.1 Pro Preview Custom Tools", .context = 1'048'576, .max_output = 65'536,
     .input = "text image video audio pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 2 cache_read 0.2 output 12; "
               "above 200000 input 4 cache_read 0.4 output 18",
     .stage = "preview", .released = "2026-02-19", .as_of = "2026-06-30"},
    {.id = "gemini-3.1-flash-lite", .name = "Gemini 3.1 Flash Lite", .context = 1'048'576, .max_output = 65'536,
     .input = "text image video audio pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 0.25 cache_read 0.025 output 1.5",
     .released = "2026-05-07", .as_of = "2026-06-30"},
    {.id = "gemini-3.1-flash-lite-preview", .name = "Gemini 3.1 Flash Lite Preview", .context = 1'048'576, .max_output = 65'536,
     .input = "text image video audio pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 0.25 cache_read 0.025 output 1.5",
     .released = "2026-03-03", .retires = "2026-05-25", .successor = "gemini-3.1-flash-lite", .as_of = "2026-06-30"},
    {.id = "gemini-3-pro-preview", .name = "Gemini 3 Pro Preview", .context = 1'048'576, .max_output = 65'536,
     .input = "text image video audio pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 2 cache_read 0.2 output 12; "
               "above 200000 input 4 cache_read 0.4 output 18; "
               "service batch input 1 output 6; "
               "service batch above 200000 input 2 output 9",
     .released = "2025-11-18", .retires = "2026-03-09", .successor = "gemini-3.1-pro-preview", .as_of = "2026-06-30"},
    {.id = "gemini-3-flash-preview", .name = "Gemini 3 Flash Preview", .context = 1'048'576, .max_output = 65'536,
     .input = "text image video audio pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 0.5 cache_read 0.05 output 3; "
               "service batch input 0.25 output 1.5",
     .stage = "preview", .released = "2025-12-17", .as_of = "2026-06-30"},
    {.id = "gemini-2.5-pro", .name = "Gemini 2.5 Pro", .context = 1'048'576, .max_output = 65'536,
     .input = "text image audio video pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 1.25 cache_read 0.125 output 10; "
               "above 200000 input 2.5 cache_read 0.25 output 15; "
               "service batch input 0.625 output 5; "
               "service batch above 200000 input 1.25 output 7.5",
     .released = "2025-06-17", .as_of = "2026-06-30"},
    {.id = "gemini-2.5-flash", .name = "Gemini 2.5 Flash", .context = 1'048'576, .max_output = 65'536,
     .input = "text image audio video pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 0.3 cache_read 0.03 output 2.5; "
               "service batch input 0.15 output 1.25",
     .released = "2025-06-17", .as_of = "2026-06-30"},
    {.id = "gemini-2.5-flash-lite", .name = "Gemini 2.5 Flash-Lite", .context = 1'048'576, .max_output = 65'536,
     .input = "text image audio video pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 0.1 cache_read 0.01 output 0.4; "
               "service batch input 0.05 output 0.2",
     .released = "2025-06-17", .as_of = "2026-06-30"},
    {.id = "gemini-2.0-flash", .name = "Gemini 2.0 Flash", .aliases = "gemini-2.0-flash-001", .context = 1'048'576, .max_output = 8'192,
     .input = "text image audio video pdf", .capabilities = "tools structured_output -reasoning streaming prompt_caching",
     .prices = "input 0.1 cache_read 0.025 output 0.4; "
               "service batch input 0.05 output 0.2",
     .released = "2024-12-11", .deprecated = "2026-02-18", .retires = "2026-06-01", .successor = "gemini-3.5-flash", .as_of = "2026-06-30"},
    {.id = "gemini-2.0-flash-lite", .name = "Gemini 2.0 Flash-Lite", .aliases = "gemini-2.0-flash-lite-001", .context = 1'048'576, .max_output = 8'192,
     .input = "text image audio video pdf", .capabilities = "tools structured_output -reasoning streaming",
     .prices = "input 0.075 output 0.3; "
               "service batch input 0.0375 output 0.15",
     .released = "2024-12-11", .deprecated = "2026-02-18", .retires = "2026-06-01", .successor = "gemini-3.1-flash-lite", .as_of = "2026-06-30"},
};

inline constexpr table_vendor google{
    .vendor = "google",
    .facts_from = "models.dev",
    .prices_from = "models.dev and the price page of Gemini",
    .end_from = "the deprecation page of Gemini",
    .end_as_of = "2026-09-15",
    .rows = google_models,
};

} // namespace parley::inline v0::model::detail

#endif
