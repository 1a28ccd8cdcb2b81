#ifndef PARLEY_DETAIL_PROFILED_HPP
#define PARLEY_DETAIL_PROFILED_HPP

// What a profile adds to each call of a client: headers, and what requests leave open.

#include <parley/auth/api_key.hpp>
#include <parley/auth/auth.hpp>
#include <parley/chat/request.hpp>
#include <parley/clock.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/json/object.hpp>

#include <map>
#include <string>
#include <utility>

namespace parley::inline v0::detail {

/// The key of a profile, where it has one, and its headers. They may be credentials themselves, so they win over the key.
/// @tparam Vendor says in which header a key travels.
template <class Vendor> class profile_auth {
public:
    explicit profile_auth(profile::llm_profile const& p) : key_(p.api_key), has_key_(!p.api_key.empty()) {
        if (p.extra_headers) headers_ = *p.extra_headers;
    }

    auth::step next(time_point now) const { return has_key_ ? key_.next(now) : auth::step(auth::ready()); }
    void done(auth::step_id, result<auth::answer> const&, time_point) const noexcept {}
    result<void> sign(http::request& request, time_point now) const {
        if (has_key_)
            if (auto const has_signed = key_.sign(request, now); !has_signed) return has_signed.error();
        for (auto const& [name, value] : headers_)
            if (!value.empty()) request.header.set(name, std::string(value.reveal()));
        return {};
    }
    bool refused(http::response const& r) const noexcept { return key_.refused(r); }

private:
    auth::bound_t<auth::api_key, Vendor> key_;
    std::map<std::string, secret> headers_;
    bool has_key_;
};

/// What a request gets where it says nothing itself.
struct request_defaults {
    std::string model;
    profile::sampling_options sampling;
    boost::json::object extra;

    static request_defaults of(profile::llm_profile const& p) {
        request_defaults made{p.model, p.sampling, p.api.litellm_extra_body};
        made.extra.erase("stream"); // the call alone decides that
        if (p.api.drop_params) made.sampling.top_k.reset(); // which Chat Completions cannot carry
        return made;
    }

    void fill(chat::request& q) const {
        auto const fill_in = [](auto& wanted, auto const& value) {
            if (!wanted && value) wanted = static_cast<typename std::remove_reference_t<decltype(wanted)>::value_type>(*value);
        };
        if (q.model.empty()) q.model = model;
        fill_in(q.temperature, sampling.temperature);
        fill_in(q.top_p, sampling.top_p);
        fill_in(q.top_k, sampling.top_k);
        fill_in(q.seed, sampling.seed);
        fill_in(q.max_output_tokens, sampling.max_output_tokens);
        for (auto const& pair : extra) q.extra.insert(pair); // does nothing where the key is there
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
