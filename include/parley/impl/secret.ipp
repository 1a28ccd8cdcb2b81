#ifndef PARLEY_IMPL_SECRET_IPP
#define PARLEY_IMPL_SECRET_IPP

#include <parley/secret.hpp>

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace parley::inline v0 {

PARLEY_DECL void wipe(std::string& text, std::size_t keep) noexcept {
    text.resize(text.capacity()); // never allocates: the bytes beyond size() may hold a secret too
    std::memset(text.data() + keep, 0, text.size() - keep);
    asm volatile("" : : "r"(text.data()) : "memory"); // says that somebody reads the zeros
    text.resize(keep);
}

PARLEY_DECL result<secret> secret::make(std::string text) {
    if (is_mask(text)) {
        wipe(text);
        return error(errc::masked_secret);
    }
    secret made;
    made.text_.swap(text);
    wipe(text);
    return made;
}

PARLEY_DECL bool secret::assign(std::string_view text) {
    if (is_mask(text)) return false;
    if (!text_.empty()) wipe(text_);
    text_.assign(text.data(), text.size());
    return true;
}

PARLEY_DECL secret::secret(secret&& other) noexcept {
    if (!other.text_.empty()) swap(other);
}

PARLEY_DECL secret& secret::operator=(secret const& other) {
    if (this != &other) {
        secret copy(other);
        swap(copy); // `copy` dies with the old text
    }
    return *this;
}

PARLEY_DECL secret& secret::operator=(secret&& other) noexcept {
    if (this != &other) {
        if (!text_.empty()) wipe(text_);
        if (!other.text_.empty()) swap(other);
    }
    return *this;
}

PARLEY_DECL void secret::swap(secret& other) noexcept {
    text_.swap(other.text_);
    // A short text lives inside the string: swapping copies it and leaves its bytes, or the end of them, behind.
    wipe(text_, text_.size());
    wipe(other.text_, other.text_.size());
}

PARLEY_DECL bool operator==(secret const& a, secret const& b) noexcept {
    if (a.text_.size() != b.text_.size()) return false;
    unsigned char volatile difference = 0;
    for (std::size_t i = 0; i != a.text_.size(); ++i) difference = difference | static_cast<unsigned char>(a.text_[i] ^ b.text_[i]);
    return difference == 0;
}

} // namespace parley::inline v0

#endif
