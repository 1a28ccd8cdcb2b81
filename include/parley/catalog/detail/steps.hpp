#ifndef PARLEY_CATALOG_DETAIL_STEPS_HPP
#define PARLEY_CATALOG_DETAIL_STEPS_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/concat.hpp>
#include <parley/result.hpp>

#include <boost/describe/members.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Steps that many operations take.
namespace parley::inline v0::catalog::detail {

/// How people call a model: `vendor/name`.
inline std::string full_name(std::string_view vendor, std::string_view name) { return parley::detail::concat({vendor, "/", name}); }

/// Returns the names of the members in which two rows differ.
template <class Row, template <class...> class List, class... D> std::vector<std::string> differing(Row const& a, Row const& b, List<D...>) {
    std::vector<std::string> names;
    ((a.*D::pointer == b.*D::pointer ? void() : void(names.emplace_back(D::name))), ...);
    return names;
}
template <class Row> std::vector<std::string> changed_fields(Row const& before, Row const& after) {
    auto names = differing(before, after, boost::describe::describe_members<Row, boost::describe::mod_public>());
    std::erase(names, "updated_at");
    return names;
}

/// Ends an operation that has inserted a row with `on conflict do nothing returning`: no row means that there was one already.
template <class Row> result<Row> created(transaction& t, result<std::optional<Row>> made, std::string_view name) {
    if (!made) return made.error();
    if (!*made) return error(errc::already_exists, {}, std::string(name));
    if (auto const noted = t.note((*made)->id, name); !noted) return noted.error();
    return std::move(**made);
}

/// Looks whether the principal's organisation has such a security class; none is always there.
inline result<void> find_class(transaction& t, std::optional<security_class_id> wanted) {
    if (!wanted) return {};
    auto const found = t.one<std::int64_t>("select level from catalog_security_class where id = $1 and organisation = $2", *wanted, t.who().organisation);
    if (!found) return found.error();
    return {};
}

} // namespace parley::inline v0::catalog::detail

#endif
