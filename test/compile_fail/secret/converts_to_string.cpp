// expect: secret.*std::(__cxx11::)?(basic_)?string
#include <parley/secret.hpp>

#include <string>

std::string leaked(parley::secret const& key) { return key; }
