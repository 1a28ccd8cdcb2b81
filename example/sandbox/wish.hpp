#ifndef PARLEY_EXAMPLE_SANDBOX_WISH_HPP
#define PARLEY_EXAMPLE_SANDBOX_WISH_HPP

#include <charconv>
#include <string_view>
#include <system_error>

namespace sandbox {

/// What a model's name asks the sandbox to do wrong.
enum class fault {
    none,
    fail,     ///< answers with a status
    flaky,    ///< answers with 503 when it sees a request for the first time
    cut,      ///< closes the connection in the middle of a stream
    stall,    ///< sends half a stream and then nothing
    broken,   ///< reports an error in the middle of a stream
    slow,     ///< waits before each piece of a stream
    refuse,   ///< declines to answer
    mistaken, ///< gives an answer that fits no schema, and a good one after it was told so
};

struct wish {
    sandbox::fault fault = sandbox::fault::none;
    int status = 0; ///< of `fault::fail`
};

/// Reads a model's name. Its last word is the wish, so that a name can begin as a router wants it to: `cut`, `claude-cut`, `fail-429`,
/// `databricks-gpt-5-fail-503`.
inline wish wish_of(std::string_view model) {
    constexpr struct {
        std::string_view word;
        sandbox::fault fault;
    } words[] = {{"flaky", fault::flaky}, {"cut", fault::cut},       {"stall", fault::stall},      {"broken", fault::broken},
                 {"slow", fault::slow},   {"refuse", fault::refuse}, {"mistaken", fault::mistaken}};
    constexpr std::string_view fail = "fail-";
    if (auto const at = model.rfind(fail); at != std::string_view::npos) {
        int status = 0;
        auto const [end, failure] = std::from_chars(model.data() + at + fail.size(), model.data() + model.size(), status);
        bool const is_status = failure == std::errc() && end == model.data() + model.size() && status >= 400 && status < 600;
        return is_status ? wish{fault::fail, status} : wish{};
    }
    auto const last = model.substr(model.find_last_of("-/") + 1);
    for (auto const& row : words)
        if (row.word == last) return {row.fault, 0};
    return {};
}

} // namespace sandbox

#endif
