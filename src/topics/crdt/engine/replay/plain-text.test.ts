import { expect, test } from 'vitest';
import {
  type Copies,
  type Deed,
  deedsOf,
  firstDifference,
  liveCopies,
  plainCopies,
  typingDeeds,
} from '../fast/testing/lockstep.ts';
import { ALGORITHMS } from '../plain/index.ts';
import {
  editedWordHistory,
  figure7History,
  prependedHistory,
  randomHistory,
} from '../testing/histories.ts';
import { ALGORITHM_IDS, type AlgorithmId, PlainText } from './plain-text.ts';

const plainTexts = (algorithm: AlgorithmId, replicas: number): Copies =>
  liveCopies(replicas, (r, send) => new PlainText(algorithm, r, send));

const SHAPES = [figure7History, prependedHistory, editedWordHistory, randomHistory];

/** Three quarters of them around one place, a quarter in words. */
function deedsFor(seed: number, replicas: number): readonly Deed[] {
  const shape = SHAPES[seed % SHAPES.length]!;
  if (shape === randomHistory) return typingDeeds(seed, replicas, 30);
  return deedsOf(shape(seed, { replicas, deletes: seed % 3 > 0 }));
}

function differences(algorithm: AlgorithmId, copiesOf: (replicas: number) => Copies) {
  const found: string[] = [];
  for (let seed = 1; seed <= 800; seed++) {
    const replicas = 3 + (seed % 2);
    const [ours, theirs] = [plainTexts(algorithm, replicas), copiesOf(replicas)];
    const difference = firstDifference(deedsFor(seed, replicas), ours, theirs);
    if (difference) found.push(`seed ${seed}: ${difference}`);
  }
  return found;
}

test('every plain algorithm has a text that changes in place', () => {
  expect(ALGORITHMS.map(({ id }) => id)).toEqual([...ALGORITHM_IDS]);
});

for (const algorithm of ALGORITHMS) {
  test(`${algorithm.title} in place is ${algorithm.title} in random histories`, () => {
    const id = algorithm.id as AlgorithmId;
    expect(differences(id, (replicas) => plainCopies(algorithm, replicas))).toEqual([]);
  });
}

test('a neighbouring rule is noticed', () => {
  const [, , yata, fugue, fugueMax] = ALGORITHMS;
  for (const [id, algorithm] of [
    ['fugue-max', fugue!],
    ['fugue', fugueMax!],
    ['fugue-max', yata!],
  ] as const) {
    expect(differences(id, (replicas) => plainCopies(algorithm, replicas)).length).toBeGreaterThan(
      10,
    );
  }
});
