#ifndef PARLEY_CATALOG_DELETE_MODEL_HPP
#define PARLEY_CATALOG_DELETE_MODEL_HPP

#include <parley/catalog/principal.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/store.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

namespace parley::inline v0::catalog {

/// Deletes a model softly: it is gone for everybody, and its row stays for what names it until a clean-up erases it.
///
/// Grants go with it. A default selection that names it stays, so that whoever asks for the default is told.
/// Needs `catalog:delete`. Rows of the platform are deleted by the platform's operator alone.
/// @return `errc::not_found`, also where it was deleted before; `errc::in_use` where things work with it, with one entry in `problems` for each
/// kind; the errors of the store and of the sources.
struct delete_model_t {
    static constexpr operation is{"model.delete", scope::delete_};

    result<void> operator()(store& in, principal const& who, reference_sources const& sources, model_id which) const;
};
inline constexpr delete_model_t delete_model{};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/delete_model.ipp>
#endif

#endif
