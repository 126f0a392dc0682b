import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gameEngine } from '../engine/game/engine.ts';
import { hintFor } from '../engine/game/hint.ts';
import { leaderOf, votesOf } from '../engine/game/letters.ts';
import { drawsOf, FAIR, playedFrom } from '../engine/game/testing/games.ts';
import { membersOf } from '../engine/spec/board.ts';
import { choosable, chosenAt } from '../engine/spec/derived.ts';
import { type BoardView, boardView, type CellView } from './board-view.ts';
import { runOf, SEED } from './testing/frames.ts';

const rivals = runOf('three-rivals');
const GREEN = 0;
const BLUE = 1;

const cellsWhere = (view: BoardView, is: (cell: CellView) => boolean) =>
  view.rows.flatMap((row) => row.cells.filter(is).map((cell) => `${row.name} at ${cell.ballot}`));

describe('the board when R3 has its quorum', () => {
  const frame = rivals.at('quorum');
  const view = boardView(frame, undefined);

  test('the strip: two columns dead, blue alive in 2 and safe in 3, the rest open', () => {
    expect(view.columns.map((c) => c.word)).toEqual([
      ...['dead', 'dead', 'b is live', 'b is safe', 'open', 'open'],
    ]);
    expect(view.columns.map((c) => c.reach)).toEqual([0, 2, 3, 5, 5, 5]);
    expect(view.needed).toBe(3);
    expect(view.columns[2]!.chips.map((chip) => chip.state)).toEqual(['dead', 'live', 'dead']);
    expect(membersOf(view.columns[2]!.chips[BLUE]!.quorum)).toEqual([1, 2, 4]);
    expect(view.columns[3]!.chips.map((chip) => chip.safe)).toEqual([false, true, false]);
  });

  test('a wall where each member’s promise stands, and crosses to its left', () => {
    expect(view.rows.map((row) => row.wall)).toEqual([3, 1, 3, 3, 2]);
    expect(cellsWhere(view, (cell) => cell.crossed)).toEqual([
      ...['R0 at 0', 'R0 at 1', 'R0 at 2', 'R1 at 0', 'R2 at 0', 'R2 at 1'],
      ...['R3 at 0', 'R3 at 2', 'R4 at 0', 'R4 at 1'],
    ]);
  });

  test('the votes, the hats, and who was heard', () => {
    expect(cellsWhere(view, (cell) => cell.votes.includes(GREEN))).toEqual(['R1 at 1', 'R3 at 1']);
    expect(cellsWhere(view, (cell) => cell.votes.includes(BLUE))).toEqual(['R2 at 2']);
    const hats = view.columns.map(({ ballot }) => view.rows[ballot % 5]!.cells[ballot]!.hat);
    expect(hats.map((hat) => hat?.state)).toEqual([
      ...['idle', 'proposed', 'proposed', 'choosing', 'idle', 'idle'],
    ]);
    expect(view.heardTitle).toBe('R3 has heard');
    expect(view.heardCount).toBe('3 of 5: a quorum, just complete');
    expect(view.rows.map((row) => row.heard)).toEqual([
      { words: 'has not voted', value: null, highest: false },
      { words: 'not heard from', value: null, highest: false },
      { words: 'in ballot 2', value: BLUE, highest: true },
      { words: 'in ballot 1', value: GREEN, highest: false },
      { words: 'not heard from', value: null, highest: false },
    ]);
    expect(view.rows.map((row) => row.note)).toEqual([
      ...['promised 3', 'promised 1', 'just promised 3', 'promised 3', 'promised 2'],
    ]);
  });

  test('the halo is on the first move of the shortest way to a decision', () => {
    expect(hintFor(frame.state)!.moves[0]).toEqual({
      type: 'vote',
      ballot: 2,
      member: 1,
      value: BLUE,
    });
    expect(cellsWhere(view, (cell) => cell.useful)).toEqual(['R1 at 2']);
    expect(view.hint!.move).toEqual(hintFor(frame.state)!.moves[0]);
  });

  test('another ballot can be picked out, and one that is not there cannot', () => {
    expect(view.focus).toBe(3);
    expect(boardView(frame, 2).focus).toBe(2);
    expect(boardView(frame, 2).heardTitle).toBe('R2 has heard');
    expect(boardView(frame, 9).focus).toBe(3);
  });
});

test('red dies at the third promise, not before', () => {
  const kill = runOf('kill-red');
  const red = (label: string) => boardView(kill.at(label), undefined).columns[0]!.chips[2]!.state;
  expect(['red-close', 'one-cross', 'red-dead'].map(red)).toEqual(['live', 'live', 'dead']);
  expect(boardView(kill.at('red-dead'), undefined).columns[0]!.reach).toBe(2);
});

test('a decided column says who won, and nothing is called useful after it', () => {
  const view = boardView(rivals.at('decided'), undefined);
  expect(view.columns[3]).toMatchObject({ word: 'b won', strong: true });
  expect(view.columns[3]!.chips[BLUE]!.state).toBe('locked');
  expect(view.hint).toBeNull();
  expect(cellsWhere(view, (cell) => cell.useful)).toEqual([]);
});

test('two colours that have won show as such', () => {
  const view = boardView(runOf('many-columns').at('two-winners'), undefined);
  expect(view.columns.map((c) => c.word).filter((word) => word.endsWith('won'))).toEqual([
    ...['r won', 'b won'],
  ]);
  expect(view.listens).toBe(false);
});

test('who is away is said to be, and can make no move', () => {
  const view = boardView(runOf('dead-leader').at('gone'), undefined);
  expect(view.rows[0]).toMatchObject({ note: 'away', away: true });
  expect(view.rows[0]!.cells.filter((cell) => cell.legal)).toEqual([]);
});

const config = fc.constantFrom(...FAIR);

describe('in any game', () => {
  test('a cell promises what the engine says of its move, and shows what is so', () => {
    fc.assert(
      fc.property(config, drawsOf(32), (setup, draws) => {
        const frame = playedFrom(setup, draws).at(-1)!;
        const { state } = frame;
        const view = boardView(frame, undefined);
        for (const cell of view.rows.flatMap((row) => row.cells)) {
          const { member, ballot, press } = cell;
          const voted = votesOf(state, member, ballot);
          const below = ballot < state.spec.maxBal[member]!;
          expect(cell.votes).toEqual(voted);
          expect(cell.crossed).toBe(below && voted.length === 0);
          expect(cell.hat !== null).toBe(leaderOf(state, ballot) === member);
          if (press === null || press.type === 'choose') continue;
          const refused = gameEngine.explain(state, press) !== null;
          expect(cell.says.includes('which is refused')).toBe(refused);
          if (cell.legal || cell.pending !== null || cell.useful) expect(refused).toBe(false);
        }
      }),
      { seed: SEED, numRuns: 400 },
    );
  });

  test('a chip is locked, alive or dead as the votes and promises have it', () => {
    fc.assert(
      fc.property(config, drawsOf(32), (setup, draws) => {
        const frame = playedFrom(setup, draws).at(-1)!;
        const { spec } = frame.state;
        const chosen = chosenAt(spec);
        for (const { ballot, chips, reach } of boardView(frame, undefined).columns) {
          const open = choosable(spec, ballot);
          for (const { value, state } of chips) {
            const won = chosen.some((c) => c.ballot === ballot && c.value === value);
            expect(state === 'locked').toBe(won);
            expect(state === 'dead').toBe(open[value] === null);
          }
          // All quorums are of one size here: enough can vote, or no colour can win.
          const needed = membersOf(setup.board.quorums2[0]!).length;
          expect(reach >= needed).toBe(chips.some(({ state }) => state !== 'dead'));
        }
      }),
      { seed: SEED, numRuns: 400 },
    );
  });
});
