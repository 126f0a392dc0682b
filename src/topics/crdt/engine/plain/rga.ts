import { type Algorithm, bury, indexOf, type Step } from '../algorithm.ts';
import { between, settle } from './list.ts';

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
  integrate(doc, insert) {
    const steps: Step[] = [];
    let index = insert.leftOrigin === null ? 0 : indexOf(doc, insert.leftOrigin) + 1;
    for (; index < doc.length; index++) {
      const other = doc[index]!;
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
    return settle(doc, insert, index, steps);
  },
};
