#ifndef QUESTION_HPP
#define QUESTION_HPP

#include <parley/chat/response.hpp>
#include <parley/result.hpp>

parley::result<parley::chat::response> ask_nobody();

#endif
