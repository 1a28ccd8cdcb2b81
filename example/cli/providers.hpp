#ifndef EXAMPLE_CLI_PROVIDERS_HPP
#define EXAMPLE_CLI_PROVIDERS_HPP

#include <parley/profile/llm_profile.hpp>
#include <parley/provider/provider.hpp>

#include <span>
#include <string_view>

namespace cli {

/// What `--provider` may say.
struct provider_row {
    char const* name;
    char const* prefix;       ///< what stands before the model's name in a profile
    char const* key_variable; ///< usually holds the key
    parley::provider::site const* site;
    parley::profile::api_mode mode = parley::profile::api_mode::auto_;
};

/// Every provider that the program knows by name.
std::span<provider_row const> providers();

/// Returns the provider of a profile's model; OpenAI for a model that names none.
provider_row const& provider_of(std::string_view model);

} // namespace cli

#endif
