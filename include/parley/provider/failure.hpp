#ifndef PARLEY_PROVIDER_FAILURE_HPP
#define PARLEY_PROVIDER_FAILURE_HPP

#include <parley/errc.hpp>
#include <parley/error.hpp>
#include <parley/provider/provider.hpp>

#include <algorithm>
#include <string>

namespace parley::inline v0::provider {

/// Says of a failure what it means at this place: the first row of the site that fits gives class and hint. Any other stays as it is.
inline error refined(site const& s, error why) {
    if (s.failures.empty()) return why;
    auto said = why.provider.code + '\n' + why.provider.type + '\n' + why.provider.text + '\n';
    std::transform(said.begin(), said.end(), said.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    said += parley::name(why.code);
    for (auto const& row : s.failures) {
        if ((row.status != 0 && row.status != why.provider.http_status) || said.find(row.says) == std::string::npos) continue;
        why.code = row.code;
        why.message = std::string(sentence(row.code)).append(" ").append(row.hint);
        break;
    }
    return why;
}

} // namespace parley::inline v0::provider

#endif
