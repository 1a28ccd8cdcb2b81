#ifndef PARLEY_TEST_SUPPORT_TEXT_STREAMS_HPP
#define PARLEY_TEST_SUPPORT_TEXT_STREAMS_HPP

// Streams of many text deltas in the shape in which each vendor sends them, what varies from event to event included.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace streams {

/// A piece of an answer: words of different lengths, now and then with what JSON has to escape and with letters beyond ASCII.
inline std::string_view words(std::size_t i) {
    static constexpr std::array<std::string_view, 8> all{" the", " gateway", "\\n\\n", " caf\xC3\xA9", " is", " \\\"quoted\\\"", " answer", " 42"};
    return all[i * 7 % all.size()];
}

/// What those mean.
inline std::string_view meant(std::size_t i) {
    static constexpr std::array<std::string_view, 8> all{" the", " gateway", "\n\n", " caf\xC3\xA9", " is", " \"quoted\"", " answer", " 42"};
    return all[i * 7 % all.size()];
}

inline std::string padding(std::size_t i) { return std::string("aZ0bY1cX2dW3eV4f").substr(0, 2 + i * 5 % 13); }

inline std::string event(std::string const& data) { return "data: " + data + "\n\n"; }
inline std::string named_event(std::string const& type, std::string const& data) { return "event: " + type + "\ndata: " + data + "\n\n"; }

inline std::string openai_chat(std::size_t deltas) {
    std::string const head = R"({"id":"chatcmpl-AbCdEfGh","object":"chat.completion.chunk","created":1750000000,"model":"gpt-4.1-2025-04-14","service_tier":"default","system_fingerprint":"fp_0123456789",)";
    auto all = event(head + R"("choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"x"})");
    for (std::size_t i = 0; i != deltas; ++i)
        all += event(head + R"("choices":[{"index":0,"delta":{"content":")" + std::string(words(i)) + R"("},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":")" + padding(i) + R"("})");
    all += event(head + R"("choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null,"obfuscation":"x"})");
    all += event(head + R"("choices":[],"usage":{"prompt_tokens":10,"completion_tokens":20,"total_tokens":30}})");
    return all + "data: [DONE]\n\n";
}

inline std::string openai_responses(std::size_t deltas) {
    std::string const response = R"({"id":"resp_1","object":"response","created_at":1750000000,"status":"in_progress","model":"gpt-4.1-2025-04-14","output":[],"usage":null})";
    auto all = named_event("response.created", R"({"type":"response.created","sequence_number":0,"response":)" + response + "}");
    all += named_event("response.output_item.added", R"({"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"id":"msg_1","type":"message","status":"in_progress","content":[],"role":"assistant"}})");
    all += named_event("response.content_part.added", R"({"type":"response.content_part.added","sequence_number":2,"item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}})");
    std::string text;
    for (std::size_t i = 0; i != deltas; ++i) {
        text += words(i);
        all += named_event("response.output_text.delta", R"({"type":"response.output_text.delta","sequence_number":)" + std::to_string(3 + i) +
                                                             R"(,"item_id":"msg_1","output_index":0,"content_index":0,"delta":")" + std::string(words(i)) + R"(","logprobs":[],"obfuscation":")" + padding(i) + R"("})");
    }
    auto const part = R"({"type":"output_text","annotations":[],"logprobs":[],"text":")" + text + "\"}";
    auto const item = R"({"id":"msg_1","type":"message","status":"completed","content":[)" + part + R"(],"role":"assistant"})";
    all += named_event("response.output_text.done", R"({"type":"response.output_text.done","sequence_number":1,"item_id":"msg_1","output_index":0,"content_index":0,"text":")" + text + "\",\"logprobs\":[]}");
    all += named_event("response.content_part.done", R"({"type":"response.content_part.done","sequence_number":1,"item_id":"msg_1","output_index":0,"content_index":0,"part":)" + part + "}");
    all += named_event("response.output_item.done", R"({"type":"response.output_item.done","sequence_number":1,"output_index":0,"item":)" + item + "}");
    return all + named_event("response.completed", R"({"type":"response.completed","sequence_number":1,"response":{"id":"resp_1","object":"response","created_at":1750000000,"status":"completed","model":"gpt-4.1-2025-04-14","output":[)" + item +
                                                       R"(],"usage":{"input_tokens":10,"input_tokens_details":{"cached_tokens":0},"output_tokens":20,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":30}}})");
}

inline std::string anthropic(std::size_t deltas) {
    auto all = named_event("message_start", R"({"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5-20250929","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1}}})");
    all += named_event("content_block_start", R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}   })");
    all += named_event("ping", R"({"type": "ping"})");
    for (std::size_t i = 0; i != deltas; ++i)
        all += named_event("content_block_delta", R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":")" + std::string(words(i)) + "\"}" + std::string(i * 5 % 13, ' ') + "}");
    all += named_event("content_block_stop", R"({"type":"content_block_stop","index":0    })");
    all += named_event("message_delta", R"({"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":20}})");
    return all + named_event("message_stop", R"({"type":"message_stop"})");
}

inline std::string gemini(std::size_t deltas) {
    std::string all;
    auto const chunk = [](std::string_view text, std::string const& finish, std::size_t count) {
        return "data: " + (R"({"candidates": [{"content": {"parts": [{"text": ")" + std::string(text) + R"("}],"role": "model"},)" + finish + R"("index": 0}],"usageMetadata": {"promptTokenCount": 10,"candidatesTokenCount": )") +
               std::to_string(count) + R"(,"totalTokenCount": )" + std::to_string(10 + count) + R"(,"promptTokensDetails": [{"modality": "TEXT","tokenCount": 10}]},"modelVersion": "gemini-2.5-flash","responseId": "r1"})" + "\r\n\r\n";
    };
    for (std::size_t i = 0; i != deltas; ++i) all += chunk(words(i), "", i + 1);
    return all + chunk("", R"("finishReason": "STOP",)", deltas);
}

} // namespace streams

#endif
