import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findLetter, sameLetter } from '../engine/game/letters.ts';
import { drawsOf, FAIR, playedFrom } from '../engine/game/testing/games.ts';
import type { Letter, LetterName } from '../engine/game/types.ts';
import type { GameFrame } from './board-view.ts';
import { type Arrow, isPicked, messagesView, trayOf } from './messages-view.ts';
import { runOf, SEED } from './testing/frames.ts';

const run = runOf('by-letter');
const last = run.frames.length - 1;
const shown = ({ letter, writer, reader, from, to, fate }: Arrow) =>
  `${letter.kind} of ${letter.ballot}, R${writer} to R${reader}: ${from} to ${to}, ${fate}`;

describe('the game by letter', () => {
  const { arrows, deeds } = messagesView(run.frames, last);

  test('follows each letter from who wrote it to what became of it', () => {
    const first = arrows.filter(({ letter }) => letter.ballot === 0).map(shown);
    expect(first).toEqual([
      '1a of 0, R0 to R0: 1 to 2, arrived',
      '1a of 0, R0 to R1: 1 to 3, arrived',
      '1a of 0, R0 to R2: 1 to 4, arrived',
      '1a of 0, R0 to R3: 1 to 23, waiting',
      '1a of 0, R0 to R4: 1 to 23, waiting',
      '1b of 0, R0 to R0: 2 to 5, arrived',
      '1b of 0, R1 to R0: 3 to 8, arrived',
      '1b of 0, R2 to R0: 4 to 6, arrived',
      '1a of 0, R0 to R1: 7 to 19, ignored',
      '2a of 0, R0 to R0: 9 to 10, arrived',
      '2a of 0, R0 to R1: 9 to 11, arrived',
      '2a of 0, R0 to R2: 9 to 15, arrived',
      '2a of 0, R0 to R3: 9 to 23, ignored',
      '2a of 0, R0 to R4: 9 to 13, lost',
      '2b of 0, R0 to R0: 10 to 14, arrived',
      '2b of 0, R1 to R0: 11 to 20, arrived',
      '2b of 0, R2 to R0: 15 to 21, arrived',
    ]);
  });

  test('shows only what has happened by the frame shown', () => {
    const early = messagesView(run.frames, 12);
    expect(early.arrows.every(({ from, to }) => from <= 12 && to <= 12)).toBe(true);
    expect(early.arrows.filter(({ fate }) => fate === 'held').map(shown)).toEqual([
      '2a of 0, R0 to R3: 9 to 12, held',
    ]);
    expect(early.deeds.every(({ frame }) => frame <= 12)).toBe(true);
  });

  test('marks the vote that decides, and the moment at which its leader knows', () => {
    const votes = deeds.filter(({ kind }) => kind === 'vote');
    expect(votes.map(({ member, decides }) => [member, decides])).toEqual([
      [0, false],
      [1, false],
      [2, true],
    ]);
    expect(deeds.find(({ kind }) => kind === 'learn')).toMatchObject({
      member: 0,
      frame: run.labels.known,
    });
  });

  test('the tray holds what is on its way, and what is held back', () => {
    const tray = trayOf(run.frames[12]!.state);
    const says = tray.map(({ writer, reader, says, after, held }) =>
      `R${writer} to R${reader}: ${says} ${after}`.trim().concat(held ? ', held' : ''),
    );
    expect(says).toEqual([
      'R0 to R1: promise 0?',
      'R0 to R3: promise 0?',
      'R0 to R4: promise 0?',
      'R0 to R2: vote in 0?',
      'R0 to R3: vote in 0?, held',
      'R0 to R4: vote in 0?',
      'R0 to R0: voted in 0',
      'R1 to R0: voted in 0',
    ]);
  });

  test('a ballot or a member that is picked out leaves its own letters', () => {
    const { state } = run.frames[last]!;
    const letter: LetterName = { kind: '1a', ballot: 1, member: 3, value: -1 };
    expect(isPicked(state, letter, {})).toBe(true);
    expect(isPicked(state, letter, { ballot: 1 })).toBe(true);
    expect(isPicked(state, letter, { ballot: 0 })).toBe(false);
    expect([1, 3, 4].map((member) => isPicked(state, letter, { member }))).toEqual([
      ...[true, true, false],
    ]);
  });
});

test('an absence lasts from the crash to the return', () => {
  const dead = runOf('dead-leader');
  const end = dead.frames.length - 1;
  const { gone, back } = dead.labels;
  expect(messagesView(dead.frames, end).absences).toEqual([{ member: 0, from: gone, to: back }]);
  expect(messagesView(dead.frames, gone! + 2).absences).toEqual([
    { member: 0, from: gone, to: gone! + 2 },
  ]);
});

/** The arrivals of a run: which letter, and at which frame. */
function arrivalsIn(frames: readonly GameFrame[]): { letter: Letter; at: number }[] {
  return frames.flatMap(({ index, state }) => {
    const before = frames[index - 1]?.state;
    if (!before) return [];
    return state.post
      .filter((letter) => letter.arrived > (findLetter(before, letter)?.arrived ?? 0))
      .map((letter) => ({ letter, at: index }));
  });
}

describe('in any game', () => {
  const games = fc.tuple(fc.constantFrom(...FAIR), drawsOf(28));

  const checkArrivals = (frames: readonly GameFrame[], counts: (letter: Letter) => boolean) => {
    const { arrows } = messagesView(frames, frames.length - 1);
    const arrivals = arrivalsIn(frames).filter(({ letter }) => counts(letter));
    for (const { letter, at } of arrivals) {
      const ends = arrows.filter((arrow) => arrow.to === at && sameLetter(arrow.letter, letter));
      const read = ends.filter(({ fate }) => fate === 'arrived' || fate === 'ignored');
      expect(read.length, `${JSON.stringify(letter)} at ${at}`).toBeGreaterThan(0);
    }
    return arrivals.length;
  };

  test('each letter that arrives has an arrow from a move that wrote it', () => {
    let arrivals = 0;
    fc.assert(
      fc.property(games, ([setup, draws]) => {
        arrivals += checkArrivals(playedFrom(setup, draws), ({ arrived }) => arrived === 1);
      }),
      { seed: SEED, numRuns: 400 },
    );
    expect(arrivals).toBeGreaterThan(1_000);
  });

  test('so has each copy of a letter', () => {
    fc.assert(
      fc.property(games, ([setup, draws]) => {
        checkArrivals(playedFrom(setup, draws), () => true);
      }),
      { seed: SEED, numRuns: 400 },
    );
  });

  test('an arrow ends where it was read, or at the frame shown', () => {
    fc.assert(
      fc.property(games, ([setup, draws]) => {
        const frames = playedFrom(setup, draws);
        const end = frames.length - 1;
        const arrivals = arrivalsIn(frames);
        for (const { letter, from, to, fate } of messagesView(frames, end).arrows) {
          expect(from).toBeLessThanOrEqual(to);
          if (fate === 'arrived' || fate === 'ignored') {
            expect(arrivals.some((a) => a.at === to && sameLetter(a.letter, letter))).toBe(true);
          } else if (fate === 'lost') {
            expect(findLetter(frames[to]!.state, letter)!.dropped).toBe(true);
          } else expect(to).toBe(end);
        }
      }),
      { seed: SEED, numRuns: 400 },
    );
  });
});
