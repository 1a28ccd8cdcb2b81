// Profiles: which model, where, with which key, in a folder of files that other programs read too.

#include <parley/profile/fernet.hpp>
#include <parley/profile/profile_store.hpp>

#include <boost/describe/enum_to_string.hpp>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

namespace profile = parley::profile;

namespace {

int work_in(std::string const& folder) {
    // tag::save[]
    auto key = parley::secret::make("sk-an-example");
    auto master = parley::secret::make("the key that seals all others");
    if (!key || !master) return 1; // a mask, such as "sk-****", is refused here
    auto cipher = profile::fernet::from_secret(*master);
    if (!cipher) return 1;

    profile::profile_store store(folder, *cipher);
    profile::llm_profile fast;
    fast.model = "openhands/claude-sonnet-4-5";
    fast.api_key = *key;
    fast.sampling.temperature = 0.2;
    auto const saved = store.save("fast", fast, profile::secret_form::encrypted);
    // end::save[]
    if (!saved) {
        std::cerr << saved.error() << '\n';
        return 1;
    }

    // tag::list[]
    auto const rows = store.list_summaries(); // opens no secret, and one bad file does not hide the others
    if (!rows) return 1;
    for (auto const& row : *rows)
        std::cout << row.name << ": " << boost::describe::enum_to_string(row.status, "") << ", " << row.model.value_or("-") << '\n';
    // end::list[]

    // tag::load[]
    auto const loaded = store.load("fast");
    if (!loaded) {
        std::cerr << loaded.error() << '\n';
        return 1;
    }
    std::cout << loaded->model << " at " << loaded->effective_base_url() << " with key " << loaded->api_key << '\n'; // the key prints as ***
    // end::load[]

    // tag::update[]
    boost::json::object const patch{{"api_key", "***"}, {"temperature", nullptr}}; // a mask keeps the key, null brings the default back
    auto const changed = store.update("fast", patch, profile::secret_form::encrypted);
    // end::update[]
    return changed && changed->api_key == *key && !changed->sampling.temperature ? 0 : 1;
}

} // namespace

int main() {
    auto path = (std::filesystem::temp_directory_path() / "parley-profiles-XXXXXX").string();
    if (!::mkdtemp(path.data())) return 1;
    auto const status = work_in(path);
    std::filesystem::remove_all(path);
    return status;
}
