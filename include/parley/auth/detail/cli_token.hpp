#ifndef PARLEY_AUTH_DETAIL_CLI_TOKEN_HPP
#define PARLEY_AUTH_DETAIL_CLI_TOKEN_HPP

// Tokens of the login that a developer has made with the Databricks CLI.

#include <parley/auth/detail/credentials.hpp>
#include <parley/auth/detail/oauth.hpp>
#include <parley/auth/detail/task.hpp>
#include <parley/auth/discovery.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/result.hpp>

#include <array>
#include <charconv>
#include <chrono>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace parley::inline v0::auth::detail {

using program_version = std::array<int, 3>;

/// Returns the word that begins with `v` and a digit, such as `v0.295.0`, or `"Version":"0.295.0"` of JSON; empty where there is none.
inline std::string_view version_word(std::string_view text) noexcept {
    constexpr std::string_view ends = " \t\r\n\",}";
    for (auto const begin : {" v", "\"Version\":\"", "\"Version\": \""}) {
        auto const at = text.find(begin);
        if (at == std::string_view::npos) continue;
        auto const from = at + std::string_view(begin).size();
        auto const word = text.substr(from, text.find_first_of(ends, from) - from);
        if (!word.empty() && word.front() >= '0' && word.front() <= '9') return begin[0] == ' ' ? text.substr(from - 1, word.size() + 1) : word;
    }
    return {};
}

/// Reads `v0.295.0` and the like; what cannot be read counts as the oldest.
inline program_version read_version(std::string_view word) noexcept {
    program_version made{};
    if (word.starts_with('v')) word.remove_prefix(1);
    for (auto& number : made) {
        auto const [stop, failure] = std::from_chars(word.data(), word.data() + word.size(), number);
        if (failure != std::errc()) return {};
        word.remove_prefix(static_cast<std::size_t>(stop - word.data()));
        if (word.starts_with('.')) word.remove_prefix(1);
    }
    return made;
}

/// What a CLI of this version is asked for a token with.
/// @return its arguments; `errc::misconfigured` where nothing says whose token, or the CLI is too old for a profile alone.
inline result<std::vector<std::string>> cli_arguments(std::string_view profile, std::string_view host, std::string_view account, program_version version) {
    constexpr program_version knows_profiles{0, 207, 1}, knows_refresh{0, 296, 0};
    if (profile.empty() && host.empty()) return error(errc::misconfigured, "neither profile nor host is configured");
    std::vector<std::string> made{"auth", "token"};
    auto const add = [&](std::string_view option, std::string_view value) {
        made.emplace_back(option);
        made.emplace_back(value);
    };
    if (!profile.empty() && version >= knows_profiles) {
        add("--profile", profile);
    } else if (!host.empty()) {
        add("--host", host);
        if (is_account_host(host) && !account.empty()) add("--account-id", account);
    } else {
        return error(errc::misconfigured, "this version of the Databricks CLI does not support --profile");
    }
    if (version >= knows_refresh) made.emplace_back("--force-refresh");
    return made;
}

/// Whose login is asked for, and the program that knows it.
struct cli_login {
    std::string program, profile, host, account_id;
};

/// Asks the Databricks CLI for a token; it keeps and renews them itself.
inline task<result<credentials>> cli_token(cli_login of) {
    std::vector<std::string> ask{of.program, "version"};
    auto const said = co_await output_of(std::move(ask), std::chrono::seconds(5));
    auto const version = read_version(said ? version_word(said->out) : std::string_view());
    auto argv = cli_arguments(of.profile, of.host, of.account_id, version);
    if (!argv) co_return argv.error();
    argv->insert(argv->begin(), of.program);
    auto const got = co_await output_of(std::move(*argv), std::chrono::seconds(30));
    if (!got) co_return got.error();
    if (got->exit_status != 0) {
        // What it writes is for people, and may hold anything; two of its sentences matter.
        auto const ended = got->err.find("refresh token is invalid") != std::string::npos, never = got->err.find("OAuth is not configured") != std::string::npos;
        error why(ended || never ? errc::login_required : errc::process_failed, ended ? "refresh token is invalid: log in again with `databricks auth login`"
                                                                               : never ? "databricks OAuth is not configured for this host: log in with `databricks auth login`"
                                                                                       : "the Databricks CLI ended with " + std::to_string(got->exit_status));
        why.provider.text = got->err.substr(0, 500);
        co_return why;
    }
    auto const now = co_await present();
    auto const body = reflect::parse_value(got->out);
    if (!body || !body->is_object()) co_return error(errc::invalid_response, "cannot unmarshal CLI result");
    auto const token = read_token("the Databricks CLI", body->get_object(), now);
    if (!token) co_return token.error();
    co_return token->as_authorization();
}

} // namespace parley::inline v0::auth::detail

#endif
