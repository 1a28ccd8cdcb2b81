// The corpus of 100,000 profiles: load, validate, rewrite and serialise, beside a program that does it by hand with Boost.JSON (migrate_by_hand.hpp).
//
// The corpus and its rules come from the kit of peers (../shared/bench/gen/gen_profiles.py, which also says what the sums must be); its path is
// in PARLEY_CORPUS. Without it this says that it is skipped.

#include "check.hpp"
#include "migrate_by_hand.hpp"

#include <parley/migrate.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace corpus {

using parley::reflect::json_text;

enum class schema_v1 { v1 };
BOOST_DESCRIBE_ENUM(schema_v1, v1)
enum class kind { openai, anthropic, google, azure, ollama };
BOOST_DESCRIBE_ENUM(kind, openai, anthropic, google, azure, ollama)

struct function {
    std::string name, description;
    json_text parameters;
};
BOOST_DESCRIBE_STRUCT(function, (), (name, description, parameters))

// Format 1. Members of the old format stand in its own order.
struct profile_v1 {
    std::string schema, name;
    kind provider{};
    std::string api_key_env;
    std::optional<std::string> base_url;
    std::string model;
    std::optional<double> temperature, top_p;
    std::optional<std::variant<std::string, std::vector<std::string>>> stop;
    int max_tokens = 0, timeout = 0, retries = 0;
    std::vector<function> functions;
    std::string system_prompt;
    bool stream = false;
    std::map<std::string, std::string> metadata;
};
BOOST_DESCRIBE_STRUCT(profile_v1, (), (schema, name, provider, api_key_env, base_url, model, temperature, top_p, stop, max_tokens, timeout, retries, functions, system_prompt, stream, metadata))

struct provider {
    corpus::kind kind{};
    std::string credential;
    std::optional<std::string> base_url;
};
BOOST_DESCRIBE_STRUCT(provider, (), (kind, credential, base_url))
struct sampling {
    std::optional<double> temperature, top_p;
    std::optional<std::vector<std::string>> stop;
};
BOOST_DESCRIBE_STRUCT(sampling, (), (temperature, top_p, stop))
struct limits {
    int max_output_tokens = 0, timeout_ms = 0;
};
BOOST_DESCRIBE_STRUCT(limits, (), (max_output_tokens, timeout_ms))
struct retry {
    int max_attempts = 0;
};
BOOST_DESCRIBE_STRUCT(retry, (), (max_attempts))
struct tool {
    std::string type = "function";
    corpus::function function;
};
BOOST_DESCRIBE_STRUCT(tool, (), (type, function))
struct prompt {
    std::string system;
};
BOOST_DESCRIBE_STRUCT(prompt, (), (system))

// Format 2.
struct profile {
    std::string schema = "llm-profile/2", name;
    corpus::provider provider;
    std::string model;
    corpus::sampling sampling;
    corpus::limits limits;
    corpus::retry retry;
    std::vector<tool> tools;
    corpus::prompt prompt;
    bool stream = false;
    std::map<std::string, std::string> metadata;
};
BOOST_DESCRIBE_STRUCT(profile, (), (schema, name, provider, model, sampling, limits, retry, tools, prompt, stream, metadata))

std::string renamed(std::string model) {
    if (model == "gpt-4") return "gpt-4.1";
    if (model == "gpt-3.5-turbo") return "gpt-4o-mini";
    if (model == "claude-2.1") return "claude-sonnet-4-5";
    if (model == "gemini-pro") return "gemini-2.5-flash";
    return model;
}

parley::result<profile> upgrade(profile_v1 old) {
    if (old.schema != "llm-profile/1") return parley::error(parley::errc::invalid_document, {}, "/schema");
    parley::result<profile> made(boost::system::in_place_value);
    auto& p = *made;
    p.name = std::move(old.name);
    p.provider = {old.provider, "env:" + old.api_key_env, std::move(old.base_url)};
    p.model = renamed(std::move(old.model));
    p.sampling.temperature = old.temperature;
    p.sampling.top_p = old.top_p;
    if (old.stop) {
        p.sampling.stop.emplace();
        if (auto* one = std::get_if<std::string>(&*old.stop)) p.sampling.stop->push_back(std::move(*one));
        else *p.sampling.stop = std::move(std::get<1>(*old.stop));
    }
    p.limits = {old.max_tokens, old.timeout * 1000};
    p.retry.max_attempts = old.retries + 1;
    p.tools.reserve(old.functions.size());
    for (auto& f : old.functions) p.tools.push_back({"function", std::move(f)});
    p.prompt.system = std::move(old.system_prompt);
    p.stream = old.stream;
    p.metadata = std::move(old.metadata);
    return made;
}

} // namespace corpus

template <> struct parley::annotations<corpus::function> {
    using T = corpus::function;
    static constexpr std::tuple value{reflect::required<&T::name, &T::description, &T::parameters>, reflect::closed};
};
template <> struct parley::annotations<corpus::profile_v1> {
    using T = corpus::profile_v1;
    static constexpr std::tuple value{reflect::required<&T::schema, &T::name, &T::provider, &T::api_key_env, &T::model, &T::max_tokens, &T::timeout, &T::retries, &T::functions,
                                                        &T::system_prompt, &T::stream, &T::metadata>,
                                      reflect::length<&T::name>(1, 64), reflect::range<&T::temperature>(0, 2), reflect::range<&T::top_p>(0, 1),
                                      reflect::range<&T::max_tokens>(1, 1'000'000), reflect::range<&T::timeout>(1, 3600), reflect::range<&T::retries>(0, 10), reflect::closed};
};

namespace {

using bench::sums;

bool ours(std::string_view line, sums& s, std::string& out) {
    static parley::reflect::read_options const options{.max_problems = 1};
    auto old = parley::reflect::parse<corpus::profile_v1>(line, options);
    if (!old) return false;
    auto made = upgrade(std::move(*old));
    if (!made) return false;
    s.timeout_ms += made->limits.timeout_ms;
    s.max_output_tokens += made->limits.max_output_tokens;
    s.tools += static_cast<long>(made->tools.size());
    s.stops += made->sampling.stop ? static_cast<long>(made->sampling.stop->size()) : 0;
    out.clear();
    parley::reflect::append_text(out, *made);
    return true;
}

template <class F> sums run(std::span<std::string_view const> lines, F const& migrate) {
    sums s;
    std::string out;
    for (auto line : lines) ++(migrate(line, s, out) ? s.valid : s.invalid);
    bench::keep(out);
    return s;
}

std::string read(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

} // namespace

int main(int argc, char** argv) {
    auto const* path = std::getenv("PARLEY_CORPUS");
    auto const text = path ? read(path) : std::string();
    if (text.empty()) {
        std::puts("SKIP: migrate_corpus: PARLEY_CORPUS names no corpus of profiles");
        return 0;
    }
    std::vector<std::string_view> lines;
    for (std::string_view rest = text; !rest.empty();) {
        auto const end = rest.find('\n');
        lines.push_back(rest.substr(0, end));
        rest.remove_prefix(end + 1);
    }
    auto const expected = parley::reflect::parse<sums>(read(std::string(path).substr(0, std::string(path).rfind('.')) + ".expect.json")).value();
    for (auto const& made : {run(lines, ours), run(lines, bench::by_hand)}) {
        if (made == expected) continue;
        std::printf("migrate_corpus: the sums differ from the generator's: %s\n", parley::reflect::to_text(made).c_str());
        return 1;
    }
    bench::check check(argc, argv);
    // One slice after the other, each by both in turn: the shorter a turn, the more alike is what else goes on during two of them.
    static constexpr std::size_t slice = 4000;
    auto const next = [&](auto const& migrate) {
        return [&lines, &migrate, at = std::size_t(0)]() mutable {
            auto const count = std::min(slice, lines.size() - at);
            bench::keep(run(std::span(lines).subspan(at, count), migrate));
            at = (at + count) % lines.size();
        };
    };
    check.at_least("migrate_corpus/hand_written_boost_json", next(ours), next(bench::by_hand), 1.2);
    return check.exit_code();
}
