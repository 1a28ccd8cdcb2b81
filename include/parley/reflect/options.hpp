#ifndef PARLEY_REFLECT_OPTIONS_HPP
#define PARLEY_REFLECT_OPTIONS_HPP

#include <parley/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace parley::inline v0::reflect {

/// Refers to any object that opens and seals secrets, without owning it; empty by default.
///
/// @par Exemplar
/// @code
/// struct my_cipher {
///     bool recognises(std::string_view text) const;                // is this something that seal() made?
///     parley::result<std::string> open(std::string_view text) const;
///     parley::result<std::string> seal(std::string_view text) const;
/// };
/// @endcode
/// @par Model
/// `profile::no_cipher`, `profile::fernet`, `profile::sealed`
class cipher_ref {
public:
    cipher_ref() noexcept = default;

    template <class Cipher>
        requires(!std::is_same_v<Cipher, cipher_ref>)
    cipher_ref(Cipher const& cipher) noexcept // implicit: an option takes the cipher as it is
        : cipher_(&cipher),
          recognises_([](void const* c, std::string_view text) { return static_cast<Cipher const*>(c)->recognises(text); }),
          open_([](void const* c, std::string_view text) -> result<std::string> { return static_cast<Cipher const*>(c)->open(text); }),
          seal_([](void const* c, std::string_view text) -> result<std::string> { return static_cast<Cipher const*>(c)->seal(text); }) {}

    explicit operator bool() const noexcept { return cipher_ != nullptr; }
    bool recognises(std::string_view text) const { return cipher_ && recognises_(cipher_, text); }
    result<std::string> open(std::string_view text) const {
        if (!cipher_) return error(errc::cipher_missing);
        return open_(cipher_, text);
    }
    result<std::string> seal(std::string_view text) const {
        if (!cipher_) return error(errc::cipher_missing);
        return seal_(cipher_, text);
    }

private:
    void const* cipher_ = nullptr;
    bool (*recognises_)(void const*, std::string_view) = nullptr;
    result<std::string> (*open_)(void const*, std::string_view) = nullptr;
    result<std::string> (*seal_)(void const*, std::string_view) = nullptr;
};

/// What happens to a key that the struct does not know and has no `extra` member for.
enum class unknown_keys {
    ignore, ///< it is skipped
    refuse, ///< it is a problem
};

/// How a document is read.
struct read_options {
    unknown_keys unknown = unknown_keys::ignore;
    std::size_t max_bytes = std::size_t(64) << 20; ///< longer texts are refused with `errc::limit_exceeded`
    std::size_t max_depth = 64;                    ///< deeper nesting is refused with `errc::limit_exceeded`
    std::size_t max_problems = 16;                 ///< reading stops after so many problems
    cipher_ref cipher = {};                        ///< opens the secrets that it recognises
};

/// How secrets are written.
class secrets {
public:
    /// As a mask; an empty secret is left out.
    static constexpr secrets masked(std::string_view mask = "***") noexcept { return secrets(mask, false); }
    /// As they are.
    static constexpr secrets plain() noexcept { return secrets({}, true); }

    constexpr bool are_plain() const noexcept { return plain_; }
    constexpr std::string_view mask() const noexcept { return mask_; }

private:
    constexpr secrets(std::string_view mask, bool plain) noexcept : mask_(mask), plain_(plain) {}

    std::string_view mask_;
    bool plain_;
};

/// How text is laid out.
struct layout {
    int indent = 0; ///< spaces per level; 0 = everything on one line, without spaces

    static constexpr layout compact() noexcept { return layout{0}; }
    static constexpr layout indented(int spaces = 2) noexcept { return layout{spaces}; }
};

} // namespace parley::inline v0::reflect

#endif
