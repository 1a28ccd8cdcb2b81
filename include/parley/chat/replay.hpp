#ifndef PARLEY_CHAT_REPLAY_HPP
#define PARLEY_CHAT_REPLAY_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/response.hpp>
#include <parley/config.hpp>

#include <cstddef>

namespace parley::inline v0::chat {

/// Hands out the events of a response as if it were streamed: folding them gives the response again.
/// @param piece the length of each delta, in bytes; at least one.
PARLEY_DECL void replay(response const& r, event_sink sink, std::size_t piece = static_cast<std::size_t>(-1));

} // namespace parley::inline v0::chat

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/chat/impl/replay.ipp>
#endif

#endif
