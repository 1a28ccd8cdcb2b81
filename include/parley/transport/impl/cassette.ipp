#ifndef PARLEY_TRANSPORT_IMPL_CASSETTE_IPP
#define PARLEY_TRANSPORT_IMPL_CASSETTE_IPP

#include <parley/transport/cassette.hpp>

#include <parley/transport/detail/tape.hpp>

#include <memory>
#include <utility>

namespace parley::inline v0::transport {

PARLEY_DECL cassette::cassette() : tape_(std::make_shared<detail::tape>()) {}

PARLEY_DECL result<cassette> cassette::load(std::string const& path) {
    cassette made;
    auto done = made.tape_->load(path);
    if (!done) return done.error();
    return made;
}

PARLEY_DECL result<void> cassette::save(std::string const& path) const { return tape_->save(path); }

PARLEY_DECL std::size_t cassette::size() const { return tape_->size(); }

PARLEY_DECL std::size_t cassette::unplayed() const { return tape_->unplayed(); }

PARLEY_DECL void cassette::keep(http::request const& request, http::response const& answer) { tape_->keep(request, answer); }

PARLEY_DECL loopback replay(boost::asio::any_io_executor executor, cassette from, bool strict) {
    return loopback(std::move(executor), [from = std::move(from), strict](http::request const& r) { return from.tape_->play(r, strict); });
}

} // namespace parley::inline v0::transport

#endif
