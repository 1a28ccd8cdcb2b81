#ifndef PARLEY_IMPL_ENVIRONMENT_IPP
#define PARLEY_IMPL_ENVIRONMENT_IPP

#include <parley/environment.hpp>

#include <parley/detail/process.hpp>

#include <cstdlib>
#include <utility>

#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

namespace parley::inline v0 {

namespace detail {

inline void fill_random(void* bytes, std::size_t count) {
    auto* at = static_cast<unsigned char*>(bytes);
    while (count != 0) {
        // getentropy gives at most 256 bytes a call (getentropy(3)); it fails only where the kernel has no randomness at all.
        auto const part = count < 256 ? count : std::size_t(256);
        if (::getentropy(at, part) != 0) std::abort();
        at += part;
        count -= part;
    }
}

inline std::optional<std::uint64_t> program_size(std::string const& path) {
    struct stat about;
    if (::stat(path.c_str(), &about) != 0 || !S_ISREG(about.st_mode) || ::access(path.c_str(), X_OK) != 0) return std::nullopt;
    return static_cast<std::uint64_t>(about.st_size);
}

} // namespace detail

PARLEY_DECL environment environment::of_process() {
    environment made;
    made.variable = [](std::string const& name) -> std::optional<std::string> {
        if (auto const* value = std::getenv(name.c_str())) return std::string(value);
        return std::nullopt;
    };
    made.home = []() -> std::optional<std::string> {
        if (auto const* value = std::getenv("HOME"); value && *value) return std::string(value);
        return std::nullopt;
    };
    made.read_file = detail::read_whole_file;
    made.random = detail::fill_random;
    made.run = [](std::vector<std::string> const& argv, std::chrono::milliseconds limit) -> result<process_output> {
        process_output done;
        auto finished = detail::run_process(argv, limit, done.out, done.err);
        if (!finished) return finished.error();
        done.exit_status = *finished;
        return done;
    };
    made.program_size = detail::program_size;
    made.open_browser = [](std::string const& url) -> result<void> {
#ifdef __APPLE__
        constexpr auto opener = "open";
#else
        constexpr auto opener = "xdg-open";
#endif
        // Where no browser runs yet the opener becomes one, so it is left behind: to wait for it would be to wait for, and to end, the browser.
        constexpr auto script = "command -v \"$0\" >/dev/null || exit 127; \"$0\" \"$1\" </dev/null >/dev/null 2>&1 &";
        std::vector<std::string> const argv{"/bin/sh", "-c", script, opener, url};
        std::string out, err;
        auto const finished = detail::run_process(argv, std::chrono::seconds(10), out, err);
        if (!finished) return finished.error();
        if (*finished != 0) return error(errc::process_failed, "The browser could not be opened.", opener);
        return {};
    };
    return made;
}

PARLEY_DECL environment environment::isolated(std::map<std::string, std::string> variables) {
    environment made;
    made.variable = [variables = std::move(variables)](std::string const& name) -> std::optional<std::string> {
        auto const found = variables.find(name);
        if (found == variables.end()) return std::nullopt;
        return found->second;
    };
    made.home = [] { return std::optional<std::string>(); };
    made.read_file = [](std::string const& path) -> result<std::string> { return error(errc::not_found, "The file cannot be opened.", path); };
    made.random = detail::fill_random;
    made.run = [](std::vector<std::string> const& argv, std::chrono::milliseconds) -> result<process_output> {
        return error(errc::process_failed, "The program cannot be started.", argv.empty() ? std::string() : argv.front());
    };
    made.program_size = [](std::string const&) { return std::optional<std::uint64_t>(); };
    made.open_browser = [](std::string const&) -> result<void> { return error(errc::process_failed, "The browser could not be opened."); };
    return made;
}

} // namespace parley::inline v0

#endif
