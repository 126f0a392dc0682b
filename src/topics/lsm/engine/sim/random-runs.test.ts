/** Random runs: what must hold does, whatever is done in whatever order; and it can fail. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BrokenRules } from '../tree/options.ts';
import { LEVELDB_OPTIONS } from '../tree/options.ts';
import { isBaseLevelForKey } from '../tree/placement.ts';
import { simCourse } from './course.ts';
import { simEngine } from './engine.ts';
import { get, lookUp, scan } from './read.ts';
import type { SimAction, SimConfig, SimState } from './types.ts';

const SEED = 7_391;
const ENTRY_BYTES = 8;

/** A store so small that a few dozen writes reach level 3. */
function tiny(rules: BrokenRules, grain: SimConfig['grain'], keys = 6): SimConfig {
  return {
    options: {
      ...LEVELDB_OPTIONS,
      writeBufferBytes: 2 * ENTRY_BYTES,
      maxFileBytes: 2 * ENTRY_BYTES,
      level0Trigger: 2,
      level0Slowdown: 3,
      level0Stop: 4,
      level1Bytes: 3 * ENTRY_BYTES,
      levelMultiplier: 2,
    },
    rules,
    keys,
    workload: {
      kind: 'writes',
      distribution: 'uniform',
      operations: 1000,
      valueBytes: 4,
      deletes: 0.3,
    },
    sizing: 'logical',
    keyBytes: 4,
    grain,
    timing: { writeMicros: 3, slowdownMicros: 10, backgroundBytesPerMicro: 2 },
    checked: true,
  };
}

function broken(state: SimState): string | null {
  for (const [name, holds] of Object.entries(simEngine.invariants)) {
    const wrong = holds(state);
    if (wrong !== null) return `${name}: ${wrong}`;
  }
  return null;
}

/** Legal actions, crashes made rare so that trees have time to grow. */
function choices(state: SimState, draw: number): readonly SimAction[] {
  const legal = simEngine.enabled(state);
  const calm = legal.filter(({ type }) => type !== 'crash');
  if (calm.length === 0 || draw % 29 === 0) return legal;
  // Half of the time the background thread goes on, or merges would never end.
  const background = calm.filter(({ type }) => BACKGROUND.has(type));
  return background.length > 0 && draw % 2 === 0 ? background : calm;
}

const BACKGROUND = new Set([
  'rotate',
  'flush',
  'pick',
  'merge',
  'install',
  'insert',
  'acknowledge',
]);

/** What random runs have reached, so that a test can tell whether they reach anything. */
const reached = { installs: 0, guarded: 0, crashes: 0, deepest: 0 };

/** Plays the draws until something is broken; `null` if nothing ever is. */
function walk(config: SimConfig, seed: number, draws: readonly number[]): string | null {
  let state = simEngine.init(config, seed);
  for (const draw of draws) {
    const legal = choices(state, draw);
    const action = legal[Math.floor(draw / 64) % legal.length]!;
    state = simEngine.step(state, action).state;
    const wrong = broken(state) ?? misread(state);
    note(state, action);
    if (wrong !== null) return `after ${JSON.stringify(action)}, ${wrong}`;
  }
  return null;
}

function note(state: SimState, { type }: SimAction): void {
  if (type === 'crash') reached.crashes++;
  if (type === 'install') reached.installs++;
  if (type === 'install' && state.snapshots.length > 0) reached.guarded++;
  const deepest = state.version.levels.findLastIndex((files) => files.length > 0);
  reached.deepest = Math.max(reached.deepest, deepest);
}

/** Gets and scans against what was acknowledged. */
function misread(state: SimState): string | null {
  if (state.crashed || state.acknowledged === null) return null;
  const visible = state.acknowledged.filter((entry) => entry !== null && entry.type === 'put');
  const scanned = scan(state, 0, state.config.keys, state.seq, null).result;
  if (JSON.stringify(scanned) !== JSON.stringify(visible)) return 'a scan sees something else';
  for (const [key, expected] of state.acknowledged.entries()) {
    const { result } = get(state, key, state.seq, null);
    const value = expected?.type === 'put' ? expected.seq : undefined;
    if (result[0]?.seq !== value) return `a get of key ${key} sees something else`;
  }
  return null;
}

const DRAWS = fc.array(fc.integer({ min: 0, max: 2 ** 20 }), { minLength: 40, maxLength: 500 });
const GRAINS = fc.constantFrom<SimConfig['grain']>('entry', 'operation');

describe('every frame of random runs', () => {
  test('keeps the invariants and reads the newest visible values', () => {
    fc.assert(
      fc.property(GRAINS, fc.nat(1000), DRAWS, (grain, seed, draws) => {
        expect(walk(tiny({}, grain), seed, draws)).toBeNull();
      }),
      { seed: SEED, numRuns: 150, endOnFailure: true },
    );
    console.info(`random runs (fast-check seed ${SEED}) reached`, reached);
    expect(reached.installs).toBeGreaterThan(300);
    expect(reached.guarded).toBeGreaterThan(50);
    expect(reached.crashes).toBeGreaterThan(20);
    expect(reached.deepest).toBeGreaterThanOrEqual(3);
  });

  test('survives a crash at that frame', () => {
    let frames = 0;
    for (const grain of ['entry', 'operation'] as const) {
      for (let seed = 0; seed < 4; seed++) {
        let state = simEngine.init(tiny({}, grain), seed);
        for (let i = 0; i < 400; i++) {
          const action = simCourse(state);
          if (action === null) break;
          state = simEngine.step(state, action).state;
          expect(broken(state)).toBeNull();
          const down = simEngine.step(state, { type: 'crash' }).state;
          const up = simEngine.step(down, { type: 'recover' }).state;
          expect(broken(down) ?? broken(up) ?? misread(up)).toBeNull();
          frames++;
        }
      }
    }
    expect(frames).toBeGreaterThan(3000);
  });

  test('a crash between log record and answer brings the write back, or finds it unlogged', () => {
    const start = simEngine.init(tiny({}, 'entry'), 1);
    const logged = simEngine.step(start, { type: 'put', key: 2, bytes: 4 }).state;
    const down = simEngine.step(logged, { type: 'crash' }).state;
    const up = simEngine.step(down, { type: 'recover' }).state;
    expect(lookUp(up, 2, up.seq)?.seq).toBe(1);
    expect(simEngine.step(start, { type: 'crash' }).state.wal.entries).toEqual([]);
  });

  test('offers only legal actions, and explains every refusal', () => {
    fc.assert(
      fc.property(GRAINS, fc.nat(1000), DRAWS, (grain, seed, draws) => {
        let state = simEngine.init(tiny({}, grain), seed);
        for (const draw of draws.slice(0, 120)) {
          const legal = choices(state, draw);
          for (const action of EVERY_KIND) {
            const why = simEngine.explain(state, action);
            if (why === null) continue;
            expect(why).toMatch(/^[A-Z].*\.$/);
            expect(() => simEngine.step(state, action)).toThrow(why);
          }
          state = simEngine.step(state, legal[Math.floor(draw / 64) % legal.length]!).state;
        }
      }),
      { seed: SEED, numRuns: 30, endOnFailure: true },
    );
  });
});

const EVERY_KIND: readonly SimAction[] = [
  { type: 'put', key: 99, bytes: 1 },
  { type: 'put', key: 0, bytes: -1 },
  { type: 'put', key: 0, bytes: 1 },
  { type: 'delete', key: 1 },
  { type: 'insert' },
  { type: 'acknowledge' },
  { type: 'get', key: 0, snapshot: 10_000 },
  { type: 'scan', key: 0, count: 0 },
  { type: 'operate', operation: { kind: 'put', key: 0, bytes: 1, count: 0 } },
  { type: 'next' },
  { type: 'next', operations: 0 },
  { type: 'snapshot' },
  { type: 'release', seq: 10_000 },
  { type: 'rotate' },
  { type: 'flush' },
  { type: 'pick' },
  { type: 'merge', entries: 0 },
  { type: 'merge', entries: 1 },
  { type: 'install' },
  { type: 'compact' },
  { type: 'crash' },
  { type: 'recover' },
];

/** The first complaint among many random runs with a rule switched off. */
function complaint(rules: BrokenRules): string | null {
  for (const [index, draws] of fc.sample(DRAWS, { seed: SEED, numRuns: 400 }).entries()) {
    const wrong = walk(tiny(rules, index % 2 === 0 ? 'operation' : 'entry'), index, draws);
    if (wrong !== null) return wrong;
  }
  return null;
}

describe('the invariants can fail: each rule that is switched off is found out', () => {
  test.each<[keyof BrokenRules, RegExp]>([
    ['skipLog', /durability/],
    ['ignoreSnapshots', /snapshots|merge/],
    ['dropTombstonesEarly', /durability|merge|snapshots/],
    ['skipTransitiveLevel0', /durability|snapshots|bytes/],
    ['skipBoundaryFiles', /durability|snapshots|bytes/],
  ])('%s', (rule, expected) => {
    expect(complaint({ [rule]: true })).toMatch(expected);
  });

  test('but rules of fairness and economy alone break nothing', () => {
    expect(complaint({ skipCompactPointer: true })).toBeNull();
    expect(complaint({ skipExpansion: true })).toBeNull();
  });
});

test('a tombstone is dropped only where no deeper level can hold its key', () => {
  let dropped = 0;
  let state = simEngine.init(tiny({}, 'entry'), 3);
  for (let i = 0; i < 6000; i++) {
    const action = simCourse(state);
    if (action === null) break;
    const step = simEngine.step(state, action);
    state = step.state;
    for (const event of step.events) {
      if (event.kind !== 'merged' || event.tombstones === 0) continue;
      const job = state.job?.kind === 'compaction' ? state.job : null;
      const { entry } = event.last;
      expect(job).not.toBeNull();
      expect(isBaseLevelForKey(job!.version, job!.decision.level, entry.key)).toBe(true);
      dropped++;
    }
  }
  expect(dropped).toBeGreaterThan(20);
});
