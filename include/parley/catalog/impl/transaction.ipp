#ifndef PARLEY_CATALOG_IMPL_TRANSACTION_IPP
#define PARLEY_CATALOG_IMPL_TRANSACTION_IPP

#include <parley/catalog/transaction.hpp>

namespace parley::inline v0::catalog {

PARLEY_DECL result<organisation_id> transaction::organisation() const {
    if (who_.organisation) return *who_.organisation;
    return error(errc::invalid_argument, "This is done for an organisation, and the principal has none.");
}

PARLEY_DECL result<void> transaction::write_audit(std::string_view outcome, std::optional<std::int64_t> subject, std::optional<std::string_view> name,
                                                  std::vector<std::string> const& changed_fields, std::optional<std::string> const& reason) {
    auto const written = change("insert into catalog_audit (organisation, workspace, actor, operation, outcome, subject, subject_name, changed_fields, "
                                "reason, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                                who_.organisation, who_.workspace, who_.actor, operation_.name, outcome, subject, name, changed_fields, reason, now_);
    if (!written) return written.error();
    return {};
}

} // namespace parley::inline v0::catalog

#endif
