#ifndef PARLEY_MIGRATE_DETAIL_ENCRYPTED_HPP
#define PARLEY_MIGRATE_DETAIL_ENCRYPTED_HPP

#include <parley/migrate/detail/json_diff.hpp>
#include <parley/reflect/options.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::migrate::detail {

/// Opens the encrypted texts of a document for the time in which steps look at them.
class opened_texts {
public:
    opened_texts() = default;
    opened_texts(opened_texts const&) = delete;
    opened_texts& operator=(opened_texts const&) = delete;
    ~opened_texts() {
        for (auto& text : texts_) wipe(text.plain);
    }

    result<void> open(boost::json::object& document, reflect::cipher_ref cipher) {
        if (!cipher) return {};
        if (auto outcome = open_members(document, cipher, {}); !outcome) return outcome;
        if (!texts_.empty()) for_each_text(document, {}, [&](boost::json::string& text, std::string const& pointer) {
            auto const encrypted_here = std::any_of(texts_.begin(), texts_.end(), [&](opened const& o) { return o.pointer == pointer; });
            if (find(text) && !encrypted_here) open_twins_.push_back(pointer);
        });
        return {};
    }

    /// Puts the encrypted text back wherever an opened one stands; the same text stays open where it stood open before.
    void close(boost::json::object& document) const {
        if (texts_.empty()) return;
        for_each_text(document, {}, [&](boost::json::string& text, std::string const& pointer) {
            auto const* o = find(text);
            if (!o || std::find(open_twins_.begin(), open_twins_.end(), pointer) != open_twins_.end()) return;
            if (o->plain.empty() && o->pointer != pointer) return;
            text = boost::json::string_view(o->encrypted.data(), o->encrypted.size());
        });
    }

    /// Keeps opened texts and parts of them out of a report.
    void hide(boost::json::array& changes) const {
        if (texts_.empty()) return;
        for (auto& operation : changes)
            if (auto* value = operation.get_object().if_contains("value")) hide_value(*value);
    }

private:
    struct opened {
        std::string plain;
        std::string encrypted;
        std::string pointer;
    };

    opened const* find(boost::json::string const& text) const {
        auto const found = std::find_if(texts_.begin(), texts_.end(), [&](opened const& o) { return std::string_view(text.data(), text.size()) == o.plain; });
        return found == texts_.end() ? nullptr : &*found;
    }
    template <class Fn> static void for_each_text(boost::json::object& object, std::string const& pointer, Fn const& visit) {
        for (auto& pair : object) for_each_text(pair.value(), child_pointer(pointer, {pair.key().data(), pair.key().size()}), visit);
    }
    template <class Fn> static void for_each_text(boost::json::value& v, std::string const& pointer, Fn const& visit) {
        if (auto* object = v.if_object()) {
            for_each_text(*object, pointer, visit);
        } else if (auto* array = v.if_array()) {
            for (std::size_t i = 0; i != array->size(); ++i) for_each_text((*array)[i], concat({pointer, "/", i}), visit);
        } else if (auto* text = v.if_string()) {
            visit(*text, pointer);
        }
    }

    result<void> open_members(boost::json::object& object, reflect::cipher_ref cipher, std::string const& pointer) {
        for (auto& pair : object) {
            auto const outcome = open_value(pair.value(), cipher, child_pointer(pointer, {pair.key().data(), pair.key().size()}));
            if (!outcome) return outcome;
        }
        return {};
    }
    result<void> open_value(boost::json::value& v, reflect::cipher_ref cipher, std::string const& pointer) {
        if (auto* object = v.if_object()) return open_members(*object, cipher, pointer);
        if (auto* array = v.if_array()) {
            for (std::size_t i = 0; i != array->size(); ++i) {
                auto const outcome = open_value((*array)[i], cipher, concat({pointer, "/", i}));
                if (!outcome) return outcome;
            }
            return {};
        }
        auto* text = v.if_string();
        if (!text || !cipher.recognises({text->data(), text->size()})) return {};
        opened made{{}, std::string(text->data(), text->size()), pointer};
        error why;
        if (!cipher.open(made.encrypted, made.plain, why)) {
            why.where = pointer;
            return why;
        }
        *text = boost::json::string_view(made.plain.data(), made.plain.size());
        texts_.push_back(std::move(made));
        return {};
    }
    void hide_value(boost::json::value& v) const {
        if (auto* object = v.if_object()) {
            for (auto& pair : *object) hide_value(pair.value());
        } else if (auto* array = v.if_array()) {
            for (auto& element : *array) hide_value(element);
        } else if (auto* text = v.if_string(); text && !text->empty()) {
            for (auto const& o : texts_)
                if (o.plain.find(std::string_view(text->data(), text->size())) != std::string::npos) {
                    *text = "***";
                    return;
                }
        }
    }

    std::vector<opened> texts_;
    std::vector<std::string> open_twins_; // where the same text stood that was encrypted elsewhere
};

} // namespace parley::inline v0::migrate::detail

#endif
