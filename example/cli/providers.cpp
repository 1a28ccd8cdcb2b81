#include "cli/providers.hpp"

#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/provider/databricks.hpp>
#include <parley/provider/openhands.hpp>

namespace cli {

namespace {

namespace family = parley::family;
namespace provider = parley::provider;
using parley::profile::api_mode;

constexpr provider_row table[] = {
    {"openai", "openai/", "OPENAI_API_KEY", &provider::site_of<family::openai_chat>},
    {"openai_responses", "openai/", "OPENAI_API_KEY", &provider::site_of<family::openai_chat>, api_mode::responses},
    {"anthropic", "anthropic/", "ANTHROPIC_API_KEY", &provider::site_of<family::anthropic>},
    {"gemini", "gemini/", "GEMINI_API_KEY", &provider::site_of<family::gemini>},
    {"databricks", "databricks/", "DATABRICKS_TOKEN", &provider::databricks_site<family::openai_chat>},
    {"openhands", "openhands/", "OPENHANDS_API_KEY", &provider::openhands_site},
};

} // namespace

std::span<provider_row const> providers() { return table; }

provider_row const& provider_of(std::string_view model) {
    for (auto const& row : table)
        if (model.starts_with(row.prefix)) return row;
    return table[0];
}

} // namespace cli
