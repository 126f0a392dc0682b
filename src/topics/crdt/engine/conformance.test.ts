import { expect, test } from 'vitest';
import { type Algorithm, indexOf } from './algorithm.ts';
import { causalTree, fugue, fugueMax, rga, yata } from './plain/index.ts';
import {
  automergeEditors,
  diamondEditors,
  loroEditors,
  type MakeEditors,
  ownEditors,
  yjsEditors,
  yjsTextEditors,
} from './testing/editors.ts';
import {
  editedWordHistory,
  figure7History,
  firstDifference,
  type Mix,
  prependedHistory,
  randomHistory,
} from './testing/histories.ts';

const HISTORIES = 500;

/** YATA for a cursor that has gone past the tombstones behind it, as in a Yjs text. */
const pastTombstones: Algorithm = {
  ...yata,
  place(doc, after) {
    let index = after === null ? 0 : indexOf(doc, after) + 1;
    while (doc[index]?.deleted) index += 1;
    return yata.place(doc, doc[index - 1]?.id ?? null);
  },
};

const MIXES: readonly Mix[] = [3, 4].flatMap((replicas) =>
  [false, true].map((deletes) => ({ replicas, deletes })),
);

type HistoryOf = typeof randomHistory;

/** A quarter each: what tells Fugue and FugueMax apart, what tells YATA and Fugue, and anything. */
const mixed: HistoryOf = (seed, mix) =>
  [figure7History, prependedHistory, editedWordHistory, randomHistory][seed % 4]!(seed, mix);

/** Every difference, with the seed that makes it again. */
function differences(
  ours: MakeEditors,
  theirs: MakeEditors,
  mix: Mix,
  historyOf: HistoryOf = mixed,
  count = HISTORIES,
) {
  const found: string[] = [];
  for (let seed = 1; seed <= count; seed++) {
    const history = historyOf(seed, mix);
    const pair = [ours(mix.replicas), theirs(mix.replicas)] as const;
    const difference = firstDifference(history, ...pair);
    for (const editors of pair) editors.close();
    if (difference) found.push(`seed ${seed}: ${difference}`);
  }
  return found;
}

const PAIRS: readonly (readonly [string, MakeEditors, MakeEditors])[] = [
  ['the causal tree and Automerge', ownEditors(causalTree), automergeEditors],
  ['RGA and the causal tree', ownEditors(rga), ownEditors(causalTree)],
  ['Fugue and Loro', ownEditors(fugue), loroEditors],
  ['FugueMax and Diamond Types', ownEditors(fugueMax), diamondEditors],
  ['YATA and a list in Yjs', ownEditors(yata), yjsEditors],
  ['YATA past tombstones and a text in Yjs', ownEditors(pastTombstones), yjsTextEditors],
];

for (const [pair, ours, theirs] of PAIRS) {
  for (const mix of MIXES) {
    const who = `${mix.replicas} replicas, ${mix.deletes ? 'deletions' : 'insertions only'}`;
    test(`${pair} show the same in random histories of ${who}`, () => {
      expect(differences(ours, theirs, mix)).toEqual([]);
    });
  }
}

/** Each is caught by one library or another, which shows that the comparison sees it. */
const MISTAKEN: readonly (readonly [string, Algorithm, MakeEditors, number])[] = [
  ['Fugue taken for FugueMax', fugue, diamondEditors, 10],
  ['FugueMax taken for Fugue', fugueMax, loroEditors, 10],
  ['FugueMax taken for YATA', fugueMax, yjsEditors, 10],
];

for (const [mistake, algorithm, theirs, least] of MISTAKEN) {
  test(`${mistake} is noticed in histories like Figure 7`, () => {
    const mix = { replicas: 4, deletes: false };
    const found = differences(ownEditors(algorithm), theirs, mix, figure7History, 60);
    expect(found.length).toBeGreaterThanOrEqual(least);
  });
}

test('three replicas are enough for Figure 7 to be noticed', () => {
  const mix = { replicas: 3, deletes: true };
  const found = differences(ownEditors(fugue), ownEditors(fugueMax), mix, figure7History);
  expect(found.length).toBeGreaterThan(20);
});

test('what is typed in front of each other tells YATA and Fugue apart', () => {
  const mix = { replicas: 3, deletes: false };
  const found = differences(ownEditors(yata), ownEditors(fugue), mix, prependedHistory);
  expect(found.length).toBeGreaterThan(5);
});
