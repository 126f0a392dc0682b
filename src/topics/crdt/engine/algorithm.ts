/**
 * What the five algorithms have in common. A document is the list of its
 * elements in order, tombstones among them; everything else, the tree too, is
 * read off what each element was inserted with. All of it is plain data, and
 * nothing is ever changed in place.
 */

/** Ids order by replica, as the replicas are listed; the first is the lowest. */
export interface Id {
  readonly replica: number;
  /** The replica's operations, deletions too, counted from 1. */
  readonly counter: number;
}

/** On which side of its parent a node of a tree stands. */
export type Side = 'left' | 'right';

/** What an insertion is between, when it is made. `null` is the start, or the end. */
export interface Origins {
  /** The visible element before the cursor. */
  readonly leftOrigin: Id | null;
  /** What followed the left origin, tombstones included. */
  readonly rightOrigin: Id | null;
}

/** Where an insertion says that it belongs. `null` is the start, the end, or the root. */
export interface Place extends Origins {
  /** In a list, the parent is the left origin and the side does not matter. */
  readonly parent: Id | null;
  readonly side: Side;
}

export interface Insert extends Place {
  readonly kind: 'insert';
  readonly id: Id;
  /** Lamport timestamp: one more than the highest that its author had seen. */
  readonly time: number;
  /** One grapheme. */
  readonly value: string;
}

export interface Delete {
  readonly kind: 'delete';
  readonly id: Id;
  readonly time: number;
  readonly target: Id;
}

export type Operation = Insert | Delete;

export interface Element extends Omit<Insert, 'kind'> {
  /** A tombstone: not shown, and still there to be inserted next to. */
  readonly deleted: boolean;
}

/** In list order, tombstones included. */
export type Doc = readonly Element[];

/** What a rule may ask of a list: an array, or something that is faster with long ones. */
export interface List {
  readonly length: number;
  at(index: number): Element;
  indexOf(id: Id): number;
}

/** What decided a comparison. */
export type Rule =
  /** The higher Lamport timestamp. */
  | 'timestamp'
  /** The author's place in the list of replicas. */
  | 'replica'
  /** Where in the list the right origins are. */
  | 'right-origin'
  /** The other's left origin lies before ours: its subtree is not the one we are in. */
  | 'outside'
  /** The other's left origin lies after ours: it stays with what we have just compared with. */
  | 'inside';

/**
 * The new element goes before the other one, or after it; `undecided` passes
 * it for now, until something behind it decides.
 */
export type Outcome = 'before' | 'after' | 'undecided';

/** One step of an insertion, as a figure shows it. */
export type Step =
  | { readonly kind: 'left-origin'; readonly id: Id | null }
  | { readonly kind: 'right-origin'; readonly id: Id | null }
  | {
      readonly kind: 'choose-side';
      readonly parent: Id | null;
      readonly side: Side;
      /** The first right child that the left origin already has, which sends us to the left. */
      readonly taken: Id | null;
    }
  | { readonly kind: 'attach'; readonly parent: Id | null; readonly side: Side }
  | {
      readonly kind: 'compare';
      readonly with: Id;
      readonly rule: Rule;
      readonly outcome: Outcome;
    }
  /** `index` counts siblings in a tree, and elements in a list. */
  | { readonly kind: 'settle'; readonly index: number }
  | { readonly kind: 'traverse'; readonly order: readonly Id[] };

export interface Placed {
  readonly place: Place;
  readonly steps: readonly Step[];
}

export interface Integrated {
  readonly doc: Doc;
  readonly steps: readonly Step[];
}

export interface Algorithm {
  readonly id: string;
  readonly title: string;
  /** Whether `parent` and `side` make a tree; else the list is all there is. */
  readonly tree: boolean;
  /** What an insertion behind a visible element, or at the start, says of its place. */
  place(doc: Doc, after: Id | null): Placed;
  /** The document with one more element. What the insertion refers to must be in it. */
  integrate(doc: Doc, insert: Insert): Integrated;
  remove(doc: Doc, target: Id): Doc;
}

export function sameId(a: Id | null, b: Id | null): boolean {
  if (a === null || b === null) return a === b;
  return a.replica === b.replica && a.counter === b.counter;
}

/** An id as text, for keys. */
export function keyOf(id: Id | null): string {
  return id === null ? '' : `${id.replica}.${id.counter}`;
}

/** Where an element is in the list. Throws if it is not there. */
export function indexOf(doc: Doc, id: Id): number {
  const index = doc.findIndex((element) => sameId(element.id, id));
  if (index < 0) throw new Error(`There is no element ${keyOf(id)} in this document.`);
  return index;
}

export function listOf(doc: Doc): List {
  return {
    length: doc.length,
    at: (index) => doc[index]!,
    indexOf: (id) => indexOf(doc, id),
  };
}

export function visible(doc: Doc): readonly Element[] {
  return doc.filter(({ deleted }) => !deleted);
}

export function textOf(doc: Doc): string {
  return visible(doc)
    .map(({ value }) => value)
    .join('');
}

export function elementOf({ id, time, value, ...place }: Insert): Element {
  return {
    id,
    time,
    value,
    leftOrigin: place.leftOrigin,
    rightOrigin: place.rightOrigin,
    parent: place.parent,
    side: place.side,
    deleted: false,
  };
}

/** The element becomes a tombstone, and stays where it is. */
export function bury(doc: Doc, target: Id): Doc {
  const index = indexOf(doc, target);
  const element = doc[index]!;
  return element.deleted ? doc : doc.with(index, { ...element, deleted: true });
}

/** The two origins that every algorithm notes down, whether it uses both or not. */
export function originsOf(doc: Doc, after: Id | null): Origins {
  const next = doc[after === null ? 0 : indexOf(doc, after) + 1];
  return { leftOrigin: after, rightOrigin: next?.id ?? null };
}
