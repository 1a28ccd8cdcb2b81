#ifndef PARLEY_CATALOG_DISCOVERY_HPP
#define PARLEY_CATALOG_DISCOVERY_HPP

#include <parley/config.hpp>
#include <parley/model/info.hpp>
#include <parley/reflect/options.hpp>
#include <parley/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parley::inline v0::catalog {

/// How much a provider's list of models may bring.
struct discovery_limits {
    std::size_t max_bytes = std::size_t(8) << 20; ///< of the answer; a longer one is refused
    std::size_t max_models = 10'000;              ///< more are refused
    std::size_t max_name = 500;                   ///< in bytes; a model with a longer name is passed over
};

/// A model that a provider lists.
struct discovered_model {
    std::string name;
    std::string kind = "completion"; ///< or `embedding`, `transcription`
    model::info info;                ///< what the provider says of it
};

/// What a provider lists.
struct discovery {
    std::vector<discovered_model> models; ///< in the order of their names, each name once
    std::size_t duplicates = 0;           ///< entries whose name stood there already: the first counts
    std::size_t skipped = 0;              ///< entries without a name that can be kept
};

/// Reads a provider's list of models: `{"data": [{"id": …}, …]}`, or the array alone; `model_name` may stand in place of `id`.
/// @param body the answer's body.
/// @return what is listed; `errc::response_too_large` where a limit is passed; `errc::invalid_response` where it is another document. No error
///         quotes the answer.
PARLEY_DECL result<discovery> read_discovery(std::string_view body, discovery_limits const& limits = {});

/// Makes a discovery of models that were read already, in the words of whichever provider.
/// @return what is listed; `errc::response_too_large` where there are too many.
PARLEY_DECL result<discovery> to_discovery(std::vector<model::info> listed, discovery_limits const& limits = {});

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/discovery.ipp>
#endif

#endif
