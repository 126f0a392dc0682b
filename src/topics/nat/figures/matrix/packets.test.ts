import { describe, expect, test } from 'vitest';
import { decodeRun, encodeRun, MAX_RUN_TEXT } from '../../../../lab/link.ts';
import { type Run, unfold } from '../../../../lab/timeline.ts';
import { outcomeOf } from '../../engine/connect.ts';
import { KIND_IDS } from '../../engine/kinds.ts';
import { CIRCUMSTANCES_IDS, type CircumstancesId } from '../../engine/table/circumstances.ts';
import { tableEngine } from '../../engine/table/engine.ts';
import type { TableState } from '../../engine/table/types.ts';
import { scenarios } from '../../scenarios.ts';
import type { PlayFrame } from '../../told.ts';
import { packetsOf } from './packets.ts';

const scenarioOf = ({ scenario }: Run) => scenarios.find(({ id }) => id === scenario)!;

function full(circumstances: CircumstancesId): TableState {
  return KIND_IDS.reduce<TableState>(
    (state, a) => tableEngine.step(state, { type: 'row', a }).state,
    tableEngine.init({ kinds: KIND_IDS, circumstances }, 7),
  );
}

/** What the packets come to. */
function endOf(run: Run): string {
  const { state } = unfold(scenarioOf(run), run).at(-1)! as PlayFrame;
  const { path, learned } = outcomeOf(state.net, state.lastDrop);
  return `${path}${learned ? ' learned' : ''}`;
}

describe('the packets of a cell', () => {
  test.each(CIRCUMSTANCES_IDS)('%s: every cell’s link ends as the cell does', (circumstances) => {
    const { cells, seed } = full(circumstances);
    for (const [key, cell] of Object.entries(cells)) {
      const { path, learned } = cell.outcome;
      const run = packetsOf(circumstances, cell, seed);
      expect(endOf(run), key).toBe(`${path}${learned ? ' learned' : ''}`);
    }
  });
  test('a guessed cell leads to a run that hits, too', () => {
    let state = full('plain');
    while (tableEngine.explain(state, { type: 'guessing' }) === null) {
      state = tableEngine.step(state, { type: 'guessing' }).state;
    }
    const guessed = Object.values(state.cells).filter(({ outcome }) => outcome.path === 'birthday');
    expect(guessed.length).toBeGreaterThan(0);
    for (const cell of guessed) {
      const run = packetsOf('plain', cell, state.seed);
      const scenario = scenarioOf(run);
      expect(run.seed).toBe(scenario.seed);
      expect(unfold(scenario, run).some(scenario.labels.hit!)).toBe(true);
    }
  });
  test('a link holds the run', async () => {
    const { cells, seed } = full('tcp');
    const run = packetsOf('tcp', cells['symmetric udp-blocked']!, seed);
    const text = encodeRun(run);
    expect(text.length).toBeLessThan(MAX_RUN_TEXT);
    expect(await decodeRun(scenarioOf(run), text)).toEqual(run);
  });
});
