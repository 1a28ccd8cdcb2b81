#include "tour/clients.hpp"
#include "tour/side_by_side.hpp"

#include <parley/auth/token_store.hpp>

#include <sandbox/workspace.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <iterator>
#include <optional>
#include <string>
#include <utility>

namespace tour {

namespace asio = boost::asio;
namespace auth = parley::auth;
using sandbox::way;

namespace {

/// A client's profile, and what it may look at.
struct caller {
    parley::profile::llm_profile profile;
    parley::environment around;
    auth::token_keeper keeper = {};
};

/// One for each way: the names say the families, and the last begins anew.
constexpr char const* models[] = {"databricks-llama-4-maverick", "databricks-gpt-5-mini", "databricks-claude-haiku-4-5", "databricks-gemini-2-5-flash", "databricks-gpt-oss-120b"};

/// Takes the login that `parley auth login` left, where it is not sealed.
bool take_login(caller& to, std::string const& host) {
    auto const file = auth::default_login_file(to.around);
    if (!file) return false;
    auth::oauth_place at;
    at.host = host;
    auth::token_store const logins(*file);
    auto const key = auth::key_of(at, {});
    auto const login = logins.load(key);
    auto keeper = logins.keeper(key);
    if (!login || !*login || !keeper) return false;
    to.keeper = std::move(*keeper);
    auto& stored = to.profile.databricks.stored_tokens.emplace();
    stored.host = host;
    stored.access_token = (*login)->access_token;
    stored.refresh_token = (*login)->refresh_token;
    return true;
}

// tag::caller[]
/// The caller at the workspace that the environment names; nothing where it has not what this way takes.
std::optional<caller> real_caller(parley::environment const& around, std::string const& model, way how) {
    auto const variable = [&](char const* name) { return around.variable(name); };
    auto const set = [](parley::secret& to, std::optional<std::string> const& text) { return text && to.assign(*text) && !to.empty(); };
    auto host = variable("DATABRICKS_HOST");
    if (!host) return std::nullopt;
    if (host->find("://") == std::string::npos) host->insert(0, "https://");
    caller made{{}, around};
    made.profile.model = "databricks/" + model;
    auto& d = made.profile.databricks;
    d.host = host;
    bool has_all = true;
    switch (how) {
        case way::pat: has_all = set(made.profile.api_key, variable("DATABRICKS_TOKEN")); break;
        case way::m2m:
            d.client_id = variable("DATABRICKS_CLIENT_ID");
            has_all = d.client_id && set(d.client_secret, variable("DATABRICKS_CLIENT_SECRET"));
            break;
        case way::u2m: has_all = take_login(made, *host); break;
        case way::profile:
            d.cli_profile = variable("DATABRICKS_CONFIG_PROFILE");
            has_all = d.cli_profile.has_value();
            break;
        case way::unified: break;
    }
    return has_all ? std::optional(std::move(made)) : std::nullopt;
}
// end::caller[]

} // namespace

parley::result<void> prove_five_ways(stage const& on, std::string const& prompt) {
    auto network = on.network;
    sandbox::workspace workspace(on.sandbox, on.sandbox_key);
    auto logging_in = asio::co_spawn(on.context, workspace.log_in(network), asio::use_future);
    on.context.restart();
    on.context.run();
    if (auto const login = logging_in.get(); !login) return login.error();

    std::vector<parley::any_client> clients;
    std::vector<std::string> labels;
    for (auto const how : sandbox::all_ways) {
        std::string const model = models[clients.size()];
        auto who = real_caller(on.around, model, how);
        bool const is_real = who.has_value();
        if (!is_real) who = caller{workspace.profile_of(model, how), workspace.around()};
        auto made = make_client(on, who->profile, who->around, sandbox::name(how), std::move(who->keeper));
        if (!made) return made.error();
        labels.push_back(made->about().credential + ", " + model + (is_real ? "" : " (sandbox)"));
        clients.push_back(std::move(*made));
    }
    side_by_side shown(on, labels);
    for (std::size_t i = 0; i != clients.size(); ++i) clients[i].async_stream(short_question({}, prompt), shown.sink(i), shown.done(i));
    return shown.run();
}

} // namespace tour
