// A program that keeps its models in SQLite.
#include <parley/catalog.hpp>

#include <string>

namespace catalog = parley::catalog;

int main() {
    auto opened = catalog::store::open("sqlite::memory:");
    if (!opened) return 1;
    auto const house = catalog::create_organisation(*opened, catalog::principal::platform("installer"), "House");
    if (!house) return 2;
    auto const ann = catalog::principal::member(house->id, "ann");
    auto const added = catalog::create_model(*opened, ann, {.vendor = "openai", .name = "gpt-4o"});
    if (!added) return 3;
    auto const listed = catalog::list_models(*opened, ann);
    return listed && listed->items.size() == 1 && listed->items.front().id == added->id ? 0 : 4;
}
