import {
  type Algorithm,
  type Doc,
  type Element,
  type Id,
  type Insert,
  keyOf,
  sameId,
} from './algorithm.ts';
import { causalTree } from './plain/index.ts';

/**
 * Three ways to delete from a causal tree without leaving a tombstone, each to
 * be tried and seen failing. None keeps a trace of what it deleted, so each also
 * has to say what becomes of a letter that arrives when its parent is gone.
 */

function has(doc: Doc, id: Id | null): boolean {
  return id === null || doc.some((element) => sameId(element.id, id));
}

/** With another parent: everything is sorted in again among its new siblings. */
function replant(doc: Doc, moved: (element: Element) => Id | null): Doc {
  let planted: Doc = [];
  // Parents before their children: a letter is later than what it was typed behind.
  for (const element of doc.toSorted((a, b) => a.time - b.time)) {
    const insert: Insert = { ...element, kind: 'insert', parent: moved(element) };
    planted = causalTree.integrate(planted, insert).doc;
  }
  return planted;
}

/** A letter whose parent is gone becomes a child of the root. */
function underRoot(doc: Doc, insert: Insert) {
  return causalTree.integrate(doc, has(doc, insert.parent) ? insert : { ...insert, parent: null });
}

/** Whatever was typed behind the letter goes with it, by whomever it was typed. */
export const dropChildren: Algorithm = {
  ...causalTree,
  id: 'drop-children',
  title: 'Delete the children too',
  integrate: (doc, insert) =>
    has(doc, insert.parent) ? causalTree.integrate(doc, insert) : { doc, steps: [] },
  remove(doc, target) {
    const dropped = new Set([keyOf(target)]);
    // In preorder a parent comes before its children.
    return doc.filter(({ id, parent }) => {
      if (parent && dropped.has(keyOf(parent))) dropped.add(keyOf(id));
      return !dropped.has(keyOf(id));
    });
  },
};

/** The letter's children become the root's. All agree, and letters jump to the start. */
export const reattachToRoot: Algorithm = {
  ...causalTree,
  id: 'reattach-to-root',
  title: 'Reattach the children to the root',
  integrate: underRoot,
  remove(doc, target) {
    const left = doc.filter(({ id }) => !sameId(id, target));
    return replant(left, ({ parent }) => (sameId(parent, target) ? null : parent));
  },
};

/**
 * The letter's children become its parent's. A replica that gets the deletion
 * first no longer knows who that parent was when a child arrives.
 */
export const reattachToParent: Algorithm = {
  ...causalTree,
  id: 'reattach-to-parent',
  title: 'Reattach the children to the parent',
  integrate: underRoot,
  remove(doc, target) {
    const gone = doc.find(({ id }) => sameId(id, target));
    if (!gone) return doc;
    const left = doc.filter((element) => element !== gone);
    return replant(left, ({ parent }) => (sameId(parent, target) ? gone.parent : parent));
  },
};

export const WRONG_DELETES: readonly Algorithm[] = [dropChildren, reattachToRoot, reattachToParent];
