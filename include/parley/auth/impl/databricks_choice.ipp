#ifndef PARLEY_AUTH_IMPL_DATABRICKS_CHOICE_IPP
#define PARLEY_AUTH_IMPL_DATABRICKS_CHOICE_IPP

#include <parley/auth/databricks_choice.hpp>

#include <parley/auth/detail/databricks_ways.hpp>

#include <utility>

namespace parley::inline v0::auth {

namespace detail {

constexpr std::string_view auth_page = "https://docs.databricks.com/en/dev-tools/auth.html#databricks-client-unified-authentication";

PARLEY_DECL error none_applies(databricks_config const& config, std::vector<declined> const& tried) {
    error none(errc::login_required, std::string("cannot configure default credentials, please check ").append(auth_page).append(" to configure credentials for your preferred authentication method"));
    for (auto const& one : tried) none.problems.push_back({std::string(one.name), "applies", one.why, {}});
    return config.explained("default auth: ", std::move(none));
}

PARLEY_DECL error no_such_type(databricks_config const& config) {
    return config.explained("default auth: ", error(errc::login_required, std::string("auth type \"").append(config["auth_type"]).append("\" not found, please check ").append(auth_page).append(" for a list of supported auth types")));
}

} // namespace detail

PARLEY_DECL result<databricks_choice> choose(databricks_config const& config, environment const& from) {
    databricks_choice made;
    auto const wanted = config["auth_type"];
    bool is_known = wanted.empty();
    detail::databricks_needs const needs(config, from);
    for (auto const& way : detail::databricks_ways) {
        if (!wanted.empty() && way.name != wanted) continue;
        is_known = true;
        auto why = way.declines(needs);
        if (!why) {
            made.name = way.name;
            return made;
        }
        made.tried.push_back({way.name, std::move(*why)});
    }
    return is_known ? detail::none_applies(config, made.tried) : detail::no_such_type(config);
}

} // namespace parley::inline v0::auth

#endif
