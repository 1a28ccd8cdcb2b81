#ifndef PARLEY_PROFILE_SECRET_FORM_HPP
#define PARLEY_PROFILE_SECRET_FORM_HPP

#include <parley/config.hpp>

#include <boost/describe/enum.hpp>

namespace parley::inline v0::profile {

/// How the secrets of a profile are written to its file.
enum class secret_form {
    masked,    ///< not at all: secrets that the file holds already stay there, whatever the profile holds; others become a mask
    encrypted, ///< sealed with the store's cipher
    plain,     ///< as they are
};
BOOST_DESCRIBE_ENUM(secret_form, masked, encrypted, plain)

} // namespace parley::inline v0::profile

#endif
