import { idIn } from './letters.ts';
import type { Order } from './order.ts';

/**
 * A causal tree kept as the list of its preorder, as RGA does: behind the parent,
 * skip what is later, or as late and by a higher replica. Times count up in a
 * run, so it is skipped as a whole or not at all, and the index finds the first
 * that is not without looking at those before it.
 */
export const causalTree: Order = {
  id: 'causal-tree',
  grows: () => true,
  choose: (_, run, offset) => ({ parent: run && idIn(run, offset), side: 'right' }),
  attached() {},
  settle(letters, { parent, id, time }) {
    const { index } = letters;
    const run = parent && letters.runOf(parent)!;
    if (run) {
      const offset = parent.counter - run.counter + 1;
      const next = run.counter + offset + run.lag;
      const skipped = next === time ? run.replica > id.replica : next > time;
      if (offset < run.length && !skipped) {
        letters.cut(run, offset);
        return run;
      }
    }
    let stop = index.nextNotAfter(run, time);
    while (stop && stop.counter + stop.lag === time && stop.replica > id.replica) {
      stop = index.nextNotAfter(stop, time);
    }
    return stop ? index.previous(stop) : index.last();
  },
};
