#ifndef EXAMPLE_CLI_CIPHER_HPP
#define EXAMPLE_CLI_CIPHER_HPP

#include <parley/environment.hpp>
#include <parley/profile/cipher.hpp>
#include <parley/profile/fernet.hpp>
#include <parley/profile/no_cipher.hpp>
#include <parley/result.hpp>

#include <string>
#include <string_view>
#include <variant>

namespace CLI {
class App;
}

namespace cli {

/// The cipher that the command line asks for.
struct chosen_cipher {
    std::variant<parley::profile::no_cipher, parley::profile::fernet> held;

    bool is_none() const { return held.index() == 0; }

    bool recognises(std::string_view text) const {
        return std::visit([&](auto const& c) { return c.recognises(text); }, held);
    }
    parley::result<std::string> open(std::string_view text) const {
        return std::visit([&](auto const& c) { return c.open(text); }, held);
    }
    parley::result<std::string> seal(std::string_view text) const {
        return std::visit([&](auto const& c) { return c.seal(text); }, held);
    }
};
static_assert(parley::profile::Cipher<chosen_cipher>);

/// `--cipher fernet --key-env NAME`.
struct cipher_arguments {
    std::string cipher;
    std::string key_variable;

    void add_to(CLI::App& command);

    /// @return the cipher; `errc::cipher_missing` where the variable is not set.
    parley::result<chosen_cipher> make(parley::environment const& from) const;
};

} // namespace cli

#endif
