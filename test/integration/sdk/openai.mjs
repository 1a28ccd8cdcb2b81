import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { zodResponseFormat, zodTextFormat } from 'openai/helpers/zod';
import * as q from './question.mjs';

export function cases(origin) {
  const client = new OpenAI({ apiKey: 'any', baseURL: `${origin}/v1`, maxRetries: 0 });
  const model = 'gpt-sandbox';
  const messages = [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: q.question }];
  return {
    async chat() {
      const said = await client.chat.completions.create({ model, messages });
      assert.equal(said.choices[0].message.content, q.answer);
      assert.equal(said.choices[0].finish_reason, 'stop');
      assert.deepEqual([said.usage.prompt_tokens, said.usage.completion_tokens, said.usage.total_tokens], [7, 7, 14]);

      const response = await client.responses.create({ model, instructions: 'Be brief.', input: q.question });
      assert.equal(response.output_text, q.answer);
      assert.equal(response.status, 'completed');
      assert.deepEqual([response.usage.input_tokens, response.usage.output_tokens], [7, 7]);

      const models = [];
      for await (const each of client.models.list()) models.push(each.id);
      assert.deepEqual(models, ['sandbox']);
      const lie = await client.embeddings.create({ model: 'any', input: ['a b', 'abc'], encoding_format: 'float' });
      assert.deepEqual(lie.data.map((each) => each.embedding), [[3, 2], [3, 1]]);
    },
    async stream() {
      const pieces = [];
      const stream = client.chat.completions.stream({ model, messages, stream_options: { include_usage: true } });
      stream.on('content', (piece) => pieces.push(piece));
      const whole = await stream.finalChatCompletion();
      q.assert_streamed(pieces);
      assert.equal(whole.choices[0].message.content, q.answer);
      assert.equal(whole.usage.completion_tokens, 7);

      const events = [];
      const responses = client.responses.stream({ model, input: q.question });
      for await (const event of responses) events.push(event);
      q.assert_streamed(events.filter((e) => e.type === 'response.output_text.delta').map((e) => e.delta));
      assert.equal(events[0].type, 'response.created');
      assert.equal(events.at(-1).type, 'response.completed');
      assert.deepEqual(events.map((e) => e.sequence_number), events.map((_, i) => i));
      assert.equal((await responses.finalResponse()).output_text, q.answer);
    },
    async tool() {
      for (const stream of [false, true]) {
        const calls = [];
        const runner = client.chat.completions.runTools({
          model,
          stream,
          messages: [{ role: 'user', content: q.tool_question }],
          tools: [{
            type: 'function',
            function: { name: 'get_weather', description: q.description, parameters: q.parameters, parse: JSON.parse, function: (given) => { calls.push(given); return 'sunny'; } },
          }],
        });
        assert.equal(await runner.finalContent(), q.tool_answer);
        assert.deepEqual(calls, [q.tool_arguments]);
      }

      const tools = [{ type: 'function', name: 'get_weather', description: q.description, parameters: q.parameters, strict: true }];
      const input = [{ role: 'user', content: q.tool_question }];
      const first = await client.responses.create({ model, input, tools });
      const call = first.output.find((item) => item.type === 'function_call');
      assert.deepEqual(JSON.parse(call.arguments), q.tool_arguments);
      input.push(...first.output, { type: 'function_call_output', call_id: call.call_id, output: 'sunny' });
      const second = await client.responses.stream({ model, input, tools }).finalResponse();
      assert.equal(second.output_text, q.tool_answer);
      const streamed = await client.responses.stream({ model, input: input.slice(0, 1), tools }).finalResponse();
      assert.deepEqual(streamed.output[0].parsed_arguments, q.tool_arguments);
    },
    async structured() {
      const said = await client.chat.completions.parse({ model, messages, response_format: zodResponseFormat(q.person, 'person') });
      assert.deepEqual(said.choices[0].message.parsed, q.a_person);
      const streamed = await client.chat.completions.stream({ model, messages, response_format: zodResponseFormat(q.person, 'person') }).finalChatCompletion();
      assert.deepEqual(streamed.choices[0].message.parsed, q.a_person);
      const response = await client.responses.parse({ model, input: q.question, text: { format: zodTextFormat(q.person, 'person') } });
      assert.deepEqual(response.output_parsed, q.a_person);
    },
    async rate_limit() {
      const is_known = (error) => {
        assert.ok(error instanceof OpenAI.RateLimitError, String(error));
        assert.equal(error.status, 429);
      };
      const limited = 'gpt-fail-429';
      await q.assert_rate_limited(() => client.chat.completions.create({ model: limited, messages }), is_known);
      await q.assert_rate_limited(() => client.chat.completions.create({ model: limited, messages, stream: true }), is_known);
      await q.assert_rate_limited(() => client.responses.create({ model: limited, input: q.question }), is_known);
    },
  };
}
