#ifndef PARLEY_REFLECT_DETAIL_FRAME_HPP
#define PARLEY_REFLECT_DETAIL_FRAME_HPP

#include <parley/reflect/detail/type.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace parley::inline v0::reflect::detail {

/// An object or array that is being read.
struct frame {
    type const* what;
    void* at;
    member const* of;
    std::uint32_t const* offsets; // of an object's members
    std::size_t count;     // elements so far; in objects the member expected next
    std::string_view name; // key of the value being read
    std::uint64_t seen[most_members / 64];
    bool version_seen;
    variant_type const* chosen_by; // the tagged union whose alternative this object is
};

/// The frames from the outermost to the innermost. The first few need no memory from the heap, for most documents are flat.
class frame_stack {
public:
    bool empty() const noexcept { return count_ == 0; }
    std::size_t size() const noexcept { return count_; }
    frame& back() noexcept { return *top_; }
    frame const& operator[](std::size_t i) const noexcept { return i < near ? first_[i] : more_[i - near]; }

    void push_back(type const& what, void* at, member const* of, std::uint32_t const* offsets) {
        if (count_ < near) {
            top_ = &first_[count_];
        } else {
            top_ = &more_.emplace_back();
        }
        ++count_;
        top_->what = &what;
        top_->at = at;
        top_->of = of;
        top_->offsets = offsets;
        top_->count = 0;
        top_->name = {};
        for (auto& word : top_->seen) word = 0;
        top_->version_seen = false;
        top_->chosen_by = nullptr;
    }
    void pop_back() noexcept {
        if (count_ > near) more_.pop_back();
        --count_;
        top_ = count_ == 0 ? nullptr : count_ <= near ? &first_[count_ - 1] : &more_.back();
    }

private:
    static constexpr std::size_t near = 4;

    frame* top_ = nullptr;
    std::size_t count_ = 0;
    frame first_[near];
    std::vector<frame> more_;
};

} // namespace parley::inline v0::reflect::detail

#endif
