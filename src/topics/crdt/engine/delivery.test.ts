import { expect, test } from 'vitest';
import { type ExploreResult, exploreAll } from '../../../lab/explore.ts';
import { type Algorithm, keyOf } from './algorithm.ts';
import { type DeliveryAction, deliveryEngine, identifyDelivery } from './delivery.ts';
import { ALGORITHMS, causalTree, fugue, fugueMax, rga, yata } from './plain/index.ts';
import { PRESETS } from './presets.ts';
import { begin, deleteAt, deliver, insertAt, type Message, type Network } from './replica.ts';
import { playAll } from './script.ts';
import { reattachToParent } from './wrong-deletes.ts';

type History = readonly Message[];

/** Searches every order in which a history's operations may reach a replica. */
function everyOrder(
  algorithm: Algorithm,
  messages: History,
  ...names: readonly ('convergence' | 'definition 4')[]
): ExploreResult<DeliveryAction> {
  const { invariants } = deliveryEngine;
  const checked = Object.fromEntries(names.map((name) => [name, invariants[name]!]));
  const engine = { ...deliveryEngine, invariants: checked };
  return exploreAll(engine, { algorithm, messages }, 0, { identify: identifyDelivery });
}

/** Everything that somebody may have heard of: what they typed, and what came before that. */
function* heardBy(r: number, history: History): Generator<History> {
  for (let set = 0; set < 2 ** history.length; set++) {
    const heard = history.filter((_, i) => set & (1 << i));
    const count = (replica: number) =>
      heard.filter(({ operation: { id } }) => id.replica === replica).length;
    const closed = heard.every(
      ({ operation: { id }, after }) =>
        id.counter <= count(id.replica) && after.every((seen, replica) => seen <= count(replica)),
    );
    const own = history.filter(({ operation: { id } }) => id.replica === r);
    if (closed && own.every((message) => heard.includes(message))) yield heard;
  }
}

/** Every way in which somebody can press one more key. */
function* extended(
  algorithm: Algorithm,
  replicas: number,
  history: History,
  deletes: boolean,
): Generator<History> {
  for (let r = 0; r < replicas; r++) {
    for (const heard of heardBy(r, history)) {
      let network = begin(algorithm, replicas);
      for (const message of heard) network = deliver(network, r, message);
      const shown = network.replicas[r]!.doc.filter(({ deleted }) => !deleted).length;
      const typed = (after: Network) => [...history, after.replicas[r]!.log.at(-1)!];
      for (let at = 0; at <= shown; at++) yield typed(insertAt(network, r, at, 'x'));
      for (let at = 0; deletes && at < shown; at++) yield typed(deleteAt(network, r, at));
    }
  }
}

/** All histories of so many keystrokes, each once, whatever the order of the independent ones. */
function histories(
  algorithm: Algorithm,
  { replicas, keystrokes, deletes }: Size,
): readonly History[] {
  let found: readonly History[] = [[]];
  for (let i = 0; i < keystrokes; i++) {
    const next = new Map<string, History>();
    for (const history of found) {
      for (const longer of extended(algorithm, replicas, history, deletes)) {
        const key = longer.map((message) => JSON.stringify(message)).sort();
        next.set(key.join(), longer);
      }
    }
    found = [...next.values()];
  }
  return found;
}

interface Size {
  readonly replicas: number;
  readonly keystrokes: number;
  readonly deletes: boolean;
}

const SIZES: readonly (readonly [Size, number])[] = [
  [{ replicas: 3, keystrokes: 3, deletes: true }, 460],
  [{ replicas: 2, keystrokes: 4, deletes: true }, 1_674],
  [{ replicas: 3, keystrokes: 4, deletes: false }, 4_395],
];

for (const algorithm of ALGORITHMS) {
  for (const [size, count] of SIZES) {
    const { replicas, keystrokes, deletes } = size;
    const what = `${keystrokes} ${deletes ? 'insertions and deletions' : 'insertions'}`;
    test(`${algorithm.title} converges in every order of every history of ${what} at ${replicas} replicas`, () => {
      const all = histories(algorithm, size);
      expect(all).toHaveLength(count);
      for (const messages of all) {
        const result =
          algorithm === fugueMax
            ? everyOrder(algorithm, messages, 'convergence', 'definition 4')
            : everyOrder(algorithm, messages, 'convergence');
        expect(result.violation, JSON.stringify(messages)).toBeNull();
        // One state for each set of what has arrived: the list depends on nothing else.
        expect(result.distinct).toBe(2 ** keystrokes);
      }
    });
  }
}

/** All messages of a preset, as the replica listed last came to have them. */
function preset(id: string, algorithm: Algorithm): History {
  return playAll(algorithm, PRESETS.find((each) => each.id === id)!.script).replicas.at(-1)!.log;
}

/** Presets of letters: few enough for every order. */
const SMALL = ['backward', 'laptop-and-phone', 'figure-6', 'figure-7-agree', 'figure-7'];

for (const id of SMALL) {
  test(`all algorithms converge in every order of the preset ${id}, and FugueMax breaks no pair`, () => {
    for (const algorithm of ALGORITHMS) {
      const messages = preset(id, algorithm);
      const result = everyOrder(algorithm, messages, 'convergence');
      expect(result).toMatchObject({ violation: null, distinct: 2 ** messages.length });
    }
    const { violation, complete } = everyOrder(fugueMax, preset(id, fugueMax), 'definition 4');
    expect({ violation, complete }).toEqual({ violation: null, complete: true });
  });
}

/** The pair that a shortest delivery breaks, as letters. */
function firstBroken(algorithm: Algorithm, id: string): string | null {
  const messages = preset(id, algorithm);
  const { violation } = everyOrder(algorithm, messages, 'definition 4');
  if (!violation) return null;
  const letter = (key: string) => {
    const { operation } = messages.find((message) => keyOf(message.operation.id) === key)!;
    return operation.kind === 'insert' ? operation.value : '';
  };
  const [, first, second] = /^(\S+) and (\S+) /.exec(violation.message)!;
  return `${letter(first!)}${letter(second!)} after ${violation.actions.length}`;
}

test('a shortest delivery is found that breaks a pair in each of the others', () => {
  expect(firstBroken(fugue, 'figure-7')).toBe('YB after 5');
  expect(firstBroken(fugue, 'figure-7-agree')).toBeNull();
  expect(firstBroken(yata, 'laptop-and-phone')).toBe('ab after 3');
  for (const algorithm of [causalTree, rga]) {
    expect(firstBroken(algorithm, 'backward')).toBe('ad after 3');
  }
});

test('a search of every order notices an algorithm that does not converge', () => {
  const careless: Algorithm = {
    ...rga,
    // Ties are left in the order in which they arrive.
    integrate: (doc, insert) =>
      rga.integrate(doc, { ...insert, id: { ...insert.id, replica: -1 } }),
  };
  const alike: Algorithm = {
    ...careless,
    integrate(doc, insert) {
      const { doc: placed, steps } = careless.integrate(doc, insert);
      return { doc: placed.map((e) => (e.id.replica < 0 ? { ...e, id: insert.id } : e)), steps };
    },
  };
  const found = (algorithm: Algorithm) =>
    histories(algorithm, { replicas: 2, keystrokes: 3, deletes: true }).some(
      (messages) => everyOrder(algorithm, messages, 'convergence').violation,
    );
  expect(found(rga)).toBe(false);
  expect(found(alike)).toBe(true);
});

test('reattaching to the parent is noticed too', () => {
  const size = { replicas: 2, keystrokes: 4, deletes: true };
  const found = histories(reattachToParent, size).some(
    (messages) => everyOrder(reattachToParent, messages, 'convergence').violation,
  );
  expect(found).toBe(true);
});
