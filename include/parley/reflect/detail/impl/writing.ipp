#ifndef PARLEY_REFLECT_DETAIL_IMPL_WRITING_IPP
#define PARLEY_REFLECT_DETAIL_IMPL_WRITING_IPP

#include <parley/reflect/detail/writing.hpp>

#include <parley/reflect/detail/dom_sink.hpp>
#include <parley/reflect/detail/reading.hpp>
#include <parley/reflect/detail/sink.hpp>
#include <parley/reflect/detail/text_sink.hpp>
#include <parley/reflect/detail/writer.hpp>

#include <utility>

namespace parley::inline v0::reflect::detail {

PARLEY_DECL std::unique_ptr<error> write_text(std::string& to, type const& what, void const* at, secrets how, int indent, cipher_ref cipher) {
    text_sink sink(to, indent);
    writer out(sink, how, cipher);
    out.write(what, at);
    sink.finish();
    return std::move(out.failure);
}

PARLEY_DECL void write_text(std::string& to, boost::json::value const& json, int indent) {
    text_sink sink(to, indent);
    replay(json, sink);
    sink.finish();
}

PARLEY_DECL boost::json::value write_value(type const& what, void const* at, secrets how, boost::json::storage_ptr storage, std::unique_ptr<error>& failure, cipher_ref cipher) {
    dom_sink sink(read_into);
    sink.start(std::move(storage));
    writer out(sink, how, cipher);
    out.write(what, at);
    if (out.failure) failure = std::move(out.failure);
    return sink.release();
}

} // namespace parley::inline v0::reflect::detail

#endif
