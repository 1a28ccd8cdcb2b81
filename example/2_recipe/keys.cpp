// Keys at rest: a ring of keys with names, changed without a day on which nothing opens; and a key that many profiles share.

#include <parley/profile/profile_store.hpp>
#include <parley/profile/sealed.hpp>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

namespace profile = parley::profile;

namespace {

parley::result<void> rotate(std::string const& folder) {
    // tag::rotate[]
    auto const old_text = profile::sealed::generate_key(), new_text = profile::sealed::generate_key(); // 44 characters each: keep them safe
    if (!old_text || !new_text) return old_text.error();
    profile::sealed::key const old_key{"2025", *old_text}, new_key{"2026", *new_text};
    // end::rotate[]
    auto const before = profile::sealed::from_keys({old_key});
    if (!before) return before.error();
    profile::llm_profile fast;
    fast.model = "openhands/claude-sonnet-4-5";
    if (auto key = parley::secret::make("sk-an-example")) fast.api_key = *key;
    if (auto done = profile::profile_store(folder, *before).save("fast", fast, profile::secret_form::encrypted); !done) return done;

    // tag::ring[]
    auto const ring = profile::sealed::from_keys({new_key, old_key}); // the first one seals, all of them open
    if (!ring) return ring.error();
    profile::profile_store store(folder, *ring);
    auto const names = store.list();
    if (!names) return names.error();
    for (auto const& name : *names) {
        auto const loaded = store.load(name);
        if (!loaded) return loaded.error();
        if (auto done = store.save(name, *loaded, profile::secret_form::encrypted); !done) return done;
    }
    // Nothing is sealed with the old key any more.
    // end::ring[]
    auto const after = profile::sealed::from_keys({new_key});
    if (!after) return after.error();
    auto const again = profile::profile_store(folder, *after).load("fast");
    if (!again) return again.error();
    return {};
}

parley::result<void> share(std::string const& folder) {
    profile::profile_store store(folder);
    auto key = parley::secret::make("sk-of-the-team");
    if (!key) return key.error();

    // tag::connection[]
    profile::provider_connection team;
    team.id = "team";
    team.display_name = "Our team's key";
    team.api_key = *key;
    team.base_url = "https://models.example.com/v1";
    if (auto done = store.connections().create(team); !done) return done;

    profile::llm_profile fast;
    fast.model = "openhands/claude-sonnet-4-5";
    fast.provider_connection_id = "team"; // the file names the connection, and holds neither key nor address
    if (auto done = store.save("fast", fast, profile::secret_form::plain); !done) return done;

    auto const usable = store.load_resolved("fast"); // with the key and address that the connection has now
    // end::connection[]
    if (!usable) return usable.error();
    return usable->api_key == *key ? parley::result<void>() : parley::error(parley::errc::conflict);
}

} // namespace

int main() {
    auto path = (std::filesystem::temp_directory_path() / "parley-keys-XXXXXX").string();
    if (!::mkdtemp(path.data())) return 1;
    auto const rotated = rotate(path + "/rotated"), shared = share(path + "/shared");
    std::filesystem::remove_all(path);
    for (auto const* done : {&rotated, &shared})
        if (!*done) std::cerr << done->error() << '\n';
    return rotated && shared ? 0 : 1;
}
