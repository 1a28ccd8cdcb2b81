#ifndef PARLEY_EXAMPLE_SANDBOX_EXAMPLE_OF_HPP
#define PARLEY_EXAMPLE_SANDBOX_EXAMPLE_OF_HPP

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace sandbox {

namespace json = boost::json;

/// Makes values that fit a JSON Schema: all properties, one element in each list, the first of each choice, and texts that repeat the
/// property's name.
class example_maker {
public:
    explicit example_maker(json::object const& schema) : root_(schema) {}

    json::value make() const { return of(root_, "text", 0); }

private:
    static constexpr int deepest = 16; // schemas may refer to themselves

    json::value of(json::value const& at, std::string_view called, int depth) const {
        auto const* const schema = at.if_object();
        if (!schema || depth == deepest) return nullptr;
        auto const member = [&](char const* key) { return schema->if_contains(key); };
        if (auto const* other = member("$ref"); other && other->is_string() && other->get_string().starts_with("#")) {
            boost::system::error_code failure;
            auto const* const found = root_.find_pointer(json::string_view(other->get_string()).substr(1), failure);
            return found ? of(*found, called, depth + 1) : nullptr;
        }
        if (auto const* only = member("const")) return *only;
        for (char const* const list : {"enum", "anyOf", "oneOf", "allOf"}) {
            auto const* const choices = member(list);
            if (!choices || !choices->is_array() || choices->get_array().empty()) continue;
            auto const& first = choices->get_array().front();
            return std::string_view(list) == "enum" ? first : of(first, called, depth + 1);
        }
        return of_type(*schema, called, depth);
    }

    json::value of_type(json::object const& schema, std::string_view called, int depth) const {
        auto const type = type_of(schema);
        if (type == "object") {
            json::object made;
            if (auto const* const properties = schema.if_contains("properties"); properties && properties->is_object())
                for (auto const& p : properties->get_object()) made[p.key()] = of(p.value(), std::string_view(p.key().data(), p.key().size()), depth + 1);
            return made;
        }
        if (type == "array") {
            auto const* const items = schema.if_contains("items");
            return json::array{items ? of(*items, called, depth + 1) : json::value()};
        }
        if (type == "integer" || type == "number") {
            auto const* const least = schema.if_contains("minimum");
            return least ? *least : json::value(1);
        }
        if (type == "boolean") return true;
        if (type == "null") return nullptr;
        return json::string(called.data(), called.size());
    }

    /// In lower case, for Gemini spells it in capitals; of several the first.
    static std::string type_of(json::object const& schema) {
        auto const* found = schema.if_contains("type");
        if (found && found->is_array() && !found->get_array().empty()) found = &found->get_array().front();
        std::string type;
        if (found && found->is_string())
            for (char const c : found->get_string()) type += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
        return type.empty() && schema.contains("properties") ? "object" : type;
    }

    json::value root_;
};

/// Returns a value that fits the schema.
inline json::value example_of(json::object const& schema) { return example_maker(schema).make(); }

} // namespace sandbox

#endif
