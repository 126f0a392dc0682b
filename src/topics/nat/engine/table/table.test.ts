import { describe, expect, test } from 'vitest';
import { brokenInvariant } from '../../../../lab/engine.ts';
import { connect } from '../connect.ts';
import { KIND_IDS } from '../kinds.ts';
import { CIRCUMSTANCES_IDS, type CircumstancesId, pairUnder } from './circumstances.ts';
import { tableEngine } from './engine.ts';
import { cellKey, type TableState } from './types.ts';
import { wayWords } from './words.ts';

const begin = (circumstances: CircumstancesId = 'plain') =>
  tableEngine.init({ kinds: KIND_IDS, circumstances }, 7);

function full(circumstances?: CircumstancesId): TableState {
  return KIND_IDS.reduce<TableState>(
    (state, a) => tableEngine.step(state, { type: 'row', a }).state,
    begin(circumstances),
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
    const said: string[] = [];
    let state = before;
    while (tableEngine.explain(state, { type: 'guessing' }) === null) {
      const step = tableEngine.step(state, { type: 'guessing' });
      state = step.state;
      expect(brokenInvariant(tableEngine, state)).toBeNull();
      said.push(tableEngine.caption(state, step.events));
    }
    expect(tableEngine.explain(state, { type: 'guessing' })).toBe('Ports are guessed already.');
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
    // A cell at a time, and the last one says what came of all.
    expect(said.length).toBeGreaterThan(20);
    for (const words of said.slice(0, -1)) {
      expect(words).toMatch(/^Guessing ports\. In front of A /);
    }
    expect(said.at(-1)).toContain(`${met.length} more cells need no relay`);
  });
});

describe('circumstances', () => {
  /** Row by row, a letter for a way: direct, punched, relay. */
  function told(id: CircumstancesId): string {
    const { cells } = full(id);
    const kinds = [
      'none',
      'full-cone',
      'port-restricted-cone',
      'symmetric',
      'udp-blocked',
    ] as const;
    return kinds
      .map((a) => kinds.map((b) => cells[cellKey(a, b)]!.outcome.path!.charAt(0)).join(''))
      .join(' ');
  }
  test('each has a table of its own', () => {
    expect(Object.fromEntries(CIRCUMSTANCES_IDS.map((id) => [id, told(id)]))).toEqual({
      plain: 'ddddr dpppr dpprr dprrr rrrrr',
      // With nothing in front of A there is nobody to ask, and no need to.
      asked: 'ddddr ddddr ddddr ddddr rrrrr',
      // A is behind a port-restricted cone at the least.
      'carrier-a': 'dpprr dpprr dpprr dprrr rrrrr',
      carrier: 'rrrrr rrrrr rrrrr rrrrr rrrrr',
      'carrier-hairpin': 'ppprr ppprr ppprr rrrrr rrrrr',
      'carrier-asked': 'rdddr ddddr ddddr ddddr rrrrr',
      ipv6: 'ddddr dpppr dpppr dpppr rrrrr',
      // What blocks UDP is a port-restricted cone for TCP.
      tcp: 'ddddd dpppp dpprp dprrr dpprp',
    });
  });
  test('others begin the table anew, say so, and are not taken twice', () => {
    const { state, events } = tableEngine.step(full(), { type: 'circumstances', id: 'tcp' });
    expect(state).toEqual(begin('tcp'));
    expect(tableEngine.caption(state, events)).toMatch(
      /^From the beginning. .* over TCP.* Nothing is played yet/,
    );
    expect(tableEngine.explain(state, { type: 'circumstances', id: 'tcp' })).toMatch(/already/);
    expect(tableEngine.explain(state, { type: 'circumstances', id: 'plain' })).toBeNull();
  });
  test('a row’s caption says under which it was played, and what most of it ended with', () => {
    const row = { type: 'row', a: 'symmetric' } as const;
    const { state, events } = tableEngine.step(begin('carrier'), row);
    expect(tableEngine.caption(state, events)).toMatch(
      /^One carrier, no hairpin\. .*0 of 10 .*The last word in 9 of them: carrier’s NAT: no hairpin/,
    );
  });
  test.each(CIRCUMSTANCES_IDS)('%s: no invariant breaks', (id) => {
    expect(brokenInvariant(tableEngine, full(id))).toBeNull();
  });
  test('where guessing is refused it would have changed nothing', () => {
    const birthday = { sockets: 256, probes: 2048, gap: 10 };
    const guessing = { servers: 2, birthday, rounds: 50 } as const;
    expect(tableEngine.explain(full('carrier'), { type: 'guessing' })).toMatch(/carrier/);
    const behind = pairUnder('carrier', 'symmetric', 'port-restricted-cone');
    expect(connect({ ...behind, ...guessing }, 7).path).toBe('relayed');
    for (const { outcome, a, b } of Object.values(full('ipv6').cells)) {
      expect(outcome.path === 'relayed').toBe([a, b].includes('udp-blocked'));
    }
  });
});
