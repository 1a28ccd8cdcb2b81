#ifndef PARLEY_PROVIDER_RENAMED_HPP
#define PARLEY_PROVIDER_RENAMED_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/error.hpp>
#include <parley/family/family.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>

#include <string_view>
#include <utility>
#include <variant>

namespace parley::inline v0::provider {

/// A family at a place where models have other names on the wire than in programs and files.
///
/// @tparam Names `static std::string to_wire(std::string_view)` and `static std::string to_public(std::string_view)`.
template <class Family, class Names> struct renamed {
    static constexpr std::string_view name = Family::name;

    static result<http::request> encode(chat::request const& q, family::place const& at) {
        auto on_wire = q;
        on_wire.model = Names::to_wire(q.model);
        return Family::encode(on_wire, at);
    }

    static result<chat::response> decode(http::response const& r) {
        auto made = Family::decode(r);
        if (made) made->model = Names::to_public(made->model);
        return made;
    }

    static error failure(http::response const& r) { return Family::failure(r); }

    /// The family's decoder; what it hands out has public names.
    class stream_decoder {
    public:
        result<void> feed(std::string_view bytes, chat::event_sink sink) {
            auto const renaming = renamed_for(sink);
            return inner_.feed(bytes, renaming);
        }
        chat::end finish(chat::event_sink sink) {
            auto const renaming = renamed_for(sink);
            return inner_.finish(renaming);
        }

    private:
        static auto renamed_for(chat::event_sink sink) {
            return [sink](chat::event const& e) {
                auto const* begun = std::get_if<chat::started>(&e);
                if (!begun) return sink(e);
                auto shown = *begun;
                shown.model = Names::to_public(shown.model);
                sink(shown);
            };
        }

        typename Family::stream_decoder inner_;
    };
};

} // namespace parley::inline v0::provider

#endif
