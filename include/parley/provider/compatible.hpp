#ifndef PARLEY_PROVIDER_COMPATIBLE_HPP
#define PARLEY_PROVIDER_COMPATIBLE_HPP

#include <parley/family/openai_chat.hpp>
#include <parley/provider/at.hpp>
#include <parley/provider/provider.hpp>

#include <string_view>

namespace parley::inline v0::provider {

namespace detail {

/// What the family's vendor offers, anywhere, with whatever proves who calls.
template <class Family> constexpr site anywhere() {
    auto made = site_of<Family>;
    made.name = "compatible";
    made.base_url = {};
    made.accepts = every_way;
    made.takes_any_key_header = true;
    made.vendor = {};
    return made;
}
template <class Family> inline constexpr site anywhere_site = anywhere<Family>();

constexpr site cloud(std::string_view name, std::string_view base_url) {
    return {.name = name, .base_url = base_url, .accepts = way::key, .models = {dialect::openai, "models"}, .embeddings = {dialect::openai, "embeddings"}};
}
constexpr site local(std::string_view name, std::string_view base_url) {
    auto made = cloud(name, base_url);
    made.accepts = way::none | way::key;
    return made;
}
constexpr site without_embeddings(site s) {
    s.embeddings = {};
    return s;
}

} // namespace detail

/// Whoever speaks a family, at a `base_url` of your own: a gateway, a relay, a server in the cellar. Nothing about keys and strategies is judged.
template <class Family = family::openai_chat> using compatible = at<Family, detail::anywhere_site<Family>>;

// Hosts that speak Chat Completions. Where their bodies differ from OpenAI's, the family knows the host.
inline constexpr site ollama_site = detail::local("ollama", "http://localhost:11434/v1");
inline constexpr site vllm_site = detail::local("vllm", "http://localhost:8000/v1");
inline constexpr site llama_cpp_site = detail::local("llama_cpp", "http://localhost:8080/v1");
inline constexpr site groq_site = detail::without_embeddings(detail::cloud("groq", "https://api.groq.com/openai/v1"));
inline constexpr site mistral_site = detail::cloud("mistral_ai", "https://api.mistral.ai/v1");
inline constexpr site deepseek_site = detail::without_embeddings(detail::cloud("deepseek", "https://api.deepseek.com/v1"));
inline constexpr site openrouter_site = detail::cloud("openrouter", "https://openrouter.ai/api/v1");
inline constexpr site together_site = detail::cloud("together_ai", "https://api.together.xyz/v1");

using ollama = at<family::openai_chat, ollama_site>;         ///< on this machine
using vllm = at<family::openai_chat, vllm_site>;             ///< on this machine
using llama_cpp = at<family::openai_chat, llama_cpp_site>;   ///< on this machine
using groq = at<family::openai_chat, groq_site>;
using mistral = at<family::openai_chat, mistral_site>;
using deepseek = at<family::openai_chat, deepseek_site>;
using openrouter = at<family::openai_chat, openrouter_site>;
using together = at<family::openai_chat, together_site>;

/// A host by the name that stands before a model's in profiles, such as `groq/`.
struct host_name {
    std::string_view prefix;
    site const* where;
};
inline constexpr host_name chat_hosts[] = {
    {"ollama", &ollama_site},       {"ollama_chat", &ollama_site}, {"vllm", &vllm_site},         {"hosted_vllm", &vllm_site}, {"llama_cpp", &llama_cpp_site},
    {"groq", &groq_site},           {"mistral", &mistral_site},    {"deepseek", &deepseek_site}, {"openrouter", &openrouter_site},
    {"together_ai", &together_site}, {"together", &together_site},
};

} // namespace parley::inline v0::provider

#endif
