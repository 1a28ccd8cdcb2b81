#ifndef PARLEY_CATALOG_PRINCIPAL_HPP
#define PARLEY_CATALOG_PRINCIPAL_HPP

#include <parley/catalog/id.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <boost/describe/enum.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::catalog {

/// What a principal may do. As text each has the prefix `catalog:`.
enum class scope {
    read,
    create,
    update, ///< includes `read`
    delete_,
    override_, ///< to do what a safety rule refuses, for a reason that is written down
    audit,     ///< to read who did what
};
BOOST_DESCRIBE_ENUM(scope, read, create, update, delete_, override_, audit)

/// Returns the scope as text, such as `catalog:read`.
PARLEY_DECL std::string to_text(scope one);

/// A set of scopes.
class scopes {
public:
    constexpr scopes() noexcept = default;
    constexpr scopes(std::initializer_list<scope> all) noexcept {
        for (auto one : all) bits_ |= bit(one);
    }
    static constexpr scopes all() noexcept {
        return {scope::read, scope::create, scope::update, scope::delete_, scope::override_, scope::audit};
    }

    /// Reads words such as `catalog:read`, separated by spaces or commas; `catalog:*` and `*` mean every scope but `catalog:override`, which
    /// is only ever given by its name.
    /// @return the set; `errc::invalid_argument` with the word that is no scope in `where`.
    static result<scopes> parse(std::string_view text);

    /// Says whether the set allows what needs this scope.
    constexpr bool allow(scope needed) const noexcept {
        auto const enough = bit(needed) | (needed == scope::read ? bit(scope::update) : 0u);
        return (bits_ & enough) != 0;
    }

    friend constexpr bool operator==(scopes, scopes) noexcept = default;

private:
    static constexpr unsigned bit(scope one) noexcept { return 1u << static_cast<unsigned>(one); }

    unsigned bits_ = 0;
};

/// On whose behalf an operation runs. Whoever embeds the catalogue makes it from what it knows of its caller.
struct principal {
    std::string actor;                           ///< who acts, as the audit shall name it: a user, or a service
    catalog::scopes scopes;                      ///< what the actor may do
    std::optional<organisation_id> organisation; ///< whose rows they see; empty = the operator of the platform, who sees all
    std::optional<workspace_id> workspace;       ///< set for who is bound to one workspace: what concerns the whole organisation is closed to them

    /// The operator of the platform, who looks after the rows that all organisations share, and after the data base.
    static principal platform(std::string actor, catalog::scopes scopes = scopes::all()) { return {std::move(actor), scopes, {}, {}}; }
    static principal member(organisation_id of, std::string actor, catalog::scopes scopes = scopes::all()) {
        return {std::move(actor), scopes, of, {}};
    }

    bool is_platform() const noexcept { return !organisation; }
};

/// For whom an operation is open, scopes apart.
enum class reach {
    workspace,    ///< everybody, also who is bound to a workspace
    organisation, ///< who is bound to no workspace: members of the organisation, and the platform
    platform,     ///< the platform alone
};

/// What is fixed about an operation; every operation is a function object whose static member `is` says it.
struct operation {
    std::string_view name; ///< as the audit names it: `<kind of row>.<verb>`
    scope needs;
    catalog::reach reach = reach::organisation;

    /// Says whether it changes rows, so that it runs alone among its organisation's writers.
    constexpr bool writes() const noexcept { return needs != scope::read && needs != scope::audit; }
};

/// Says whether a principal may do what needs a scope. The one place where that is decided.
/// @return nothing; `errc::forbidden` with the missing scope, or with what the principal is bound to, in `where`.
PARLEY_DECL result<void> permit(principal const& who, scope needed, reach needs_reach);

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/principal.ipp>
#endif

#endif
