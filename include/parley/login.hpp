#ifndef PARLEY_LOGIN_HPP
#define PARLEY_LOGIN_HPP

#include <parley/auth/discovery.hpp>
#include <parley/auth/login_tokens.hpp>
#include <parley/auth/pkce.hpp>
#include <parley/auth/token_store.hpp>
#include <parley/clock.hpp>
#include <parley/detail/callback_listener.hpp>
#include <parley/detail/initiate.hpp>
#include <parley/environment.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/url.hpp>
#include <parley/result.hpp>
#include <parley/retry.hpp>
#include <parley/transport/any.hpp>
#include <parley/transport/limits.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace parley::inline v0 {

/// How a person logs in.
struct login_options {
    auth::oauth_place at = {};                                    ///< without host and document, the person chooses a workspace at `chooser`
    auth::oauth_app app = {};                                     ///< with an empty `redirect_uri` it is `http://localhost:<port>`
    std::uint16_t port = 8020;                                    ///< where the browser comes back to; zero = the system picks one
    std::uint16_t last_port = 8040;                               ///< the last one to try where `port` is in use
    std::chrono::milliseconds limit = std::chrono::minutes(5);    ///< of the whole login
    std::function<void(std::string const& address)> show = {};    ///< is given the address that the browser is sent to, to print it
    bool opens_browser = true;                                    ///< otherwise `show` is all there is
    std::optional<auth::token_store> store = {};                  ///< where the tokens are kept
    std::string profile = {};                                     ///< under which name; see `auth::key_of`
    std::string chooser = "https://login.databricks.com/";
    parley::clock clock = {};
};

/// What a login brought.
struct login {
    auth::oauth_place at = {}; ///< as it was given; its host where the person chose the workspace
    auth::login_tokens tokens = {};
};

namespace detail {

using steady_time = std::chrono::steady_clock::time_point;

/// Sends a request until its answer can be read, as often as a server's state is a passing one.
template <class T>
boost::asio::awaitable<result<T>> answer_to(any_transport via, http::request request, result<T> (*read)(http::request const&, result<http::response> const&, time_point),
                                            parley::clock clock, steady_time until) {
    retry_rules const rules;
    for (int attempt = 1;; ++attempt) {
        auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0) co_return error(errc::timed_out, "The login was not done in time.");
        transport::limits allowed;
        allowed.total = std::min<std::chrono::milliseconds>(left, std::chrono::seconds(15));
        allowed.max_body = std::size_t(1) << 20;
        auto const got = co_await via.send(request, allowed);
        auto made = read(request, got, clock.now());
        if (made || (!got && got.error().code == errc::cancelled)) co_return made;
        auto const wait = wait_before_retry(made.error(), rules, attempt, left, 1);
        if (!wait) co_return made;
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, *wait);
        boost::system::error_code ec;
        co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
        if (ec) co_return error(errc::cancelled);
    }
}

inline result<auth::login_tokens> tokens_of(http::request const& sent, result<http::response> const& got, time_point now) { return auth::read_tokens(sent, got, now); }

/// Where the person is sent who has yet to choose a workspace.
inline result<std::string> chooser_address(login_options const& o, auth::pkce const& proof) {
    auto page = auth::parse_endpoint(o.chooser);
    if (!page) return page.error();
    auto authorize = *page;
    authorize.append_path("oidc/v1/authorize");
    auto const target = http::url::parse(auth::authorize_url(std::move(authorize), o.app, proof));
    if (!target) return target.error();
    page->append_query("destination_url", target->target());
    return page->to_string();
}

/// Where the browser comes back to.
struct callback_place {
    std::string path;
    std::uint16_t port, last_port;
};

inline result<callback_place> callback_place_of(login_options const& o) {
    if (o.app.redirect_uri.empty()) return callback_place{"/", o.port, o.last_port};
    auto const at = http::url::parse(o.app.redirect_uri);
    if (!at || at->is_encrypted() || !at->is_loopback() || !at->query().empty())
        return error(errc::invalid_argument, "The browser can come back to this machine only: http, localhost, a port.", "redirect_uri");
    return callback_place{at->path(), at->port(), at->port()};
}

/// A browser that is being opened, on a thread of its own: it may take its time.
class browser {
public:
    browser(environment const& from, std::string address)
        : thread_([this, open = from.open_browser, address = std::move(address)] {
              outcome_ = open(address);
              is_finished_ = true;
          }) {}

    bool is_finished() const noexcept { return is_finished_; }
    result<void> const& outcome() const noexcept { return outcome_; } ///< once it is finished

private:
    result<void> outcome_;
    std::atomic<bool> is_finished_ = false;
    std::jthread thread_;
};

/// Closes a listener with whoever waits for it.
class closing {
public:
    explicit closing(callback_listener& what) noexcept : what_(what) {}
    closing(closing const&) = delete;
    closing& operator=(closing const&) = delete;
    ~closing() { what_.close(); }

private:
    callback_listener& what_;
};

/// Waits for the query with which the browser comes back, or for the browser not to open where nobody else knows the address.
inline boost::asio::awaitable<result<std::string>> query_from(callback_listener& listener, std::optional<browser> const& opened, bool is_shown, steady_time until) {
    // In turns, so that no executor needs to outlive the browser's thread.
    while (opened && !opened->is_finished() && std::chrono::steady_clock::now() < until) {
        auto const got = co_await listener.query(std::min(until, std::chrono::steady_clock::now() + std::chrono::milliseconds(20)));
        if (got || got.error().code != errc::timed_out) co_return got;
    }
    if (opened && opened->is_finished() && !opened->outcome() && !is_shown) co_return opened->outcome().error();
    co_return co_await listener.query(until);
}

/// Makes a login of what the browser came back with.
/// @param known where the server is spoken to; nothing where the person chose it.
inline boost::asio::awaitable<result<login>> finish_login(any_transport via, login_options const& o, std::optional<auth::oauth_endpoints> const& known, std::string const& query,
                                                          auth::pkce const& proof, steady_time until) {
    auto const got = auth::read_callback(query, proof);
    if (!got) co_return got.error();
    if (known && !known->issuer.empty() && !got->issuer.empty() && known->issuer != got->issuer) co_return error(errc::unauthenticated, "issuer mismatch");
    auto endpoint = known ? result<http::url>(known->token) : auth::token_endpoint_of_issuer(got->issuer);
    if (!endpoint) co_return error(errc::invalid_response, "The browser came back without the workspace that was chosen.");
    auto request = auth::exchange(std::move(*endpoint), o.app, *got, proof);
    auto tokens = co_await answer_to(via, request, &tokens_of, o.clock, until);
    if (!tokens && auth::wants_origin(tokens.error())) {
        request = auth::with_origin(std::move(request), o.app);
        tokens = co_await answer_to(via, request, &tokens_of, o.clock, until);
    }
    if (!tokens) co_return tokens.error();

    login made;
    made.at = known ? o.at : auth::place_of_issuer(got->issuer).value();
    made.tokens = std::move(*tokens);
    if (o.store) {
        auto const kept = o.store->save(auth::key_of(made.at, o.app, o.profile), made.tokens);
        if (!kept) co_return kept.error();
    }
    co_return made;
}

inline boost::asio::awaitable<result<login>> log_in(any_transport via, environment from, login_options o) {
    if (!o.show && !o.opens_browser) co_return error(errc::invalid_argument, "Nobody would learn where to log in: show the address, or let the browser open it.");
    auto const until = std::chrono::steady_clock::now() + o.limit;
    std::optional<auth::oauth_endpoints> known;
    if (!o.at.host.empty() || !o.at.discovery_url.empty()) {
        auto const fits = o.at.host.empty() ? result<void>() : auth::check_login_host(o.at.host);
        if (!fits) co_return fits.error();
        auto document = auth::discovery_address(o.at);
        if (!document) co_return document.error();
        auto const request = auth::discovery_request(std::move(*document));
        auto found = co_await answer_to(via, request, &auth::read_discovery, o.clock, until);
        if (!found) co_return found.error();
        known = std::move(*found);
    }

    auto const back = callback_place_of(o);
    if (!back) co_return back.error();
    auto const listening = callback_listener::listen(co_await boost::asio::this_coro::executor, back->path, back->port, back->last_port);
    if (!listening) co_return listening.error();
    auto& listener = **listening;
    std::optional<browser> opened;
    closing const guard(listener); // before the browser's thread is waited for: that may itself wait for a page
    if (o.app.redirect_uri.empty()) o.app.redirect_uri = "http://localhost:" + std::to_string(listener.port());

    auto const proof = auth::pkce::generate(from);
    auto const address = known ? result<std::string>(auth::authorize_url(known->authorization, o.app, proof)) : chooser_address(o, proof);
    if (!address) co_return address.error();
    if (o.show) o.show(*address);
    if (o.opens_browser) opened.emplace(from, *address);

    auto const query = co_await query_from(listener, opened, bool(o.show), until);
    if (!query) co_return query.error();
    auto done = co_await finish_login(via, o, known, *query, proof, until);
    auto page = done ? page_of("200 OK", "You are logged in", "This page can be closed.") : page_of("400 Bad Request", "The login failed", done.error().message);
    co_await listener.answer(std::move(page));
    co_return done;
}

} // namespace detail

/// Lets a person log in with their browser (RFC 6749 section 4.1, RFC 7636, RFC 8252; Databricks calls it U2M), and keeps the tokens in the store
/// where there is one: `auth::authorization_code` then signs with them.
///
/// Looks up where the server is spoken to, listens on this machine for the browser to come back, sends the browser to the server, and exchanges the
/// code. What came back is looked at only where its state is ours. The person is told on a page how it went.
/// @param via   carries the requests for endpoints and tokens.
/// @param from  opens the browser, and gives the randomness.
/// @param token any completion token for `void(result<login>)`.
/// @par Errors
/// `errc::misconfigured` (no such host, no OAuth there), `in_use` (no port is free), `process_failed` (the browser does not open, and nobody is shown
/// the address), `timed_out`, `unauthenticated` (the state or the issuer is another one, the server says no), `login_required` (the code is no longer
/// good), `invalid_response`; those of the transport and of the store. No message holds a code, a token or the state.
/// @par Cancellation
/// Terminal: stops listening and completes with `errc::cancelled`.
template <class Token> auto async_log_in(any_transport via, environment from, login_options options, Token&& token) {
    auto const executor = via.get_executor();
    return detail::initiate<login>(executor, detail::log_in(std::move(via), std::move(from), std::move(options)), std::forward<Token>(token));
}

} // namespace parley::inline v0

#endif
