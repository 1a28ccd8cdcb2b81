#ifndef PARLEY_TEST_SUPPORT_TEMPORARY_FOLDER_HPP
#define PARLEY_TEST_SUPPORT_TEMPORARY_FOLDER_HPP

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <stdlib.h>

namespace parley::test {

/// An empty folder of the test's own that goes with it.
class temporary_folder {
public:
    temporary_folder() {
        auto path = (std::filesystem::temp_directory_path() / "parley-XXXXXX").string();
        path_ = ::mkdtemp(path.data());
    }
    temporary_folder(temporary_folder const&) = delete;
    temporary_folder& operator=(temporary_folder const&) = delete;
    ~temporary_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    std::string const& path() const { return path_; }
    std::string file(std::string_view name) const { return path_ + "/" + std::string(name); }

    void write(std::string_view name, std::string_view text) const { std::ofstream(file(name), std::ios::binary) << text; }
    std::string read(std::string_view name) const {
        std::ostringstream text;
        text << std::ifstream(file(name), std::ios::binary).rdbuf();
        return text.str();
    }
    bool has(std::string_view name) const { return std::filesystem::exists(std::filesystem::symlink_status(file(name))); }

    /// Returns the names of all entries, sorted.
    std::vector<std::string> names() const {
        std::vector<std::string> found;
        for (auto const& entry : std::filesystem::directory_iterator(path_)) found.push_back(entry.path().filename().string());
        std::sort(found.begin(), found.end());
        return found;
    }

private:
    std::string path_;
};

} // namespace parley::test

#endif
