import assert from 'node:assert/strict';
import { ApiError, GoogleGenAI } from '@google/genai';
import { z } from 'zod';
import * as q from './question.mjs';

export function cases(origin) {
  const { models, chats } = new GoogleGenAI({ apiKey: 'any', vertexai: false, httpOptions: { baseUrl: origin } });
  const asked = { model: 'gemini-sandbox', contents: q.question, config: { systemInstruction: 'Be brief.' } };
  const weather = { functionDeclarations: [{ name: 'get_weather', description: q.description, parametersJsonSchema: q.parameters }] };
  return {
    async chat() {
      const said = await models.generateContent(asked);
      assert.equal(said.text, q.answer);
      assert.equal(said.candidates[0].finishReason, 'STOP');
      assert.deepEqual([said.usageMetadata.promptTokenCount, said.usageMetadata.candidatesTokenCount], [7, 7]);

      const chat = chats.create({ model: asked.model });
      await chat.sendMessage({ message: q.question });
      assert.equal((await chat.sendMessage({ message: 'And now?' })).text, 'You asked: And now?');
      assert.equal(chat.getHistory().length, 4);

      const names = [];
      for await (const each of await models.list()) names.push(each.name);
      assert.deepEqual(names, ['models/gemini-sandbox']);
    },
    async stream() {
      const pieces = [];
      let last;
      for await (const chunk of await models.generateContentStream(asked)) {
        if (chunk.text) pieces.push(chunk.text);
        last = chunk;
      }
      q.assert_streamed(pieces);
      assert.equal(last.candidates?.[0].finishReason, 'STOP');
      assert.equal(last.usageMetadata.candidatesTokenCount, 7);
    },
    async tool() {
      const contents = [{ role: 'user', parts: [{ text: q.tool_question }] }];
      const config = { tools: [weather] };
      const first = await models.generateContent({ model: asked.model, contents, config });
      assert.equal(first.functionCalls.length, 1);
      assert.equal(first.functionCalls[0].name, 'get_weather');
      assert.deepEqual(first.functionCalls[0].args, q.tool_arguments);
      contents.push(first.candidates[0].content);
      contents.push({ role: 'user', parts: [{ functionResponse: { name: 'get_weather', response: { output: 'sunny' } } }] });
      const second = await models.generateContent({ model: asked.model, contents, config });
      assert.match(second.text, /^The tool says: .*sunny/);

      const calls = [];
      for await (const chunk of await models.generateContentStream({ model: asked.model, contents: q.tool_question, config })) calls.push(...(chunk.functionCalls ?? []));
      assert.deepEqual(calls.map((call) => call.args), [q.tool_arguments]);
    },
    async structured() {
      const config = { responseMimeType: 'application/json', responseJsonSchema: z.toJSONSchema(q.person) };
      assert.deepEqual(JSON.parse((await models.generateContent({ ...asked, config })).text), q.a_person);
      const own = { type: 'OBJECT', properties: { name: { type: 'STRING' } }, required: ['name'] };
      const spelled = await models.generateContent({ ...asked, config: { responseMimeType: 'application/json', responseSchema: own } });
      assert.deepEqual(JSON.parse(spelled.text), { name: 'name' });
    },
    async rate_limit() {
      const is_known = (error) => {
        assert.ok(error instanceof ApiError, String(error));
        assert.equal(error.status, 429);
        assert.match(error.message, /RESOURCE_EXHAUSTED/);
      };
      await q.assert_rate_limited(() => models.generateContent({ ...asked, model: 'gemini-fail-429' }), is_known);
      await q.assert_rate_limited(() => models.generateContentStream({ ...asked, model: 'gemini-fail-429' }), is_known);
    },
  };
}
