#ifndef PARLEY_REFLECT_IMPL_JSON_SCHEMA_IPP
#define PARLEY_REFLECT_IMPL_JSON_SCHEMA_IPP

#include <parley/reflect/json_schema.hpp>

#include <parley/reflect/detail/schema_writer.hpp>

namespace parley::inline v0::reflect::detail {

PARLEY_DECL boost::json::object schema_of(type const& root, bool strict, std::unique_ptr<error>& failure) {
    schema_writer writer(strict);
    auto made = writer.document(root);
    if (writer.failure) failure = std::make_unique<error>(std::move(*writer.failure));
    return made;
}

} // namespace parley::inline v0::reflect::detail

#endif
