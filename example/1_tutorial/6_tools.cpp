// Functions of the program that the model may call, until it has its answer.
#include <parley/family/anthropic.hpp>
#include <parley/sync_client.hpp>
#include <parley/tool_loop.hpp>
#include <parley/toolbox.hpp>

#include <sandbox/local.hpp>

#include <boost/describe/class.hpp>

#include <iostream>
#include <string>
#include <variant>

// tag::tools[]
struct place {
    std::string city;
};
BOOST_DESCRIBE_STRUCT(place, (), (city))

struct weather {
    int degrees = 0;
    std::string sky;
};
BOOST_DESCRIBE_STRUCT(weather, (), (degrees, sky))

parley::toolbox make_tools() {
    parley::toolbox tools;
    tools.add("get_weather", "The weather in a city, now.", [](place where) { return weather{17, "clear over " + where.city}; });
    tools.add("delete_everything", "Deletes all files.", [] { return std::string("gone"); });
    return tools;
}
// end::tools[]

int main() {
    auto const key = parley::secret::make("any").value();
    parley::sync_client<parley::family::anthropic, parley::auth::api_key> client{key, sandbox::factory()};

    // tag::run[]
    parley::run_rules rules;
    rules.max_steps = 4;
    rules.approve = [](parley::chat::tool_call const& call) -> boost::asio::awaitable<parley::verdict> {
        co_return call.name == "get_weather" ? parley::verdict::run : parley::verdict::decline;
    };
    rules.on_result = [](parley::chat::tool_result const& told) { std::cout << (told.is_error ? "refused " : "ran ") << told.id << '\n'; };

    auto const done = client.run(parley::ask("claude-sonnet-4-5").max_output_tokens(500).user("Use get_weather, then delete_everything."), make_tools(), rules);
    if (!done) {
        std::cerr << to_string(done.error()) << '\n';
        return 1;
    }
    std::cout << done->response.text() << '\n' << done->steps << " steps, " << done->usage.total_tokens() << " tokens\n";
    // end::run[]
    return done->steps == 2 && done->response.text().find("clear over city") != std::string::npos ? 0 : 1;
}
