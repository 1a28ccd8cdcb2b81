#ifndef PARLEY_SECRET_HPP
#define PARLEY_SECRET_HPP

#include <parley/result.hpp>

#include <cstddef>
#include <cstring>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0 {

/// Says whether `text` looks like what a program shows instead of a secret: `***`, `**********`, `sk-p****`, `****1234`.
///
/// The rule: it ends with three or more asterisks, or begins with four or more.
constexpr bool is_mask(std::string_view text) noexcept { return text.ends_with("***") || text.starts_with("****"); }

/// Overwrites the text's whole storage with zeros, which the compiler may not leave out, and empties it.
/// @param keep so many bytes at the front are kept.
inline void wipe(std::string& text, std::size_t keep = 0) noexcept {
    text.resize(text.capacity()); // never allocates: the bytes beyond size() may hold a secret too
    std::memset(text.data() + keep, 0, text.size() - keep);
    asm volatile("" : : "r"(text.data()) : "memory"); // says that somebody reads the zeros
    text.resize(keep);
}

/// Holds a key, token or password: printed as `***`, compared in constant time, wiped when it dies or is moved from, never converted implicitly.
///
/// An empty secret means that there is none. Distinct objects may be used from distinct threads.
class secret {
public:
    /// How every secret looks through `<<` and in JSON that is not meant to carry it.
    static constexpr std::string_view mask = "***";

    secret() noexcept = default;

    /// Makes a secret of `text`.
    /// @return the secret; `errc::masked_secret` where `text` is a mask, for what was meant to be shown must never be kept as the key.
    static result<secret> make(std::string text) {
        if (is_mask(text)) {
            wipe(text);
            return error(errc::masked_secret);
        }
        secret made;
        made.text_.swap(text);
        wipe(text);
        return made;
    }

    /// Holds `text` from now on.
    /// @return false where `text` is a mask: then it holds what it held.
    bool assign(std::string_view text) {
        if (is_mask(text)) return false;
        if (!text_.empty()) wipe(text_);
        text_.assign(text.data(), text.size());
        return true;
    }

    secret(secret const&) = default;
    secret(secret&& other) noexcept {
        if (!other.text_.empty()) swap(other);
    }
    secret& operator=(secret const& other) {
        if (this != &other) {
            secret copy(other);
            swap(copy); // `copy` dies with the old text
        }
        return *this;
    }
    secret& operator=(secret&& other) noexcept {
        if (this != &other) {
            if (!text_.empty()) wipe(text_);
            if (!other.text_.empty()) swap(other);
        }
        return *this;
    }
    ~secret() {
        if (!text_.empty()) wipe(text_); // an empty one has nothing left
    }

    void swap(secret& other) noexcept {
        text_.swap(other.text_);
        // A short text lives inside the string: swapping copies it and leaves its bytes, or the end of them, behind.
        wipe(text_, text_.size());
        wipe(other.text_, other.text_.size());
    }

    /// Returns the secret's text; the view lives until the secret changes or dies.
    std::string_view reveal() const noexcept { return text_; }

    bool empty() const noexcept { return text_.empty(); }

    /// Compares in a time that depends on the lengths alone.
    friend bool operator==(secret const& a, secret const& b) noexcept {
        if (a.text_.size() != b.text_.size()) return false;
        unsigned char volatile difference = 0;
        for (std::size_t i = 0; i != a.text_.size(); ++i) difference = difference | static_cast<unsigned char>(a.text_[i] ^ b.text_[i]);
        return difference == 0;
    }

    template <class Char, class Traits>
    friend std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out, secret const& s) {
        return s.empty() ? out : out << "***";
    }

private:
    std::string text_;
};

} // namespace parley::inline v0

#endif
