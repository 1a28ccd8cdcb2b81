#ifndef PARLEY_REFLECT_DETAIL_SCHEMA_WRITER_HPP
#define PARLEY_REFLECT_DETAIL_SCHEMA_WRITER_HPP

// Turns a type table into a JSON Schema.

#include <parley/reflect/detail/describe.hpp>
#include <parley/reflect/detail/expected.hpp>
#include <parley/reflect/detail/type.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::reflect::detail {

inline boost::json::string_view as_json(std::string_view text) noexcept { return {text.data(), text.size()}; }

class schema_writer {
public:
    explicit schema_writer(bool strict) noexcept : strict_(strict) {}

    boost::json::object document(type const& root) {
        if (root.what == kind::object) open_.push_back({static_cast<object_type const*>(&root), {}, "#", false});
        auto made = root.what == kind::object ? object(static_cast<object_type const&>(root)) : value(root, nullptr);
        if (!definitions_.empty()) made["$defs"] = std::move(definitions_);
        return made;
    }

    /// The first thing that the strict form cannot say.
    std::optional<error> failure;

private:
    struct opened {
        object_type const* what;
        std::string_view tag;
        std::string reference;
        bool used;
    };

    struct named { // a name in `$defs`
        std::string name;
        object_type const* what;
        std::string_view tag;
    };

    void unsupported(char const* what) {
        if (strict_ && !failure) failure = error(errc::unsupported, std::string("The strict JSON Schema of providers cannot express ") + what + ".", where_);
    }

    static void describe(boost::json::object& schema, std::string_view sentence) {
        if (!sentence.empty()) schema["description"] = as_json(sentence);
    }

    static boost::json::object typed(std::string_view name) {
        boost::json::object made;
        made["type"] = as_json(name);
        return made;
    }

    // Strict forms know no bounds: there they go into the description, where the model reads them.
    void bound(boost::json::object& schema, type const& t, bounds const* limits) const {
        auto const number = [&](char const* key, double d) {
            if (std::isinf(d)) return;
            if (d == std::floor(d) && std::abs(d) < 1e15) schema[key] = static_cast<std::int64_t>(d);
            else schema[key] = d;
        };
        bool const is_integer = t.what == kind::integer;
        bool const bounded = limits && (limits->number || limits->length);
        if (strict_) {
            if (bounded || (is_integer && static_cast<integer_type const&>(t).bytes < 4) || t.what == kind::duration || t.what == kind::time)
                schema["description"] = as_json(expected_text(t, limits));
            return;
        }
        if (is_integer) {
            auto const& i = static_cast<integer_type const&>(t);
            if (i.bytes < 8 || !i.is_signed) schema["minimum"] = i.min;
            if (i.bytes < 8) schema["maximum"] = i.max;
        }
        if (limits && limits->number && kinds_of(t.what) == k_number) {
            number(limits->above ? "exclusiveMinimum" : "minimum", limits->min);
            number(limits->below ? "exclusiveMaximum" : "maximum", limits->max);
            if (limits->above) schema.erase("minimum");
            if (limits->below) schema.erase("maximum");
        }
        if (limits && limits->length) {
            bool const text = t.what == kind::string;
            bool const map = t.what == kind::map;
            if (limits->min_length != 0) schema[text ? "minLength" : map ? "minProperties" : "minItems"] = limits->min_length;
            if (limits->max_length != static_cast<std::size_t>(-1)) schema[text ? "maxLength" : map ? "maxProperties" : "maxItems"] = limits->max_length;
        }
    }

    boost::json::object any_of(boost::json::array choices) const {
        boost::json::object made;
        made["anyOf"] = std::move(choices);
        return made;
    }

    boost::json::object nullable(boost::json::object schema) const {
        if (auto* name = schema.if_contains("type"); name && name->is_string() && !schema.contains("enum")) {
            *name = boost::json::array{std::move(*name), "null"};
            return schema;
        }
        return any_of({std::move(schema), typed("null")});
    }

    boost::json::object object(object_type const& t, std::string_view tag_key = {}, std::string_view tag = {}) {
        auto made = typed("object");
        describe(made, t.title);
        boost::json::object properties;
        boost::json::array required;
        if (!tag_key.empty()) {
            boost::json::object chosen = typed("string");
            if (strict_) chosen["enum"] = boost::json::array{as_json(tag)};
            else chosen["const"] = as_json(tag);
            properties[as_json(tag_key)] = std::move(chosen);
            required.push_back(as_json(tag_key));
        }
        for (auto const& m : t.members) {
            auto const length = where_.size();
            where_ += '/';
            where_ += m.name;
            auto schema = value(*m.what, &m.limits);
            if (!m.description.empty()) {
                auto text = std::string(m.description);
                if (auto const* bounds = schema.if_contains("description"); strict_ && bounds) text += " (" + std::string(bounds->get_string().data(), bounds->get_string().size()) + ")";
                schema["description"] = as_json(text);
            }
            properties[as_json(m.name)] = std::move(schema);
            if (m.required || strict_) required.push_back(as_json(m.name));
            where_.resize(length);
        }
        if (!t.version_key.empty() && !strict_) {
            auto version = typed("integer");
            version["const"] = t.version;
            properties[as_json(t.version_key)] = std::move(version);
        }
        made["properties"] = std::move(properties);
        if (!required.empty() || strict_) made["required"] = std::move(required);
        if (strict_ || t.closed) made["additionalProperties"] = false;
        return made;
    }

    boost::json::object nested_object(object_type const& t, std::string_view tag_key = {}, std::string_view tag = {}) {
        auto const open = std::find_if(open_.begin(), open_.end(), [&](opened const& o) { return o.what == &t && o.tag == tag; });
        if (open != open_.end()) { // it contains itself
            open->used = true;
            return {{"$ref", as_json(open->reference)}};
        }
        auto const name = definition_name(t, tag);
        open_.push_back({&t, tag, "#/$defs/" + name, false});
        auto made = object(t, tag_key, tag);
        auto const done = std::move(open_.back());
        open_.pop_back();
        if (!done.used) return made;
        definitions_[as_json(name)] = std::move(made);
        return {{"$ref", as_json(done.reference)}};
    }

    // Structs of different namespaces may share a name.
    std::string definition_name(object_type const& t, std::string_view tag) {
        std::string const base = tag.empty() || tag == t.name ? std::string(t.name) : std::string(t.name) + "." + std::string(tag);
        for (std::size_t n = 1;; ++n) {
            auto name = n == 1 ? base : base + "." + std::to_string(n);
            auto const place = std::find_if(named_.begin(), named_.end(), [&](named const& d) { return d.name == name; });
            if (place == named_.end()) named_.push_back({name, &t, tag});
            else if (place->what != &t || place->tag != tag) continue;
            return name;
        }
    }

    boost::json::object value(type const& t, bounds const* limits) {
        boost::json::object made;
        switch (t.what) {
            case kind::boolean: return typed("boolean");
            case kind::integer: made = typed("integer"); break;
            case kind::real: made = typed("number"); break;
            case kind::string:
            case kind::secret: made = typed("string"); break;
            case kind::enumeration: {
                made = typed("string");
                boost::json::array names;
                for (auto name : static_cast<enum_type const&>(t).names) names.push_back(as_json(name));
                made["enum"] = std::move(names);
                return made;
            }
            case kind::duration: {
                auto const& d = static_cast<duration_type const&>(t);
                made = typed(d.floating ? "number" : "integer");
                describe(made, "in " + std::string(d.unit));
                break;
            }
            case kind::time:
                made = typed("string");
                if (!strict_) made["format"] = "date-time";
                break;
            case kind::optional: return nullable(value(*static_cast<optional_type const&>(t).inner, limits));
            case kind::sequence:
                made = typed("array");
                made["items"] = element(*static_cast<sequence_type const&>(t).element, limits);
                break;
            case kind::array: {
                auto const& a = static_cast<array_type const&>(t);
                made = typed("array");
                made["items"] = element(*a.element, limits);
                if (strict_) {
                    describe(made, expected_text(t));
                } else {
                    made["minItems"] = a.count;
                    made["maxItems"] = a.count;
                }
                return made;
            }
            case kind::tuple: {
                unsupported("a tuple");
                auto const& u = static_cast<tuple_type const&>(t);
                boost::json::array items;
                for (auto const* e : u.elements) items.push_back(value(*e, nullptr));
                made = typed("array");
                made["prefixItems"] = std::move(items);
                made["items"] = false;
                made["minItems"] = u.elements.size();
                return made;
            }
            case kind::map:
                unsupported("a map with free keys");
                made = typed("object");
                made["additionalProperties"] = element(*static_cast<map_type const&>(t).value, limits);
                break;
            case kind::object: return nested_object(static_cast<object_type const&>(t));
            case kind::tagged: {
                auto const& v = static_cast<variant_type const&>(t);
                boost::json::array choices;
                for (auto const& a : v.alternatives) choices.push_back(nested_object(static_cast<object_type const&>(*a.what), v.key, a.tag));
                return any_of(std::move(choices));
            }
            case kind::choice: {
                boost::json::array choices;
                for (auto const& a : static_cast<variant_type const&>(t).alternatives) choices.push_back(value(*a.what, limits));
                return any_of(std::move(choices));
            }
            case kind::null: return typed("null");
            case kind::json_object:
                unsupported("an object with free keys");
                return typed("object");
            case kind::json_array:
                unsupported("an array of any values");
                return typed("array");
            case kind::custom:
                made = static_cast<custom_type const&>(t).schema();
                if (made.empty()) unsupported("a type without a schema of its own");
                return made;
            default: unsupported("any value"); return made;
        }
        bound(made, t, limits);
        return made;
    }

    // A member's number bounds hold for each of its elements; its length bounds are the container's own.
    boost::json::object element(type const& t, bounds const* limits) {
        bounds own;
        if (limits) own = *limits;
        own.length = false;
        return value(t, &own);
    }

    bool strict_;
    std::string where_;
    std::vector<opened> open_;
    std::vector<named> named_;
    boost::json::object definitions_;
};

} // namespace parley::inline v0::reflect::detail

#endif
