// expect: secret.*string_view
#include <parley/secret.hpp>

#include <string_view>

std::string_view leaked(parley::secret const& key) { return key; }
