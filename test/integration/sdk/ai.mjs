import assert from 'node:assert/strict';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, Output, generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import * as q from './question.mjs';

export function cases(origin) {
  const openai = createOpenAI({ apiKey: 'any', baseURL: `${origin}/v1` });
  const anthropic = createAnthropic({ apiKey: 'any', baseURL: `${origin}/v1` });
  const google = createGoogleGenerativeAI({ apiKey: 'any', baseURL: `${origin}/v1beta` });
  const families = [
    (word) => openai.chat(`gpt-4-${word}`),
    (word) => openai.responses(`gpt-4-${word}`),
    (word) => anthropic(`claude-sonnet-4-5-${word}`),
    (word) => google(`gemini-2.5-${word}`),
  ];
  const each = async (check, word = 'sandbox') => {
    for (const family of families) await check(family(word));
  };
  const asked = { system: 'Be brief.', prompt: q.question, maxRetries: 0 };
  const weather = (calls) => tool({
    description: q.description,
    inputSchema: jsonSchema(q.parameters),
    execute: async (given) => { calls.push(given); return 'sunny'; },
  });
  return {
    chat: () => each(async (model) => {
      const said = await generateText({ ...asked, model });
      assert.equal(said.text, q.answer);
      assert.equal(said.finishReason, 'stop');
      assert.deepEqual([said.usage.inputTokens, said.usage.outputTokens], [7, 7]);
      assert.deepEqual(said.warnings ?? [], []);
    }),
    stream: () => each(async (model) => {
      const pieces = [];
      const said = streamText({ ...asked, model, onError: ({ error }) => { throw error; } });
      for await (const piece of said.textStream) pieces.push(piece);
      q.assert_streamed(pieces);
      assert.equal(await said.finishReason, 'stop');
      assert.equal((await said.usage).outputTokens, 7);
    }),
    tool: () => each(async (model) => {
      for (const say of [generateText, streamText]) {
        const calls = [];
        const said = await say({ ...asked, prompt: q.tool_question, model, tools: { get_weather: weather(calls) }, stopWhen: stepCountIs(3) });
        assert.match(await said.text, /^The tool says: .*sunny/);
        assert.deepEqual(calls, [q.tool_arguments]);
        assert.equal((await said.steps).length, 2);
      }
    }),
    structured: () => each(async (model) => {
      const said = await generateText({ ...asked, model, output: Output.object({ schema: q.person }) });
      assert.deepEqual(said.output, q.a_person);
    }),
    rate_limit: () => each(async (model) => {
      await q.assert_rate_limited(() => generateText({ ...asked, model }), (error) => {
        assert.ok(APICallError.isInstance(error), String(error));
        assert.equal(error.statusCode, 429);
        assert.equal(error.isRetryable, true);
        assert.ok(error.data, 'the body of the error is not understood');
      });
    }, 'fail-429'),
  };
}
