#ifndef PARLEY_AUTH_DETAIL_DATABRICKS_GOOGLE_HPP
#define PARLEY_AUTH_DETAIL_DATABRICKS_GOOGLE_HPP

// Ways that lead through Google Cloud: the key of a service account, or the right to act as one.

#include <parley/auth/detail/config_sections.hpp>
#include <parley/auth/detail/databricks_workspace.hpp>
#include <parley/auth/detail/rs256.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::auth::detail {

inline constexpr std::string_view google_scopes[] = {"https://www.googleapis.com/auth/cloud-platform", "https://www.googleapis.com/auth/compute"};

/// Reads what is JSON itself, or the path of a file of JSON.
inline result<boost::json::object> google_document(workspace const& w, std::string const& text_or_path) {
    auto text = text_or_path;
    if (!trimmed(text).starts_with('{')) {
        auto const read = w.from.read_file(text_or_path);
        if (!read) return error(errc::misconfigured, "The file of Google credentials cannot be read.", text_or_path);
        text = *read;
    }
    auto body = reflect::parse_value(text);
    if (!body || !body->is_object()) return error(errc::misconfigured, "Google credentials are not a JSON object.");
    return std::move(body->get_object());
}

/// Exchanges a signed statement about a service account for a token (RFC 7523).
/// @param key   `id_token` or `access_token`: what comes back.
/// @param claim says what it is for, with its value: `target_audience` or `scope`.
inline task<result<token_reply>> google_token(boost::json::object const& account, std::string key, std::string claim, std::string value) {
    auto endpoint = parse_endpoint(account.contains("token_uri") ? text_at(account, "token_uri") : "https://oauth2.googleapis.com/token");
    if (!endpoint) co_return endpoint.error();
    auto const now = std::chrono::duration_cast<std::chrono::seconds>((co_await present()).time_since_epoch()).count();
    boost::json::object claims;
    claims["iss"] = text_at(account, "client_email");
    claims["sub"] = text_at(account, "client_email");
    claims["aud"] = endpoint->to_string();
    claims["iat"] = now;
    claims["exp"] = now + 3600;
    claims[claim] = value;
    auto const assertion = rs256_token(claims, secret_of(std::string(text_at(account, "private_key"))), std::string(text_at(account, "private_key_id")));
    if (!assertion) co_return assertion.error();
    form const body{{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"}, {"assertion", assertion->reveal()}};
    auto const request = body.to(std::move(*endpoint));
    auto const got = co_await response_to(request);
    auto const arrived = co_await present();
    auto const answer = read_object("Google", request, got, arrived);
    if (!answer) co_return answer.error();
    co_return read_token("Google", *answer, arrived, key);
}

inline credentials google_credentials_of(token_reply const& id, result<token_reply> const& access) {
    auto made = id.as_authorization();
    if (access) { // without it only what touches Google's own resources fails
        made.add("X-Databricks-GCP-SA-Access-Token", "", access->access_token);
        made.expires = std::min(made.expires, access->expires);
    }
    return made;
}

inline way_task google_credentials(workspace& w) {
    auto const account = google_document(w, w.text("google_credentials"));
    if (!account) co_return account.error();
    auto const id = co_await google_token(*account, "id_token", "target_audience", w.text("host"));
    if (!id) co_return id.error();
    auto const access = co_await google_token(*account, "access_token", "scope", std::string(google_scopes[0]).append(" ").append(google_scopes[1]));
    co_return google_credentials_of(*id, access);
}

/// A token of whoever runs the program: the key that a variable names, the login of `gcloud`, or the machine's own account.
inline task<result<token_reply>> google_own_token(workspace& w) {
    auto path = w.variable("GOOGLE_APPLICATION_CREDENTIALS");
    if (path.empty()) path = w.from.home().value_or("") + "/.config/gcloud/application_default_credentials.json";
    auto const account = google_document(w, path);
    if (account && text_at(*account, "type") == "authorized_user") {
        form const body{{"grant_type", "refresh_token"},
                        {"refresh_token", text_at(*account, "refresh_token")},
                        {"client_id", text_at(*account, "client_id")},
                        {"client_secret", text_at(*account, "client_secret")}};
        auto endpoint = http::url::parse("https://oauth2.googleapis.com/token");
        co_return co_await token_from(body.to(std::move(*endpoint)), "Google");
    }
    if (account) co_return co_await google_token(*account, "access_token", "scope", std::string(google_scopes[0]));
    auto endpoint = http::url::parse("http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token");
    auto request = get(std::move(*endpoint));
    request.header.set("Metadata-Flavor", "Google");
    request.instance_metadata = true;
    co_return co_await token_from(std::move(request), "The instance metadata service", std::chrono::seconds(5), false);
}

/// Asks for a token of another account.
inline http::request google_impersonation(http::url at, token_reply const& own, boost::json::object const& body) {
    http::request made(std::move(at));
    made.header.set("Content-Type", "application/json");
    made.header.set("Accept", "application/json");
    made.header.set("Authorization", "Bearer " + std::string(own.access_token.reveal()));
    made.body = reflect::to_text(body);
    return made;
}

inline way_task google_id(workspace& w) {
    auto const own = co_await google_own_token(w);
    if (!own) co_return own.error();
    auto const base = "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/" + form_encoded(w.config["google_service_account"]);
    auto id_at = http::url::parse(base + ":generateIdToken"), access_at = http::url::parse(base + ":generateAccessToken");
    if (!id_at || !access_at) co_return not_given("google_service_account");

    boost::json::object wanted;
    wanted["audience"] = w.text("host");
    wanted["includeEmail"] = true;
    auto const id_request = google_impersonation(std::move(*id_at), *own, wanted);
    auto const id_answer = co_await response_to(id_request);
    auto now = co_await present();
    auto const id_body = read_object("Google", id_request, id_answer, now);
    if (!id_body) co_return id_body.error();
    auto const id = read_token("Google", *id_body, now, "token"); // serves for one hour, without saying so
    if (!id) co_return id.error();

    wanted.clear();
    wanted["scope"] = boost::json::array(std::begin(google_scopes), std::end(google_scopes));
    auto const request = google_impersonation(std::move(*access_at), *own, wanted);
    auto const answer = co_await response_to(request);
    now = co_await present();
    auto body = read_object("Google", request, answer, now);
    result<token_reply> access = error();
    if (body) {
        if (auto const ends = text_at(*body, "expireTime"); !ends.empty()) (*body)["expiry"] = std::string(ends);
        access = read_token("Google", *body, now, "accessToken");
    }
    co_return google_credentials_of(*id, access);
}

} // namespace parley::inline v0::auth::detail

#endif
