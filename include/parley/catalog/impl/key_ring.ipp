#ifndef PARLEY_CATALOG_IMPL_KEY_RING_IPP
#define PARLEY_CATALOG_IMPL_KEY_RING_IPP

#include <parley/catalog/key_ring.hpp>

#include <parley/concat.hpp>
#include <parley/secret.hpp>

#include <algorithm>
#include <utility>

namespace parley::inline v0::catalog {

PARLEY_DECL result<key_ring> key_ring::from_environment(environment const& from) {
    auto text = from.variable(std::string(variable));
    if (!text) return key_ring();
    auto made = from_text(*text);
    wipe(*text);
    return made;
}

PARLEY_DECL result<key_ring> key_ring::from_text(std::string_view text) {
    std::vector<profile::sealed::key> keys;
    while (!text.empty()) {
        auto const entry = text.substr(0, text.find(','));
        text.remove_prefix(std::min(entry.size() + 1, text.size()));
        auto const colon = entry.find(':');
        if (colon == std::string_view::npos) return unusable("each key needs an id and a colon before it.");
        std::string bytes(entry.substr(colon + 1));
        std::replace(bytes.begin(), bytes.end(), '+', '-');
        std::replace(bytes.begin(), bytes.end(), '/', '_');
        auto key = secret::make(std::move(bytes));
        if (!key) return unusable("a mask stands in place of a key.");
        keys.push_back({std::string(entry.substr(0, colon)), std::move(*key)});
    }
    if (keys.empty()) return key_ring();
    return from_keys(keys);
}

PARLEY_DECL result<key_ring> key_ring::from_keys(std::vector<profile::sealed::key> const& keys) {
    auto cipher = profile::sealed::from_keys(keys);
    if (!cipher) return unusable(cipher.error().message);
    key_ring made;
    made.cipher_ = std::move(*cipher);
    made.current_ = keys.front().id;
    return made;
}

PARLEY_DECL result<std::string> key_ring::open(std::string_view text) const {
    if (!cipher_) return missing();
    return cipher_->open(text);
}

PARLEY_DECL result<std::string> key_ring::seal(std::string_view text) const {
    if (!cipher_) return missing();
    return cipher_->seal(text);
}

PARLEY_DECL result<std::string> key_ring::rotate(std::string_view text) const {
    if (!cipher_) return missing();
    return cipher_->rotate(text);
}

PARLEY_DECL error key_ring::unusable(std::string_view why) {
    return error(errc::misconfigured, parley::detail::concat({"The catalogue's keys cannot be used: ", why}), std::string(variable));
}

} // namespace parley::inline v0::catalog

#endif
