// expect: operator\+|invalid operands
#include <parley/secret.hpp>

#include <string>

std::string header(parley::secret const& key) { return "Bearer " + key; }
