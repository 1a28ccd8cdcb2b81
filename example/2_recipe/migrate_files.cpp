// A folder of files brought to the newest version, and a document written for a program that is older than this one.

#include <parley/migrate.hpp>
#include <parley/migrate/file.hpp>

#include <boost/describe/class.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

namespace migrate = parley::migrate;

// tag::down[]
struct note {
    std::string text;
    bool done = false;
    boost::json::object extra;
};
BOOST_DESCRIBE_STRUCT(note, (), (text, done, extra))

parley::result<void> state_becomes_done(boost::json::object& document) {
    if (auto const* state = document.if_contains("state")) document["done"] = *state == "done";
    document.erase("state");
    return {};
}
parley::result<void> done_becomes_state(boost::json::object& document) {
    auto const* done = document.if_contains("done");
    document["state"] = done && *done == true ? "done" : "open";
    document.erase("done");
    return {};
}

template <> struct parley::schema<note> {
    static constexpr int version = 1;
    using steps = migrate::chain<migrate::json_step<0, state_becomes_done, "says done instead of a state", done_becomes_state>>;
};
// end::down[]

int work_in(std::string const& folder) {
    std::ofstream(folder + "/milk.json") << R"({"text": "milk", "state": "done"})";
    std::ofstream(folder + "/bread.json") << R"({"text": "bread", "schema_version": 1})";
    std::ofstream(folder + "/tea.json") << R"({"text": "tea", "schema_version": 7})";

    // tag::folder[]
    auto const outcome = migrate::folder<note>(folder, {}, [](std::size_t done, std::size_t total, migrate::file_outcome const& file) {
        std::cout << done << '/' << total << ' ' << file.path << (file.why ? ": " + file.why->message : std::string()) << '\n';
    });
    if (!outcome) return 1; // the folder cannot be read, or somebody holds its lock
    std::cout << outcome->migrated << " migrated, " << outcome->current << " current, " << outcome->refused << " refused\n";
    // end::folder[]

    // tag::write_as[]
    note buy;
    buy.text = "butter";
    auto const old = migrate::write_as(buy, 0); // {"text":"butter","state":"open","schema_version":0}
    // end::write_as[]
    bool const kept = std::filesystem::exists(folder + "/milk.json.v0.bak");
    bool const counted = outcome->migrated == 1 && outcome->current == 1 && outcome->refused == 1;
    return kept && counted && old && *old == R"({"text":"butter","state":"open","schema_version":0})" ? 0 : 1;
}

int main() {
    auto path = (std::filesystem::temp_directory_path() / "parley-notes-XXXXXX").string();
    if (!::mkdtemp(path.data())) return 1;
    auto const status = work_in(path);
    std::filesystem::remove_all(path);
    return status;
}
