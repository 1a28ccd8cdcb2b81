#ifndef PARLEY_REFLECT_DETAIL_IMPL_READING_IPP
#define PARLEY_REFLECT_DETAIL_IMPL_READING_IPP

#include <parley/reflect/detail/reading.hpp>

#include <parley/concat.hpp>
#include <parley/reflect/detail/describe.hpp>
#include <parley/reflect/detail/dom_sink.hpp>
#include <parley/reflect/detail/locate.hpp>
#include <parley/reflect/detail/reader.hpp>
#include <parley/reflect/detail/sax.hpp>
#include <parley/reflect/detail/sink.hpp>
#include <parley/reflect/detail/utf8.hpp>

#include <boost/json/error.hpp>

#include <string>
#include <utility>

namespace parley::inline v0::reflect::detail {

inline error problems_error(reader& done) {
    error made(done.cipher_failure() == errc() ? errc::invalid_document : done.cipher_failure());
    made.problems = std::move(done.problems());
    if (!made.problems.empty()) made.where = made.problems.front().pointer;
    return made;
}

PARLEY_DECL reading_outcome read_text(type const& root, void* at, std::string_view text, read_options const& options, reading mode, said_version said) {
    reading_outcome outcome;
    auto const fail = [&](error&& why) {
        outcome.failure = std::make_unique<error>(std::move(why));
        return std::move(outcome);
    };
    if (text.size() > options.max_bytes) return fail(error(errc::limit_exceeded, parley::detail::concat({"The document is longer than ", options.max_bytes, " bytes."})));
    auto const mark = byte_order_mark(text);
    text.remove_prefix(mark);

    reader target(root, at, options, mode, said);
    target.set_source(text);
    boost::json::parse_options parsing;
    parsing.max_depth = options.max_depth;
    parsing.allow_invalid_utf8 = is_utf8(text); // the parser looks at each byte by itself; where there is an error, let it say where
    sax_parser parser(parsing, target, text);
    boost::json::error_code ec;
    auto const used = parser.write_some(false, text.data(), text.size(), ec);
    outcome.outdated = target.outdated();
    if (ec && !parser.handler().stopped()) {
        if (ec == boost::json::error::too_deep) return fail(error(errc::limit_exceeded, parley::detail::concat({"The document is nested more than ", options.max_depth, " deep."})));
        error why(errc::invalid_json);
        why.where = target.pointer();
        auto found = ec == boost::json::error::incomplete ? std::string("end of text") : ec.message();
        why.problems.push_back({why.where, "valid JSON", std::move(found), mark + used});
        return fail(std::move(why));
    }
    if (!ec && !is_blank(text.substr(used))) {
        error why(errc::invalid_json);
        why.problems.push_back({{}, "end of text", "more text", mark + used + text.substr(used).find_first_not_of(" \t\r\n")});
        return fail(std::move(why));
    }
    if (!target.problems().empty()) {
        auto why = problems_error(target);
        for (auto& p : why.problems) p.offset = mark + locate(text, p.pointer);
        return fail(std::move(why));
    }
    return outcome;
}

PARLEY_DECL void read_into(dom_sink& to, std::string_view text) {
    boost::json::value v;
    auto const outcome = read_text(table<boost::json::value>::value, &v, text, {});
    replay(outcome.failure ? boost::json::value() : v, to);
}

PARLEY_DECL reading_outcome read_value(type const& root, void* at, boost::json::value const& v, read_options const& options, reading mode) {
    reading_outcome outcome;
    reader target(root, at, options, mode);
    target.feed(v);
    outcome.outdated = target.outdated();
    if (target.too_deep()) outcome.failure = std::make_unique<error>(errc::limit_exceeded, parley::detail::concat({"The document is nested more than ", options.max_depth, " deep."}));
    else if (!target.problems().empty()) outcome.failure = std::make_unique<error>(problems_error(target));
    return outcome;
}

} // namespace parley::inline v0::reflect::detail

#endif
