// expect: parley\[family\.failure\]: the family needs
#include <parley/client.hpp>

namespace {

using namespace parley;

struct mine {
    static constexpr std::string_view name = "mine";
    static result<http::request> encode(chat::request const&, family::place const&);
    static result<chat::response> decode(http::response const&);
    struct stream_decoder {
        result<void> feed(std::string_view, chat::event_sink);
        chat::end finish(chat::event_sink);
    };
};

using client_of_mine = client<mine, auth::none>;

} // namespace

int main() { return sizeof(client_of_mine) == 0; }
