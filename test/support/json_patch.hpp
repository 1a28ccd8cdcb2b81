#ifndef PARLEY_TEST_SUPPORT_JSON_PATCH_HPP
#define PARLEY_TEST_SUPPORT_JSON_PATCH_HPP

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace parley::test {

namespace detail {

/// The parent of the value that the pointer names, and the last token of the pointer.
inline boost::json::value& parent_of(boost::json::value& document, std::string_view pointer, std::string& last) {
    auto* at = &document;
    for (;;) {
        if (!pointer.starts_with('/')) throw std::runtime_error("no pointer");
        auto const end = pointer.find('/', 1);
        auto const token = pointer.substr(1, end == std::string_view::npos ? end : end - 1);
        last.clear();
        for (std::size_t i = 0; i != token.size(); ++i) last += token[i] != '~' ? token[i] : token[++i] == '0' ? '~' : '/';
        if (end == std::string_view::npos) return *at;
        at = at->is_array() ? &at->as_array().at(std::stoul(last)) : &at->as_object().at(last);
        pointer.remove_prefix(end);
    }
}

} // namespace detail

/// Applies a JSON Patch (RFC 6902) of the operations `add`, `remove` and `replace`; throws where one does not apply.
inline boost::json::value apply_patch(boost::json::value document, boost::json::array const& patch) {
    for (auto const& operation : patch) {
        std::string_view const op = operation.at("op").as_string(), path = operation.at("path").as_string();
        if (path.empty()) {
            if (op != "replace") throw std::runtime_error("the whole document can only be replaced");
            document = operation.at("value");
            continue;
        }
        std::string last;
        auto& parent = detail::parent_of(document, path, last);
        if (auto* array = parent.if_array()) {
            auto const index = last == "-" ? array->size() : std::stoul(last);
            if (index > array->size() || (op != "add" && index == array->size())) throw std::runtime_error("no such element");
            if (op == "add") array->insert(array->begin() + index, operation.at("value"));
            else if (op == "remove") array->erase(array->begin() + index);
            else if (op == "replace") (*array)[index] = operation.at("value");
            else throw std::runtime_error("no such operation");
        } else {
            auto& object = parent.as_object();
            if (op != "add" && !object.contains(last)) throw std::runtime_error("no such key");
            if (op == "remove") object.erase(last);
            else if (op == "add" || op == "replace") object[last] = operation.at("value");
            else throw std::runtime_error("no such operation");
        }
    }
    return document;
}

} // namespace parley::test

#endif
