import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import * as q from './question.mjs';

export function cases(origin) {
  const client = new Anthropic({ apiKey: 'any', baseURL: origin, maxRetries: 0 });
  const asked = { model: 'claude-sandbox', max_tokens: 4000, system: 'Be brief.', messages: [{ role: 'user', content: q.question }] };
  return {
    async chat() {
      const said = await client.messages.create(asked);
      assert.equal(said.content[0].text, q.answer);
      assert.equal(said.stop_reason, 'end_turn');
      assert.deepEqual([said.type, said.role], ['message', 'assistant']);
      assert.deepEqual([said.usage.input_tokens, said.usage.output_tokens], [7, 7]);

      const thought = await client.messages.create({ ...asked, thinking: { type: 'enabled', budget_tokens: 2000 } });
      assert.deepEqual(thought.content.map((block) => block.type), ['thinking', 'text']);
      assert.equal(thought.content[0].signature, 'sandbox');

      const models = [];
      for await (const each of client.models.list()) models.push(each.id);
      assert.deepEqual(models, ['claude-sandbox']);
      const { max_tokens, ...counted } = asked;
      assert.equal((await client.messages.countTokens(counted)).input_tokens, 7);
    },
    async stream() {
      const pieces = [];
      const stream = client.messages.stream({ ...asked, thinking: { type: 'enabled', budget_tokens: 2000 } });
      stream.on('text', (piece) => pieces.push(piece));
      const whole = await stream.finalMessage();
      q.assert_streamed(pieces);
      assert.deepEqual(whole.content.map((block) => block.type), ['thinking', 'text']);
      assert.equal(whole.content[0].signature, 'sandbox');
      assert.equal(whole.stop_reason, 'end_turn');
      assert.equal(whole.usage.input_tokens, 7);
    },
    async tool() {
      for (const stream of [false, true]) {
        const calls = [];
        const tool = betaTool({ name: 'get_weather', description: q.description, inputSchema: q.parameters, run: (given) => { calls.push(given); return 'sunny'; } });
        const runner = client.beta.messages.toolRunner({ ...asked, stream, messages: [{ role: 'user', content: q.tool_question }], tools: [tool] });
        const last = await runner.runUntilDone();
        assert.equal(last.content[0].text, q.tool_answer);
        assert.deepEqual(calls, [q.tool_arguments]);
      }
    },
    async structured() {
      const said = await client.messages.parse({ ...asked, output_config: { format: zodOutputFormat(q.person) } });
      assert.deepEqual(said.parsed_output, q.a_person);
    },
    async rate_limit() {
      const is_known = (error) => {
        assert.ok(error instanceof Anthropic.RateLimitError, String(error));
        assert.equal(error.error.error.type, 'rate_limit_error');
      };
      await q.assert_rate_limited(() => client.messages.create({ ...asked, model: 'claude-fail-429' }), is_known);
      await q.assert_rate_limited(() => client.messages.stream({ ...asked, model: 'claude-fail-429' }).finalMessage(), is_known);
    },
  };
}
