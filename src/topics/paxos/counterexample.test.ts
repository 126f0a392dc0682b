import { describe, expect, test } from 'vitest';
import { brokenInvariant } from '../../lab/engine.ts';
import { linkParameters, openLink } from '../../lab/link.ts';
import { branchOf, mainRun, openRun, openTimeline } from '../../lab/timeline.ts';
import { counterexample } from './counterexample.ts';
import { packedSearch } from './engine/packed/search.ts';
import { type BoardSize, boardOf } from './engine/spec/board.ts';
import { anyBoard } from './small-scenarios.ts';

const small = { acceptors: 3, values: 2, ballots: 2 };
/** The lengths that the fewest moves to two winners have, crashes not counted. */
const CASES: readonly (readonly [string, BoardSize, number])[] = [
  ['phase 1 skipped', { ...small, broken: 'skip-phase-1' }, 6],
  ['two proposals', { ...small, broken: 'equivocate' }, 9],
  ['quorums of 1 and 2', { ...small, quorum1: 1, quorum2: 2 }, 10],
  ['quorums of 2 and 1', { ...small, quorum1: 2, quorum2: 1 }, 10],
  ['votes ignored', { ...small, broken: 'ignore-votes' }, 12],
  ['votes omitted', { ...small, broken: 'omit-votes' }, 12],
  ['promises broken', { ...small, broken: 'break-promise' }, 12],
  ['four members, quorums of two', { ...small, acceptors: 4, quorum1: 2, quorum2: 2 }, 12],
  ['amnesia', { ...small, broken: 'amnesia' }, 12],
  ['any vote copied', { ...small, ballots: 3, broken: 'copy-any' }, 17],
];

function found(size: BoardSize) {
  const search = packedSearch(boardOf(size));
  for (;;) {
    const next = search.next();
    if (next.done) return next.value.violation!.actions;
  }
}

describe.each(CASES)('%s', (_, size, moves) => {
  const actions = found(size);
  const deviations = counterexample(boardOf(size), actions);
  const timeline = openRun(openTimeline(anyBoard), { ...mainRun(anyBoard), deviations });

  test(`takes ${moves} moves`, () => {
    expect(actions.filter((a) => a.type !== 'crash')).toHaveLength(moves);
  });

  test('plays on the board as one branch, and is broken at its last frame alone', () => {
    expect(timeline.branches).toHaveLength(2);
    const { frames } = branchOf(timeline, 1);
    const broken = frames.filter((f) => anyBoard.engine.invariants.agreement!(f.state) !== null);
    expect(broken.map((f) => f.index)).toEqual([frames.length - 1]);
    expect(brokenInvariant(anyBoard.engine, frames.at(-1)!.state)).not.toBeNull();
  });

  test('comes back from its link', async () => {
    const branch = branchOf(timeline, 1);
    const link = linkParameters(branch, branch.frames.length - 1, anyBoard.seed);
    expect(link.get('a')!.length).toBeLessThan(1500);
    const opened = await openLink(anyBoard, link);
    expect(opened.notice).toBeNull();
    expect(branchOf(opened.timeline, opened.branch).frames).toEqual(branch.frames);
  });
});
