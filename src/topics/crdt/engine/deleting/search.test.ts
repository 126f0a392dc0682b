import { expect, test } from 'vitest';
import { GUARANTEES, type Guarantee, searchDeletes, smallLab } from './search.ts';
import type { DeleteRule } from './types.ts';

function search(rule: DeleteRule, kept: readonly Guarantee[], letters = 4) {
  const work = searchDeletes({ ...smallLab(rule), bounds: { letters, deletions: 1 } }, kept);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

test('with tombstones no history of four letters and a deletion breaks anything', () => {
  const { distinct, complete, violation } = search('tombstone', GUARANTEES);
  expect({ distinct, complete, violation }).toEqual({
    distinct: 37_443,
    complete: true,
    violation: null,
  });
});

/** Steps of the shortest history that breaks it; `null` where none of four letters does. */
test.each<[DeleteRule, Guarantee, number | null]>([
  ['drop-children', 'nothing is lost', 3],
  ['drop-children', 'nothing jumps', null],
  ['drop-children', 'convergence', null],
  ['reattach-to-root', 'nothing is lost', null],
  ['reattach-to-root', 'nothing jumps', 4],
  ['reattach-to-root', 'convergence', null],
  ['reattach-to-parent', 'nothing is lost', null],
  ['reattach-to-parent', 'nothing jumps', 4],
  ['reattach-to-parent', 'convergence', 8],
])('%s and “%s”: %s steps', (rule, guarantee, steps) => {
  // What is kept at all is kept with three letters too, which takes a tenth of the time.
  const result = search(rule, [guarantee], steps === null ? 3 : 4);
  expect(result.violation?.actions.length ?? null).toBe(steps);
  expect(result.complete).toBe(steps === null);
});
