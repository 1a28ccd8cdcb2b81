#ifndef PARLEY_MODEL_DETAIL_OPENAI_MODELS_HPP
#define PARLEY_MODEL_DETAIL_OPENAI_MODELS_HPP

#include <parley/model/detail/table_row.hpp>

namespace parley::inline v0::model::detail {

// A price with nothing in it says that there is one, and that it is not known here.
inline constexpr table_row openai_models[] = {
    {.id = "gpt-6-astra", .name = "GPT-6 Astra", .context = 1'050'000, .max_input = 922'000, .max_output = 128'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 10 cache_read 1 cache_write 12.5 output 50; "
               "above 272000 input 20 cache_read 2 cache_write 25 output 75; "
               "service priority input 20 cache_read 2 cache_write 25 output 100; "
               "service priority above 272000",
     .released = "2026-09-04", .as_of = "2026-09-04"},
    {.id = "gpt-6-sol", .name = "GPT-6 Sol", .context = 1'050'000, .max_input = 922'000, .max_output = 128'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 2 cache_read 0.2 cache_write 2.5 output 10; "
               "above 272000 input 4 cache_read 0.4 cache_write 5 output 15; "
               "service batch input 1 cache_read 0.1 cache_write 1.25 output 5; "
               "service batch above 272000; "
               "service flex input 1 cache_read 0.1 cache_write 1.25 output 5; "
               "service flex above 272000; "
               "service priority input 4 cache_read 0.4 cache_write 5 output 20; "
               "service priority above 272000",
     .released = "2026-09-22", .as_of = "2026-09-22"},
    {.id = "gpt-6-luna", .name = "GPT-6 Luna", .context = 1'050'000, .max_input = 922'000, .max_output = 128'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 0.1 cache_read 0.01 cache_write 0.125 output 0.5; "
               "above 272000",
     .released = "2026-09-22", .as_of = "2026-09-22"},
    {.id = "gpt-5.6-sol", .name = "GPT-5.6 Sol", .context = 1'050'000, .max_input = 922'000, .max_output = 128'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 2 cache_read 0.2 cache_write 2.5 output 10; "
               "above 272000 input 4 cache_read 0.4 cache_write 5 output 15",
     .released = "2026-07-09", .as_of = "2026-09-04"},
    {.id = "gpt-5.6-terra", .name = "GPT-5.6 Terra", .context = 1'050'000, .max_input = 922'000, .max_output = 128'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 2.5 cache_read 0.25 output 15; "
               "above 272000",
     .released = "2026-07-09", .as_of = "2026-07-09"},
    {.id = "gpt-5.6-luna", .name = "GPT-5.6 Luna", .context = 1'050'000, .max_input = 922'000, .max_output = 128'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 1 cache_read 0.1 output 6; "
               "above 272000",
     .released = "2026-07-09", .as_of = "2026-07-09"},
    {.id = "gpt-5.5", .name = "GPT-5.5", .context = 1'050'000, .max_input = 922'000, .max_output = 128'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 5 cache_read 0.5 output 30; "
               "above 272000 input 10 cache_read 1 output 45; "
               "service batch input 2.5 output 15; "
               "service batch above 272000; "
               "service priority input 12.5 cache_read 1.25 output 75; "
               "service priority above 272000",
     .released = "2026-04-23", .as_of = "2026-06-30"},
    {.id = "gpt-5.5-pro", .name = "GPT-5.5 Pro", .context = 1'050'000, .max_input = 922'000, .max_output = 128'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning",
     .prices = "input 30 output 180; "
               "above 272000 input 60 output 270",
     .released = "2026-04-23", .as_of = "2026-06-30"},
    {.id = "gpt-5.4", .name = "GPT-5.4", .context = 1'050'000, .max_input = 922'000, .max_output = 128'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 2.5 cache_read 0.25 output 15; "
               "above 272000 input 5 cache_read 0.5 output 22.5; "
               "service batch input 1.25 output 7.5; "
               "service batch above 272000; "
               "service priority input 5 cache_read 0.5 output 30; "
               "service priority above 272000",
     .released = "2026-03-05", .as_of = "2026-06-30"},
    {.id = "gpt-5.4-pro", .name = "GPT-5.4 Pro", .context = 1'050'000, .max_input = 922'000, .max_output = 128'000,
     .input = "text image", .capabilities = "tools -structured_output reasoning",
     .prices = "input 30 output 180; "
               "above 272000 input 60 output 270",
     .released = "2026-03-05", .as_of = "2026-06-30"},
    {.id = "gpt-5.4-mini", .name = "GPT-5.4 mini", .context = 400'000, .max_input = 272'000, .max_output = 128'000,
     .input = "text image", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 0.75 cache_read 0.075 output 4.5; "
               "service batch input 0.375 output 2.25; "
               "service priority input 1.5 cache_read 0.15 output 9",
     .released = "2026-03-17", .as_of = "2026-06-30"},
    {.id = "gpt-5.4-nano", .name = "GPT-5.4 nano", .context = 400'000, .max_input = 272'000, .max_output = 128'000,
     .input = "text image", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 0.2 cache_read 0.02 output 1.25; "
               "service batch input 0.1 output 0.625",
     .released = "2026-03-17", .as_of = "2026-06-30"},
    {.id = "gpt-5.3-codex", .name = "GPT-5.3 Codex", .context = 400'000, .max_input = 272'000, .max_output = 128'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 1.75 cache_read 0.175 output 14",
     .released = "2026-02-05", .as_of = "2026-06-30"},
    {.id = "gpt-5.3-codex-spark", .name = "GPT-5.3 Codex Spark", .context = 128'000, .max_input = 100'000, .max_output = 32'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 1.75 cache_read 0.175 output 14",
     .released = "2026-02-05", .as_of = "2026-06-30"},
    {.id = "gpt-5.3-chat-latest", .name = "GPT-5.3 Chat (latest)", .context = 128'000, .max_output = 16'384,
     .input = "text image", .capabilities = "tools structured_output -reasoning streaming prompt_caching",
     .prices = "input 1.75 cache_read 0.175 output 14",
     .released = "2026-03-03", .deprecated = "2026-05-08", .retires = "2026-08-10", .successor = "gpt-5.5", .as_of = "2026-06-30"},
    {.id = "gpt-5.2", .name = "GPT-5.2", .context = 400'000, .max_input = 272'000, .max_output = 128'000,
     .input = "text image", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 1.75 cache_read 0.175 output 14; "
               "service batch input 0.875 output 7",
     .released = "2025-12-11", .as_of = "2026-06-30"},
    {.id = "gpt-5.2-pro", .name = "GPT-5.2 Pro", .context = 400'000, .max_input = 272'000, .max_output = 128'000,
     .input = "text image", .capabilities = "tools -structured_output reasoning",
     .prices = "input 21 output 168; "
               "service batch input 10.5 output 84",
     .released = "2025-12-11", .as_of = "2026-06-30"},
    {.id = "gpt-5.2-codex", .name = "GPT-5.2 Codex", .context = 400'000, .max_input = 272'000, .max_output = 128'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 1.75 cache_read 0.175 output 14",
     .released = "2025-12-11", .deprecated = "2026-04-22", .retires = "2026-07-23", .successor = "gpt-5.4", .as_of = "2026-06-30"},
    {.id = "gpt-5.2-chat-latest", .name = "GPT-5.2 Chat", .context = 128'000, .max_output = 16'384,
     .input = "text image", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 1.75 cache_read 0.175 output 14",
     .released = "2025-12-11", .deprecated = "2026-05-08", .retires = "2026-08-10", .successor = "gpt-5.5", .as_of = "2026-06-30"},
    {.id = "gpt-5.1", .name = "GPT-5.1", .context = 400'000, .max_input = 272'000, .max_output = 128'000,
     .input = "text image", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 1.25 cache_read 0.125 output 10; "
               "service batch input 0.625 cache_read 0.0625 output 5",
     .released = "2025-11-13", .retires = "2027-04-01", .as_of = "2026-06-30"},
    {.id = "gpt-5.1-codex", .name = "GPT-5.1 Codex", .context = 400'000, .max_input = 272'000, .max_output = 128'000,
     .input = "text image", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 1.25 cache_read 0.125 output 10",
     .released = "2025-11-13", .deprecated = "2026-04-22", .retires = "2026-07-23", .as_of = "2026-06-30"},
    {.id = "gpt-5.1-codex-max", .name = "GPT-5.1 Codex Max", .context = 400'000, .max_input = 272'000, .max_output = 128'000,
     .input = "text image", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 1.25 cache_read 0.125 output 10",
     .released = "2025-11-13", .deprecated = "2026-04-22", .retires = "2026-07-23", .successor = "gpt-5.4", .as_of = "2026-06-30"},
    {.id = "gpt-5.1-codex-mini", .name = "GPT-5.1 Codex mini", .context = 400'000, .max_input = 272'000, .max_output = 128'000,
     .input = "text image", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 0.25 cache_read 0.025 output 2",
     .released = "2025-11-13", .deprecated = "2026-04-22", .retires = "2026-07-23", .successor = "gpt-5.4-mini", .as_of = "2026-06-30"},
    {.id = "gpt-5.1-chat-latest", .name = "GPT-5.1 Chat", .context = 128'000, .max_output = 16'384,
     .input = "text image", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 1.25 cache_read 0.125 output 10",
     .released = "2025-11-13", .deprecated = "2026-04-22", .retires = "2026-07-23", .as_of = "2026-06-30"},
    {.id = "gpt-5", .name = "GPT-5", .context = 400'000, .max_input = 272'000, .max_output = 128'000,
     .input = "text image", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 1.25 cache_read 0.125 output 10; "
               "service batch input 0.625 cache_read 0.0625 output 5",
     .released = "2025-08-07", .deprecated = "2026-06-11", .retires = "2026-12-11", .successor = "gpt-5.6-sol", .as_of = "2026-06-30"},
    {.id = "gpt-5-mini", .name = "GPT-5 Mini", .context = 400'000, .max_input = 272'000, .max_output = 128'000,
     .input = "text image", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 0.25 cache_read 0.025 output 2; "
               "service batch input 0.125 cache_read 0.0125 output 1",
     .released = "2025-08-07", .deprecated = "2026-06-11", .retires = "2026-12-11", .as_of = "2026-06-30"},
    {.id = "gpt-5-nano", .name = "GPT-5 Nano", .context = 400'000, .max_input = 272'000, .max_output = 128'000,
     .input = "text image", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 0.05 cache_read 0.005 output 0.4; "
               "service batch input 0.025 cache_read 0.0025 output 0.2",
     .released = "2025-08-07", .deprecated = "2026-06-11", .retires = "2026-12-11", .as_of = "2026-06-30"},
    {.id = "gpt-5-pro", .name = "GPT-5 Pro", .context = 400'000, .max_input = 272'000, .max_output = 272'000,
     .input = "text image", .capabilities = "tools structured_output reasoning",
     .prices = "input 15 output 120; "
               "service batch input 7.5 output 60",
     .released = "2025-10-06", .deprecated = "2026-06-11", .retires = "2026-12-11", .as_of = "2026-06-30"},
    {.id = "gpt-5-codex", .name = "GPT-5-Codex", .context = 400'000, .max_input = 272'000, .max_output = 128'000,
     .input = "text image", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 1.25 cache_read 0.125 output 10",
     .released = "2025-09-15", .deprecated = "2026-04-22", .retires = "2026-07-23", .successor = "gpt-5.4", .as_of = "2026-06-30"},
    {.id = "gpt-5-chat-latest", .name = "GPT-5 Chat (latest)", .context = 400'000, .max_input = 272'000, .max_output = 128'000,
     .input = "text image", .capabilities = "-tools structured_output reasoning streaming prompt_caching",
     .prices = "input 1.25 cache_read 0.125 output 10",
     .released = "2025-08-07", .deprecated = "2026-04-22", .retires = "2026-07-23", .as_of = "2026-06-30"},
    {.id = "gpt-4.1", .name = "GPT-4.1", .context = 1'047'576, .max_output = 32'768,
     .input = "text image pdf", .capabilities = "tools structured_output -reasoning streaming prompt_caching",
     .prices = "input 2 cache_read 0.5 output 8; "
               "service batch input 1 output 4",
     .released = "2025-04-14", .deprecated = "2026-10-14", .retires = "2027-01-14", .successor = "gpt-6-luna", .as_of = "2026-06-30"},
    {.id = "gpt-4.1-mini", .name = "GPT-4.1 mini", .context = 1'047'576, .max_output = 32'768,
     .input = "text image pdf", .capabilities = "tools structured_output -reasoning streaming prompt_caching",
     .prices = "input 0.4 cache_read 0.1 output 1.6; "
               "service batch input 0.2 output 0.8",
     .released = "2025-04-14", .deprecated = "2026-10-14", .retires = "2027-01-14", .successor = "gpt-6-luna", .as_of = "2026-06-30"},
    {.id = "gpt-4.1-nano", .name = "GPT-4.1 nano", .context = 1'047'576, .max_output = 32'768,
     .input = "text image", .capabilities = "tools structured_output -reasoning streaming prompt_caching",
     .prices = "input 0.1 cache_read 0.025 output 0.4; "
               "service batch input 0.05 output 0.2",
     .released = "2025-04-14", .deprecated = "2026-04-22", .retires = "2026-10-23", .successor = "gpt-5.6-luna", .as_of = "2026-06-30"},
    {.id = "gpt-4o", .name = "GPT-4o", .context = 128'000, .max_output = 16'384,
     .input = "text image pdf", .capabilities = "tools structured_output -reasoning streaming prompt_caching",
     .prices = "input 5 output 15; "
               "from 2024-10-02 input 2.5 cache_read 1.25 output 10; "
               "service batch from 2024-10-02 input 1.25 output 5",
     .released = "2024-05-13", .deprecated = "2026-10-14", .retires = "2027-01-14", .successor = "gpt-6-luna", .as_of = "2026-06-30"},
    {.id = "gpt-4o-2024-11-20", .name = "GPT-4o (2024-11-20)", .context = 128'000, .max_output = 16'384,
     .input = "text image", .capabilities = "tools structured_output -reasoning streaming prompt_caching",
     .prices = "input 2.5 cache_read 1.25 output 10; "
               "service batch input 1.25 output 5",
     .released = "2024-11-20", .deprecated = "2026-10-14", .retires = "2027-01-14", .successor = "gpt-6-luna", .as_of = "2026-06-30"},
    {.id = "gpt-4o-2024-08-06", .name = "GPT-4o (2024-08-06)", .context = 128'000, .max_output = 16'384,
     .input = "text image", .capabilities = "tools structured_output -reasoning streaming prompt_caching",
     .prices = "input 2.5 cache_read 1.25 output 10; "
               "service batch input 1.25 output 5",
     .released = "2024-08-06", .deprecated = "2026-10-14", .retires = "2027-01-14", .successor = "gpt-6-luna", .as_of = "2026-06-30"},
    {.id = "gpt-4o-2024-05-13", .name = "GPT-4o (2024-05-13)", .context = 128'000, .max_output = 4'096,
     .input = "text image", .capabilities = "tools structured_output -reasoning streaming",
     .prices = "input 5 output 15; "
               "service batch input 2.5 output 7.5",
     .released = "2024-05-13", .deprecated = "2026-04-22", .retires = "2026-10-23", .successor = "gpt-5.6-sol", .as_of = "2026-06-30"},
    {.id = "gpt-4o-mini", .name = "GPT-4o mini", .context = 128'000, .max_output = 16'384,
     .input = "text image pdf", .capabilities = "tools structured_output -reasoning streaming prompt_caching",
     .prices = "input 0.15 cache_read 0.075 output 0.6; "
               "service batch input 0.075 output 0.3",
     .released = "2024-07-18", .deprecated = "2026-10-14", .retires = "2027-01-14", .successor = "gpt-6-luna", .as_of = "2026-06-30"},
    {.id = "o4-mini", .name = "o4-mini", .context = 200'000, .max_output = 100'000,
     .input = "text image", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 1.1 cache_read 0.275 output 4.4; "
               "service batch input 0.55 output 2.2",
     .released = "2025-04-16", .deprecated = "2026-04-22", .retires = "2026-10-23", .successor = "gpt-5.6-terra", .as_of = "2026-06-30"},
    {.id = "o3", .name = "o3", .context = 200'000, .max_output = 100'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 10 cache_read 2.5 output 40; "
               "from 2025-06-10 input 2 cache_read 0.5 output 8; "
               "service batch from 2025-06-10 input 1 output 4",
     .released = "2025-04-16", .deprecated = "2026-06-11", .retires = "2026-12-11", .successor = "gpt-5.6-sol", .as_of = "2026-06-30"},
    {.id = "o3-pro", .name = "o3-pro", .context = 200'000, .max_output = 100'000,
     .input = "text image", .capabilities = "tools structured_output reasoning",
     .prices = "input 20 output 80; "
               "service batch input 10 output 40",
     .released = "2025-06-10", .deprecated = "2026-06-11", .retires = "2026-12-11", .as_of = "2026-06-30"},
    {.id = "o3-mini", .name = "o3-mini", .context = 200'000, .max_output = 100'000,
     .input = "text", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 1.1 cache_read 0.55 output 4.4; "
               "service batch input 0.55 output 2.2",
     .released = "2024-12-20", .deprecated = "2026-04-22", .retires = "2026-10-23", .successor = "gpt-5.6-sol", .as_of = "2026-06-30"},
    {.id = "o1", .name = "o1", .context = 200'000, .max_output = 100'000,
     .input = "text image pdf", .capabilities = "tools structured_output reasoning streaming prompt_caching",
     .prices = "input 15 cache_read 7.5 output 60; "
               "service batch input 7.5 output 30",
     .released = "2024-12-05", .deprecated = "2026-04-22", .retires = "2026-10-23", .successor = "gpt-5.6-sol", .as_of = "2026-06-30"},
    {.id = "o1-pro", .name = "o1-pro", .context = 200'000, .max_output = 100'000,
     .input = "text image", .capabilities = "tools structured_output reasoning -streaming",
     .prices = "input 150 output 600; "
               "service batch input 75 output 300",
     .released = "2025-03-19", .deprecated = "2026-04-22", .retires = "2026-10-23", .successor = "gpt-5.6-sol", .as_of = "2026-06-30"},
    {.id = "gpt-4-turbo", .name = "GPT-4 Turbo", .context = 128'000, .max_output = 4'096,
     .input = "text image", .capabilities = "tools -structured_output -reasoning streaming",
     .prices = "input 10 output 30",
     .released = "2023-11-06", .deprecated = "2026-04-22", .retires = "2026-10-23", .successor = "gpt-5.6-sol", .as_of = "2026-06-30"},
    {.id = "gpt-4", .name = "GPT-4", .context = 8'192, .max_output = 8'192,
     .input = "text", .capabilities = "tools -structured_output -reasoning streaming",
     .prices = "input 30 output 60",
     .released = "2023-11-06", .deprecated = "2026-04-22", .retires = "2026-10-23", .successor = "gpt-5.6-sol", .as_of = "2026-06-30"},
    {.id = "gpt-3.5-turbo", .name = "GPT-3.5-turbo", .context = 16'385, .max_output = 4'096,
     .input = "text", .capabilities = "-tools -structured_output -reasoning streaming prompt_caching",
     .prices = "input 0.5 cache_read 0 output 1.5",
     .released = "2023-03-01", .deprecated = "2026-04-22", .retires = "2026-10-23", .successor = "gpt-5.6-terra", .as_of = "2026-06-30"},
};

inline constexpr table_vendor openai{
    .vendor = "openai",
    .facts_from = "models.dev",
    .prices_from = "models.dev and the price page of OpenAI",
    .end_from = "the deprecation page of OpenAI",
    .end_as_of = "2026-10-28",
    .rows = openai_models,
};

} // namespace parley::inline v0::model::detail

#endif
