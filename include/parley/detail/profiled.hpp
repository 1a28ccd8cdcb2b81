#ifndef PARLEY_DETAIL_PROFILED_HPP
#define PARLEY_DETAIL_PROFILED_HPP

// What a profile adds to each call of a client: what requests leave open.

#include <parley/chat/request.hpp>
#include <parley/profile/llm_profile.hpp>

#include <string>
#include <type_traits>
#include <utility>

namespace parley::inline v0::detail {

/// What a request gets where it says nothing itself.
struct request_defaults {
    std::string model;  ///< as a person wrote it
    std::string prefix; ///< what does not belong to the names of models where the request goes, such as `openai/`
    profile::sampling_options sampling;

    void fill(chat::request& q) const {
        auto const fill_in = [](auto& wanted, auto const& value) {
            if (!wanted && value) wanted = static_cast<typename std::remove_reference_t<decltype(wanted)>::value_type>(*value);
        };
        if (q.model.empty()) q.model = model;
        if (!prefix.empty() && q.model.starts_with(prefix)) q.model.erase(0, prefix.size());
        fill_in(q.temperature, sampling.temperature);
        fill_in(q.top_p, sampling.top_p);
        fill_in(q.top_k, sampling.top_k);
        fill_in(q.seed, sampling.seed);
        fill_in(q.max_output_tokens, sampling.max_output_tokens);
    }
};

/// A client whose requests are filled in.
template <class Client> class profiled {
public:
    profiled(Client inner, request_defaults defaults) : inner_(std::move(inner)), defaults_(std::move(defaults)) {}

    auto get_executor() { return inner_.get_executor(); }

    template <class Token> auto async_chat(chat::request request, Token&& token) {
        defaults_.fill(request);
        return inner_.async_chat(std::move(request), std::forward<Token>(token));
    }
    template <class Sink, class Token> auto async_stream(chat::request request, Sink sink, Token&& token) {
        defaults_.fill(request);
        return inner_.async_stream(std::move(request), std::move(sink), std::forward<Token>(token));
    }

private:
    Client inner_;
    request_defaults defaults_;
};

} // namespace parley::inline v0::detail

#endif
