#include <parley/secret.hpp>

#include <string>
#include <string_view>

std::string_view shown(parley::secret const& key) { return key.reveal(); }
std::string copied(parley::secret const& key) { return std::string(key.reveal()); }
