// A program that keeps a profile on disk, its key sealed with libsodium or with OpenSSL.
#include <parley/profile/fernet.hpp>
#include <parley/profile/profile_store.hpp>
#include <parley/profile/sealed.hpp>

#include <filesystem>
#include <string>

namespace profile = parley::profile;

template <class Cipher> bool comes_back_as_it_went(std::string const& folder, Cipher const& cipher) {
    std::filesystem::remove_all(folder);
    profile::profile_store store(folder, cipher);

    profile::llm_profile saved;
    saved.model = "gpt-4o";
    saved.api_key = parley::secret::make("sk-of-a-consumer").value();
    if (!store.save("everyday", saved, profile::secret_form::encrypted)) return false;
    auto const loaded = store.load("everyday");
    return loaded && loaded->model == saved.model && loaded->api_key == saved.api_key;
}

int main() {
    auto const key = profile::sealed::generate_key().value();
    bool const ours = comes_back_as_it_went("sealed", profile::sealed::from_keys({{"first", key}}).value());
    bool const theirs = comes_back_as_it_went("fernet", profile::fernet::from_secret(key).value());
    return ours && theirs ? 0 : 1;
}
