// A test that asks a provider once, and from then on plays what it said: no network, no key, the same every time.
#include <parley/sync_client.hpp>
#include <parley/transport/cassette.hpp>

#include <sandbox/local.hpp>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

namespace transport = parley::transport;
using client = parley::sync_client<parley::family::openai_chat, parley::auth::api_key>;

namespace {

// tag::program[]
/// The part of the program that is under test.
parley::result<std::string> capital_of(client& by, std::string const& country) {
    auto const answer = by.chat(parley::ask("gpt-4o").system("Answer with one word.").user("What is the capital of " + country + "?"));
    if (!answer) return answer.error();
    return answer->text();
}
// end::program[]

} // namespace

int main() {
    std::string folder = (std::filesystem::temp_directory_path() / "parley-XXXXXX").string();
    if (!::mkdtemp(folder.data())) return 1;
    auto const file = folder + "/capitals.jsonl";

    // tag::record[]
    transport::cassette tape;
    client real(parley::secret::make("sk-a-real-key").value(), [&](boost::asio::any_io_executor executor) {
        return transport::recording(sandbox::make_transport(executor), tape); // usually make_https_transport(executor)
    });
    auto const recorded = capital_of(real, "Norway");
    auto const saved = tape.save(file); // without the key
    // end::record[]

    // tag::replay[]
    auto const kept = transport::cassette::load(file).value();
    client played(parley::secret::make("any").value(), [&](boost::asio::any_io_executor executor) { return transport::replay(executor, kept); });
    auto const other = capital_of(played, "Sweden"); // was not recorded: the error says what the nearest exchange differs in
    auto const again = capital_of(played, "Norway");
    // end::replay[]

    std::filesystem::remove_all(folder);
    if (!recorded || !saved || !again || other) return 1;
    std::cout << *again << '\n' << to_string(other.error()) << '\n';
    return *again == *recorded && kept.unplayed() == 0 && other.error().code == parley::errc::not_found ? 0 : 1;
}
