#include "tour/side_by_side.hpp"

#include <parley/auth/api_key.hpp>
#include <parley/client.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>

#include <string>

namespace tour {

namespace family = parley::family;

namespace {

/// Where a family is at home.
struct home {
    char const *name, *key, *model_variable, *model, *version;
};
constexpr home homes[] = {
    {"openai_chat", "OPENAI_API_KEY", "OPENAI_MODEL", "gpt-5-mini", "/v1"},
    {"openai_responses", "OPENAI_API_KEY", "OPENAI_MODEL", "gpt-5-mini", "/v1"},
    {"anthropic", "ANTHROPIC_API_KEY", "ANTHROPIC_MODEL", "claude-haiku-4-5", "/v1"},
    {"gemini", "GEMINI_API_KEY", "GEMINI_MODEL", "gemini-2.5-flash", "/v1beta"},
};

// tag::ask[]
template <class Family> void begin(stage const& on, side_by_side& shown, std::size_t line, std::string const& prompt) {
    auto const& at = homes[line];
    auto const key = on.around.variable(at.key);
    parley::client_options options;
    if (!key) options.base_url = on.sandbox + at.version; // else the vendor's own
    parley::client<Family, parley::auth::api_key> const client(parley::secret::make(key.value_or(on.sandbox_key)).value(), on.network, options);
    parley::observed watched(client, on.spent, on.prices);
    watched.async_stream(short_question(on.around.variable(at.model_variable).value_or(at.model), prompt), shown.sink(line), shown.done(line));
}
// end::ask[]

} // namespace

parley::result<void> ask_four_families(stage const& on, std::string const& prompt) {
    std::vector<std::string> labels;
    for (auto const& at : homes)
        labels.push_back(std::string(at.name) + ", " + on.around.variable(at.model_variable).value_or(at.model) + (on.around.variable(at.key) ? "" : " (sandbox)"));
    side_by_side shown(on, labels);
    begin<family::openai_chat>(on, shown, 0, prompt);
    begin<family::openai_responses>(on, shown, 1, prompt);
    begin<family::anthropic>(on, shown, 2, prompt);
    begin<family::gemini>(on, shown, 3, prompt);
    return shown.run();
}

} // namespace tour
