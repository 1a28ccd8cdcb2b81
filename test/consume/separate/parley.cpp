// tag::parley[]
#include <parley/src.hpp>
// end::parley[]
