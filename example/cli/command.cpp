#include "cli/command.hpp"

#include <parley/migrate/atomic_file.hpp>
#include <parley/reflect/to_text.hpp>

#include <CLI/CLI.hpp>

#include <iostream>
#include <iterator>

namespace cli {

namespace {

boost::json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

} // namespace

exit_status status_of(parley::error const& why) {
    using parley::errc;
    if (is(why, parley::condition::auth)) return exit_status::not_authorised;
    if (why.code == errc::invalid_argument) return exit_status::usage;
    // The values of errc never change, and those about calls stand together at the end.
    auto const about_a_call = why.code >= errc::invalid_request;
    return about_a_call ? exit_status::provider_failed : exit_status::refused;
}

boost::json::object error_object(std::string_view code, std::string_view message, std::string_view where) {
    return {{"error", {{"code", view(code)}, {"message", view(message)}, {"where", view(where)}}}};
}

exit_status session::report(parley::error const& why) const {
    auto text = why.message;
    for (auto const& p : why.problems) text += " " + (p.pointer.empty() ? "The document" : p.pointer) + ": expected " + p.expected + ", found " + p.found + ".";
    if (json) print(error_object(name(why.code), text, why.where));
    else if (why.where.empty() || (!why.problems.empty() && why.problems.front().pointer == why.where)) std::cerr << one_line("parley: " + text) << '\n';
    else std::cerr << one_line("parley: " + why.where + ": " + text) << '\n';
    return status_of(why);
}

void add_json_flag(CLI::App& command, session& s) { command.add_flag("--json", s.json, "Print JSON, errors included, on standard output"); }

void print(boost::json::value const& v) { std::cout << parley::reflect::to_text(v) << '\n'; }

std::string one_line(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    return text;
}

parley::result<std::string> read_input(std::string const& name) {
    if (name != "-") return parley::migrate::read_file(name);
    return std::string(std::istreambuf_iterator<char>(std::cin), {});
}

} // namespace cli
