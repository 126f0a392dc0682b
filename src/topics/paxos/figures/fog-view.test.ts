import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findLetter, leaderOf, votesOf } from '../engine/game/letters.ts';
import { drawsOf, FAIR, playedFrom } from '../engine/game/testing/games.ts';
import type { GameState } from '../engine/game/types.ts';
import { boardView } from './board-view.ts';
import { type FogView, fogView } from './fog-view.ts';
import { runOf, SEED } from './testing/frames.ts';

const BLUE = 1;

/** A row as it looks: a colour’s number, `x` for a cross, `?` for the unknown, `-` for an empty cell. */
const looks = ({ board }: FogView, member: number) =>
  board.rows[member]!.cells.map(({ votes, crossed, fog }) =>
    fog ? '?' : crossed ? 'x' : votes.length > 0 ? votes.join() : '-',
  ).join(' ');

describe('what R3 knows when it has its quorum', () => {
  const view = fogView(runOf('three-rivals').at('quorum'), 3, undefined);

  test('its own row as it is, and of R0 and R2 what they reported', () => {
    expect(looks(view, 3)).toBe('x 0 x - - -');
    expect(looks(view, 0)).toBe('x x x ? ? ?');
    // R2 voted blue in 2; of the ballots before it says nothing.
    expect(looks(view, 2)).toBe(`? ? ${BLUE} ? ? ?`);
    expect(view.board.rows.map((row) => row.wall)).toEqual([3, null, 3, 3, null]);
  });

  test('nothing of R4, and of R1 only what it proposed', () => {
    expect(looks(view, 4)).toBe('? ? ? ? ? ?');
    expect(looks(view, 1)).toBe('? ? ? ? ? ?');
    expect(view.board.rows[4]!.note).toBe('unknown');
    expect(view.board.rows[1]!.cells[1]!.hat).toEqual({ state: 'proposed', value: 0 });
    expect(view.board.rows[2]!.cells[2]!.hat).toBeNull();
  });

  test('in sentences', () => {
    expect(view.knows).toEqual([
      'R3 has promised or voted up to ballot 3, and keeps to that.',
      'As the leader of ballot 3 it has heard 3 of 5.',
    ]);
    expect(view.truth).toBe('In truth nothing has won yet.');
  });
});

test('a decision that nobody knows of, and then its leader does', () => {
  const { at } = runOf('by-letter');
  const truths = (label: string) => [0, 1].map((m) => fogView(at(label), m, undefined).truth);
  expect(truths('decided')).toEqual([
    'In truth green has won in ballot 0, and nobody at the table knows it.',
    'In truth green has won in ballot 0, and nobody at the table knows it.',
  ]);
  expect(truths('known')).toEqual([
    'In truth green has won in ballot 0, and R0 knows it.',
    'In truth green has won in ballot 0. R1 has not been told.',
  ]);
});

/** Whether a member was told of a vote: by the vote itself, or by a promise that reports it. */
function wasTold(state: GameState, member: number, other: number, ballot: number): boolean {
  return state.spec.messages.some((m) => {
    if (m.type !== '1b' && m.type !== '2b') return false;
    if (m.acceptor !== other || leaderOf(state, m.ballot) !== member) return false;
    const value = m.type === '2b' ? m.value : -1;
    const letter = findLetter(state, { kind: m.type, ballot: m.ballot, member: other, value });
    if (!letter || letter.arrived === 0) return false;
    return ballot === (m.type === '2b' ? m.ballot : m.votedBallot);
  });
}

describe('in any game', () => {
  test('a member sees its own row, of others what it was told, and nothing that is not so', () => {
    const seen = { votes: 0, crosses: 0, hidden: 0, hats: 0 };
    const check = (state: GameState, view: FogView, truth: FogView['board']) => {
      for (const row of view.board.rows) {
        const real = truth.rows[row.member]!;
        if (row.member === view.member) {
          expect(row).toEqual(real);
          continue;
        }
        expect(row.wall ?? 0).toBeLessThanOrEqual(real.wall ?? 0);
        for (const { ballot, votes, crossed, fog, hat, press } of row.cells) {
          const told = wasTold(state, view.member, row.member, ballot);
          expect(votes).toEqual(told ? votesOf(state, row.member, ballot) : []);
          if (crossed) expect(real.cells[ballot]!.crossed).toBe(true);
          expect(fog).toBe(votes.length === 0 && !crossed);
          expect(press).toBeNull();
          if (hat?.state === 'proposed') {
            const { value } = hat;
            const letter = { kind: '2a', ballot, member: view.member, value: value! } as const;
            expect(findLetter(state, letter)?.arrived).toBeGreaterThan(0);
            seen.hats += 1;
          }
          seen.votes += votes.length;
          seen.crosses += Number(crossed);
          seen.hidden += Number(fog && real.cells[ballot]!.votes.length > 0);
        }
      }
    };
    fc.assert(
      fc.property(fc.constantFrom(...FAIR), drawsOf(32), (setup, draws) => {
        const frame = playedFrom(setup, draws).at(-1)!;
        const truth = boardView(frame, undefined);
        for (const { member } of truth.rows) {
          check(frame.state, fogView(frame, member, undefined), truth);
        }
      }),
      { seed: SEED, numRuns: 600 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
  });
});
