// A model that thinks for long before it answers: its thoughts are shown apart, and go back unchanged in the next turn.
#include <parley/chat/turn.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/sync_client.hpp>

#include <sandbox/local.hpp>

#include <chrono>
#include <iostream>
#include <utility>
#include <variant>

namespace chat = parley::chat;

int main() {
    // tag::client[]
    parley::client_options options;
    options.limits.idle = std::chrono::minutes(5); // between two pieces: a thinking model may be silent
    options.deadline = std::chrono::minutes(30);   // the call as a whole
    parley::sync_client<parley::family::anthropic, parley::auth::api_key> client{parley::secret::make("any").value(), sandbox::factory(), options};
    // end::client[]

    // tag::think[]
    chat::request question = parley::ask("claude-sonnet-4-5").max_output_tokens(40'000).reasoning_budget(32'000).user("Is 7919 a prime number?");
    auto const first = client.stream(question, [](chat::event const& e) {
        if (auto const* thought = std::get_if<chat::thinking_delta>(&e)) std::cerr << thought->text; // for the curious
        if (auto const* text = std::get_if<chat::text_delta>(&e)) std::cout << text->text << std::flush;
    });
    // end::think[]
    if (!first) {
        std::cerr << to_string(first.error()) << '\n';
        return 1;
    }
    std::cout << "\n(" << first->usage.reasoning_tokens << " of " << first->usage.output_tokens << " tokens were thoughts)\n";

    // tag::again[]
    question.messages.push_back(chat::turn_of(*first)); // with the thoughts and their signatures
    question.messages.push_back(chat::request(parley::ask("").user("Are you sure?")).messages.front());
    auto const second = client.chat(question);
    // end::again[]
    if (!second) return 1;
    std::cout << second->text() << '\n';
    return std::holds_alternative<chat::thinking>(first->content.front()) && first->usage.reasoning_tokens > 0 && second->text() == "You asked: Are you sure?" ? 0 : 1;
}
