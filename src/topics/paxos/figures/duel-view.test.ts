import { describe, expect, test } from 'vitest';
import { duelView } from './duel-view.ts';
import { runOf } from './testing/frames.ts';

const ends = (id: string) => {
  const { frames } = runOf(id);
  return duelView(frames, frames.length - 1);
};

describe('two leaders who never wait', () => {
  const view = ends('duel');

  test('take every ballot in turn, are overtaken in each, and decide nothing', () => {
    expect(view.leaders).toEqual([0, 1]);
    expect(view.begun).toBe(12);
    expect(view.attempts.map(({ ballot, leader }) => [ballot, leader])).toEqual(
      Array.from({ length: 12 }, (_, ballot) => [ballot, ballot % 2]),
    );
    expect(view.attempts.slice(0, -1).every(({ end }) => end === 'overtaken')).toBe(true);
    expect(view.decided).toBe(false);
  });

  test('overlap: each attempt begins before the one before it has ended', () => {
    for (const [i, { from }] of view.attempts.entries()) {
      if (i > 0) expect(from).toBeLessThan(view.attempts[i - 1]!.to);
    }
  });

  test('cast votes that come to nothing: never more than one in a ballot', () => {
    expect(view.votes).toBe(11);
  });
});

test('leaders who wait at random come to a decision, in the last ballot begun', () => {
  const view = ends('duel-backoff');
  expect(view.decided).toBe(true);
  expect(view.attempts.map(({ end }) => end).toSorted()).toEqual([
    'decided',
    ...Array.from({ length: view.begun - 1 }, () => 'overtaken'),
  ]);
  expect(view.attempts.at(-1)!.end).toBe('decided');
});

test('an attempt is open until somebody overtakes it, and ends at the frame shown', () => {
  const { frames, labels } = runOf('duel');
  const early = duelView(frames, 3);
  expect(early.attempts).toEqual([
    { ballot: 0, leader: 0, from: 1, to: 3, value: -1, end: 'open' },
  ]);
  // R2 is lost to ballot 0, but R1 has not promised its own yet.
  const open = duelView(frames, labels.overtaken!).attempts;
  expect(open.map(({ end }) => end)).toEqual(['open', 'open']);
  const overtaken = duelView(frames, labels.overtaken! + 1).attempts;
  expect(overtaken.map(({ end, value }) => [end, value])).toEqual([
    ['overtaken', 0],
    ['open', -1],
  ]);
});

test('before the first move nothing has begun', () => {
  expect(duelView(runOf('duel').frames, 0)).toMatchObject({ begun: 0, votes: 0, attempts: [] });
});
