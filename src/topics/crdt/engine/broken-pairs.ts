import { type Doc, type Element, type Id, indexOf, keyOf, sameId } from './algorithm.ts';

/** Two letters that belong together by Definition 4, and are not together. */
export interface Broken {
  /** (1) forwards: a letter and the first that was typed behind it. (2) backwards: the mirror. */
  readonly condition: 1 | 2;
  readonly first: Id;
  readonly second: Id;
  /** Lemma 5: keeping these two together would break a forward pair. */
  readonly unavoidable: boolean;
}

/**
 * The pairs of one list state that break Definition 4 of "The Art of the Fugue"
 * (Weidner and Kleppmann, arXiv 2305.00583v3, section 5). Tombstones are
 * elements like any other: over visible ones alone nothing satisfies it. What
 * Lemma 5 excuses is listed as unavoidable.
 */
export function brokenPairs(doc: Doc): readonly Broken[] {
  return [...brokenForwards(doc), ...brokenBackwards(doc)];
}

/** How many pairs are broken that need not be. */
export function brokenAdjacencies(doc: Doc): number {
  return brokenPairs(doc).filter(({ unavoidable }) => !unavoidable).length;
}

/**
 * Condition (1): A is the left origin of B, and B is the earliest such element.
 * The start and the end are no elements, so they have no pairs.
 */
function brokenForwards(doc: Doc): readonly Broken[] {
  const earliest = new Map<string, number>();
  for (const [index, { leftOrigin }] of doc.entries()) {
    const key = keyOf(leftOrigin);
    if (leftOrigin && !earliest.has(key)) earliest.set(key, index);
  }
  const broken: Broken[] = [];
  for (const [index, { id }] of doc.entries()) {
    const follower = earliest.get(keyOf(id));
    if (follower !== undefined && follower !== index + 1) {
      broken.push({ condition: 1, first: id, second: doc[follower]!.id, unavoidable: false });
    }
  }
  return broken;
}

/** Condition (2): B is the right origin of A, and A is the latest such element. */
function brokenBackwards(doc: Doc): readonly Broken[] {
  const latest = new Map<string, number>();
  for (const [index, { rightOrigin }] of doc.entries()) {
    if (rightOrigin) latest.set(keyOf(rightOrigin), index);
  }
  const broken: Broken[] = [];
  for (const [index, b] of doc.entries()) {
    const before = latest.get(keyOf(b.id));
    if (before === undefined || before === index - 1) continue;
    const a = doc[before]!;
    const unavoidable = excusedByLemma5(doc, a, index);
    broken.push({ condition: 2, first: a.id, second: b.id, unavoidable });
  }
  return broken;
}

/**
 * Lemma 5: A and B have different left origins, and between A's left origin and
 * B stands some C that does not descend from A's left origin by left origins.
 */
function excusedByLemma5(doc: Doc, a: Element, indexOfB: number): boolean {
  const origin = a.leftOrigin;
  // Everything descends from the start.
  if (origin === null || sameId(origin, doc[indexOfB]!.leftOrigin)) return false;
  const start = indexOf(doc, origin);
  const descendants = new Set([keyOf(origin)]);
  const byTime = doc.toSorted((x, y) => x.time - y.time);
  for (const { id, leftOrigin } of byTime) {
    if (descendants.has(keyOf(leftOrigin))) descendants.add(keyOf(id));
  }
  return doc.slice(start + 1, indexOfB).some(({ id }) => !descendants.has(keyOf(id)));
}
