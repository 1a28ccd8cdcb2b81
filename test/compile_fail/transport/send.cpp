// expect: parley\[transport\.send\]: the transport needs
#include <parley/client.hpp>

namespace {

using namespace parley;

struct mine {
    boost::asio::any_io_executor get_executor();
    boost::asio::awaitable<http::response> send(http::request, transport::limits);
    boost::asio::awaitable<result<any_exchange>> open(http::request, transport::limits);
};

using client_of_mine = client<family::openai_chat, auth::none, mine>;

} // namespace

int main() { return sizeof(client_of_mine) == 0; }
