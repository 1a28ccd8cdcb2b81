// expect: parley\[toolbox\.arguments\]: a tool takes one struct described
#include <parley/toolbox.hpp>

#include <string>

namespace {

// A model is told names and types; a bare text has no name.
void offer(parley::toolbox& tools) {
    tools.add("weather", "Says what the weather is like.", [](std::string city) { return "fine in " + city; });
}

} // namespace

int main() { return sizeof(&offer) == 0; }
