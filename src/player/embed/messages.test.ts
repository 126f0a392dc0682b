import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandIn } from './messages.ts';

const SEED = 20_261_121;

describe('what a page around a figure may say', () => {
  test.each([
    [{ lockstep: 1, type: 'goto', f: 3 }],
    [{ lockstep: 1, type: 'report' }],
    [{ lockstep: 1, type: 'goto', f: 'dies' }],
    [{ lockstep: 1, type: 'step', by: -2 }],
    [{ lockstep: 1, type: 'play' }],
    [{ lockstep: 1, type: 'pause' }],
    [{ lockstep: 1, type: 'set', theme: 'dark', motion: 'off' }],
    ['slide:start'],
    ['slide:stop'],
  ])('%j', (message) => {
    expect(commandIn(message)).toEqual(message);
  });
  test('more than is asked for is left out', () => {
    expect(commandIn({ lockstep: 1, type: 'play', loudly: true })).toEqual({
      lockstep: 1,
      type: 'play',
    });
  });
  test.each([
    [{ type: 'play' }],
    [{ lockstep: 2, type: 'play' }],
    [{ lockstep: 1, type: 'stop' }],
    [{ lockstep: 1, type: 'goto' }],
    [{ lockstep: 1, type: 'goto', f: -1 }],
    [{ lockstep: 1, type: 'goto', f: 1.5 }],
    [{ lockstep: 1, type: 'goto', f: '' }],
    [{ lockstep: 1, type: 'goto', f: 'x'.repeat(101) }],
    [{ lockstep: 1, type: 'step', by: Number.POSITIVE_INFINITY }],
    [{ lockstep: 1, type: 'step', by: '1' }],
    [{ lockstep: 1, type: 'set', theme: 'pink' }],
    [{ method: 'next' }],
    ['{"lockstep":1,"type":"play"}'],
    ['slide:next'],
    [null],
    [[]],
  ])('%j is nothing to it', (message) => {
    expect(commandIn(message)).toBeNull();
  });
  test('nor is anything at all, however large or strange', () => {
    const near = fc.record(
      {
        lockstep: fc.constantFrom(1, 1, 1, 2, '1', null),
        type: fc.constantFrom('goto', 'step', 'set', 'report', 'play ', 'ready', '__proto__'),
        f: fc.anything(),
        by: fc.anything(),
        theme: fc.anything(),
      },
      { requiredKeys: [] },
    );
    const huge = fc.integer({ min: 1, max: 200_000 }).map((n) => 'slide:start'.repeat(n / 11 + 1));
    const said = fc.oneof(
      near,
      fc.anything({ withBigInt: true, withMap: true }),
      fc.string(),
      huge,
    );
    fc.assert(
      fc.property(said, (message) => {
        const command = commandIn(message);
        if (command === null || typeof command === 'string') return;
        expect(['goto', 'step', 'set', 'play', 'pause', 'report']).toContain(command.type);
      }),
      { numRuns: 10_000, seed: SEED },
    );
  });
  test('nor what throws when it is looked at', () => {
    const mine = Object.defineProperty({ lockstep: 1 }, 'type', {
      get: () => {
        throw new Error('boo');
      },
    });
    expect(commandIn(mine)).toBeNull();
  });
});
