#ifndef PARLEY_CATALOG_VIEW_HPP
#define PARLEY_CATALOG_VIEW_HPP

#include <parley/catalog/default_model.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/store.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace parley::inline v0::catalog {

/// What can be used at one place, a workspace or an organisation as a whole, at one moment. It never changes, so that any number of threads read it
/// without a lock.
class view {
public:
    view() = default;
    view(std::int64_t revision, std::vector<model_row> models, default_choice standard);
    view(view const&) = delete;
    view& operator=(view const&) = delete;

    /// The models that can be used, by vendor and name.
    std::vector<model_row> const& models() const noexcept { return models_; }

    /// Finds a model by `vendor/name`, name or alias.
    /// @return null where there is none, or where several are called so. Valid as long as the view is.
    model_row const* find(std::string_view name) const;

    /// The default, and why it is that one.
    default_choice const& standard() const noexcept { return standard_; }

    /// Grows with each change of the organisation's rows or the platform's.
    std::int64_t revision() const noexcept { return revision_; }

private:
    static constexpr std::size_t several = static_cast<std::size_t>(-1);

    void put(std::string_view name, std::size_t index);

    std::int64_t revision_ = -1;
    std::vector<model_row> models_;
    default_choice standard_;
    std::deque<std::string> full_names_;
    std::unordered_map<std::string_view, std::size_t> by_name_; // its keys stand in the members above
};

/// Reads a view. Scope `catalog:read`, for everybody.
/// @param of    empty = the workspace that the principal is bound to, else the organisation.
/// @param known the revision that the caller has; -1 = none.
/// @return the view, or null where nothing has changed since; `errc::not_found` and `errc::forbidden` for the workspace; the errors of `store::run`.
struct load_view_t {
    static constexpr operation is{"view.load", scope::read, reach::workspace};

    result<std::shared_ptr<view const>> operator()(store& in, principal const& who, std::optional<workspace_id> of = {}, std::int64_t known = -1) const;
};
inline constexpr load_view_t load_view{};

/// Keeps a view fresh: at once after a change through the same store, within an interval after one by another program.
///
/// Any number of threads may read, each through a `reader` of its own. While the data base cannot be reached, the last view stays: an outage
/// does not look like retirement. When the place is gone or closed to the principal, the view is empty.
class live_view {
    struct made_by_open {};

public:
    live_view(made_by_open, store& in, principal who, std::optional<workspace_id> of, std::chrono::milliseconds interval)
        : store_(in), who_(std::move(who)), of_(of), interval_(interval) {}

    /// Reads the first view.
    /// @param in       must outlive the live view.
    /// @param interval how often to ask whether another program has changed something.
    /// @return the errors of `load_view`.
    static result<std::shared_ptr<live_view>> open(store& in, principal who, std::optional<workspace_id> of = {},
                                                   std::chrono::milliseconds interval = std::chrono::seconds(1));

    /// Reads the view again if something has changed.
    /// @return the errors of `load_view`.
    result<void> refresh();

    /// One thread's look at the view.
    class reader {
    public:
        explicit reader(std::shared_ptr<live_view> of) : source_(std::move(of)) {}

        /// Returns the view as it is now. The reference is good until the next call.
        view const& get();

    private:
        std::shared_ptr<live_view> source_;
        std::shared_ptr<view const> view_;
        std::uint64_t generation_ = 0;
    };

private:
    /// Says whether to look into the data base; of several threads one is told so, while the others go on with what there is.
    bool is_stale();

    void publish(std::shared_ptr<view const> newest);

    store& store_;
    principal const who_;
    std::optional<workspace_id> const of_;
    std::chrono::milliseconds const interval_;
    std::mutex loading_;
    std::int64_t known_ = -1; // of the view that was published last
    std::atomic<std::uint64_t> changes_seen_ = 0;
    std::atomic<std::chrono::steady_clock::rep> next_look_ = 0;
    std::mutex publishing_;
    std::shared_ptr<view const> view_;
    std::atomic<std::uint64_t> generation_ = 0;
};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/view.ipp>
#endif

#endif
