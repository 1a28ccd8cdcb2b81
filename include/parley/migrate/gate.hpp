#ifndef PARLEY_MIGRATE_GATE_HPP
#define PARLEY_MIGRATE_GATE_HPP

#include <parley/migrate/atomic_file.hpp>
#include <parley/migrate/detail/json_diff.hpp>
#include <parley/migrate/detail/nested.hpp>
#include <parley/migrate/folder.hpp>
#include <parley/migrate/load.hpp>
#include <parley/migrate/report.hpp>
#include <parley/reflect/json_schema.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/same_json.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::migrate {

/// One promise of compatibility that is broken.
struct violation {
    std::string file; ///< path of the fixture, folder or shape
    std::string what; ///< one sentence
};

/// What the compatibility gate found.
struct gate_report {
    std::size_t fixtures = 0; ///< how many were checked
    std::vector<violation> violations;

    bool passed() const noexcept { return violations.empty(); }
};

/// Returns the violations, one line each.
inline std::string to_string(gate_report const& report) {
    std::string text;
    for (auto const& v : report.violations) text += v.file + ": " + v.what + "\n";
    return text;
}

/// Returns what belongs into the file `shape.v<version>.json` of a versioned struct: its JSON Schema, one keyword a line.
template <reflect::Versioned T> std::string shape_text() {
    return reflect::to_text(boost::json::value(reflect::json_schema<T>()), reflect::secrets::masked(), reflect::layout::indented()) + "\n";
}

namespace detail {

/// A document as the gate sees it, whatever its type.
struct gate_document {
    int from = 0;
    bool changed = false;     // steps ran
    boost::json::value value; // in the newest version, secrets open
    std::string text;         // the same
};

template <class T> result<gate_document> load_for_gate(std::string_view text, options const& how) {
    auto const loaded = load<T>(text, how);
    if (!loaded) return loaded.error();
    return gate_document{loaded->from, !loaded->steps.empty(), reflect::to_json(loaded->value, reflect::secrets::plain()),
                         reflect::to_text(loaded->value, reflect::secrets::plain())};
}

/// What the checks need to know of a document's type.
struct gate_type {
    document_type const* type;
    result<gate_document> (*load)(std::string_view, options const&);
    std::string (*shape)();
};

/// Returns the value under a dotted path such as `list.0.name`; nothing where there is none.
inline boost::json::value const* at_dotted_path(boost::json::value const& document, std::string_view path) {
    auto const* at = &document;
    while (at && !path.empty()) {
        auto const token = path.substr(0, path.find('.'));
        path.remove_prefix(std::min(token.size() + 1, path.size()));
        if (auto const* object = at->if_object()) {
            at = object->if_contains({token.data(), token.size()});
        } else if (auto const* array = at->if_array()) {
            std::size_t index = array->size();
            std::from_chars(token.data(), token.data() + token.size(), index);
            at = array->if_contains(index);
        } else {
            at = nullptr;
        }
    }
    return at;
}

/// Says where the stored shape was lost or changed. Documents may gain keys and definitions; descriptions are for people.
inline std::optional<std::string> lost_shape(boost::json::value const& stored, boost::json::value const& now, std::string const& pointer = {}, bool may_gain = false) {
    auto const* old_object = stored.if_object();
    auto const* new_object = now.if_object();
    if (old_object && new_object) {
        auto const within = [&](std::string_view key) { return child_pointer(pointer, key); };
        for (auto const& pair : *old_object) {
            std::string_view const key(pair.key().data(), pair.key().size());
            auto const* current = new_object->if_contains(pair.key());
            if (!may_gain && key == "description") continue;
            if (!current) return within(key);
            if (auto lost = lost_shape(pair.value(), *current, within(key), !may_gain && (key == "properties" || key == "$defs"))) return lost;
        }
        for (auto const& pair : *new_object) {
            std::string_view const key(pair.key().data(), pair.key().size());
            if (!may_gain && key != "description" && key != "$defs" && !old_object->contains(pair.key())) return within(key);
        }
        return std::nullopt;
    }
    auto const* old_array = stored.if_array();
    auto const* new_array = now.if_array();
    if (old_array && new_array && old_array->size() == new_array->size()) {
        for (std::size_t i = 0; i != old_array->size(); ++i)
            if (auto lost = lost_shape((*old_array)[i], (*new_array)[i], pointer + '/' + std::to_string(i))) return lost;
        return std::nullopt;
    }
    if (stored == now) return std::nullopt;
    return pointer;
}

/// The version that a folder's name says; nothing where it says none.
inline std::optional<int> version_of_folder(std::string_view name) {
    int version = 0;
    if (!name.starts_with('v') || std::from_chars(name.data() + 1, name.data() + name.size(), version).ec != std::errc()) return std::nullopt;
    return name == "v" + std::to_string(version) ? std::optional(version) : std::nullopt;
}

class gate_run {
public:
    gate_run(gate_type const& type, std::string folder, options const& how) : type_(type), folder_(std::move(folder)), how_(how) {}

    gate_report run() {
        check_versions();
        check_shape();
        return std::move(report_);
    }

private:
    void violated(std::string file, std::string what) { report_.violations.push_back({std::move(file), std::move(what)}); }

    // Every version that a step leads from, and the newest, has a folder of fixtures.
    void check_versions() {
        auto const names = list_folder(folder_);
        if (!names) return violated(folder_, names.error().message);
        std::vector<int> wanted;
        for (std::size_t i = 0; i != type_.type->count; ++i) wanted.push_back(type_.type->steps[i].from);
        wanted.push_back(type_.type->version);
        for (auto const& name : *names) {
            auto const version = version_of_folder(name);
            if (!version) continue;
            if (std::find(wanted.begin(), wanted.end(), *version) == wanted.end()) violated(folder_ + "/" + name, "There is no such version.");
            else if (check_folder(folder_ + "/" + name, *version) != 0) std::erase(wanted, *version);
        }
        for (auto const version : wanted)
            violated(folder_ + "/v" + std::to_string(version), "There is no fixture of version " + std::to_string(version) + ".");
    }

    std::size_t check_folder(std::string const& folder, int version) {
        auto const names = list_folder(folder);
        if (!names) return violated(folder, names.error().message), 0;
        std::size_t count = 0;
        for (auto const& name : *names) {
            if (!name.ends_with(".json")) continue;
            check_fixture(folder + "/" + name, version);
            ++count;
        }
        report_.fixtures += count;
        return count;
    }

    void check_fixture(std::string const& file, int version) {
        auto const text = read_file(file, how_.read.max_bytes);
        if (!text) return violated(file, text.error().message);
        auto document = reflect::parse_value(*text, how_.read);
        if (!document) return violated(file, to_string(document.error()));
        boost::json::value expected;
        if (auto* object = document->if_object()) {
            if (auto* said = object->if_contains("__expected__")) expected = *said;
            object->stable_erase("__expected__");
        }
        auto const loaded = type_.load(reflect::to_text(*document), how_);
        if (!loaded) return violated(file, "It cannot be loaded: " + to_string(loaded.error()));
        if (loaded->from != version) violated(file, "It says version " + std::to_string(loaded->from) + ", its folder says " + std::to_string(version) + ".");
        auto const again = type_.load(loaded->text, how_);
        if (!again) return violated(file, "What was written of it cannot be loaded: " + to_string(again.error()));
        if (again->changed || again->text != loaded->text) violated(file, "It changes when it is written and loaded again.");
        check_expectations(file, expected, loaded->value);
    }

    void check_expectations(std::string const& file, boost::json::value const& expected, boost::json::value const& value) {
        if (expected.is_null()) return;
        if (!expected.is_object()) return violated(file, "__expected__ is not an object of dotted paths.");
        for (auto const& pair : expected.get_object()) {
            std::string_view const path(pair.key().data(), pair.key().size());
            auto const* found = at_dotted_path(value, path);
            if (found ? !reflect::same_json(*found, pair.value()) : !pair.value().is_null()) violated(file, "What stands at " + std::string(path) + " is not what is expected.");
        }
    }

    void check_shape() {
        auto const file = folder_ + "/shape.v" + std::to_string(type_.type->version) + ".json";
        auto const text = read_file(file, how_.read.max_bytes);
        if (!text) return violated(file, "The shape of the newest version is not stored: write shape_text() there. " + text.error().message);
        auto const stored = reflect::parse_value(*text);
        if (!stored) return violated(file, to_string(stored.error()));
        if (auto const lost = lost_shape(*stored, reflect::parse_value(type_.shape()).value()))
            violated(file, "The shape changed at " + (lost->empty() ? std::string("its root") : *lost) + " without a new version.");
    }

    gate_type const& type_;
    std::string folder_;
    options const& how_;
    gate_report report_;
};

} // namespace detail

/// Checks what a program promises about the documents that it has ever written; call it from a test of yours, and fail with `to_string`.
///
/// The folder holds one folder `v<N>` for each version from which a step leads, and for the newest, with one fixture `*.json` at least; and the
/// file `shape.v<newest>.json` with `shape_text`. A fixture is a document as that version of the program wrote it. It may have the
/// key `__expected__`, an object of dotted paths (`list.0.name`) and the values that stand there once the document is of the newest version,
/// secrets open (`2` is `2.0`); null stands for what is absent.
///
/// Reported are: a version without fixture, a folder of a version that never was, a fixture that says another version than its folder, that
/// cannot be loaded, that changes when it is written and loaded again, or misses an expectation; and a shape that lost or changed a key although
/// the version is the same (new keys that are not required are welcome).
/// @param how how fixtures are read, such as with which cipher.
/// @return every violation. What cannot be read is one too.
template <reflect::Versioned T> gate_report gate(std::string const& folder, options const& how = {}) {
    detail::gate_type const type{&detail::document_of<T>::value, detail::load_for_gate<T>, shape_text<T>};
    return detail::gate_run(type, folder, how).run();
}

} // namespace parley::inline v0::migrate

#endif
