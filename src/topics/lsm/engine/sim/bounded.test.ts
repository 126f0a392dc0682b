/** Every state that a tiny store can reach, and the shortest way to each mistake. */
import { describe, expect, test } from 'vitest';
import { exploreAll } from '../../../../lab/explore.ts';
import type { BrokenRules } from '../tree/options.ts';
import { type Bounds, boundedSim, identifySim } from './bounded.ts';
import { tinyStore } from './breakable.ts';
import type { SimConfig } from './types.ts';

function tiny(rules: BrokenRules, grain: SimConfig['grain'], keys: number): SimConfig {
  return { ...tinyStore(rules, keys), grain };
}

function search(config: SimConfig, bounds: Bounds) {
  return exploreAll(boundedSim(bounds), config, 1, { identify: identifySim });
}

describe('every state of a tiny store keeps the invariants', () => {
  test.each([
    ['operation', 1, 4],
    ['operation', 2, 3],
    ['entry', 2, 2],
  ] as const)('at %s grain, keys: %i, writes: %i', (grain, keys, writes) => {
    const bounds = { writes, snapshots: 1, crashes: true };
    const found = search(tiny({}, grain, keys), bounds);
    console.info(`${grain}, ${keys} keys, ${writes} writes: ${found.distinct} states`);
    expect(found.violation).toBeNull();
    expect(found.complete).toBe(true);
    expect(found.distinct).toBeGreaterThan(2000);
  });
});

describe('the shortest way to each mistake', () => {
  const shortest = (rules: BrokenRules, bounds: Bounds) => {
    const { violation } = search(tiny(rules, 'operation', 1), bounds);
    return violation?.actions.map((action) =>
      action.type === 'operate' ? action.operation.kind : action.type,
    );
  };
  const toTable = ['rotate', 'flush', 'install'];

  test('an acknowledged write that was never logged is gone after a crash', () => {
    const bounds = { writes: 1, snapshots: 0, crashes: true };
    expect(shortest({ skipLog: true }, bounds)).toEqual(['put', 'crash', 'recover']);
  });

  test('a tombstone dropped too early lets the deleted value come back', () => {
    const bounds = { writes: 3, snapshots: 0, crashes: false };
    // One value reaches level 2, the next level 1, where the tombstone comes down on it alone.
    const steps = shortest({ dropTombstonesEarly: true }, bounds)!;
    const writes = steps.filter((step) => step === 'put' || step === 'delete');
    expect(writes).toEqual(['put', 'put', 'delete']);
    expect(steps.slice(-2)).toEqual(['pick', 'merge']);
  });

  test('a merge that ignores snapshots takes a value from under one', () => {
    const bounds = { writes: 3, snapshots: 1, crashes: false };
    const steps = shortest({ ignoreSnapshots: true }, bounds)!;
    expect(steps).toContain('snapshot');
    expect(steps.slice(-2)).toEqual(['pick', 'merge']);
    for (const step of toTable) expect(steps).toContain(step);
  });
});
