import { describe, expect, test } from 'vitest';
import { simCourse } from './course.ts';
import { simEngine } from './engine.ts';
import * as drafts from './miniatures.ts';
import type { SimEvent, SimState } from './types.ts';

interface Played {
  readonly state: SimState;
  readonly events: readonly SimEvent[];
}

function play({ config, seed, limit }: drafts.Miniature): Played[] {
  const frames: Played[] = [{ state: simEngine.init(config, seed), events: [] }];
  while (frames.length < limit) {
    const { state } = frames.at(-1)!;
    const action = simCourse(state);
    if (action === null) break;
    expect(simEngine.explain(state, action)).toBeNull();
    frames.push(simEngine.step(state, action));
  }
  return frames;
}

const named = Object.entries(drafts).filter((each): each is [string, drafts.Miniature] => {
  return typeof each[1] === 'object';
});

describe.each(named)('%s', (_name, draft) => {
  const frames = play(draft);

  test('keeps every invariant in every frame', () => {
    for (const { state } of frames)
      for (const [name, holds] of Object.entries(simEngine.invariants))
        expect(holds(state), name).toBeNull();
  });

  test('says what happened in plain sentences', () => {
    for (const { state, events } of frames) {
      const caption = simEngine.caption(state, events);
      expect(caption).toMatch(/^[A-Z0-9].*\.$/s);
      expect(caption).not.toMatch(/undefined|null|NaN|!/);
      for (const action of simEngine.enabled(state))
        expect(simEngine.describe(state, action)).toMatch(/^[A-Z]/);
    }
  });

  test('is plain data, and the same again for the same seed', () => {
    const last = frames.at(-1)!.state;
    expect(JSON.parse(JSON.stringify(last))).toEqual(last);
    expect(play(draft).at(-1)!.state).toEqual(last);
  });
});

test('counts as LevelDB lays out its files, if told to', () => {
  const { config } = drafts.UNIFORM_OVERWRITES;
  const leveldb: drafts.Miniature = {
    ...drafts.UNIFORM_OVERWRITES,
    limit: 1200,
    config: {
      ...config,
      sizing: 'leveldb',
      filterBits: 10,
      keyBytes: 16,
      options: {
        ...config.options,
        writeBufferBytes: 12_000,
        maxFileBytes: 6000,
        level1Bytes: 30_000,
      },
      workload: { kind: 'ycsb', workload: 'F', operations: 4000, valueBytes: 200 },
    },
  };
  const frames = play(leveldb);
  for (const { state } of frames)
    for (const [name, holds] of Object.entries(simEngine.invariants))
      expect(holds(state), name).toBeNull();
  expect(frames.at(-1)!.state.counters.compactions).toBeGreaterThan(20);
});

test('frames share what a step leaves alone', () => {
  const frames = play(drafts.WRITE_PATH);
  for (const [i, { state, events }] of frames.entries()) {
    const before = frames[i - 1]?.state;
    if (before === undefined || !events.some(({ kind }) => kind === 'logged')) continue;
    expect(state.version).toBe(before.version);
    expect(state.memtable).toBe(before.memtable);
    expect(state.acknowledged).toBe(before.acknowledged);
  }
});

test('stops at the frames that a grain is about', () => {
  const kinds = (grain: number) =>
    new Set(
      play(drafts.ONE_COMPACTION)
        .filter(({ events }) => simEngine.grain(events) >= grain)
        .flatMap(({ events }) => events.map(({ kind }) => kind)),
    );
  expect([...kinds(3)]).toEqual(['installed']);
  expect(kinds(2)).toEqual(new Set(['rotated', 'flushed', 'picked', 'installed']));
  expect(kinds(1)).toContain('acknowledged');
  expect(kinds(1)).not.toContain('merged');
});

test('a client in a hurry is slowed at 8 files in level 0 and stopped at 12', () => {
  const { config, seed } = drafts.STALLS;
  const hurried = { ...config, timing: { ...config.timing, slowdownMicros: 0 } };
  const frames = play({ ...drafts.STALLS, seed, limit: 600, config: hurried });
  const most = Math.max(...frames.map(({ state }) => state.version.levels[0]!.length));
  expect(most).toBe(12);
  const stopped = frames.find(({ state }) => state.stall === 'stop' && state.immutable === null)!;
  const put = { type: 'put', key: 0, bytes: 1 } as const;
  expect(simEngine.explain(stopped.state, put)).toBe(
    'Level 0 has 12 files, so writes wait until a compaction finishes.',
  );
  expect(frames.at(-1)!.state.counters.stallMicros).toBeGreaterThan(0);
  // With LevelDB's sleep the background thread keeps up.
  const slowed = play({ ...drafts.STALLS, limit: 600 });
  expect(slowed.at(-1)!.state.counters.slowdowns).toBeGreaterThan(5);
  for (const { state } of slowed) expect(state.version.levels[0]!.length).toBeLessThan(12);
});
