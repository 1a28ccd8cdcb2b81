#ifndef PARLEY_ENVIRONMENT_HPP
#define PARLEY_ENVIRONMENT_HPP

#include <parley/config.hpp>
#include <parley/result.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace parley::inline v0 {

/// What a finished program left behind.
struct process_output {
    int exit_status = 0; ///< its exit status; 128 + signal where a signal ended it
    std::string out;     ///< what it wrote to standard output, at most 1 MiB
    std::string err;     ///< what it wrote to standard error, at most 1 MiB
};

/// Everything around the program that a test must be able to replace: variables, home folder, randomness, files, programs, the browser.
///
/// The only place in the library that reads the process's environment. Each member is a function: replace those that a test controls.
/// Calling members from several threads is safe while nobody replaces them (and nobody calls `setenv`).
struct environment {
    std::function<std::optional<std::string>(std::string const& name)> variable;
    std::function<std::optional<std::string>()> home;                ///< the user's home folder
    std::function<result<std::string>(std::string const& path)> read_file;
    std::function<void(void* bytes, std::size_t count)> random;      ///< fills `bytes` with cryptographic randomness
    std::function<result<process_output>(std::vector<std::string> const& argv, std::chrono::milliseconds limit)> run;
    std::function<std::optional<std::uint64_t>(std::string const& path)> program_size; ///< of a file that may be run, in bytes
    std::function<result<void>(std::string const& url)> open_browser;

    /// The real one.
    static environment of_process();

    /// One without variables, home, files, programs and browser, for tests and for programs that want no surprise; randomness is real.
    /// @param variables the variables that it has.
    static environment isolated(std::map<std::string, std::string> variables = {});
};

} // namespace parley::inline v0

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/impl/environment.ipp>
#endif

#endif
