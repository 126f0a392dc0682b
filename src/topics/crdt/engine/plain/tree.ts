import {
  type Algorithm,
  bury,
  type Doc,
  type Element,
  elementOf,
  type Id,
  type Insert,
  type Integrated,
  keyOf,
  type List,
  listOf,
  type Origins,
  type Outcome,
  originsOf,
  type Place,
  type Placed,
  type Rule,
  type Side,
  type Step,
} from '../algorithm.ts';
import type { Scanned } from './list.ts';

/** The children of every node, in order; the root's are under `keyOf(null)`. */
export interface Tree {
  readonly left: ReadonlyMap<string, readonly Element[]>;
  readonly right: ReadonlyMap<string, readonly Element[]>;
}

/** Siblings stand in the list in the order in which they are children. */
export function treeOf(doc: Doc): Tree {
  const tree = { left: new Map<string, Element[]>(), right: new Map<string, Element[]>() };
  for (const element of doc) {
    const children = tree[element.side];
    const key = keyOf(element.parent);
    const siblings = children.get(key);
    if (siblings) siblings.push(element);
    else children.set(key, [element]);
  }
  return tree;
}

export function childrenOf(tree: Tree, parent: Id | null, side: Side): readonly Element[] {
  return tree[side].get(keyOf(parent)) ?? [];
}

/**
 * Left children, the node itself, right children, each child with all that is
 * below it (Fugue, Algorithm 1). Without left children this is the preorder of
 * a causal tree. A stack, not recursion: a text typed forwards is one long chain.
 */
export function traverse(tree: Tree): Doc {
  const order: Element[] = [];
  const stack: { readonly node: Element; readonly opened: boolean }[] = [];
  const push = (nodes: readonly Element[]) => {
    for (let i = nodes.length - 1; i >= 0; i--) stack.push({ node: nodes[i]!, opened: false });
  };
  push(childrenOf(tree, null, 'right'));
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { node, opened } = top;
    if (opened) {
      order.push(node);
    } else {
      push(childrenOf(tree, node.id, 'right'));
      stack.push({ node, opened: true });
      push(childrenOf(tree, node.id, 'left'));
    }
  }
  return order;
}

export interface Verdict {
  readonly rule: Rule;
  readonly outcome: Outcome;
}

/** Where among siblings a new one stands: before the one compared with, or behind it. */
export type Compare = (list: List, insert: Insert, sibling: Element) => Verdict;

/** Two siblings by their authors' ids, the lower first. */
export const lowerFirst: Compare = (_, insert, sibling) => ({
  rule: 'replica',
  outcome: insert.id.replica < sibling.id.replica ? 'before' : 'after',
});

/** Which child a new one becomes, counted from 0, and what it was compared with. */
export function rankAmong(
  siblings: readonly Element[],
  list: List,
  insert: Insert,
  compare: Compare,
): Scanned {
  const steps: Step[] = [];
  let index = 0;
  for (; index < siblings.length; index++) {
    const sibling = siblings[index]!;
    const verdict = compare(list, insert, sibling);
    steps.push({ kind: 'compare', with: sibling.id, ...verdict });
    if (verdict.outcome === 'before') break;
  }
  return { index, steps };
}

/** The document with a new child in its place among its siblings. */
export function attach(doc: Doc, insert: Insert, compare: Compare): Integrated {
  const { parent, side } = insert;
  const tree = treeOf(doc);
  const siblings = childrenOf(tree, parent, side);
  const { index, steps: compared } = rankAmong(siblings, listOf(doc), insert, compare);
  const children = new Map(tree[side]);
  children.set(keyOf(parent), siblings.toSpliced(index, 0, elementOf(insert)));
  const order = traverse({ ...tree, [side]: children });
  return {
    doc: order,
    steps: [
      { kind: 'attach', parent, side },
      ...compared,
      { kind: 'settle', index },
      { kind: 'traverse', order: order.map(({ id }) => id) },
    ],
  };
}

/**
 * Fugue's choice (Algorithm 1, `insert`): to the right of the left origin if
 * nothing is there yet, else to the left of the right origin, where nothing can
 * be. Tombstones count as children.
 */
export function eitherSide(doc: Doc, after: Id | null): Placed {
  const first = doc.find(({ parent, side }) => side === 'right' && keyOf(parent) === keyOf(after));
  const place = freeSide(originsOf(doc, after), first ?? null);
  return { place, steps: stepsOf(place, first?.id ?? null) };
}

/** The side that is free, given the first right child of the left origin. */
export const freeSide: ChooseSide = (origins, first) =>
  first
    ? { ...origins, parent: origins.rightOrigin, side: 'left' }
    : { ...origins, parent: origins.leftOrigin, side: 'right' };

export type ChooseSide = (origins: Origins, first: Element | null) => Place;

/** A causal tree knows one question only: after whom? */
export function alwaysRight(doc: Doc, after: Id | null): Placed {
  const place = rightSide(originsOf(doc, after), null);
  return { place, steps: stepsOf(place, null) };
}

export const rightSide: ChooseSide = (origins) => ({
  ...origins,
  parent: origins.leftOrigin,
  side: 'right',
});

function stepsOf(place: Place, taken: Id | null): readonly Step[] {
  return [
    { kind: 'left-origin', id: place.leftOrigin },
    { kind: 'right-origin', id: place.rightOrigin },
    { kind: 'choose-side', parent: place.parent, side: place.side, taken },
  ];
}

/** An algorithm that is a tree: how a side is chosen, and how siblings are ordered. */
export function treeAlgorithm(
  name: { readonly id: string; readonly title: string },
  place: Algorithm['place'],
  compare: Compare,
): Algorithm {
  return {
    ...name,
    tree: true,
    place,
    integrate: (doc, insert) => attach(doc, insert, compare),
    remove: bury,
  };
}
