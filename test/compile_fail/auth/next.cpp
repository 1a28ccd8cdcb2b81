// expect: parley\[auth\.next\]: the strategy needs
#include <parley/client.hpp>

namespace {

using namespace parley;

struct mine {
    auth::ready next(time_point);
    void done(auth::step_id, result<auth::answer>, time_point);
    result<void> sign(http::request&, time_point);
    bool refused(http::response const&);
};

using client_of_mine = client<family::openai_chat, mine>;

} // namespace

int main() { return sizeof(client_of_mine) == 0; }
