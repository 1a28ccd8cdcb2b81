// A picture in the question.
#include <parley/environment.hpp>
#include <parley/family/gemini.hpp>
#include <parley/sync_client.hpp>

#include <sandbox/local.hpp>

#include <iostream>
#include <string_view>

int main(int argc, char** argv) {
    // A red dot, where no file is named.
    constexpr std::string_view dot("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9c"
                                   "c\xf8\xcf\xc0\0\0\3\1\1\0\xc9\xfe\x92\xef\0\0\0\0IEND\xae"
                                   "B`\x82",
                                   69);
    auto const around = parley::environment::of_process();
    parley::sync_client<parley::family::gemini, parley::auth::api_key> client{parley::secret::make("any").value(), sandbox::factory()};

    // tag::image[]
    auto const bytes = argc > 1 ? around.read_file(argv[1]) : parley::result<std::string>(dot);
    if (!bytes) return 1;
    auto const answer = client.chat(parley::ask("gemini-2.5-flash").user("What do you see?").image(*bytes, parley::chat::media_type("image/png")));
    // end::image[]
    if (!answer) {
        std::cerr << to_string(answer.error()) << '\n';
        return 1;
    }
    std::cout << answer->text() << '\n';

    // tag::url[]
    // A picture that the provider fetches itself, and a document. What a family cannot carry is refused before anything is sent.
    auto const by_address = client.chat(parley::ask("gemini-2.5-flash").user("And here?").image_url("https://example.com/plan.png"));
    auto const document = client.chat(parley::ask("gemini-2.5-flash").user("Sum it up.").file("%PDF-1.4", parley::chat::media_type("application/pdf"), "plan.pdf"));
    // end::url[]
    return answer->text() == "You asked: What do you see? (with a picture)" && by_address && document ? 0 : 1;
}
