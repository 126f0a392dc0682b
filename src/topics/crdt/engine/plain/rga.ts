import { type Algorithm, bury, type Step } from '../algorithm.ts';
import { between, type Scan, settle } from './list.ts';

/** The rule of `rga` below, for any list. */
export const scanRga: Scan = (list, insert) => {
  const steps: Step[] = [];
  let index = insert.leftOrigin === null ? 0 : list.indexOf(insert.leftOrigin) + 1;
  for (; index < list.length; index++) {
    const other = list.at(index);
    const tie = other.time === insert.time;
    const skip = tie ? other.id.replica > insert.id.replica : other.time > insert.time;
    steps.push({
      kind: 'compare',
      with: other.id,
      rule: tie ? 'replica' : 'timestamp',
      outcome: skip ? 'after' : 'before',
    });
    if (!skip) break;
  }
  return { index, steps };
};

/**
 * RGA, the replicated growable array (Roh and others 2011), as a list: start
 * behind the left origin and skip every element that is later, or as late and
 * from a higher replica. That skips whole subtrees of a causal tree, because
 * what was inserted behind a letter is always later than the letter itself.
 */
export const rga: Algorithm = {
  id: 'rga',
  title: 'RGA',
  tree: false,
  place: between,
  remove: bury,
  integrate: (doc, insert) => settle(doc, insert, scanRga),
};
