// expect: parley\[reference_source\.list\]: needs
#include <parley/catalog/reference_source.hpp>

namespace {

using namespace parley;
using namespace parley::catalog;

struct minutes {
    std::string_view kind() const { return "minutes"; }
    bool is_history() const { return true; }
    result<std::int64_t> count(transaction&, referred_model) const { return 0; }
    result<std::vector<workspace_id>> workspaces(transaction&, referred_model) const { return std::vector<workspace_id>(); }
    result<std::int64_t> repoint(transaction&, referred_model, model_id) const { return 0; }
};

} // namespace

int main() {
    reference_sources const all{minutes()};
    return static_cast<int>(all.size()) - 1;
}
