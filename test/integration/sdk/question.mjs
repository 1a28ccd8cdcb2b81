// What every SDK is asked, and what it must make of the answer.
import assert from 'node:assert/strict';
import { z } from 'zod';

export const question = 'Why is the sky blue?';
export const answer = 'You asked: Why is the sky blue?';
export const tool_question = 'What does get_weather say?';
export const tool_answer = 'The tool says: sunny';
export const description = 'Tells the weather.';
export const parameters = {
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'integer' } },
  required: ['city', 'days'],
  additionalProperties: false,
};
export const tool_arguments = { city: 'city', days: 1 };

export const person = z.object({ name: z.string(), age: z.number(), tags: z.array(z.string()) });
export const a_person = { name: 'name', age: 1, tags: ['tags'] };

/// The pieces that a stream came in must be several, and make up the answer.
export function assert_streamed(pieces) {
  assert.ok(pieces.length > 2, `${pieces.length} pieces`);
  assert.equal(pieces.join(''), answer);
}

/// A call must be refused for its rate, as an error that the SDK knows.
export async function assert_rate_limited(call, check) {
  await assert.rejects(call, (error) => {
    check(error);
    return true;
  });
}
