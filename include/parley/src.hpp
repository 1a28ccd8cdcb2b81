#ifndef PARLEY_SRC_HPP
#define PARLEY_SRC_HPP

// The bodies of the library but the catalogue's, for the one source of a program that compiles them: see config.hpp.

#ifndef PARLEY_SEPARATE_COMPILATION
#error "parley/src.hpp is for programs whose sources are all compiled with PARLEY_SEPARATE_COMPILATION defined."
#endif

#include <parley/auth/detail/impl/token_source.ipp>
#include <parley/auth/impl/api_key.ipp>
#include <parley/auth/impl/authorization_code.ipp>
#include <parley/auth/impl/client_credentials.ipp>
#include <parley/auth/impl/databricks_choice.ipp>
#include <parley/auth/impl/databricks_config.ipp>
#include <parley/auth/impl/databricks_profile.ipp>
#include <parley/auth/impl/discovery.ipp>
#include <parley/auth/impl/pkce.ipp>
#include <parley/auth/impl/token_store.ipp>
#include <parley/auth/impl/unified.ipp>
#include <parley/chat/impl/ask.ipp>
#include <parley/chat/impl/event.ipp>
#include <parley/chat/impl/fold.ipp>
#include <parley/chat/impl/replay.ipp>
#include <parley/chat/impl/response.ipp>
#include <parley/detail/impl/answer_sink.ipp>
#include <parley/detail/impl/any_auth.ipp>
#include <parley/detail/impl/erased_client.ipp>
#include <parley/family/impl/anthropic.ipp>
#include <parley/family/impl/gemini.ipp>
#include <parley/family/impl/model_rules.ipp>
#include <parley/family/impl/openai_chat.ipp>
#include <parley/family/impl/openai_responses.ipp>
#include <parley/http/impl/header.ipp>
#include <parley/http/impl/request.ipp>
#include <parley/http/impl/response.ipp>
#include <parley/http/impl/url.ipp>
#include <parley/impl/environment.ipp>
#include <parley/impl/profile_client.ipp>
#include <parley/impl/services.ipp>
#include <parley/impl/sync_client.ipp>
#include <parley/reflect/src.hpp>
#include <parley/transport/beast/impl/https.ipp>
#include <parley/transport/impl/any.ipp>
#include <parley/transport/impl/cassette.ipp>
#include <parley/transport/impl/proxy.ipp>

#endif
