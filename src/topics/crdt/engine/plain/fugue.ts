import { eitherSide, lowerFirst, treeAlgorithm } from './tree.ts';

/**
 * Fugue (Weidner and Kleppmann, "The Art of the Fugue", Algorithm 1;
 * mweidner037/fugue, fugue-simple). A letter goes to the right of the letter
 * before the cursor, or, if that side is taken, to the left of the letter after
 * it. Siblings of one side stand in the order of their ids. One replica never
 * has two of them: the second time, it finds the side taken.
 */
export const fugue = treeAlgorithm({ id: 'fugue', title: 'Fugue' }, eitherSide, lowerFirst);
