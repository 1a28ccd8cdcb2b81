// A way of your own to prove who calls: a ticket that is fetched, good for some calls, and fetched anew when it is used up or refused.
#include <parley/sync_client.hpp>
#include <parley/transport/loopback.hpp>

#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace auth = parley::auth;
namespace http = parley::http;
using parley::family::openai_chat;

// tag::auth[]
class ticket {
public:
    explicit ticket(http::url office) : office_(std::move(office)) {}

    // Says what is needed; the client does it, once for all calls that wait. Nothing here touches the network.
    auth::step next(parley::time_point) {
        if (auto why = std::exchange(why_, std::nullopt)) return auth::failed{std::move(*why)};
        if (left_ > 0) return auth::ready();
        return auth::fetch{number_, http::request("GET", office_)};
    }

    void done(auth::step_id id, parley::result<auth::answer> got, parley::time_point) {
        if (id != number_) return; // an answer to an earlier question
        ++number_;
        auto const* const answer = got ? std::get_if<http::response>(&*got) : nullptr;
        if (!answer || !answer->is_success()) {
            why_ = got ? parley::error(parley::errc::unauthenticated, "The office gives no tickets.") : got.error();
            return;
        }
        ticket_ = answer->body;
        left_ = 2;
    }

    parley::result<void> sign(http::request& request, parley::time_point) {
        request.header.set("X-Ticket", ticket_);
        --left_;
        return {};
    }

    // Another try is worthwhile: with a new ticket.
    bool refused(http::response const&) {
        left_ = 0;
        return true;
    }

private:
    http::url office_;
    std::string ticket_;
    int left_ = 0;
    auth::step_id number_ = 1;
    std::optional<parley::error> why_;
};
static_assert(auth::Auth<ticket>);
// end::auth[]

int main() {
    int tickets = 0;
    std::string seen;
    auto const host = [&](http::request const& r) -> parley::result<http::response> {
        http::response given;
        given.body = "ticket-" + std::to_string(++tickets);
        if (r.url.path() == "/office") return given;
        --tickets;
        seen += std::string(r.header.find("x-ticket").value_or("none")) + " ";
        parley::chat::response reply;
        reply.content.emplace_back().emplace<parley::chat::text>().text = "Welcome.";
        return openai_chat::answer(reply);
    };

    // tag::use[]
    parley::client_options options;
    options.base_url = "https://club.example/v1";
    parley::sync_client<openai_chat, ticket> client{
        ticket(http::url::parse("https://club.example/office").value()),
        [&](boost::asio::any_io_executor executor) { return parley::transport::loopback(executor, host); }, options};
    for (int i = 0; i != 3; ++i) {
        auto const answer = client.chat(parley::ask("any").user("Let me in."));
        if (!answer) std::cerr << to_string(answer.error()) << '\n';
    }
    // end::use[]
    std::cout << seen << '\n';
    return seen == "ticket-1 ticket-1 ticket-2 " ? 0 : 1;
}
