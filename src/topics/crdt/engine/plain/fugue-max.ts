import { type Doc, type Id, indexOf, sameId } from '../algorithm.ts';
import { eitherSide, lowerFirst, treeAlgorithm } from './tree.ts';

/** The end of the list is behind everything in it. */
function position(doc: Doc, rightOrigin: Id | null): number {
  return rightOrigin === null ? doc.length : indexOf(doc, rightOrigin);
}

/**
 * FugueMax ("The Art of the Fugue", section 5; fugue-max-simple). Like Fugue,
 * but right siblings stand in the reverse order of their right origins, so that
 * the one that was typed nearest to its right origin stays next to it. Ids
 * decide only between equal right origins, and among left siblings.
 */
export const fugueMax = treeAlgorithm(
  { id: 'fugue-max', title: 'FugueMax' },
  eitherSide,
  (doc, insert, sibling) => {
    if (insert.side === 'left' || sameId(insert.rightOrigin, sibling.rightOrigin)) {
      return lowerFirst(insert, sibling);
    }
    const later = position(doc, insert.rightOrigin) > position(doc, sibling.rightOrigin);
    return { rule: 'right-origin', outcome: later ? 'before' : 'after' };
  },
);
