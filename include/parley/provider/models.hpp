#ifndef PARLEY_PROVIDER_MODELS_HPP
#define PARLEY_PROVIDER_MODELS_HPP

#include <parley/family/family.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/model/info.hpp>
#include <parley/provider/address.hpp>
#include <parley/provider/detail/model_rows.hpp>
#include <parley/provider/detail/reading.hpp>
#include <parley/provider/failure.hpp>
#include <parley/provider/provider.hpp>
#include <parley/result.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::provider {

/// Some of the models that a provider serves.
struct model_page {
    std::vector<model::info> models; ///< under their public names; what the provider does not say is empty
    std::string next;                ///< what to ask for the next page with; empty = this is the last
};

/// The request for a page of the models that a provider serves, without credentials.
/// @param page `model_page::next` of the page before; empty = the first.
/// @return the request; `errc::unsupported` where the provider has no such list.
inline result<http::request> models_request(site const& s, family::place const& where, std::string_view page = {}) {
    if (s.models.form == dialect::none) return error(errc::unsupported, "The provider has no list of its models.");
    auto address = operation_address(s, s.models, where.base);
    if (!address) return address.error();
    auto const& words = detail::paging_words(s.models.form);
    if (!words.size_name.empty()) address->append_query(words.size_name, words.size);
    if (!page.empty()) address->append_query(words.page_name, page);
    http::request made("GET", std::move(*address));
    made.header.add("Accept", "application/json");
    if (s.models.form == dialect::anthropic) made.header.add("anthropic-version", "2023-06-01");
    add_header(s, made);
    return made;
}

/// Reads a page of models.
/// @return the page; `errc::invalid_response` or `errc::web_page`, as the site words it. (Answers of failure are read by the provider's `failure`.)
inline result<model_page> read_models(site const& s, http::response const& r) {
    auto const body = detail::body_of(r);
    if (!body) return refined(s, body.error());
    auto const* const list = detail::model_list(*body);
    if (!list) return refined(s, error(errc::invalid_response, "The answer holds no list of models."));
    model_page made;
    made.models = detail::models_in(s, *list);
    for (auto& one : made.models) {
        one.id = to_public(s, one.id);
        if (one.vendor.empty()) one.vendor = s.vendor.empty() ? s.name : s.vendor;
    }
    made.next = detail::next_page(s.models.form, *body);
    return made;
}

} // namespace parley::inline v0::provider

#endif
