#ifndef PARLEY_AUTH_DATABRICKS_CONFIG_HPP
#define PARLEY_AUTH_DATABRICKS_CONFIG_HPP

#include <parley/auth/detail/databricks_attributes.hpp>
#include <parley/config.hpp>
#include <parley/environment.hpp>
#include <parley/result.hpp>

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::inline v0::auth {

/// Where a workspace runs.
enum class cloud { aws, azure, gcp };

/// What a Databricks program was told about its workspace and its credentials: given values, then variables, then a profile of
/// `.databrickscfg`; a later source never replaces what an earlier one has set.
///
/// Reads no network. Values of secrets are kept as they came: only `described` is fit to be shown.
class databricks_config {
public:
    /// Collects what is known.
    /// @param given attributes by name, such as `host` or `client_id`.
    /// @return `errc::misconfigured` with the texts that Databricks' own tools give: an unreadable file, a profile that is missing, a name that is
    ///         reserved, more than one way to authenticate.
    static result<databricks_config> resolve(std::map<std::string, std::string> const& given, environment const& from);

    /// Returns an attribute's value; empty where it is not set.
    std::string_view operator[](std::string_view name) const noexcept;
    bool has(std::string_view name) const noexcept { return !(*this)[name].empty(); }

    /// Sets an attribute that nothing has set before.
    /// @param name   of an attribute; any other does nothing.
    /// @param source where the value comes from, such as `host metadata`.
    void fill(std::string_view name, std::string value, std::string source) {
        if (detail::attribute_index(name) != detail::no_attribute) set(name, std::move(value), std::move(source));
    }

    /// Says whether an attribute's value came from `.databrickscfg`.
    bool comes_from_file(std::string_view name) const noexcept;

    /// Returns where each value that is set came from.
    std::map<std::string, std::string> sources() const;

    /// Returns `Config: host=…, token=***. Env: DATABRICKS_HOST`, without a secret's value; each half is left out when it is empty.
    std::string described() const;

    /// Returns the error with its prefix, and with what is known behind it.
    error explained(std::string_view prefix, error why) const;

    /// Returns the workspace's cloud: a resource id of Azure decides, then the attribute `cloud`, then the host's name.
    auth::cloud cloud() const noexcept;

private:
    struct value {
        std::string text;
        std::string source;
    };

    static std::string lower_case(std::string text);
    static std::string_view name_of(std::string_view host) noexcept;

    void set(std::string_view name, std::string text, std::string source);

    /// The ways to authenticate of which something is set, sorted.
    std::vector<std::string_view> groups() const;

    result<void> read_file(environment const& from);

    /// Keeps scheme, name and port of the host; what its query says is kept where nothing else said it.
    result<void> normalise_host();
    void read_query(std::string_view query);

    static constexpr char const* reserved = "__settings__";
    static constexpr char const* file_source = " config file"; // behind the profile's name

    std::array<value, detail::databricks_attributes.size()> values_;
    std::vector<std::string_view> present_; // attributes whose variable is there
};

} // namespace parley::inline v0::auth

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/auth/impl/databricks_config.ipp>
#endif

#endif
