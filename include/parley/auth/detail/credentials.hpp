#ifndef PARLEY_AUTH_DETAIL_CREDENTIALS_HPP
#define PARLEY_AUTH_DETAIL_CREDENTIALS_HPP

#include <parley/clock.hpp>
#include <parley/secret.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::auth::detail {

/// What is put on a request, and for how long it serves.
struct credentials {
    struct field {
        std::string name;
        secret value;
    };
    std::vector<field> headers = {};
    time_point expires = time_point::max(); ///< the greatest = never
    bool renewable = true;                  ///< whether new ones can be had at all

    /// Adds `<name>: <prefix><value>`.
    void add(std::string name, std::string_view prefix, secret const& value) {
        auto text = std::string(prefix).append(value.reveal());
        if (auto made = secret::make(text)) headers.push_back({std::move(name), std::move(*made)});
        wipe(text);
    }
};

} // namespace parley::inline v0::auth::detail

#endif
