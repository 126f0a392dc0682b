import { describe, expect, test } from 'vitest';
import { fugue as plainFugue } from '../plain/index.ts';
import { begin } from '../replica.ts';
import { typeForward } from '../script.ts';
import { Dice } from '../testing/histories.ts';
import { causalTree } from './causal-tree.ts';
import { FastText } from './document.ts';
import { fugue } from './fugue.ts';
import type { RunOperation } from './operations.ts';
import type { Order } from './order.ts';
import { plainBytes } from './plain-bytes.ts';
import { loadText, metadataBytes, saveText } from './save.ts';
import { faultsOf } from './testing/invariants.ts';
import { type Deed, typingDeeds } from './testing/lockstep.ts';

/** Two texts that have heard of most of each other, and what each has sent. */
function typed(order: Order, deeds: readonly Deed[]) {
  const logs: RunOperation[][] = [[], []];
  const texts = logs.map((log, r) => new FastText(order, r, (each) => log.push(each)));
  for (const deed of deeds) {
    if (deed.kind === 'send') {
      for (const operation of logs[deed.from]!) texts[deed.to]!.apply(operation);
      continue;
    }
    const text = texts[deed.r]!;
    const at = deed.place % (text.length + 1);
    if (deed.kind === 'insert') text.insert(at, deed.text);
    else text.delete(at, Math.min(deed.count, text.length - at));
  }
  return { texts, logs };
}

/** Everything of a text that is saved: the letters of tombstones are not. */
function savedOf(text: FastText) {
  const elements = [...text.elements()].map((element) => ({
    ...element,
    value: element.deleted ? '' : element.value,
  }));
  return { elements, clock: text.clock, seen: [text.seen(0), text.seen(1)], order: text.order.id };
}

describe.each([causalTree, fugue])('a saved $id', (order) => {
  test('is the same when it is loaded, and goes on the same', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { texts, logs } = typed(order, typingDeeds(seed, 2, 60).slice(0, -2));
      const bytes = saveText(texts[0]!);
      const loaded = loadText(bytes, 0);
      expect(savedOf(loaded), `seed ${seed}`).toEqual(savedOf(texts[0]!));
      expect(faultsOf(loaded)).toEqual([]);
      expect(saveText(loaded)).toEqual(bytes);
      for (const text of [texts[0]!, loaded]) {
        text.insert(Math.floor(text.length / 2), 'again');
        for (const operation of logs[1]!) text.apply(operation);
      }
      expect(savedOf(loaded), `seed ${seed}`).toEqual(savedOf(texts[0]!));
      expect(faultsOf(loaded)).toEqual([]);
    }
  });

  test('may be empty, and may have been typed backwards for long', () => {
    expect(loadText(saveText(new FastText(order, 0)), 0).text()).toBe('');
    const text = new FastText(order, 3);
    for (let i = 0; i < 50_000; i++) text.insert(0, i % 9 === 0 ? '🧵' : 'x');
    const loaded = loadText(saveText(text), 3);
    expect(loaded.text()).toBe(text.text());
    expect(faultsOf(loaded)).toEqual([]);
  });

  test('that was typed in one go takes a few bytes besides its text', () => {
    const text = new FastText(order, 0);
    text.insert(0, '\ufeffGrüße, 世界 🧵'.repeat(1000));
    expect(loadText(saveText(text), 0).text()).toBe(text.text());
    expect(metadataBytes(text)).toBeLessThan(20);
    text.delete(100, 5000);
    expect(metadataBytes(text)).toBeLessThan(40);
  });

  test('that was changed on the way is refused, or is some other text without a fault', () => {
    const { texts } = typed(order, typingDeeds(7, 2, 60));
    const bytes = saveText(texts[0]!);
    const dice = new Dice(7);
    let refused = 0;
    for (let i = 0; i < 2000; i++) {
      const changed = bytes.slice(0, dice.chance(20) ? dice.roll(0, bytes.length) : bytes.length);
      for (let n = dice.roll(1, 3); n > 0; n--) {
        changed[dice.roll(0, bytes.length - 1)] = dice.roll(0, 255);
      }
      try {
        expect(faultsOf(loadText(changed, 0))).toEqual([]);
      } catch (error) {
        if ((error as Error).name === 'AssertionError') throw error;
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(1000);
  });
});

test('bytes that are no saved text are refused in words', () => {
  expect(() => loadText(new Uint8Array(), 0)).toThrow('These bytes end too early.');
  expect(() => loadText(Uint8Array.of(9), 0)).toThrow('These bytes are not a saved text.');
  expect(() => loadText(Uint8Array.of(1, 7), 0)).toThrow('There is a 7 in these bytes');
});

test('saving each letter by itself takes some bytes for each', () => {
  const { doc } = typeForward(begin(plainFugue, 1), 0, 0, 'Grüße').replicas[0]!;
  // Bits, an id of two bytes, and a parent of two; the first letter's is the root.
  expect(plainBytes(doc, 'fugue')).toBe(5 * 5 - 1);
  expect(plainBytes(doc, 'causal-tree')).toBe(5 * 6 - 1);
  expect(plainBytes(doc, 'rga')).toBe(5 * 6 - 1);
  expect(plainBytes(doc, 'yata')).toBe(5 * 6 - 1);
  expect(plainBytes(doc, 'fugue-max')).toBe(5 * 6 - 1);
  expect(() => plainBytes(doc, 'fuge')).toThrow('There is no algorithm fuge.');
});
