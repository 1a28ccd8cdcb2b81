#ifndef PARLEY_DETAIL_ANY_FAMILY_HPP
#define PARLEY_DETAIL_ANY_FAMILY_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/family/family.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/provider/provider.hpp>
#include <parley/result.hpp>

#include <memory>
#include <string_view>
#include <utility>

namespace parley::inline v0 {

namespace family {
struct anthropic;        // parley/family/anthropic.hpp
struct gemini;           // parley/family/gemini.hpp
struct openai_chat;      // parley/family/openai_chat.hpp
struct openai_responses; // parley/family/openai_responses.hpp
} // namespace family

namespace detail {

/// A stream decoder of any family.
class any_stream_decoder {
public:
    any_stream_decoder() = default;
    any_stream_decoder(any_stream_decoder const&) = delete;
    any_stream_decoder& operator=(any_stream_decoder const&) = delete;
    virtual ~any_stream_decoder() = default;

    virtual result<void> feed(std::string_view bytes, chat::event_sink) = 0;
    virtual chat::end finish(chat::event_sink) = 0;
};

/// A family, or a provider, as a row of data: what carries its messages is compiled once for all of them.
struct any_family {
    std::string_view name;
    provider::site const* at;
    result<http::request> (*encode)(chat::request const&, family::place const&);
    result<chat::response> (*decode)(http::response const&);
    error (*failure)(http::response const&);
    std::unique_ptr<any_stream_decoder> (*make_decoder)();
};

template <class F> class stream_decoder_of final : public any_stream_decoder {
public:
    result<void> feed(std::string_view bytes, chat::event_sink to) override { return inner_.feed(bytes, to); }
    chat::end finish(chat::event_sink to) override { return inner_.finish(to); }

private:
    typename F::stream_decoder inner_;
};

template <class F>
inline constinit const any_family any_family_of{
    .name = F::name,
    .at = &provider::site_of<F>,
    .encode = [](chat::request const& q, family::place const& where) { return F::encode(q, where); },
    .decode = [](http::response const& r) { return F::decode(r); },
    .failure = [](http::response const& r) { return F::failure(r); },
    .make_decoder = []() -> std::unique_ptr<any_stream_decoder> { return std::make_unique<stream_decoder_of<F>>(); },
};

#ifdef PARLEY_SEPARATE_COMPILATION
extern template any_family const any_family_of<family::anthropic>;
extern template any_family const any_family_of<family::gemini>;
extern template any_family const any_family_of<family::openai_chat>;
extern template any_family const any_family_of<family::openai_responses>;
#endif

} // namespace detail
} // namespace parley::inline v0

#endif
