#include <parley/ask_for.hpp>
#include <parley/client.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/services.hpp>
#include <parley/sync_client.hpp>
#include <parley/toolbox.hpp>

#include <boost/describe/class.hpp>

#include <string>

namespace {

using namespace parley;

// A family that says how its vendor wants a key.
struct mine {
    struct vendor : auth::in_x_api_key {};
    static constexpr std::string_view name = "mine";
    static result<http::request> encode(chat::request const&, family::place const&);
    static result<chat::response> decode(http::response const&);
    static error failure(http::response const&);
    struct stream_decoder {
        result<void> feed(std::string_view, chat::event_sink);
        chat::end finish(chat::event_sink);
    };
};

using client_of_mine = client<mine, auth::api_key>;

// An answer's type that is described.
struct weather {
    std::string city;
};
BOOST_DESCRIBE_STRUCT(weather, (), (city))

using blocking = sync_client<family::openai_chat, auth::api_key>;

[[maybe_unused]] auto what(blocking& c) { return c.ask_for<weather>(ask("m").user("Rain?")); }

// A service that the provider has.
[[maybe_unused]] auto vectors(blocking& c, provider::embedding_request const& texts) { return c.embed(texts); }

// A tool's arguments, which are described too.
[[maybe_unused]] void offer(toolbox& tools) {
    tools.add("weather", "Says what the weather is like.", [](weather where) { return "fine in " + where.city; });
}

} // namespace

int main() { return sizeof(client_of_mine) == 0; }
