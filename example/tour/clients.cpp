#include "tour/clients.hpp"

#include <parley/observed.hpp>
#include <parley/profile_client.hpp>

#include <utility>

namespace tour {

parley::result<parley::any_client> make_client(stage const& on, parley::profile::llm_profile const& with, parley::environment const& around, std::string name,
                                               parley::auth::token_keeper keeper) {
    // tag::client[]
    parley::profile_client_options options;
    options.name = std::move(name);
    options.keeper = std::move(keeper);
    auto const made = parley::make_client(with, around, on.network, options);
    if (!made) return made.error();
    auto rules = on.prices;
    rules.provider = made->about().provider;
    return parley::any_client(parley::observed(*made, on.spent, rules), made->about());
    // end::client[]
}

} // namespace tour
