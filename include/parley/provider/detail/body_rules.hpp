#ifndef PARLEY_PROVIDER_DETAIL_BODY_RULES_HPP
#define PARLEY_PROVIDER_DETAIL_BODY_RULES_HPP

// What a site lets a body hold.

#include <parley/chat/request.hpp>
#include <parley/concat.hpp>
#include <parley/errc.hpp>
#include <parley/error.hpp>
#include <parley/provider/provider.hpp>

#include <boost/describe/members.hpp>
#include <boost/describe/modifiers.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace parley::inline v0::provider::detail {

template <template <class...> class L, class... D> bool is_set(chat::request const& q, std::string_view member, L<D...>) {
    static chat::request const empty;
    return ((member == D::name && !(q.*D::pointer == empty.*D::pointer)) || ...);
}
inline bool is_set(chat::request const& q, std::string_view member) {
    return is_set(q, member, boost::describe::describe_members<chat::request, boost::describe::mod_public>());
}

/// Returns the error for a request that holds what has no place at the site; nothing where there is none.
inline std::optional<error> misplaced(site const& s, chat::request const& q) {
    for (auto const member : s.refuses)
        if (is_set(q, member)) return error(errc::unsupported, parley::detail::concat({"This has no place at ", s.name, "."}), std::string("/").append(member));
    if (s.takes_any_extra) return std::nullopt;
    for (auto const& pair : q.extra) {
        std::string_view const key(pair.key().data(), pair.key().size());
        if (std::find(s.allowed_extra.begin(), s.allowed_extra.end(), key) == s.allowed_extra.end())
            return error(errc::unsupported, parley::detail::concat({"This has no place at ", s.name, "."}), std::string("/extra/").append(key));
    }
    return std::nullopt;
}

inline bool is_as_on_wire(site const& s, chat::request const& q, std::string_view model) noexcept { return s.extra.name.empty() && q.model == model; }

/// Returns the request with the name on the wire and the member that the site wants.
inline chat::request as_on_wire(site const& s, chat::request q, std::string_view model) {
    q.model = model;
    auto const view = [](std::string_view text) { return boost::json::string_view(text.data(), text.size()); };
    if (!s.extra.name.empty()) q.extra.emplace(view(s.extra.name), view(s.extra.value)); // does nothing where it is there
    return q;
}

} // namespace parley::inline v0::provider::detail

#endif
