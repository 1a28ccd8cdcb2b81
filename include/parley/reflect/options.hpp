#ifndef PARLEY_REFLECT_OPTIONS_HPP
#define PARLEY_REFLECT_OPTIONS_HPP

#include <parley/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace parley::inline v0::reflect {

/// An object that opens and seals secrets; see `cipher_ref`.
template <class T>
concept Cipher = requires(T const& cipher, std::string_view text) {
    cipher.recognises(text);
    cipher.open(text);
    cipher.seal(text);
};

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

    template <Cipher C>
        requires(!std::is_same_v<C, cipher_ref>)
    cipher_ref(C const& cipher) noexcept // implicit: an option takes the cipher as it is
        : cipher_(&cipher),
          recognises_([](void const* c, std::string_view text) { return static_cast<C const*>(c)->recognises(text); }),
          open_([](void const* c, std::string_view text, std::string& made, error& why) { return take(static_cast<C const*>(c)->open(text), made, why); }),
          seal_([](void const* c, std::string_view text, std::string& made, error& why) { return take(static_cast<C const*>(c)->seal(text), made, why); }) {}

    explicit operator bool() const noexcept { return cipher_ != nullptr; }
    bool recognises(std::string_view text) const { return cipher_ && recognises_(cipher_, text); }
    result<std::string> open(std::string_view text) const { return whole(open_, text); }
    result<std::string> seal(std::string_view text) const { return whole(seal_, text); }

    // The same for who would rather not have a result: false says that there is an error.
    bool open(std::string_view text, std::string& plain, error& why) const { return ask(open_, text, plain, why); }
    bool seal(std::string_view text, std::string& sealed, error& why) const { return ask(seal_, text, sealed, why); }

private:
    using function = bool (*)(void const*, std::string_view, std::string&, error&);

    static bool take(result<std::string>&& outcome, std::string& made, error& why) {
        if (outcome) made = std::move(*outcome);
        else why = outcome.error();
        return outcome.has_value();
    }
    bool ask(function f, std::string_view text, std::string& made, error& why) const {
        if (cipher_) return f(cipher_, text, made, why);
        why = error(errc::cipher_missing);
        return false;
    }
    result<std::string> whole(function f, std::string_view text) const {
        std::string made;
        error why;
        if (!ask(f, text, made, why)) return why;
        return made;
    }

    void const* cipher_ = nullptr;
    bool (*recognises_)(void const*, std::string_view) = nullptr;
    function open_ = nullptr;
    function seal_ = nullptr;
};

/// What happens to a key that the struct does not know and has no `extra` member for.
enum class unknown_keys {
    ignore, ///< it is skipped
    refuse, ///< it is a problem
};

/// What happens where a key of the struct is not there.
enum class absent_keys {
    allow,  ///< the member keeps its initialiser, unless `reflect::required` names it
    refuse, ///< it is a problem, for every member
};

/// How a document is read.
struct read_options {
    unknown_keys unknown = unknown_keys::ignore;
    absent_keys absent = absent_keys::allow;
    std::size_t max_bytes = std::size_t(64) << 20; ///< longer texts are refused with `errc::limit_exceeded`
    std::size_t max_depth = 64;                    ///< deeper nesting is refused with `errc::limit_exceeded`
    std::size_t max_problems = 16;                 ///< reading stops after so many problems
    cipher_ref cipher = {};                        ///< opens the secrets that it recognises
};

/// How secrets are written.
class secrets {
public:
    /// The same as `masked()`.
    constexpr secrets() noexcept : secrets("***", false) {}

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
