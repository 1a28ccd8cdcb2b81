#ifndef PARLEY_MIGRATE_DETAIL_ENCRYPTED_HPP
#define PARLEY_MIGRATE_DETAIL_ENCRYPTED_HPP

#include <parley/migrate/detail/json_diff.hpp>
#include <parley/reflect/options.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

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
        return open_members(document, cipher, {});
    }

    /// Puts the encrypted text back wherever an opened one still stands.
    void close(boost::json::object& document) const {
        if (texts_.empty()) return;
        for (auto& pair : document) close_value(pair.value());
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
    };

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
                auto const outcome = open_value((*array)[i], cipher, pointer + '/' + std::to_string(i));
                if (!outcome) return outcome;
            }
            return {};
        }
        auto* text = v.if_string();
        if (!text || !cipher.recognises({text->data(), text->size()})) return {};
        std::string encrypted(text->data(), text->size());
        auto plain = cipher.open(encrypted);
        if (!plain) {
            auto why = plain.error();
            why.where = pointer;
            return why;
        }
        *text = boost::json::string_view(plain->data(), plain->size());
        texts_.push_back({std::move(*plain), std::move(encrypted)});
        return {};
    }
    void close_value(boost::json::value& v) const {
        if (auto* object = v.if_object()) {
            for (auto& pair : *object) close_value(pair.value());
        } else if (auto* array = v.if_array()) {
            for (auto& element : *array) close_value(element);
        } else if (auto* text = v.if_string()) {
            for (auto const& o : texts_) {
                if (std::string_view(text->data(), text->size()) != o.plain) continue;
                *text = boost::json::string_view(o.encrypted.data(), o.encrypted.size());
                return;
            }
        }
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
};

} // namespace parley::inline v0::migrate::detail

#endif
