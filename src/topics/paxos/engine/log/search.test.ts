import { describe, expect, test } from 'vitest';
import { exploreAll } from '../../../../lab/explore.ts';
import { logEngine } from './engine.ts';
import type { BrokenLogRule, LogConfig, LogState } from './types.ts';

/** Everything but the configuration. */
const identify = ({ config: _, ...rest }: LogState) => JSON.stringify(rest);

const TWO = ['x=1', 'y=2'];
const AGREEMENT = 'one value chosen in a slot';

function small(change: Partial<LogConfig>): LogConfig {
  return {
    members: 3,
    slots: 2,
    ballots: 2,
    commands: ['x=1'],
    crashes: 0,
    broken: null,
    ...change,
  };
}

function search(change: Partial<LogConfig>) {
  return exploreAll(logEngine, small(change), 0, { identify, maxStates: 1_500_000 });
}

describe('every state of a tiny log keeps every promise', () => {
  test.each<[string, Partial<LogConfig>, number, number, number]>([
    ['one command, two slots', {}, 827, 2_594, 14],
    ['two commands, two slots', { commands: TWO }, 42_162, 217_066, 21],
    ['two commands, one slot, a crash', { slots: 1, commands: TWO, crashes: 1 }, 9_245, 38_241, 17],
    ['one command, two slots, a crash', { crashes: 1 }, 4_695, 17_079, 16],
  ])('%s', (_, change, distinct, generated, depth) => {
    const { levels: __, ...found } = search(change);
    expect(found).toEqual({
      distinct,
      generated,
      depth,
      complete: true,
      stopped: null,
      violation: null,
    });
  });
});

describe('a broken rule is noticed', () => {
  test.each<[BrokenLogRule, Partial<LogConfig>, string, number]>([
    ['ignore-reports', {}, AGREEMENT, 9],
    ['skip-phase-1', { commands: TWO }, AGREEMENT, 10],
    ['omit-votes', { commands: TWO }, AGREEMENT, 13],
    ['break-promise', { commands: TWO }, AGREEMENT, 12],
    ['copy-any', { commands: TWO, ballots: 3 }, AGREEMENT, 15],
    ['apply-over-holes', { commands: TWO }, 'the same commands in the same order', 9],
  ])('%s', (broken, change, invariant, moves) => {
    const { violation } = search({ ...change, broken });
    expect(violation?.invariant).toBe(invariant);
    expect(violation?.actions).toHaveLength(moves);
  });
});
