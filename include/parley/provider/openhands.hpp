#ifndef PARLEY_PROVIDER_OPENHANDS_HPP
#define PARLEY_PROVIDER_OPENHANDS_HPP

#include <parley/family/openai_chat.hpp>
#include <parley/model/name.hpp>
#include <parley/provider/renamed.hpp>

#include <string>
#include <string_view>

namespace parley::inline v0::provider {

/// The names of models at the OpenHands proxy: `openhands/<model>` for people, `litellm_proxy/<model>` on the wire.
struct openhands_names {
    static std::string to_wire(std::string_view name) { return model::transport_model(name); }
    static std::string to_public(std::string_view name) {
        if (name.empty() || model::is_openhands_model(name)) return std::string(name);
        if (name.starts_with(model::litellm_proxy_prefix)) name.remove_prefix(model::litellm_proxy_prefix.size());
        return std::string(model::openhands_prefix).append(name);
    }
};

/// A family behind the OpenHands proxy. Programs, files, answers and errors know the public names of models alone.
template <class Family = family::openai_chat> struct openhands : renamed<Family, openhands_names> {
    /// Who serves it, and where.
    struct vendor {
        static constexpr std::string_view base_url = model::openhands_proxy_url;
        static constexpr std::string_view key_header = "Authorization", key_prefix = "Bearer ";
    };
};

} // namespace parley::inline v0::provider

#endif
