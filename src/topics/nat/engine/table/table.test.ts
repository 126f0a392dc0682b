import { describe, expect, test } from 'vitest';
import { brokenInvariant } from '../../../../lab/engine.ts';
import { KIND_IDS } from '../kinds.ts';
import { cellKey, tableEngine, wayWords } from './engine.ts';
import type { TableState } from './types.ts';

const begin = () => tableEngine.init({ kinds: KIND_IDS }, 7);

function full(): TableState {
  return KIND_IDS.reduce<TableState>(
    (state, a) => tableEngine.step(state, { type: 'row', a }).state,
    begin(),
  );
}

describe('the table', () => {
  test('row by row and cell by cell come to the same', () => {
    let state = begin();
    for (const a of KIND_IDS) {
      for (const b of KIND_IDS) {
        state = tableEngine.step(state, { type: 'cell', a, b, guess: null }).state;
        expect(brokenInvariant(tableEngine, state)).toBeNull();
      }
    }
    expect(state.cells).toEqual(full().cells);
  });
  test('a guess is held against what was played, and a cell is played once', () => {
    const cell = { type: 'cell', a: 'symmetric', b: 'restricted-cone', guess: 'relayed' } as const;
    const { state, events } = tableEngine.step(begin(), cell);
    expect(events).toEqual([{ kind: 'cell', key: cellKey(cell.a, cell.b), right: false }]);
    expect(tableEngine.caption(state, events)).toMatch(/they punch through.*You said relayed/);
    expect(tableEngine.explain(state, cell)).toMatch(/is played/);
  });
  test('guessing ports changes one hard side against an easy one, and nothing else', () => {
    const before = full();
    expect(tableEngine.explain(begin(), { type: 'guessing' })).toMatch(/Not every cell/);
    const { state } = tableEngine.step(before, { type: 'guessing' });
    const hard = new Set(['symmetric', 'linux-random']);
    for (const [key, { a, b, outcome }] of Object.entries(state.cells)) {
      const was = before.cells[key]!.outcome;
      if (outcome.path !== 'birthday') {
        expect(outcome, key).toEqual(was);
        continue;
      }
      expect(was.path).toBe('relayed');
      expect(hard.has(a) !== hard.has(b), key).toBe(true);
    }
    const met = Object.values(state.cells).filter(({ outcome }) => outcome.path === 'birthday');
    expect(met.length).toBeGreaterThanOrEqual(12);
    expect(wayWords(met[0]!.outcome)).toBe('guessed');
  });
});
