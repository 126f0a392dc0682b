import { keyOf } from '../engine/algorithm.ts';
import { brokenAdjacencies, brokenPairs } from '../engine/broken-pairs.ts';
import { sessionEngine } from '../engine/session/engine.ts';
import { copyOf } from '../engine/session/places.ts';
import type { SessionState } from '../engine/session/types.ts';
import { authorSwitches, concurrentLetters, type Switches } from '../engine/switches.ts';
import type { SessionFrame } from '../told.ts';
import { authorsByReplica } from './editors/editors-view.ts';
import type { Author } from './tree/authors.ts';

export interface StripLetter {
  readonly key: string;
  readonly value: string;
  readonly author: Author;
  readonly deleted: boolean;
  readonly active: boolean;
}

/** Two that belong together by Definition 4 and are not together, by their places in the strip. */
export interface StripPair {
  readonly from: number;
  readonly to: number;
  readonly unavoidable: boolean;
  readonly words: string;
}

export interface StripView {
  readonly title: string;
  readonly letters: readonly StripLetter[];
  readonly switches: Switches;
  readonly pairs: readonly StripPair[];
}

/** The text of one algorithm in the copy that the frame is about, tombstones among its letters. */
export function stripView(state: SessionState, algorithm: number): StripView {
  const { doc, log } = copyOf(state, algorithm, state.copy);
  const authors = authorsByReplica(state);
  const place = new Map(doc.map(({ id }, index) => [keyOf(id), index]));
  const active = state.merging?.to === state.copy ? keyOf(state.merging.id) : null;
  return {
    title: state.networks[algorithm]!.algorithm.title,
    letters: doc.map(({ id, value, deleted }) => ({
      key: keyOf(id),
      value: value === '\n' ? '¶' : value,
      author: authors[id.replica]!,
      deleted,
      active: keyOf(id) === active,
    })),
    switches: authorSwitches(concurrentLetters(doc, log)),
    pairs: brokenPairs(doc).map(({ first, second, unavoidable, condition }) => {
      const [from, to] = [place.get(keyOf(first))!, place.get(keyOf(second))!];
      const [a, b] = [doc[from]!.value, doc[to]!.value];
      const why = condition === 1 ? `${b} was typed behind ${a}` : `${a} was typed before ${b}`;
      return { from, to, unavoidable, words: why };
    }),
  };
}

const counted = new WeakMap<SessionState, readonly number[]>();

/** By algorithm: how many pairs are torn for nothing in the copy that a frame is about. */
function torn(state: SessionState): readonly number[] {
  const known = counted.get(state);
  if (known) return known;
  const found = state.networks.map((_, i) => brokenAdjacencies(copyOf(state, i, state.copy).doc));
  counted.set(state, found);
  return found;
}

/**
 * By algorithm: the most that were torn for nothing at once, in any text of the run so
 * far. Every text that a frame is about is a prefix that was delivered.
 */
export function worstBy(frames: readonly SessionFrame[], index: number): readonly number[] {
  const all = frames.slice(0, index + 1).map(({ state }) => torn(state));
  return all[0]!.map((_, i) => Math.max(...all.map((each) => each[i]!)));
}

export interface OrderRow {
  readonly order: readonly number[];
  readonly authors: readonly Author[];
  readonly current: boolean;
  /** By algorithm. */
  readonly texts: readonly (readonly StripLetter[])[];
}

/** Orders that a picture has room for. */
const MOST_ORDERS = 6;

function permutations(items: readonly number[]): readonly (readonly number[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

/** All orders of few ids; of many this one, and those with two neighbours swapped. */
function ordersOf({ order }: SessionState): readonly (readonly number[])[] {
  const sorted = order.toSorted((a, b) => a - b);
  if (order.length <= 3) return permutations(sorted);
  const swapped = order.slice(1).map((author, i) => order.with(i, author).with(i + 1, order[i]!));
  return [order, ...swapped].slice(0, MOST_ORDERS);
}

/** What the same keystrokes and deliveries read like, had the ids been others. */
export function orderRows(state: SessionState): readonly OrderRow[] {
  return ordersOf(state).map((order) => {
    const current = `${order}` === `${state.order}`;
    const other = current ? state : sessionEngine.step(state, { type: 'order', order }).state;
    const byReplica = authorsByReplica(other);
    return {
      order,
      authors: byReplica,
      current,
      texts: other.networks.map((_, i) => stripView(other, i).letters.filter((l) => !l.deleted)),
    };
  });
}
