#ifndef PARLEY_AUTH_IMPL_DATABRICKS_CONFIG_IPP
#define PARLEY_AUTH_IMPL_DATABRICKS_CONFIG_IPP

#include <parley/auth/databricks_config.hpp>

#include <parley/auth/detail/config_sections.hpp>

#include <algorithm>
#include <functional>
#include <utility>

namespace parley::inline v0::auth {

PARLEY_DECL result<databricks_config> databricks_config::resolve(std::map<std::string, std::string> const& given, environment const& from) {
    databricks_config c;
    for (auto const& [name, value] : given) {
        if (detail::attribute_index(name) == detail::no_attribute) return error(errc::invalid_argument, "There is no Databricks attribute of this name.", name);
        c.set(name, value, "dynamic configuration");
    }
    for (auto const& a : detail::databricks_attributes)
        if (!a.variable.empty())
            if (auto value = from.variable(std::string(a.variable)); value && !value->empty()) {
                c.present_.emplace_back(a.name);
                c.set(a.name, std::move(*value), std::string(a.variable) + " environment variable");
            }
    if (auto done = c.read_file(from); !done) return c.explained("resolve: ", done.error());
    if (auto groups = c.groups(); groups.size() > 1 && !c.has("auth_type")) {
        std::string all;
        for (auto const& g : groups) all += (all.empty() ? "" : " and ") + std::string(g);
        return c.explained("validate: ", error(errc::misconfigured, "more than one authorization method configured: " + all));
    }
    if (auto done = c.normalise_host(); !done) return c.explained("resolve: ", done.error());
    return c;
}

PARLEY_DECL std::string_view databricks_config::operator[](std::string_view name) const noexcept {
    auto const i = detail::attribute_index(name);
    return i == detail::no_attribute ? std::string_view() : std::string_view(values_[i].text);
}

PARLEY_DECL bool databricks_config::comes_from_file(std::string_view name) const noexcept {
    auto const i = detail::attribute_index(name);
    return i != detail::no_attribute && values_[i].source.ends_with(file_source);
}

PARLEY_DECL std::map<std::string, std::string> databricks_config::sources() const {
    std::map<std::string, std::string> all;
    for (std::size_t i = 0; i != values_.size(); ++i)
        if (!values_[i].text.empty()) all.emplace(detail::databricks_attributes[i].name, values_[i].source);
    return all;
}

PARLEY_DECL std::string databricks_config::described() const {
    std::string values, variables;
    for (std::size_t i = 0; i != values_.size(); ++i) {
        auto const& a = detail::databricks_attributes[i];
        if (values_[i].text.empty() || a.internal) continue;
        values.append(values.empty() ? "Config: " : ", ").append(a.name).append("=").append(a.secret ? std::string_view("***") : std::string_view(values_[i].text));
        if (std::find(present_.begin(), present_.end(), a.name) != present_.end()) variables.append(variables.empty() ? "Env: " : ", ").append(a.variable);
    }
    return values + (!values.empty() && !variables.empty() ? ". " : "") + variables;
}

PARLEY_DECL error databricks_config::explained(std::string_view prefix, error why) const {
    auto known = described();
    why.message = std::string(prefix) + why.message + (known.empty() ? "" : why.message.ends_with('.') ? " " : ". ") + known;
    why.where.clear();
    return why;
}

PARLEY_DECL auth::cloud databricks_config::cloud() const noexcept {
    if (has("azure_workspace_resource_id")) return auth::cloud::azure;
    auto const said = lower_case(std::string((*this)["cloud"]));
    if (said == "azure") return auth::cloud::azure;
    if (said == "gcp") return auth::cloud::gcp;
    if (said == "aws") return auth::cloud::aws;
    auto const host = (*this)["host"];
    for (auto const suffix : {".azuredatabricks.net", ".databricks.azure.us", ".databricks.azure.cn"})
        if (name_of(host).ends_with(suffix)) return auth::cloud::azure;
    return name_of(host).ends_with(".gcp.databricks.com") ? auth::cloud::gcp : auth::cloud::aws;
}

PARLEY_DECL std::string databricks_config::lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

PARLEY_DECL std::string_view databricks_config::name_of(std::string_view host) noexcept {
    if (auto const scheme = host.find("://"); scheme != std::string_view::npos) host.remove_prefix(scheme + 3);
    return host.substr(0, host.find_first_of(":/"));
}

PARLEY_DECL void databricks_config::set(std::string_view name, std::string text, std::string source) {
    auto& at = values_[detail::attribute_index(name)];
    if (at.text.empty()) at = {std::move(text), std::move(source)};
}

PARLEY_DECL std::vector<std::string_view> databricks_config::groups() const {
    std::vector<std::string_view> found;
    for (std::size_t i = 0; i != values_.size(); ++i) {
        auto const group = detail::databricks_attributes[i].group;
        if (!group.empty() && !values_[i].text.empty() && std::find(found.begin(), found.end(), group) == found.end()) found.push_back(group);
    }
    std::sort(found.begin(), found.end());
    return found;
}

PARLEY_DECL result<void> databricks_config::read_file(environment const& from) {
    if (!has("profile") && (has("host") || has("azure_workspace_resource_id") || !groups().empty())) return {};
    auto const home = from.home().value_or("");
    std::string path(has("config_file") ? (*this)["config_file"] : "~/.databrickscfg");
    if (path.starts_with('~')) path.replace(0, 1, home);
    auto const text = from.read_file(path);
    if (!text) return {}; // a file that is not there says nothing, even where a profile is named
    auto const sections = detail::read_config_sections(*text);
    if (!sections) return error(errc::misconfigured, "cannot parse config file: " + sections.error().message);

    std::string name((*this)["profile"]);
    if (name.empty())
        if (auto const* const settings = detail::find_section(*sections, reserved))
            for (auto const& [key, chosen] : settings->values)
                if (key == "default_profile") name = detail::trimmed(chosen);
    bool const is_soft = name.empty();
    if (is_soft) name = "DEFAULT";
    if (name == reserved) return error(errc::misconfigured, path + ": " + name + " is a reserved section name and cannot be used as a profile");
    auto const* const section = detail::find_section(*sections, name);
    if (!section || section->values.empty()) {
        if (is_soft) return {};
        return error(errc::misconfigured, path + " has no " + name + " profile configured");
    }
    for (auto const& [key, text_of_value] : section->values) {
        auto const known = key == "audience" ? std::string("token_audience") : key;
        if (detail::attribute_index(known) != detail::no_attribute && known != "profile" && known != "config_file") set(known, text_of_value, name + file_source);
    }
    set("profile", name, name + file_source);
    return {};
}

PARLEY_DECL result<void> databricks_config::normalise_host() {
    auto& host = values_[detail::attribute_index("host")].text;
    if (host.empty()) return {};
    if (host.find("://") == std::string::npos) host = "https://" + host;
    auto const begin = host.find("://") + 3;
    auto const end = std::min(host.find_first_of("/?#", begin), host.size());
    auto const query = host.find('?', end);
    if (query != std::string::npos) read_query(host.substr(query + 1, host.find('#', query) - query - 1));
    host.resize(end);
    if (auto const name = name_of(host); name.empty()) return error(errc::misconfigured, "no host configured");
    return {};
}

PARLEY_DECL void databricks_config::read_query(std::string_view query) {
    std::map<std::string, std::string, std::less<>> said;
    while (!query.empty()) {
        auto const end = query.find('&');
        auto const pair = query.substr(0, end);
        query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
        if (auto const sign = pair.find('='); sign != std::string_view::npos) said.emplace(pair.substr(0, sign), pair.substr(sign + 1));
    }
    auto const is_number = [](std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos; };
    if (auto const w = said.find("w"); w != said.end()) set("workspace_id", w->second, "host");
    for (std::string_view const key : {"o", "workspace_id"})
        if (auto const o = said.find(key); o != said.end() && is_number(o->second)) set("workspace_id", o->second, "host");
    for (std::string_view const key : {"a", "account_id"})
        if (auto const a = said.find(key); a != said.end()) set("account_id", a->second, "host");
}

} // namespace parley::inline v0::auth

#endif
