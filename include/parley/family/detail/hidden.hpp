#ifndef PARLEY_FAMILY_DETAIL_HIDDEN_HPP
#define PARLEY_FAMILY_DETAIL_HIDDEN_HPP

#include <memory>

namespace parley::inline v0::family::detail {

/// Owns a value whose type only the source that made it knows; it can be moved and destroyed where the type is incomplete.
template <class T> using hidden = std::unique_ptr<T, void (*)(T*) noexcept>;

template <class T> hidden<T> make_hidden() {
    return {std::make_unique<T>().release(), [](T* owned) noexcept { std::default_delete<T>()(owned); }};
}

} // namespace parley::inline v0::family::detail

#endif
