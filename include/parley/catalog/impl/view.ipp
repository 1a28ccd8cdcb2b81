#ifndef PARLEY_CATALOG_IMPL_VIEW_IPP
#define PARLEY_CATALOG_IMPL_VIEW_IPP

#include <parley/catalog/view.hpp>

#include <parley/catalog/detail/access_rows.hpp>
#include <parley/catalog/detail/default_rows.hpp>
#include <parley/catalog/detail/steps.hpp>
#include <parley/catalog/transaction.hpp>

namespace parley::inline v0::catalog {

PARLEY_DECL view::view(std::int64_t revision, std::vector<model_row> models, default_choice standard)
    : revision_(revision), models_(std::move(models)), standard_(std::move(standard)) {
    for (std::size_t i = 0; i != models_.size(); ++i) {
        full_names_.push_back(detail::full_name(models_[i].vendor, models_[i].name));
        put(full_names_.back(), i);
        put(models_[i].name, i);
        for (auto const& alias : models_[i].info.aliases) put(alias, i);
    }
}

PARLEY_DECL model_row const* view::find(std::string_view name) const {
    auto const at = by_name_.find(name);
    return at == by_name_.end() || at->second == several ? nullptr : &models_[at->second];
}

PARLEY_DECL void view::put(std::string_view name, std::size_t index) {
    auto const [at, is_new] = by_name_.emplace(name, index);
    if (!is_new && at->second != index) at->second = several;
}

PARLEY_DECL result<std::shared_ptr<view const>> load_view_t::operator()(store& in, principal const& who, std::optional<workspace_id> of,
                                                                        std::int64_t known) const {
    return in.run(is, who, [&](transaction& t) -> result<std::shared_ptr<view const>> {
        // The revision first: what changes while the rows are read is read again.
        auto const revision = t.one<std::int64_t>("select cast(coalesce(sum(number), 0) as bigint) from catalog_revision where organisation = 0 or organisation = $1",
                                                  who.organisation);
        if (!revision) return revision.error();
        if (*revision == known) return nullptr;
        auto const place = detail::find_place(t, of);
        if (!place) return place.error();
        auto const stored = detail::stored_default(t, *place);
        if (!stored) return stored.error();
        auto const candidates = detail::candidates_for(t, *place, *stored);
        if (!candidates) return candidates.error();
        auto models = detail::usable_models(t, *place);
        if (!models) return models.error();
        return std::make_shared<view const>(*revision, std::move(*models), choose_default(stored->model, stored->name, *candidates));
    });
}

PARLEY_DECL result<std::shared_ptr<live_view>> live_view::open(store& in, principal who, std::optional<workspace_id> of,
                                                               std::chrono::milliseconds interval) {
    auto made = std::make_shared<live_view>(made_by_open(), in, std::move(who), of, interval);
    if (auto const loaded = made->refresh(); !loaded) return loaded.error();
    return made;
}

PARLEY_DECL result<void> live_view::refresh() {
    std::lock_guard const one_at_a_time(loading_);
    auto const changes = store_.changes();
    auto const now = std::chrono::steady_clock::now();
    auto loaded = load_view(store_, who_, of_, known_);
    next_look_.store((now + interval_).time_since_epoch().count(), std::memory_order_relaxed);
    changes_seen_.store(changes, std::memory_order_relaxed);
    bool const closed = !loaded && (loaded.error().code == errc::not_found || loaded.error().code == errc::forbidden);
    if (closed) publish(std::make_shared<view const>());
    if (!loaded) return loaded.error();
    if (*loaded) publish(std::move(*loaded));
    return {};
}

PARLEY_DECL view const& live_view::reader::get() {
    if (source_->is_stale()) (void)source_->refresh();
    if (auto const newest = source_->generation_.load(std::memory_order_acquire); newest != generation_) {
        std::lock_guard const lock(source_->publishing_);
        view_ = source_->view_;
        generation_ = newest;
    }
    return *view_;
}

PARLEY_DECL bool live_view::is_stale() {
    if (store_.changes() != changes_seen_.load(std::memory_order_relaxed)) return true;
    auto const now = std::chrono::steady_clock::now();
    auto due = next_look_.load(std::memory_order_relaxed);
    return now.time_since_epoch().count() >= due &&
           next_look_.compare_exchange_strong(due, (now + interval_).time_since_epoch().count(), std::memory_order_relaxed);
}

PARLEY_DECL void live_view::publish(std::shared_ptr<view const> newest) {
    known_ = newest->revision();
    std::lock_guard const lock(publishing_);
    view_ = std::move(newest);
    generation_.fetch_add(1, std::memory_order_release);
}

} // namespace parley::inline v0::catalog

#endif
