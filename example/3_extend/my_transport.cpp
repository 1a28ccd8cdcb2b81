// A transport of your own, around another one: it counts bytes. In its place could stand a queue, a cache, or a wire of another kind.
#include <parley/client.hpp>

#include <sandbox/local.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <cstddef>
#include <iostream>
#include <memory>
#include <string_view>
#include <utility>

namespace asio = boost::asio;
namespace http = parley::http;
namespace transport = parley::transport;

// tag::transport[]
struct traffic {
    std::size_t sent = 0, received = 0;
};

class counting {
public:
    // An answer that is pulled piece by piece. Destroying it gives up the rest.
    class exchange {
    public:
        exchange(parley::any_exchange inner, std::shared_ptr<traffic> count) : inner_(std::move(inner)), count_(std::move(count)) {}
        http::response const& head() const noexcept { return inner_.head(); }
        asio::awaitable<parley::result<std::string_view>> read() {
            auto const piece = co_await inner_.read();
            if (piece) count_->received += piece->size();
            co_return piece;
        }

    private:
        parley::any_exchange inner_;
        std::shared_ptr<traffic> count_;
    };

    counting(parley::any_transport inner, std::shared_ptr<traffic> count) : inner_(std::move(inner)), count_(std::move(count)) {}

    asio::any_io_executor get_executor() { return inner_.get_executor(); }

    asio::awaitable<parley::result<http::response>> send(http::request request, transport::limits allowed) {
        count_->sent += request.body.size();
        auto answer = co_await inner_.send(std::move(request), allowed);
        if (answer) count_->received += answer->body.size();
        co_return answer;
    }

    asio::awaitable<parley::result<exchange>> open(http::request request, transport::limits allowed) {
        count_->sent += request.body.size();
        auto opened = co_await inner_.open(std::move(request), allowed);
        if (!opened) co_return opened.error();
        co_return exchange(std::move(*opened), count_);
    }

private:
    parley::any_transport inner_;
    std::shared_ptr<traffic> count_;
};
static_assert(transport::Transport<counting>);
// end::transport[]

int main() {
    // tag::use[]
    asio::io_context context;
    auto const count = std::make_shared<traffic>();
    parley::client<parley::family::openai_chat, parley::auth::api_key> client(parley::secret::make("any").value(),
                                                                              counting(sandbox::make_transport(context.get_executor()), count));

    auto whole = client.async_chat(parley::ask("gpt-4o").user("How much was that?"), asio::use_future);
    context.run();
    auto const after_one = count->received;
    context.restart();
    auto streamed = client.async_stream(parley::ask("gpt-4o").user("How much was that?"), [](parley::chat::event const&) {}, asio::use_future);
    context.run();
    // end::use[]
    std::cout << count->sent << " bytes sent, " << count->received << " received\n";
    return whole.get() && streamed.get() && after_one > 0 && count->received > 2 * after_one ? 0 : 1;
}
