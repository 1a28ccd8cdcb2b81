#ifndef PARLEY_TEST_SUPPORT_MACHINE_HPP
#define PARLEY_TEST_SUPPORT_MACHINE_HPP

#include <parley/environment.hpp>
#include <parley/result.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parley::test {

using texts = std::map<std::string, std::string>;

/// A machine with these variables, files by their paths, and programs in /bin; its home is /home/u.
inline environment machine(texts variables = {}, texts files = {}, std::vector<std::string> programs = {}) {
    variables.emplace("PATH", "/bin");
    auto made = environment::isolated(std::move(variables));
    made.home = [] { return std::optional<std::string>("/home/u"); };
    made.read_file = [files = std::move(files)](std::string const& path) -> result<std::string> {
        auto const found = files.find(path);
        if (found == files.end()) return error(errc::not_found);
        return found->second;
    };
    made.program_size = [programs = std::move(programs)](std::string const& path) -> std::optional<std::uint64_t> {
        for (auto const& p : programs)
            if ("/bin/" + p == path) return 5'000'000;
        return std::nullopt;
    };
    return made;
}

} // namespace parley::test

#endif
