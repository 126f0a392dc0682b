import { describe, expect, test } from 'vitest';
import { brokenInvariant } from '../../lab/engine.ts';
import { labelFrames, mainRun, unfold } from '../../lab/timeline.ts';
import { brokenScenario, RESURRECTION, resurrected } from './broken-scenario.ts';
import { BREAKABLE, type BreakableRule } from './engine/sim/breakable.ts';
import { searchTinyStore } from './engine/sim/tiny-search.ts';
import type { BrokenRules } from './engine/tree/options.ts';

function search(rule: BreakableRule, rules: BrokenRules) {
  const work = searchTinyStore(rules, BREAKABLE[rule].bounds);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

const names = Object.keys(BREAKABLE) as BreakableRule[];

describe.each(names)('with “%s”', (rule) => {
  const broken = search(rule, BREAKABLE[rule].rules);

  test('the search finds a run that breaks a promise, and plays it to the end', () => {
    const actions = broken.violation!.actions;
    const scenario = brokenScenario(rule, actions, 'local-test');
    const frames = unfold(scenario, mainRun(scenario));
    const before = frames.slice(0, actions.length);
    for (const { state } of before) expect(brokenInvariant(scenario.engine, state)).toBeNull();
    expect(brokenInvariant(scenario.engine, frames[actions.length]!.state)).not.toBeNull();
    expect(labelFrames(scenario, frames)).toMatchObject({
      broken: actions.length,
      end: frames.length - 1,
    });
  });

  test('every state of the same store with all rules kept is sound', () => {
    const kept = search(rule, {});
    expect(kept.violation).toBeNull();
    expect(kept.complete).toBe(true);
    expect(kept.distinct).toBeGreaterThan(300);
  });
});

test('the run on its own page is the one that the search finds', () => {
  const found = search('drop-tombstones-early', { dropTombstonesEarly: true });
  expect(RESURRECTION).toEqual(found.violation!.actions);
});

test('after it, a get finds the value that was deleted', () => {
  const last = unfold(resurrected, mainRun(resurrected)).at(-1)!;
  const caption = resurrected.engine.caption(last.state, last.events);
  expect(caption).toMatch(/^Get 0: found in file 5 of level 2, seq 1/);
});
