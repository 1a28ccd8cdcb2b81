#ifndef PARLEY_HTTP_IMPL_HEADER_IPP
#define PARLEY_HTTP_IMPL_HEADER_IPP

#include <parley/http/header.hpp>

#include <algorithm>
#include <utility>

namespace parley::inline v0::http {

PARLEY_DECL std::optional<std::string_view> header::find(std::string_view name) const noexcept {
    auto const at = std::find_if(fields_.begin(), fields_.end(), named(name));
    if (at == fields_.end()) return std::nullopt;
    return at->value;
}

PARLEY_DECL void header::add(std::string name, std::string value) { fields_.push_back({std::move(name), std::move(value)}); }

PARLEY_DECL void header::set(std::string_view name, std::string value) {
    auto const at = std::find_if(fields_.begin(), fields_.end(), named(name));
    if (at == fields_.end()) return add(std::string(name), std::move(value));
    at->value = std::move(value);
    fields_.erase(std::remove_if(at + 1, fields_.end(), named(name)), fields_.end());
}

PARLEY_DECL std::size_t header::erase(std::string_view name) { return std::erase_if(fields_, named(name)); }

} // namespace parley::inline v0::http

#endif
