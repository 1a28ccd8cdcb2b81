// expect: (no matching function|no matching constructor|no viable conversion|could not convert|conversion from).*secret
#include <parley/secret.hpp>

#include <string>

parley::secret key{std::string("sk-1")};
