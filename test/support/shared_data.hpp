#ifndef PARLEY_TEST_SUPPORT_SHARED_DATA_HPP
#define PARLEY_TEST_SUPPORT_SHARED_DATA_HPP

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace parley::test {

/// Returns the folder of documents that others wrote, which lies beside the repository: `$PARLEY_SHARED_DATA`, or `../shared/data`.
inline std::string shared_data_folder() {
    if (auto const* chosen = std::getenv("PARLEY_SHARED_DATA")) return chosen;
    return "../shared/data"; // tests run in the root of the repository
}

/// Returns the text of a file below it.
inline std::string shared_data(std::string const& name) {
    std::ifstream file(shared_data_folder() + "/" + name, std::ios::binary);
    if (!file) throw std::runtime_error("no such file of shared data: " + name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Returns the names of the files in a folder below it, sorted.
inline std::vector<std::string> shared_data_files(std::string const& folder) {
    std::vector<std::string> names;
    for (auto const& entry : std::filesystem::directory_iterator(shared_data_folder() + "/" + folder)) names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// A decorator for suites: skips them, and says why, where the folder is not there.
inline auto needs_shared_data() {
    return boost::unit_test::precondition([](boost::unit_test::test_unit_id) -> boost::test_tools::assertion_result {
        if (std::filesystem::is_directory(shared_data_folder())) return true;
        std::printf("SKIP: there is no folder %s\n", shared_data_folder().c_str());
        return false;
    });
}

} // namespace parley::test

#endif
