#include <boost/json.hpp>
#include <boost/json/src.hpp>

int main() {}
