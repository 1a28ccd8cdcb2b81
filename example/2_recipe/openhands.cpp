// A model behind the OpenHands proxy: `openhands/<model>` wherever a person looks, the proxy's own name only on the wire.
#include <parley/provider/openhands.hpp>
#include <parley/sync_client.hpp>
#include <parley/transport/loopback.hpp>

#include <boost/json/object.hpp>

#include <iostream>
#include <string>

namespace http = parley::http;
using parley::family::openai_chat;

int main() {
    // Says what it received, in place of the proxy.
    std::string on_wire;
    auto const proxy = [&](http::request const& request) -> parley::result<http::response> {
        auto const asked = openai_chat::read(request);
        if (!asked) return openai_chat::refuse(asked.error());
        on_wire = request.url.origin() + " " + asked->model;
        parley::chat::response reply;
        reply.model = asked->model;
        reply.content.emplace_back().emplace<parley::chat::text>().text = "Here.";
        reply.finish_reason = parley::chat::finish_reason::stop;
        return openai_chat::answer(reply);
    };

    // tag::openhands[]
    parley::sync_client<parley::provider::openhands<>, parley::auth::api_key> client{
        parley::secret::make("any").value(), [&](boost::asio::any_io_executor executor) { return parley::transport::loopback(executor, proxy); }};

    auto const answer = client.chat(parley::ask("openhands/claude-sonnet-4-5").user("Are you there?"));
    if (!answer) return 1;
    std::cout << answer->model << ": " << answer->text() << '\n'; // openhands/claude-sonnet-4-5
    // end::openhands[]
    std::cout << "on the wire: " << on_wire << '\n';
    return answer->model == "openhands/claude-sonnet-4-5" && on_wire.ends_with(" litellm_proxy/claude-sonnet-4-5") ? 0 : 1;
}
