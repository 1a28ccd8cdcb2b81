#ifndef PARLEY_PROFILE_PROFILE_SUMMARY_HPP
#define PARLEY_PROFILE_PROFILE_SUMMARY_HPP

#include <parley/config.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>
#include <string>

namespace parley::inline v0::profile {

/// What a store found in a file.
enum class profile_status {
    ok,            ///< a profile that can be loaded, but perhaps for the key that opens its secrets
    newer_version, ///< a profile of a newer program
    corrupt,       ///< something that cannot be read as a profile
    invalid_name,  ///< a file whose name cannot name a profile; it was not read
};
BOOST_DESCRIBE_ENUM(profile_status, ok, newer_version, corrupt, invalid_name)

/// What a list of profiles shows of one. No secret is in it, and none was opened for it.
struct profile_summary {
    std::string name = {}; ///< the file's name without `.json`
    profile_status status = profile_status::ok;
    std::optional<std::string> model = {};
    std::optional<std::string> base_url = {}; ///< absent = the provider's own
    std::optional<std::string> provider_connection_id = {};
    bool provider_connection_broken = false; ///< the connection that it names is not there or cannot be read
    bool api_key_set = false;                ///< whether there is a key, its own or the connection's
    std::optional<std::string> problem = {}; ///< why the status is not `ok`

    friend bool operator==(profile_summary const&, profile_summary const&) = default;
};
BOOST_DESCRIBE_STRUCT(profile_summary, (), (name, status, model, base_url, provider_connection_id, provider_connection_broken, api_key_set, problem))

} // namespace parley::inline v0::profile

#endif
