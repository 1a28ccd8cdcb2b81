#ifndef EXAMPLE_TOUR_DOCUMENTS_HPP
#define EXAMPLE_TOUR_DOCUMENTS_HPP

#include "support/terminal.hpp"

#include <parley/result.hpp>

#include <string>

namespace tour {

/// A folder that is removed with everything in it.
class temporary_folder {
public:
    temporary_folder();
    temporary_folder(temporary_folder const&) = delete;
    temporary_folder& operator=(temporary_folder const&) = delete;
    ~temporary_folder();
    std::string const& path() const { return path_; }

private:
    std::string path_;
};

/// Copies old profiles.
void copy_profiles(std::string const& from, std::string const& to);

/// Shows what migrating each profile of a folder would change.
parley::result<void> show_plans(support::terminal& to, std::string const& folder);

/// Migrates the profiles of a folder, with a progress bar.
parley::result<void> migrate_all(support::terminal& to, std::string const& folder);

/// Lists the profiles of a folder.
parley::result<void> list_all(support::terminal& to, std::string const& folder);

} // namespace tour

#endif
