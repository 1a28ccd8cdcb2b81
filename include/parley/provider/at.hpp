#ifndef PARLEY_PROVIDER_AT_HPP
#define PARLEY_PROVIDER_AT_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/error.hpp>
#include <parley/family/family.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/provider/address.hpp>
#include <parley/provider/detail/body_rules.hpp>
#include <parley/provider/failure.hpp>
#include <parley/provider/provider.hpp>
#include <parley/result.hpp>

#include <optional>
#include <string_view>
#include <utility>
#include <variant>

namespace parley::inline v0::provider {

/// A family at a place: where requests go, what they may hold, how models are called and what failures mean are those of the site.
///
/// Programs know the public names of models alone; the names on the wire are in what leaves the program.
/// @tparam Family such as `family::openai_chat`.
/// @tparam Site   a `site` with static storage.
template <class Family, site const& Site> struct at {
    static constexpr std::string_view name = Family::name;
    static constexpr site const& at_site = Site;
    using family_type = Family;

    /// The same, as a client without a word about providers asks for it.
    struct vendor {
        static constexpr std::string_view base_url = Site.base_url, key_header = Site.key_header, key_prefix = Site.key_prefix;
    };

    /// @return the request; `errc::unsupported` naming the member that has no place here; the errors of the family.
    static result<http::request> encode(chat::request const& q, family::place const& where) {
        if (auto refused = detail::misplaced(Site, q)) return std::move(*refused);
        auto const model = to_wire(Site, q.model);
        family::place const here{family_base(Site, where.base, model)};
        auto made = detail::is_as_on_wire(Site, q, model) ? Family::encode(q, here) : Family::encode(detail::as_on_wire(Site, q, model), here);
        if (made) add_header(Site, *made);
        return made;
    }

    static result<chat::response> decode(http::response const& r) {
        auto made = Family::decode(r);
        if (!made) return refined(Site, made.error());
        made->model = to_public(Site, made->model);
        return made;
    }

    static error failure(http::response const& r) { return refined(Site, Family::failure(r)); }

    /// The family's decoder; what it hands out has public names.
    class stream_decoder {
    public:
        result<void> feed(std::string_view bytes, chat::event_sink sink) {
            auto const shown = renaming(sink);
            auto const fed = inner_.feed(bytes, shown);
            if (!fed) return refined(Site, fed.error());
            return fed;
        }
        chat::end finish(chat::event_sink sink) {
            auto const shown = renaming(sink);
            return inner_.finish(shown);
        }

    private:
        static auto renaming(chat::event_sink sink) {
            return [sink](chat::event const& e) {
                auto const* const begun = Site.public_prefix.empty() ? nullptr : std::get_if<chat::started>(&e);
                if (!begun) return sink(e);
                auto shown = *begun;
                shown.model = to_public(Site, shown.model);
                sink(shown);
            };
        }

        typename Family::stream_decoder inner_;
    };
};

} // namespace parley::inline v0::provider

#endif
