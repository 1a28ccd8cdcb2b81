#ifndef PARLEY_EXAMPLE_SANDBOX_AUTHORITY_HPP
#define PARLEY_EXAMPLE_SANDBOX_AUTHORITY_HPP

#include <parley/http/base64.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/json/object.hpp>
#include <boost/url/decode_view.hpp>
#include <boost/url/params_encoded_view.hpp>
#include <boost/url/parse_query.hpp>

#include <openssl/evp.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace sandbox {

namespace http = parley::http;

/// Returns a JSON answer.
inline http::response json_answer(boost::json::value const& body, int status = 200) {
    http::response r;
    r.status = status;
    r.header.add("Content-Type", "application/json");
    r.body = parley::reflect::to_text(body);
    return r;
}

/// Hands out tokens as an OAuth server does, and checks each grant: the client's secret, the code with its verifier (PKCE, S256), the refresh
/// token, which is good once. Nobody has to log in: `authorize` says yes at once.
class authority {
public:
    static constexpr std::string_view client_id = "sandbox-client", client_secret = "sandbox-secret";

    /// `GET …/.well-known/oauth-authorization-server`
    static http::response metadata(http::request const& r) {
        auto const base = r.url.origin() + "/oidc";
        return json_answer({{"issuer", base}, {"authorization_endpoint", base + "/v1/authorize"}, {"token_endpoint", base + "/v1/token"}});
    }

    /// `GET …/authorize`: sends the browser back with a code.
    http::response authorize(http::request const& r) {
        auto const asked = fields_of(r.url.query());
        auto const back = http::url::parse(value(asked, "redirect_uri"));
        if (!back || value(asked, "response_type") != "code" || value(asked, "code_challenge_method") != "S256") return refusal("invalid_request");
        auto const code = "code-" + std::to_string(++count_);
        codes_[code] = {value(asked, "client_id"), value(asked, "redirect_uri"), value(asked, "code_challenge")};
        auto to = *back;
        to.append_query("code", code);
        to.append_query("state", value(asked, "state"));
        http::response redirect;
        redirect.status = 302;
        redirect.header.add("Location", to.to_string());
        return redirect;
    }

    /// `POST …/token`
    http::response token(http::request const& r) {
        auto const form = fields_of(r.body);
        auto const grant = value(form, "grant_type");
        if (grant == "client_credentials") {
            auto const basic = "Basic " + http::base64(std::string(client_id) + ":" + std::string(client_secret));
            bool const is_known = (value(form, "client_id") == client_id && value(form, "client_secret") == client_secret) || r.header.find("authorization") == basic;
            return is_known ? granted(false) : refusal("invalid_client", 401);
        }
        if (grant == "authorization_code") {
            auto const held = codes_.extract(value(form, "code"));
            if (held.empty()) return refusal("invalid_grant");
            auto const& login = held.mapped();
            bool const is_same = login.client == value(form, "client_id") && login.redirect_uri == value(form, "redirect_uri") &&
                                 login.challenge == challenge_of(value(form, "code_verifier"));
            return is_same ? granted(true) : refusal("invalid_grant");
        }
        if (grant == "refresh_token") return refresh_tokens_.erase(value(form, "refresh_token")) != 0 ? granted(true) : refusal("invalid_grant");
        return refusal("unsupported_grant_type");
    }

    bool has_issued(std::string_view access_token) const { return access_tokens_.contains(std::string(access_token)); }

private:
    struct login {
        std::string client, redirect_uri, challenge;
    };
    using fields = std::map<std::string, std::string, std::less<>>;

    static fields fields_of(std::string text) {
        std::replace(text.begin(), text.end(), '+', ' ');
        for (auto at = text.find(' '); at != std::string::npos; at = text.find(' ', at)) text.replace(at, 1, "%20");
        auto const parsed = boost::urls::parse_query(boost::urls::string_view(text.data(), text.size()));
        fields found;
        if (!parsed) return found;
        for (auto const& p : *parsed) {
            boost::urls::decode_view const plain{p.value};
            found[std::string(p.key.data(), p.key.size())].assign(plain.begin(), plain.end());
        }
        return found;
    }
    static std::string value(fields const& of, std::string_view name) {
        auto const at = of.find(name);
        return at == of.end() ? std::string() : at->second;
    }
    static std::string challenge_of(std::string const& verifier) {
        std::string hash(32, '\0');
        EVP_Digest(verifier.data(), verifier.size(), reinterpret_cast<unsigned char*>(hash.data()), nullptr, EVP_sha256(), nullptr);
        return http::base64url(hash);
    }
    static http::response refusal(std::string_view code, int status = 400) {
        return json_answer({{"error", boost::json::string_view(code.data(), code.size())}}, status);
    }
    http::response granted(bool with_refresh_token) {
        auto const number = std::to_string(++count_);
        access_tokens_.insert("access-" + number);
        boost::json::object body{{"access_token", "access-" + number}, {"token_type", "Bearer"}, {"expires_in", 3600}};
        if (with_refresh_token) {
            refresh_tokens_.insert("refresh-" + number);
            body["refresh_token"] = "refresh-" + number;
        }
        return json_answer(body);
    }

    std::map<std::string, login> codes_;
    std::set<std::string> access_tokens_, refresh_tokens_;
    int count_ = 0;
};

} // namespace sandbox

#endif
