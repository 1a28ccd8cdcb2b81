#ifndef PARLEY_SECRET_HPP
#define PARLEY_SECRET_HPP

#include <parley/config.hpp>
#include <parley/result.hpp>

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>

namespace parley::inline v0 {

/// Says whether `text` looks like what a program shows instead of a secret: `***`, `**********`, `sk-p****`, `****1234`.
///
/// The rule: it ends with three or more asterisks, or begins with four or more.
constexpr bool is_mask(std::string_view text) noexcept { return text.ends_with("***") || text.starts_with("****"); }

/// Overwrites the text's whole storage with zeros, which the compiler may not leave out, and empties it.
/// @param keep so many bytes at the front are kept.
PARLEY_DECL void wipe(std::string& text, std::size_t keep = 0) noexcept;

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
    static result<secret> make(std::string text);

    /// Holds `text` from now on.
    /// @return false where `text` is a mask: then it holds what it held.
    bool assign(std::string_view text);

    secret(secret const&) = default;
    secret(secret&& other) noexcept;
    secret& operator=(secret const& other);
    secret& operator=(secret&& other) noexcept;
    ~secret() {
        if (!text_.empty()) wipe(text_); // an empty one has nothing left
    }

    void swap(secret& other) noexcept;

    /// Returns the secret's text; the view lives until the secret changes or dies.
    std::string_view reveal() const noexcept { return text_; }

    bool empty() const noexcept { return text_.empty(); }

    /// Compares in a time that depends on the lengths alone.
    friend bool operator==(secret const& a, secret const& b) noexcept;

    template <class Char, class Traits>
    friend std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out, secret const& s) {
        return s.empty() ? out : out << "***";
    }

private:
    std::string text_;
};

} // namespace parley::inline v0

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/impl/secret.ipp>
#endif

#endif
