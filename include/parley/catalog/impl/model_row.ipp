#ifndef PARLEY_CATALOG_IMPL_MODEL_ROW_IPP
#define PARLEY_CATALOG_IMPL_MODEL_ROW_IPP

#include <parley/catalog/model_row.hpp>

namespace parley::inline v0::catalog {

PARLEY_DECL result<model_row> find_model(transaction& t, model_id which) {
    return t.one<model_row>("select {} from catalog_model where id = $1 and (organisation is null or organisation = $2 or cast($2 as bigint) is null)", which,
                            t.who().organisation);
}

PARLEY_DECL result<model_row> find_own_model(transaction& t, model_id which) {
    return t.one<model_row>("select {} from catalog_model where id = $1 and (organisation = $2 or cast($2 as bigint) is null)", which, t.who().organisation);
}

} // namespace parley::inline v0::catalog

#endif
