import { describe, expect, test } from 'vitest';
import { brokenInvariant } from '../../../../lab/engine.ts';
import { PASSWORD, REQUEST, RESPONSE_IPV4, RESPONSE_IPV6 } from '../stun/testing/vectors.ts';
import { fieldsOf, readingEngine, readingOf, sealsOf } from './engine.ts';
import type { ReadingState } from './types.ts';

const begin = (message: string) => readingEngine.init({ message, password: PASSWORD }, 1);

function readOn(from: ReadingState): { readonly state: ReadingState; readonly said: string[] } {
  let state = from;
  const said = [readingEngine.caption(state, [])];
  while (readingEngine.explain(state, { type: 'next' }) === null) {
    const stepped = readingEngine.step(state, { type: 'next' });
    state = stepped.state;
    said.push(readingEngine.caption(state, stepped.events));
    expect(brokenInvariant(readingEngine, state)).toBeNull();
  }
  return { state, said };
}

describe('reading a message', () => {
  test('ends with the address under the mask, and with seals that hold', () => {
    const { said, state } = readOn(begin(RESPONSE_IPV4));
    expect(said.join('\n')).toContain('All of it is 192.0.2.1.');
    expect(said.join('\n')).toContain('port 32853');
    expect(sealsOf(state)).toEqual({ integrity: true, fingerprint: true });
    expect(readOn(begin(RESPONSE_IPV6)).said.join('\n')).toContain(
      'All of it is 2001:db8:1234:5678:11:2233:4455:6677.',
    );
    expect(readOn(begin(REQUEST)).said.join('\n')).toContain('evtj:h6vY');
  });
  test('goes to any field, and says where there is none', () => {
    const state = begin(REQUEST);
    const last = fieldsOf(state).length - 1;
    expect(readingEngine.step(state, { type: 'field', field: last }).state.field).toBe(last);
    expect(readingEngine.explain(state, { type: 'field', field: last + 1 })).toMatch(/fields/);
  });
  test('of all bits there is none whose flip goes unnoticed', () => {
    for (const message of [RESPONSE_IPV4, REQUEST]) {
      for (let bit = 0; bit < message.length * 4; bit += 1) {
        const { state, events } = readingEngine.step(begin(message), { type: 'flip', bit });
        const unreadable = !readingOf(state).ok;
        // A type that is no longer a fingerprint’s is no seal that holds, either.
        expect(unreadable || sealsOf(state).fingerprint !== true, `bit ${bit}`).toBe(true);
        expect(readingEngine.caption(state, events)).toMatch(/^Bit \d of byte \d+ is flipped\. \S/);
      }
    }
  });
});
