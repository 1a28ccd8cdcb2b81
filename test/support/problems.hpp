#ifndef PARLEY_TEST_SUPPORT_PROBLEMS_HPP
#define PARLEY_TEST_SUPPORT_PROBLEMS_HPP

#include <parley/error.hpp>

#include <string>
#include <vector>

namespace parley::test {

/// Returns the problems of an error as lines such as `/a/0: integer <- string`.
inline std::vector<std::string> problems(error const& why) {
    std::vector<std::string> lines;
    for (auto const& p : why.problems) lines.push_back(p.pointer + ": " + p.expected + " <- " + p.found);
    return lines;
}

/// Returns the problems of a result; a line that says so where there is none.
template <class Result> std::vector<std::string> problems_of(Result const& done) {
    if (done) return {"there is no error"};
    return problems(done.error());
}

} // namespace parley::test

#endif
