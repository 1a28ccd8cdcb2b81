#ifndef PARLEY_CATALOG_IMPL_PRINCIPAL_IPP
#define PARLEY_CATALOG_IMPL_PRINCIPAL_IPP

#include <parley/catalog/principal.hpp>

#include <parley/concat.hpp>
#include <parley/reflect/names.hpp>

#include <cstdint>

namespace parley::inline v0::catalog {

PARLEY_DECL std::string to_text(scope one) { return parley::detail::concat({"catalog:", reflect::enumerator_name(one)}); }

PARLEY_DECL result<scopes> scopes::parse(std::string_view text) {
    constexpr std::string_view between = " ,", prefix = "catalog:";
    scopes made;
    while (!text.empty()) {
        auto const word = text.substr(0, text.find_first_of(between));
        text.remove_prefix(word.size() < text.size() ? word.size() + 1 : word.size());
        if (word.empty()) continue;
        if (word == "*" || word == "catalog:*") {
            made.bits_ |= all().bits_ & ~bit(scope::override_);
            continue;
        }
        auto const one = word.starts_with(prefix) ? reflect::enumerator_from<scope>(word.substr(prefix.size())) : std::nullopt;
        if (!one) return error(errc::invalid_argument, "This is no scope such as catalog:read.", std::string(word.substr(0, 40)));
        made.bits_ |= bit(*one);
    }
    return made;
}

PARLEY_DECL result<void> permit(principal const& who, scope needed, reach needs_reach) {
    if (needs_reach == reach::platform && !who.is_platform()) return error(errc::forbidden, "Only the platform's operator may do this.", "platform");
    if (needs_reach != reach::workspace && who.workspace)
        return error(errc::forbidden, "Who is bound to a workspace may not do this.", parley::detail::concat({"workspace ", who.workspace->value}));
    if (!who.scopes.allow(needed)) return error(errc::forbidden, "A scope is missing.", to_text(needed));
    return {};
}

} // namespace parley::inline v0::catalog

#endif
