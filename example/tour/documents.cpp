#include "tour/documents.hpp"

#include "support/plan_diff.hpp"

#include <parley/migrate/file.hpp>
#include <parley/migrate/folder.hpp>
#include <parley/migrate/plan.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/profile/profile_store.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_json.hpp>

#include <boost/describe/enum_to_string.hpp>

#include <cstdlib>
#include <filesystem>
#include <iomanip>
#include <stdexcept>

namespace tour {

namespace migrate = parley::migrate;
namespace profile = parley::profile;
namespace reflect = parley::reflect;

temporary_folder::temporary_folder() : path_((std::filesystem::temp_directory_path() / "parley-tour-XXXXXX").string()) {
    if (!::mkdtemp(path_.data())) throw std::runtime_error("no temporary folder can be made");
}

temporary_folder::~temporary_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void copy_profiles(std::string const& from, std::string const& to) { std::filesystem::copy(from, to, std::filesystem::copy_options::recursive); }

parley::result<void> show_plans(support::terminal& to, std::string const& folder) {
    auto const names = migrate::list_folder(folder);
    if (!names) return names.error();
    for (auto const& name : *names) {
        auto const text = migrate::read_file(folder + "/" + name);
        if (!text) return text.error();
        auto const plan = migrate::plan<profile::llm_profile>(*text);
        if (!plan) {
            to.out() << to.bold(name) << ": " << to.yellow("left alone. " + plan.error().message) << '\n';
            continue;
        }
        if (plan->patch.empty()) {
            to.out() << to.bold(name) << ": version " << plan->to << ", nothing to do\n";
            continue;
        }
        to.out() << to.bold(name) << ": version " << plan->from << " -> " << plan->to << '\n';
        support::print_steps(to, plan->steps);
        auto const after = reflect::to_json(reflect::from_json<profile::llm_profile>(plan->document).value());
        support::print_diff(to, reflect::parse_value(*text).value(), after, plan->patch);
    }
    return {};
}

parley::result<void> migrate_all(support::terminal& to, std::string const& folder) {
    auto const told = [&](std::size_t done, std::size_t total, migrate::file_outcome const& file) {
        to.progress(done, total, std::filesystem::path(file.path).filename().string());
    };
    auto const done = migrate::folder<profile::llm_profile>(folder, {}, told);
    if (!done) return done.error();
    to.out() << done->migrated << " migrated, " << done->current << " current, " << done->refused << " left as they are; the old files are kept as *.v0.bak\n";
    return {};
}

parley::result<void> list_all(support::terminal& to, std::string const& folder) {
    auto const rows = profile::profile_store(folder).list_summaries();
    if (!rows) return rows.error();
    for (auto const& row : *rows) {
        std::string const status = boost::describe::enum_to_string(row.status, "");
        to.out() << "  " << std::left << std::setw(14) << row.name << std::setw(16) << status << row.model.value_or("-");
        if (row.status == profile::profile_status::ok) to.out() << (row.api_key_set ? to.green(" with key") : to.yellow(" without key"));
        to.out() << '\n';
    }
    return {};
}

} // namespace tour
