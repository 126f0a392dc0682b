import { expect, test } from 'vitest';
import { ALGORITHMS, fugue } from './plain/index.ts';
import {
  begin,
  deleteAt,
  deliver,
  insertAt,
  missing,
  receive,
  send,
  sync,
  syncAll,
  textsOf,
} from './replica.ts';
import { playAll, typeForward } from './script.ts';

for (const algorithm of ALGORITHMS) {
  test(`${algorithm.title}: one replica shows what was typed, pasted over and deleted`, () => {
    let network = typeForward(begin(algorithm, 1), 0, 0, 'brad');
    network = insertAt(network, 0, 2, 'e');
    network = deleteAt(network, 0, 0);
    network = typeForward(network, 0, 0, 'sp');
    expect(textsOf(network)).toEqual(['spread']);
  });

  test(`${algorithm.title}: sending is one way, syncing is both`, () => {
    const typed = typeForward(typeForward(begin(algorithm, 2), 0, 0, 'a'), 1, 0, 'b');
    const [first, second] = textsOf(send(typed, 0, 1));
    expect(first).toBe('a');
    expect(second).toHaveLength(2);
    const [one, other] = textsOf(sync(typed, 0, 1));
    expect(one).toBe(other);
  });

  test(`${algorithm.title}: what arrives early waits, and what arrives twice changes nothing`, () => {
    const typed = deleteAt(typeForward(begin(algorithm, 2), 0, 0, 'milk'), 0, 1);
    let network = typed;
    for (const message of missing(typed, 0, 1).toReversed()) {
      network = deliver(deliver(network, 1, message), 1, message);
    }
    expect(textsOf(network)).toEqual(['mlk', 'mlk']);
    expect(network.replicas[1]!.early).toEqual([]);
    expect(send(network, 0, 1)).toEqual(network);
  });

  test(`${algorithm.title}: two may delete the same letter, and type where it was`, () => {
    let network = sync(typeForward(begin(algorithm, 2), 0, 0, 'abc'), 0, 1);
    network = insertAt(deleteAt(network, 0, 1), 0, 1, 'x');
    network = insertAt(deleteAt(network, 1, 1), 1, 1, 'y');
    const [one, other] = textsOf(syncAll(network));
    expect(one).toBe(other);
    expect([...one!].sort().join('')).toBe('acxy');
  });
}

test('a delivery says whether it was applied, early or a duplicate', () => {
  const typed = typeForward(begin(fugue, 2), 0, 0, 'ab');
  const [a, b] = missing(typed, 0, 1);
  const early = receive(fugue, typed.replicas[1]!, b!);
  expect(early.delivery).toBe('early');
  expect(receive(fugue, early.replica, b!).delivery).toBe('duplicate');
  const applied = receive(fugue, early.replica, a!);
  expect(applied.delivery).toBe('applied');
  expect(receive(fugue, applied.replica, b!).delivery).toBe('duplicate');
});

test('nothing that a replica held before is changed by what comes after', () => {
  const before = typeForward(begin(fugue, 2), 0, 0, 'abc');
  const copy = structuredClone(before.replicas);
  syncAll(deleteAt(insertAt(before, 0, 1, 'x'), 0, 0));
  expect(before.replicas).toEqual(copy);
});

test('an emoji is one letter', () => {
  const network = playAll(fugue, {
    replicas: ['Ada'],
    steps: [
      { replica: 'Ada', at: 0, insert: 'a👩‍👩‍👧b' },
      { replica: 'Ada', at: 1, delete: 1 },
    ],
  });
  expect(textsOf(network)).toEqual(['ab']);
});

test('a step that cannot be taken is named, with what was wrong', () => {
  const play = (step: Parameters<typeof playAll>[1]['steps'][number]) => () =>
    playAll(fugue, {
      replicas: ['Ada', 'Ben'],
      steps: [{ replica: 'Ada', at: 0, insert: 'abab' }, step],
    });
  expect(play({ replica: 'Ben', at: 1, insert: 'x' })).toThrow(
    'Step 2: Nothing can be inserted at 1: the text has 0 characters.',
  );
  expect(play({ replica: 'Ada', at: 4, delete: 1 })).toThrow(
    'Step 2: Nothing can be deleted at 4: the text has 4 characters.',
  );
  expect(play({ send: ['Ada', 'Cleo'] })).toThrow('Step 2: There is no replica Cleo');
  expect(play({ replica: 'Ada', at: { after: 'ab' }, insert: 'x' })).toThrow('exactly once');
});
