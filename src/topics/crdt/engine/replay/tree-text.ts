import type { Doc, Element, Id, Side } from '../algorithm.ts';
import { childrenOf, treeOf } from '../plain/tree.ts';

/** What cannot stand for itself among brackets. */
const PUNCTUATION = /[\s()[\]~*"\\]/;

/**
 * A document's tree in one line: each letter with its left and right children
 * behind it, `x(L[a b]R[c])`, and `*` for the root. A tombstone is `~x`; a
 * space, and whatever else would be misread, is quoted as in JSON. Where the
 * algorithm is a list, it is the tree of left origins.
 */
export function treeText(doc: Doc): string {
  const tree = treeOf(doc);
  const parts: string[] = [];
  // What is still to be written, the last first: a text typed forwards is a long chain.
  const rest: (Element | string)[] = [];
  const open = (id: Id | null) => {
    const sides = (['left', 'right'] as const)
      .map((side) => [side, childrenOf(tree, id, side)] as const)
      .filter(([, children]) => children.length > 0);
    if (sides.length > 0) rest.push(')', ...sides.toReversed().flatMap(listed), '(');
  };
  parts.push('*');
  open(null);
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (typeof next === 'string') parts.push(next);
    else {
      parts.push(nameOf(next));
      open(next.id);
    }
  }
  return parts.join('');
}

/** `L[a b]`, to be taken from the end. */
function listed([side, children]: readonly [Side, readonly Element[]]): (Element | string)[] {
  const spaced = children.flatMap((child, i) => (i === 0 ? [child] : [' ', child]));
  return [']', ...spaced.toReversed(), side === 'left' ? 'L[' : 'R['];
}

function nameOf({ value, deleted }: Element): string {
  const name = PUNCTUATION.test(value) ? JSON.stringify(value) : value;
  return deleted ? `~${name}` : name;
}
