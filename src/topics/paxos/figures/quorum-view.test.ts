import { describe, expect, test } from 'vitest';
import { boardOf, membersOf, quorumsOfSize } from '../engine/spec/board.ts';
import { pairWords, quorumView, toggled } from './quorum-view.ts';

const sized = (acceptors: number, quorum1: number, quorum2: number) =>
  quorumView(boardOf({ acceptors, values: 2, ballots: 2, quorum1, quorum2 }));

describe('which pairs meet', () => {
  test('majorities all do, by one member or more', () => {
    const view = sized(3, 2, 2);
    expect([view.pairs, view.apart, view.hidden]).toEqual([9, 0, 0]);
    expect(view.promises).toEqual([0b011, 0b101, 0b110]);
    expect(view.shared).toEqual([
      [0b011, 0b001, 0b010],
      [0b001, 0b101, 0b100],
      [0b010, 0b100, 0b110],
    ]);
  });

  test.each([
    [3, 3, 1, 3, 0],
    [3, 1, 3, 3, 0],
    [3, 1, 2, 9, 3],
    [3, 2, 1, 9, 3],
    [4, 2, 2, 36, 6],
    [4, 3, 2, 24, 0],
    [5, 3, 3, 100, 0],
  ])('of %i members, %i to promise and %i to vote', (acceptors, one, two, pairs, apart) => {
    const view = sized(acceptors, one, two);
    expect([view.pairs, view.apart]).toEqual([pairs, apart]);
    const empty = view.shared.flat().filter((both) => both === 0);
    if (view.hidden === 0) expect(empty).toHaveLength(apart);
  });

  test('sets that are too many to draw are counted, and their pairs too', () => {
    const view = sized(7, 4, 4);
    expect([view.promises.length, view.votes.length, view.hidden]).toEqual([10, 10, 50]);
    expect([view.pairs, view.apart]).toEqual([35 * 35, 0]);
    expect(sized(7, 3, 3).apart).toBe(35 * 4);
  });
});

describe('a pair in words', () => {
  test('one shared member reports, two report', () => {
    expect(pairWords(0b011, 0b110)).toBe(
      'Whatever R1 and R2 vote for, R1 reports it to a leader who asks R0 and R1.',
    );
    expect(pairWords(0b011, 0b011)).toContain('R0 and R1 report it');
  });

  test('nobody shared: nobody tells', () => {
    expect(pairWords(0b001, 0b110)).toBe(
      'R0 can promise while R1 and R2 vote, and nobody is in both: the leader would not hear of the votes.',
    );
  });
});

describe('a set that is changed', () => {
  const majorities = quorumsOfSize(3, 2);

  test('takes a member in, or lets one go', () => {
    expect(toggled(majorities, 0, 2)).toEqual([0b111, 0b101, 0b110]);
    expect(toggled(majorities, 2, 2)).toEqual([0b011, 0b101, 0b010]);
  });

  test('goes when it is empty, or equal to another', () => {
    expect(toggled([0b001, 0b110], 0, 0)).toEqual([0b110]);
    expect(toggled([0b011, 0b001], 0, 1)).toEqual([0b001]);
  });

  test('is as it was after two presses, and names only members', () => {
    const once = toggled(majorities, 1, 1);
    expect(toggled(once, 1, 1)).toEqual(majorities);
    expect(once.flatMap(membersOf).every((member) => member < 3)).toBe(true);
  });
});
