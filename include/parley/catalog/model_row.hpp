#ifndef PARLEY_CATALOG_MODEL_ROW_HPP
#define PARLEY_CATALOG_MODEL_ROW_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/config.hpp>
#include <parley/model/date.hpp>
#include <parley/model/info.hpp>
#include <parley/model/json.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>
#include <string>

namespace parley::inline v0::catalog {

/// What a model is for.
enum class model_kind {
    completion,
    embedding, ///< is never migrated: what was embedded by one model means nothing to another
    transcription,
};
BOOST_DESCRIBE_ENUM(model_kind, completion, embedding, transcription)

/// How a row came into the catalogue.
enum class model_source { manual, import, discovery };
BOOST_DESCRIBE_ENUM(model_source, manual, import, discovery)

/// A model in the catalogue.
struct model_row {
    model_id id;
    std::optional<organisation_id> organisation; ///< empty = a row of the platform: every organisation sees it and only the platform changes it
    std::optional<provider_id> provider;         ///< the custom provider that serves it
    model_kind kind = model_kind::completion;
    std::string vendor; ///< who serves it, such as `openai`; never changes
    std::string name;   ///< what requests carry
    std::optional<std::string> display_name;
    std::optional<std::string> family; ///< such as `claude`: models of one family behave alike
    model::info info;                  ///< limits, prices, abilities, dates
    model_source source = model_source::manual;
    bool enabled = true;
    bool deprecated = false;                ///< an administrator said so
    std::optional<model::date> retires_on;  ///< the administrator's word on the first day without an answer; it goes before `info.retires`
    std::optional<moment> missing_since;    ///< since then the provider no longer lists it
    std::optional<model_id> migrated_to;    ///< the model that has taken its place
    std::optional<moment> deleted_at;
    std::optional<moment> refreshed_at;     ///< when its provider or list last told about it
    moment created_at;
    moment updated_at;

    friend bool operator==(model_row const&, model_row const&) = default;
};
BOOST_DESCRIBE_STRUCT(model_row, (),
                      (id, organisation, provider, kind, vendor, name, display_name, family, info, source, enabled, deprecated, retires_on, missing_since,
                       migrated_to, deleted_at, refreshed_at, created_at, updated_at))

/// Finds a model that the principal may see: of their organisation, or of the platform; the platform's operator sees all. The rows of others
/// are not found, like rows that do not exist.
/// @return the row, in whatever state; `errc::not_found`.
PARLEY_DECL result<model_row> find_model(transaction& t, model_id which);

/// Finds a model that the principal may change: of their own organisation; for the platform's operator any.
/// @return the row, in whatever state; `errc::not_found`.
PARLEY_DECL result<model_row> find_own_model(transaction& t, model_id which);

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/model_row.ipp>
#endif

#endif
