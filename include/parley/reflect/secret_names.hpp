#ifndef PARLEY_REFLECT_SECRET_NAMES_HPP
#define PARLEY_REFLECT_SECRET_NAMES_HPP

#include <parley/config.hpp>

#include <cctype>
#include <string>
#include <string_view>

namespace parley::inline v0::reflect {

/// Says whether a JSON key names something that must not be shown: keys, tokens, passwords, cookies, credentials.
inline bool names_a_secret(std::string_view key) {
    std::string upper;
    for (char c : key) upper += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    // Limits and counts of tokens are no secrets.
    if (upper.ends_with("_TOKENS") || upper.find("PER_TOKEN") != std::string::npos || upper == "TOKENIZER" || upper == "CUSTOM_TOKENIZER") return false;
    for (std::string_view word : {"AUTHORIZATION", "COOKIE", "CREDENTIAL", "API_KEY", "APIKEY", "ACCESS_KEY", "PRIVATE_KEY", "PASSWORD", "SECRET", "SESSION_TOKEN", "TOKEN", "BEARER"})
        if (upper.find(word) != std::string::npos) return true;
    return upper == "KEY" || upper.ends_with("_KEY");
}

} // namespace parley::inline v0::reflect

#endif
