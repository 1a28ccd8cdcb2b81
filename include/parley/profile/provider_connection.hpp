#ifndef PARLEY_PROFILE_PROVIDER_CONNECTION_HPP
#define PARLEY_PROFILE_PROVIDER_CONNECTION_HPP

#include <parley/migrate/chain.hpp>
#include <parley/migrate/file_lock.hpp>
#include <parley/migrate/folder.hpp>
#include <parley/migrate/upgrade.hpp>
#include <parley/profile/cipher.hpp>
#include <parley/profile/detail/document_file.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/profile/no_cipher.hpp>
#include <parley/profile/profile_name.hpp>
#include <parley/reflect/annotations.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace parley::inline v0::profile {

/// A key and an address that several profiles share: they name it, and it is looked up when they are used.
struct provider_connection {
    std::string id = {}; ///< up to 128 characters, otherwise as a profile's name
    std::string display_name = {};
    std::string provider = "custom";
    secret api_key = {};
    std::optional<std::string> base_url = {}; ///< absent = the provider's own, whatever the profile says
    std::chrono::seconds created_at{0};       ///< since 1970-01-01T00:00:00Z
    std::chrono::seconds updated_at{0};       ///< since 1970-01-01T00:00:00Z
    boost::json::object extra = {};

    friend bool operator==(provider_connection const&, provider_connection const&) = default;
};
BOOST_DESCRIBE_STRUCT(provider_connection, (), (id, display_name, provider, api_key, base_url, created_at, updated_at, extra))

/// What a list of connections shows of one.
struct connection_summary {
    std::string id = {};
    std::string display_name = {};
    std::string provider = {};
    std::optional<std::string> base_url = {};
    bool api_key_set = false;
    bool readable = false; ///< whether the entry is whole and its key opens with the store's cipher
};
BOOST_DESCRIBE_STRUCT(connection_summary, (), (id, display_name, provider, base_url, api_key_set, readable))

/// The file of all connections.
struct provider_connections {
    std::vector<boost::json::value> connections = {}; ///< read one by one, so that an entry that cannot be opened does not hide the others
    boost::json::object extra = {};
};
BOOST_DESCRIBE_STRUCT(provider_connections, (), (connections, extra))

/// Keeps connections in the file `provider_connections.json` of a folder: in OpenHands' format, keys sealed where there is a cipher.
///
/// What cannot be read or opened is never overwritten. Safe between threads and processes.
/// @tparam C a `Cipher`; with `no_cipher` keys are stored as they are.
template <Cipher C = no_cipher> class provider_connection_store {
public:
    static constexpr std::size_t most_connections = 64;

    /// @param folder     is made, with mode 0700, when the first connection is saved.
    /// @param lock_limit how long to wait for other writers.
    explicit provider_connection_store(std::string folder, C cipher = C(), std::chrono::milliseconds lock_limit = std::chrono::seconds(30))
        : folder_(std::move(folder)), cipher_(std::move(cipher)), lock_limit_(lock_limit) {}

    /// Lists all connections, also those that cannot be opened.
    /// @return `errc::corrupt_file`, `errc::version_newer` (and the other errors of a version), `errc::permission_denied`, `errc::io_failed`.
    result<std::vector<connection_summary>> list() const {
        auto const stored = read();
        if (!stored) return stored.error();
        std::vector<connection_summary> made;
        for (auto const& entry : stored->connections) made.push_back(summary_of(entry));
        return made;
    }

    /// Reads one connection.
    /// @return it; `errc::not_found`; `errc::decryption_failed` or `errc::cipher_missing` where its key cannot be opened;
    ///         `errc::invalid_document`; else as `list`.
    result<provider_connection> get(std::string_view id) const {
        auto const stored = read();
        if (!stored) return stored.error();
        auto const index = find(*stored, id);
        if (index == stored->connections.size()) return missing(id);
        return opened(stored->connections[index]);
    }

    /// Adds a connection.
    /// @return `errc::invalid_name`, `errc::already_exists`, `errc::limit_reached` (64), `errc::lock_timeout`, else as `list`.
    result<void> create(provider_connection const& added) {
        if (!is_plain_name(added.id, 128))
            return error(errc::invalid_name, "A connection's id has 1 to 128 letters, digits, dots, underscores and hyphens.", added.id);
        if (auto made = migrate::make_folder(folder_); !made) return made.error();
        return change([&](provider_connections& stored) -> result<void> {
            if (find(stored, added.id) != stored.connections.size())
                return error(errc::already_exists, "There is a connection with this id.", added.id);
            if (stored.connections.size() >= most_connections) return error(errc::limit_reached, "There are 64 connections already.", path());
            return put(stored, stored.connections.size(), added);
        });
    }

    /// Replaces the connection with the same id. An empty key keeps the stored one.
    /// @return `errc::not_found`; an error of `get` where the stored connection cannot be opened; `errc::lock_timeout`, else as `list`.
    result<void> update(provider_connection changed) {
        return change([&](provider_connections& stored) -> result<void> {
            auto const index = find(stored, changed.id);
            if (index == stored.connections.size()) return missing(changed.id);
            auto old = opened(stored.connections[index]);
            if (!old) return old.error();
            if (changed.api_key.empty()) changed.api_key = std::move(old->api_key);
            return put(stored, index, changed);
        });
    }

    /// Removes a connection. (`profile_store::remove_connection` refuses that while a profile names it.)
    /// @return as `update`.
    result<void> remove(std::string_view id) {
        return change([&](provider_connections& stored) -> result<void> {
            auto const index = find(stored, id);
            if (index == stored.connections.size()) return missing(id);
            if (auto old = opened(stored.connections[index]); !old) return old.error();
            stored.connections.erase(stored.connections.begin() + static_cast<std::ptrdiff_t>(index));
            return {};
        });
    }

    /// Gives a profile the key and the address of the connection that it names, if it names one.
    /// @return the profile; the errors of `get`.
    result<llm_profile> resolve(llm_profile p) const {
        if (!p.provider_connection_id) return p;
        auto found = get(*p.provider_connection_id);
        if (!found) return found.error();
        p.api_key = std::move(found->api_key);
        p.base_url = std::move(found->base_url);
        return p;
    }

    std::string path() const { return folder_ + "/provider_connections.json"; }

private:
    static error missing(std::string_view id) { return error(errc::not_found, "There is no such provider connection.", std::string(id)); }

    static std::string_view id_of(boost::json::value const& entry) {
        auto const* id = entry.get_object().if_contains("id");
        return id && id->is_string() ? std::string_view(id->get_string().data(), id->get_string().size()) : std::string_view();
    }
    static std::size_t find(provider_connections const& stored, std::string_view id) {
        std::size_t index = 0;
        while (index != stored.connections.size() && id_of(stored.connections[index]) != id) ++index;
        return index;
    }

    result<provider_connections> read() const {
        auto document = detail::read_document(path());
        if (!document && document.error().code == errc::not_found) return provider_connections();
        if (!document) return document.error();
        if (auto current = migrate::upgrade<provider_connections>(*document); !current) return detail::in_file(current.error(), path());
        auto stored = reflect::from_json<provider_connections>(*document);
        if (!stored) return detail::in_file(stored.error(), path());
        for (auto const& entry : stored->connections)
            if (!entry.is_object()) return error(errc::corrupt_file, "An entry of the file is no JSON object.", path());
        return stored;
    }

    result<provider_connection> opened(boost::json::value const& entry) const {
        auto made = reflect::from_json<provider_connection>(entry, {.cipher = cipher_});
        if (!made) return detail::in_file(made.error(), path());
        return made;
    }

    connection_summary summary_of(boost::json::value const& entry) const {
        connection_summary made;
        if (auto const whole = reflect::from_json<provider_connection>(entry)) { // without the cipher: ciphertext counts as a key
            made = {whole->id, whole->display_name, whole->provider, whole->base_url, !whole->api_key.empty(), opened(entry).has_value()};
        } else {
            made.id = id_of(entry);
        }
        return made;
    }

    result<void> put(provider_connections& stored, std::size_t index, provider_connection const& changed) const {
        auto entry = [&]() -> result<boost::json::value> {
            if constexpr (std::is_same_v<C, no_cipher>)
                return reflect::to_json(changed, reflect::secrets::plain());
            else
                return reflect::to_json(changed, reflect::cipher_ref(cipher_));
        }();
        if (!entry) return entry.error();
        // What is written must be readable again.
        if (auto checked = opened(*entry); !checked) return checked.error();
        if (index == stored.connections.size()) stored.connections.emplace_back();
        stored.connections[index] = std::move(*entry);
        return {};
    }

    template <class Edit> result<void> change(Edit edit) {
        auto const lock = migrate::file_lock::acquire(folder_ + "/.provider-connections.lock", lock_limit_);
        if (!lock) return lock.error();
        if (auto discarded = migrate::discard_temporaries(folder_); !discarded) return discarded.error();
        auto stored = read();
        if (!stored) return stored.error();
        if (auto edited = edit(*stored); !edited) return edited.error();
        return detail::write_document(path(), reflect::to_json(*stored, reflect::secrets::plain()).get_object());
    }

    std::string folder_;
    C cipher_;
    std::chrono::milliseconds lock_limit_;
};

} // namespace parley::inline v0::profile

template <> struct parley::annotations<parley::profile::provider_connection> {
    using connection = profile::provider_connection;
    static constexpr std::tuple value{reflect::required<&connection::id, &connection::display_name>, reflect::length<&connection::id>(1, 128),
                                      reflect::length<&connection::display_name>(1, 128), reflect::length<&connection::provider>(1, 128),
                                      reflect::length<&connection::base_url>(0, 2048)};
};

/// A file without a version is of version 1, the only one so far.
template <> struct parley::schema<parley::profile::provider_connections> {
    static constexpr int version = 1;
    static constexpr int missing = 1;
};

#endif
