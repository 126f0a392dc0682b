import { type Id, type List, sameId } from '../algorithm.ts';
import { type Compare, eitherSide, lowerFirst, treeAlgorithm } from './tree.ts';

/** The end of the list is behind everything in it. */
function position(list: List, rightOrigin: Id | null): number {
  return rightOrigin === null ? list.length : list.indexOf(rightOrigin);
}

/** The order of siblings in `fugueMax` below. */
export const laterRightOriginFirst: Compare = (list, insert, sibling) => {
  if (insert.side === 'left' || sameId(insert.rightOrigin, sibling.rightOrigin)) {
    return lowerFirst(list, insert, sibling);
  }
  const later = position(list, insert.rightOrigin) > position(list, sibling.rightOrigin);
  return { rule: 'right-origin', outcome: later ? 'before' : 'after' };
};

/**
 * FugueMax ("The Art of the Fugue", section 5; fugue-max-simple). Like Fugue,
 * but right siblings stand in the reverse order of their right origins, so that
 * the one that was typed nearest to its right origin stays next to it. Ids
 * decide only between equal right origins, and among left siblings.
 */
export const fugueMax = treeAlgorithm(
  { id: 'fugue-max', title: 'FugueMax' },
  eitherSide,
  laterRightOriginFirst,
);
