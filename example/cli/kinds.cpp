#include "cli/kinds.hpp"

#include <parley/openhands/agent_profile.hpp>
#include <parley/openhands/agent_settings.hpp>
#include <parley/openhands/conversation_settings.hpp>
#include <parley/openhands/persisted_settings.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/to_json.hpp>

namespace cli {

namespace {

template <class T> parley::result<boost::json::value> masked(boost::json::value const& document, parley::reflect::read_options const& how) {
    auto const value = parley::reflect::from_json<T>(document, how);
    if (!value) return value.error();
    return parley::reflect::to_json(*value);
}

template <class T> constexpr kind kind_of(std::string_view name) {
    using namespace parley::migrate;
    return {name, parley::schema<T>::version, plan<T>, upgrade_text<T>, file<T>, masked<T>};
}

constexpr kind table[] = {
    kind_of<parley::profile::llm_profile>("llm_profile"),
    kind_of<parley::openhands::agent_settings>("agent_settings"),
    kind_of<parley::openhands::conversation_settings>("conversation_settings"),
    kind_of<parley::openhands::persisted_settings>("persisted_settings"),
    kind_of<parley::openhands::agent_profile>("agent_profile"),
};

} // namespace

std::span<kind const> kinds() { return table; }

} // namespace cli
