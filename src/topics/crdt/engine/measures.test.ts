import { expect, test } from 'vitest';
import { type Algorithm, visible } from './algorithm.ts';
import { type Broken, brokenAdjacencies, brokenPairs } from './broken-pairs.ts';
import { ALGORITHMS, causalTree, fugue, fugueMax, yata } from './plain/index.ts';
import { PRESETS } from './presets.ts';
import { begin, deliver, type Message, type Network } from './replica.ts';
import { playAll } from './script.ts';
import { authorSwitches, concurrentLetters } from './switches.ts';
import { ownEditors } from './testing/editors.ts';
import {
  figure7History,
  firstDifference,
  prependedHistory,
  randomHistory,
} from './testing/histories.ts';

function preset(id: string, algorithm: Algorithm): Network {
  return playAll(algorithm, PRESETS.find((each) => each.id === id)!.script);
}

/** What the first replica shows in the end. */
const listOf = (network: Network) => network.replicas[0]!.doc;

/** The broken pairs as letters: “YB”. */
function letters(network: Network, wanted: (pair: Broken) => boolean = () => true) {
  const doc = listOf(network);
  const letterOf = (id: Broken['first']) => doc.find((element) => element.id === id)!.value;
  return brokenPairs(doc)
    .filter(wanted)
    .map(({ first, second }) => letterOf(first) + letterOf(second));
}

/** The same operations again, delivered to somebody who has typed nothing, and each state on the way. */
function* prefixes(algorithm: Algorithm, log: readonly Message[]): Generator<Network> {
  let network = begin(algorithm, log[0]?.after.length ?? 1);
  for (const message of log) {
    network = deliver(network, 0, message);
    yield network;
  }
}

test('two words typed backwards are as shuffled as can be by a causal tree, and not by Fugue', () => {
  const shuffled = preset('backward', causalTree);
  expect(authorSwitches(visible(listOf(shuffled)))).toEqual({
    switches: 9,
    unavoidable: 1,
    most: 9,
    score: 1,
  });
  expect(authorSwitches(visible(listOf(preset('backward', fugue)))).score).toBe(0);
});

test('a text by one author, and no text, have nothing to shuffle', () => {
  expect(authorSwitches([]).score).toBe(0);
  const alone = playAll(fugue, {
    replicas: ['Ada'],
    steps: [{ replica: 'Ada', at: 0, insert: 'abc' }],
  });
  expect(authorSwitches(visible(listOf(alone)))).toEqual({
    switches: 0,
    unavoidable: 0,
    most: 0,
    score: 0,
  });
});

test('only what was typed side by side counts as contested', () => {
  const network = playAll(fugue, {
    replicas: ['Ada', 'Ben'],
    steps: [
      { replica: 'Ada', at: 0, insert: 'ab' },
      { sync: ['Ada', 'Ben'] },
      { replica: 'Ben', at: 1, insert: 'x' },
      { replica: 'Ada', at: 1, insert: 'y' },
      { sync: ['Ada', 'Ben'] },
      { replica: 'Ada', at: 4, insert: 'z' },
    ],
  });
  const { doc, log } = network.replicas[0]!;
  expect(concurrentLetters(doc, log).map(({ value }) => value)).toEqual(['y', 'x']);
});

test('Figure 6 breaks one pair in any case, and Lemma 5 excuses it', () => {
  for (const algorithm of [fugue, fugueMax, yata]) {
    const network = preset('figure-6', algorithm);
    expect(letters(network)).toEqual(['XC']);
    expect(brokenAdjacencies(listOf(network))).toBe(0);
  }
});

test('in Figure 7 Fugue breaks a pair without need, and FugueMax only what it has to', () => {
  const needless = ({ unavoidable }: Broken) => !unavoidable;
  expect(letters(preset('figure-7', fugue), needless)).toEqual(['YB']);
  expect(letters(preset('figure-7', fugueMax), needless)).toEqual([]);
  expect(letters(preset('figure-7', fugueMax))).toEqual(['XC']);
});

test('Figure 7 in words ends well, and breaks a pair where only first letters have arrived', () => {
  const network = preset('figure-7-words', fugue);
  expect(brokenAdjacencies(listOf(network))).toBe(0);
  // Those who type “old ” and “big ” have seen whole words; of theirs, one letter each arrives.
  const { log } = network.replicas[0]!;
  const firstLetters = log.filter(({ operation }) => {
    const { replica, counter } = operation.id;
    return replica < 3 || counter === 1;
  });
  const counts = [...prefixes(fugue, firstLetters)].map((each) => brokenAdjacencies(listOf(each)));
  expect(counts.at(-1)).toBe(1);
  const max = [...prefixes(fugueMax, preset('figure-7-words', fugueMax).replicas[0]!.log)];
  expect(max.map((each) => brokenAdjacencies(listOf(each))).every((count) => count === 0)).toBe(
    true,
  );
});

/** Needless pairs by condition, over every state that any replica passes through. */
function brokenInHistories(algorithm: Algorithm, deletes: boolean) {
  const counts = { 1: 0, 2: 0, excused: 0 };
  const watching: Algorithm = {
    ...algorithm,
    integrate(doc, insert) {
      const integrated = algorithm.integrate(doc, insert);
      for (const { condition, unavoidable } of brokenPairs(integrated.doc)) {
        counts[unavoidable ? 'excused' : condition] += 1;
      }
      return integrated;
    },
  };
  for (let seed = 1; seed <= 400; seed++) {
    const historyOf = [figure7History, prependedHistory, randomHistory][seed % 3]!;
    const mix = { replicas: 3 + (seed % 2), deletes };
    const [watched, plain] = [watching, algorithm].map((each) => ownEditors(each)(mix.replicas));
    expect(firstDifference(historyOf(seed, mix), watched!, plain!)).toBeNull();
  }
  return counts;
}

for (const deletes of [false, true]) {
  const what = deletes ? 'with deletions' : 'without deletions';

  test(`FugueMax breaks no pair without need in random histories ${what}`, () => {
    const counts = brokenInHistories(fugueMax, deletes);
    expect(counts).toMatchObject({ 1: 0, 2: 0 });
    expect(counts.excused).toBeGreaterThan(50);
  });

  test(`no algorithm breaks a pair forwards ${what}, and all but FugueMax do backwards`, () => {
    for (const algorithm of ALGORITHMS) {
      if (algorithm === fugueMax) continue;
      const counts = brokenInHistories(algorithm, deletes);
      expect(counts[1], algorithm.title).toBe(0);
      expect(counts[2], algorithm.title).toBeGreaterThan(0);
    }
  });
}
