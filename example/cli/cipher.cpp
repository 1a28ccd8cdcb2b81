#include "cli/cipher.hpp"

#include <parley/secret.hpp>

#include <CLI/CLI.hpp>

#include <utility>

namespace cli {

void cipher_arguments::add_to(CLI::App& command) {
    auto* const chosen = command.add_option("--cipher", cipher, "How secrets are encrypted")->check(CLI::IsMember({"fernet"}));
    auto* const key = command.add_option("--key-env", key_variable, "The environment variable that holds the key")->needs(chosen);
    chosen->needs(key);
}

parley::result<chosen_cipher> cipher_arguments::make(parley::environment const& from) const {
    if (cipher.empty()) return chosen_cipher();
    auto const text = from.variable(key_variable);
    if (!text) return parley::error(parley::errc::cipher_missing, "The variable that should hold the key is not set.", key_variable);
    auto key = parley::secret::make(*text);
    if (!key) return key.error();
    auto made = parley::profile::fernet::from_secret(*key);
    if (!made) return made.error();
    return chosen_cipher{std::move(*made)};
}

} // namespace cli
