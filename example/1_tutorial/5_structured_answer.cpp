// An answer that is a struct: its JSON Schema goes with the question, and what comes back is read into it.
#include <parley/ask_for.hpp>
#include <parley/sync_client.hpp>

#include <sandbox/local.hpp>

#include <boost/describe/class.hpp>

#include <iostream>
#include <string>
#include <vector>

// tag::type[]
struct ingredient {
    std::string name;
    int grams = 0;
};
BOOST_DESCRIBE_STRUCT(ingredient, (), (name, grams))

struct recipe {
    std::string title;
    std::vector<ingredient> ingredients;
};
BOOST_DESCRIBE_STRUCT(recipe, (), (title, ingredients))
// end::type[]

int main() {
    auto const key = parley::secret::make("any").value();

    // tag::ask[]
    parley::sync_client<parley::family::openai_chat, parley::auth::api_key> client{key, sandbox::factory()};

    auto const answer = client.ask_for<recipe>(parley::ask("gpt-4o").user("How do I make bread?"));
    if (!answer) {
        std::cerr << to_string(answer.error()) << '\n';
        return 1;
    }
    std::cout << answer->value.title << '\n';
    for (auto const& each : answer->value.ingredients) std::cout << "  " << each.grams << " g " << each.name << '\n';
    // end::ask[]

    // tag::repair[]
    // This model's first answer does not fit. It is told all that is wrong, and asked again, at most once.
    auto const mended = client.ask_for<recipe>(parley::ask("mistaken").user("How do I make bread?"), {.repairs = 1});
    if (!mended) return 1;
    std::cout << "mended " << mended->repairs << " time, " << mended->usage.total_tokens() << " tokens in all\n";

    auto const wrong = client.ask_for<recipe>(parley::ask("mistaken").user("How do I make bread?"));
    std::cout << to_string(wrong.error()) << '\n';
    // end::repair[]
    return answer->value.ingredients.size() == 1 && mended->repairs == 1 && wrong.error().code == parley::errc::invalid_output ? 0 : 1;
}
