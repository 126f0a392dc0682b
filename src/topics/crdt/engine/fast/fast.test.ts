import { describe, expect, test } from 'vitest';
import type { Algorithm, Operation } from '../algorithm.ts';
import * as plain from '../plain/index.ts';
import { PlainText } from '../replay/plain-text.ts';
import {
  editedWordHistory,
  figure7History,
  type Mix,
  prependedHistory,
  randomHistory,
} from '../testing/histories.ts';
import { causalTree } from './causal-tree.ts';
import { FastText } from './document.ts';
import { fugue } from './fugue.ts';
import type { RunOperation } from './operations.ts';
import type { Order } from './order.ts';
import { faultsOf } from './testing/invariants.ts';
import {
  deedsOf,
  firstDifference,
  liveCopies,
  plainCopies,
  typingDeeds,
} from './testing/lockstep.ts';

const PAIRS: readonly (readonly [Order, Algorithm])[] = [
  [causalTree, plain.causalTree],
  [fugue, plain.fugue],
];

/** After every so manieth thing that happens to it, the index of a text is looked through. */
function fastCopies(order: Order, replicas: number, every = 1) {
  const texts: FastText[] = [];
  let happened = 0;
  const make = (r: number, send: (operation: RunOperation) => void) => {
    texts[r] = new FastText(order, r, send);
    return texts[r];
  };
  return liveCopies(replicas, make, (r) => {
    happened += 1;
    const faults = happened % every === 0 ? faultsOf(texts[r]!) : [];
    if (faults.length > 0) throw new Error(`Replica ${r}: ${faults.join('; ')}.`);
  });
}

const SHAPES = [figure7History, prependedHistory, editedWordHistory, randomHistory];

/** Every difference, with the seed that makes it again. */
function differences(order: Order, algorithm: Algorithm, mix: Mix): readonly string[] {
  const found: string[] = [];
  for (let seed = 1; seed <= 1000; seed++) {
    const deeds = deedsOf(SHAPES[seed % SHAPES.length]!(seed, mix));
    const [ours, theirs] = [fastCopies(order, mix.replicas), plainCopies(algorithm, mix.replicas)];
    const difference = firstDifference(deeds, ours, theirs);
    if (difference) found.push(`seed ${seed}: ${difference}`);
  }
  return found;
}

for (const [order, algorithm] of PAIRS) {
  for (const replicas of [3, 4]) {
    for (const deletes of [false, true]) {
      const who = `${replicas} replicas${deletes ? ', with deletions' : ''}`;
      test(`the fast ${order.id} is the plain one in random histories of ${who}`, () => {
        expect(differences(order, algorithm, { replicas, deletes })).toEqual([]);
      });
    }
  }

  test(`the fast ${order.id} is the plain one where words are typed and corrected`, () => {
    const found: string[] = [];
    for (let seed = 1; seed <= 300; seed++) {
      const deeds = typingDeeds(seed, 3, 40);
      const difference = firstDifference(deeds, fastCopies(order, 3), plainCopies(algorithm, 3));
      if (difference) found.push(`seed ${seed}: ${difference}`);
    }
    expect(found).toEqual([]);
  });

  test(`the fast ${order.id} is the plain one in long histories`, () => {
    const found: string[] = [];
    for (let seed = 1; seed <= 3; seed++) {
      const plainTexts = liveCopies(4, (r, send: (operation: Operation) => void) => {
        return new PlainText(order.id, r, send);
      });
      const deeds = typingDeeds(seed, 4, 1000);
      const difference = firstDifference(deeds, fastCopies(order, 4, 50), plainTexts);
      if (difference) found.push(`seed ${seed}: ${difference}`);
    }
    expect(found).toEqual([]);
  });
}

test('one taken for the other is noticed', () => {
  const mix = { replicas: 3, deletes: true };
  expect(differences(fugue, plain.causalTree, mix).length).toBeGreaterThan(100);
  expect(differences(causalTree, plain.fugue, mix).length).toBeGreaterThan(100);
});

test('a left child goes behind a lower sibling of its ancestor that is in the run of the origin', () => {
  const type = (r: number, place: number, text: string) =>
    ({ kind: 'insert', r, place, text }) as const;
  const send = (from: number, to: number) => ({ kind: 'send', from, to }) as const;
  const deeds = [
    ...[type(1, 0, 'a'), send(1, 2), type(2, 1, 'x'), type(1, 1, 'b')],
    ...[send(2, 0), send(2, 3), type(0, 1, 'c'), type(3, 1, 'd')],
    ...[send(3, 1), send(2, 1), send(0, 1), send(1, 0), send(1, 3)],
  ];
  const difference = firstDifference(deeds, fastCopies(fugue, 4), plainCopies(plain.fugue, 4));
  expect(difference).toBeNull();
});

describe.each([causalTree, fugue])('a text by $id', (order) => {
  test('is sliced, and holds a cursor, as a string would', () => {
    const text = new FastText(order, 0);
    let expected: readonly string[] = [];
    for (const deed of typingDeeds(5, 2, 300)) {
      if (deed.kind === 'send') continue;
      const at = deed.place % (expected.length + 1);
      if (deed.kind === 'insert') {
        text.insert(at, deed.text);
        expected = expected.toSpliced(at, 0, ...deed.text);
      } else {
        const count = Math.min(deed.count, expected.length - at);
        text.delete(at, count);
        expected = expected.toSpliced(at, count);
      }
      const [from, to] = [at >> 1, at + 40];
      expect(text.slice(from, to)).toBe(expected.slice(from, to).join(''));
      expect(text.indexBehind(text.anchorAt(at))).toBe(at);
    }
    expect(text.text()).toBe(expected.join(''));
    expect([text.slice(-5, 3), text.slice(7, 2), text.slice(0, 1e9)]).toEqual([
      expected.slice(0, 3).join(''),
      '',
      expected.join(''),
    ]);
  });

  test('keeps a cursor where it is while others type, and where its letter was', () => {
    const sent: RunOperation[] = [];
    const [mine, theirs] = [new FastText(order, 0), new FastText(order, 1, (o) => sent.push(o))];
    const first: RunOperation[] = [];
    new FastText(order, 2, (o) => first.push(o)).insert(0, 'one three');
    for (const text of [mine, theirs]) text.apply(first[0]!);
    const cursor = mine.anchorAt(4);
    theirs.insert(0, '🧵 ');
    theirs.insert(6, 'two ');
    for (const operation of sent.splice(0)) mine.apply(operation);
    expect(mine.text()).toBe('🧵 one two three');
    expect(mine.indexBehind(cursor)).toBe(6);
    theirs.delete(4, 3);
    for (const operation of sent.splice(0)) mine.apply(operation);
    expect([mine.text(), mine.indexBehind(cursor)]).toEqual(['🧵 onwo three', 4]);
  });

  test('says what is early and what is a duplicate, and refuses what cannot be', () => {
    const sent: RunOperation[] = [];
    const [mine, theirs] = [new FastText(order, 0), new FastText(order, 1, (o) => sent.push(o))];
    theirs.insert(0, 'milk');
    theirs.insert(2, 'x');
    theirs.delete(1, 3);
    const [milk, x, ...deletions] = sent;
    expect([x!, deletions[0]!].map((each) => mine.apply(each))).toEqual(['early', 'early']);
    expect([milk!, milk!].map((each) => mine.apply(each))).toEqual(['applied', 'duplicate']);
    expect(deletions.map((each) => mine.apply(each))).toEqual(['early', 'early', 'early']);
    for (const each of [x!, ...deletions, ...sent]) mine.apply(each);
    expect([mine.text(), theirs.text(), mine.seen(1), mine.seen(9)]).toEqual(['mk', 'mk', 8, 0]);
    const pieces = { ...milk!, text: 'milk and bread and butter' } as RunOperation;
    expect(() => mine.apply(pieces)).toThrow('Operation 1.1 comes in other pieces than before.');
    expect(() => mine.insert(3, 'x')).toThrow('Nothing can be inserted at 3: the text has 2');
    expect(() => mine.insert(0.5, 'x')).toThrow('Nothing can be inserted at 0.5');
    expect(() => mine.delete(1, 2)).toThrow('2 characters cannot be deleted at 1: the text has 2.');
    expect(() => mine.delete(0, -1)).toThrow('-1 characters cannot be deleted at 0.');
  });
});

const MANY = 100_000;

/** Nothing is quadratic: that would take minutes. */
const SOON = 4000;

for (const order of [causalTree, fugue]) {
  for (const [direction, at] of [
    ['forwards', (i: number) => i],
    ['backwards', () => 0],
  ] as const) {
    test(`${order.id}: 100,000 letters typed ${direction} by two who then hear of each other`, () => {
      const begun = performance.now();
      const logs: [RunOperation[], RunOperation[]] = [[], []];
      const texts = logs.map((log, r) => new FastText(order, r, (each) => log.push(each)));
      for (const [r, text] of texts.entries()) {
        for (let i = 0; i < MANY; i++) text.insert(at(i), 'xy'[r]!);
      }
      for (const operation of logs[1]) texts[0]!.apply(operation);
      for (const operation of logs[0]) texts[1]!.apply(operation);
      expect(performance.now() - begun).toBeLessThan(SOON);
      expect(texts[0]!.text()).toBe(texts[1]!.text());
      expect(texts[0]!.length).toBe(2 * MANY);
      expect(faultsOf(texts[0]!)).toEqual([]);
    });
  }

  test(`${order.id}: a long run is split in its middle again and again, by letters and tombstones`, () => {
    const begun = performance.now();
    const text = new FastText(order, 0);
    text.insert(0, 'x'.repeat(MANY));
    let length = MANY;
    for (let i = 0; i < 20_000; i++) {
      const middle = (i * 7919) % length;
      if (i % 2 === 0) text.insert(middle, 'y');
      else text.delete(middle, 1);
      length += i % 2 === 0 ? 1 : -1;
    }
    expect(performance.now() - begun).toBeLessThan(SOON);
    expect(text.length).toBe(length);
    expect(faultsOf(text)).toEqual([]);
  });
}
