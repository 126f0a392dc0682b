import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BrokenRules, TreeOptions } from '../tree/options.ts';
import { classifyEdit, type EditSource, editCount, editOf } from './edits.ts';
import { type LogEvent, parseLog } from './log.ts';
import { type ReplayState, replayStates } from './replay.ts';
import { type NamedFile, openStore, replayDirectory } from './replay-command.ts';
import {
  clustered,
  deletes,
  inTemporaryDirectory,
  LOADS,
  type Load,
  type MadeStore,
  makeStore,
  openStoreAt,
  readDescriptors,
  sequential,
  settle,
  tiles,
  uniform,
  writeLoad,
  zipfLike,
} from './testing/real-store.ts';

/** Real LevelDB directories, made once for all the tests of this file. */
const stores = new Map<Load, MadeStore>();

beforeAll(async () => {
  for (const load of LOADS) stores.set(load, await makeStore(load));
}, 120_000);

function made(load: Load): MadeStore {
  return stores.get(load)!;
}

/** The states after each edit, as a changed store or a changed picker would go through them. */
function states(
  files: readonly NamedFile[],
  change: { options?: Partial<TreeOptions>; rules?: BrokenRules } = {},
): ReplayState[] {
  const { config } = openStore(files, { maxFileBytes: uniform.maxFileBytes });
  const options = { ...config.options, ...change.options };
  return [...replayStates({ ...config, options, rules: change.rules ?? {} })];
}

describe('on a real store our picker names every input of every compaction', () => {
  test.each<[Load, number]>([
    [uniform, 60],
    [zipfLike, 40],
    [deletes, 40],
    [clustered, 100],
    [tiles, 80],
  ])('under load $name', (load, atLeast) => {
    const replay = replayDirectory(made(load).files);
    expect(replay.disagree).toEqual([]);
    expect(replay.agree).toBe(replay.compactions + replay.moves);
    expect(replay.agree).toBeGreaterThanOrEqual(atLeast);
    expect(replay.problems).toBeUndefined();
    expect(replay.maxFileBytes).toEqual({ value: load.maxFileBytes, source: 'inferred' });
  });

  test('under a sequential load there is none: every flush goes to level 2', () => {
    const replay = replayDirectory(made(sequential).files);
    expect(replay).toMatchObject({ compactions: 0, moves: 0, agree: 0, disagree: [] });
    expect(replay.levels[2]!.files).toBe(replay.flushes);
    const amplification = replay.bytes.flush / made(sequential).userBytes;
    expect(amplification).toBeGreaterThan(0.98);
    expect(amplification).toBeLessThan(1.04);
  });

  test('even without the LOG, from file numbers', () => {
    for (const load of LOADS) {
      const files = made(load).files.filter(({ name }) => !name.startsWith('LOG'));
      expect(replayDirectory(files)).toMatchObject({ disagree: [], log: false });
    }
  });

  test('and the loads exercise moves, wraps, expansion and flushes during merges', () => {
    const all = LOADS.flatMap((load) => states(made(load).files));
    expect(all.some(({ kind }) => kind === 'move')).toBe(true);
    expect(all.some(({ decision }) => decision?.wrapped)).toBe(true);
    expect(all.some(({ decision }) => decision?.expansion === 'taken')).toBe(true);
    expect(all.some(({ judgement }) => (judgement?.late.length ?? 0) > 0)).toBe(true);
    expect(all.some(({ decision }) => decision?.level === 1)).toBe(true);
  });
});

describe('a wrong picker is caught', () => {
  test.each<[string, { options?: Partial<TreeOptions>; rules?: BrokenRules }]>([
    ['level 0 waits for five files', { options: { level0Trigger: 5 } }],
    ['level 1 is full at 8 MiB', { options: { level1Bytes: 8 << 20 } }],
    ['the compact pointer is ignored', { rules: { skipCompactPointer: true } }],
    ['inputs are not expanded', { rules: { skipExpansion: true } }],
    ['level 0 is not transitive', { rules: { skipTransitiveLevel0: true } }],
  ])('when %s', (_, change) => {
    const caught = LOADS.map((load) => [load.name, disagreements(load, change)] as const);
    expect(caught.filter(([, count]) => count > 0)).not.toEqual([]);
  });

  test('when level 0 is not transitive, by the tiles that were laid for it', () => {
    expect(disagreements(tiles, { rules: { skipTransitiveLevel0: true } })).toBeGreaterThan(0);
  });

  function disagreements(load: Load, change: Parameters<typeof states>[1]): number {
    return states(made(load).files, change).filter(({ verdict }) => verdict === 'disagree').length;
  }
});

describe('on a real store our rules place every flush', () => {
  test.each(LOADS)('under load $name', (load) => {
    const replay = replayDirectory(made(load).files, { maxFileBytes: load.maxFileBytes });
    expect(replay.misplaced).toEqual([]);
    expect(replay.flushes).toBeGreaterThan(100);
  });

  test('at level 0, and deeper where nothing overlaps', () => {
    const levels = new Set(
      LOADS.flatMap((load) => states(made(load).files)).map(({ placement }) => placement?.level),
    );
    expect(levels).toContain(0);
    expect(levels).toContain(2);
  });
});

describe('our tree is the store’s own', () => {
  test.each(LOADS)('file by file count under load $name', (load) => {
    const replay = replayDirectory(made(load).files);
    expect(replay.levels.map(({ files }) => files)).toEqual(made(load).filesAtLevel);
  });

  test.each(LOADS)(
    'after every merge and move under load $name, as its LOG counts them',
    (load) => {
      const logged = logOf(made(load)).filter(
        (event) => event.kind === 'summary' || event.kind === 'moved',
      );
      const ours = states(made(load).files)
        .filter(({ taken }) => taken !== null)
        .map(({ version }) => version.levels.map((files) => files.length));
      expect(ours).toEqual(logged.map(({ levels }) => levels));
    },
  );

  test.each(LOADS)('and expanded where its LOG says so under load $name', (load) => {
    const logged = logOf(made(load)).filter((event) => event.kind === 'expanding');
    const ours = states(made(load).files).flatMap(({ decision }) =>
      decision?.expansion === 'taken' ? [decision] : [],
    );
    expect(ours.map(({ level, inputs }) => [level, inputs[0].length, inputs[1].length])).toEqual(
      logged.map(({ level, files }) => [level, ...files]),
    );
  });

  function logOf(store: MadeStore): readonly LogEvent[] {
    const { bytes } = store.files.find(({ name }) => name === 'LOG')!;
    return parseLog(new TextDecoder().decode(bytes));
  }

  test.each(LOADS)('megabyte by megabyte under load $name', (load) => {
    const { files, stats } = made(load);
    const ours = trafficByLevel(openStore(files).config.edits);
    for (const row of statsRows(stats)) {
      expect(Math.abs((ours.read[row.level] ?? 0) / 2 ** 20 - row.readMiB)).toBeLessThanOrEqual(
        0.51,
      );
      const written = (ours.written[row.level] ?? 0) / 2 ** 20;
      expect(Math.abs(written - row.writtenMiB)).toBeLessThanOrEqual(0.51);
    }
  });
});

/** Bytes by the level that LevelDB books them under: where a table lands. */
function trafficByLevel(edits: EditSource): { read: number[]; written: number[] } {
  const [read, written] = [Array<number>(7).fill(0), Array<number>(7).fill(0)];
  const sizes = new Map<number, number>();
  const diary = { present: false, merges: [], mergeOf: {}, recovered: {} };
  for (let index = 0; index < editCount(edits); index++) {
    const edit = editOf(edits, index);
    const kind = classifyEdit(edit, index, diary);
    for (const { level, file } of edit.added) {
      sizes.set(file.number, file.bytes);
      if (kind !== 'move') written[level]! += file.bytes;
    }
    const into = Math.min(...edit.deleted.map(({ level }) => level)) + 1;
    if (kind !== 'compaction') continue;
    for (const { number } of edit.deleted) read[into]! += sizes.get(number) ?? 0;
  }
  return { read, written };
}

function statsRows(stats: string): { level: number; readMiB: number; writtenMiB: number }[] {
  return stats
    .split('\n')
    .map((line) => line.trim().split(/ +/).map(Number))
    .filter((row) => row.length === 6 && row.every(Number.isFinite))
    .map(([level, , , , readMiB, writtenMiB]) => ({
      level: level!,
      readMiB: readMiB!,
      writtenMiB: writtenMiB!,
    }));
}

const SHORT: Load = { ...clustered, writes: 20_000 };

describe('a store that is closed and opened again', () => {
  test('begins each MANIFEST with a snapshot, and goes on agreeing', async () => {
    await inTemporaryDirectory(async (root) => {
      const path = join(root, 'store');
      for (const [from, to] of [
        [0, 8_000],
        [8_000, 12_000],
        [12_000, 20_000],
      ] as const) {
        const store = await openStoreAt(path, SHORT);
        await writeLoad(store, SHORT, from, to);
        // Closed at once, so a merge may be cut off and forgotten.
        await store.close();
        const files = await readDescriptors(path);
        expect(replayDirectory(files)).toMatchObject({ disagree: [], misplaced: [] });
        const all = states(files);
        expect(all[1]!.kind).toBe('snapshot');
        expect(all[2]!.kind).toBe('opening');
        if (from === 0) continue;
        expect(files.map(({ name }) => name)).toContain('LOG.old');
        expect(all[1]!.added.length).toBeGreaterThan(5);
        expect(all[2]!.added.length).toBeGreaterThanOrEqual(1);
        expect(all[1]!.pointers.some((pointer) => pointer !== null)).toBe(true);
      }
    });
  }, 60_000);
});

describe('compactions that the picker did not ask for are told apart', () => {
  test('by hand', async () => {
    await inTemporaryDirectory(async (path) => {
      const store = await openStoreAt(path, SHORT);
      await writeLoad(store, SHORT, 0, 4_000);
      await settle(store);
      await store.compactRange('0', '9');
      await store.close();
      const { disagree, agree } = replayDirectory(await readDescriptors(path));
      expect(agree).toBeGreaterThan(0);
      expect(disagree.length).toBeGreaterThan(0);
      for (const each of disagree) expect(each.why).toMatch(/compactRange asked for it/);
    });
  });

  test('by reads that kept missing', async () => {
    await inTemporaryDirectory(async (path) => {
      const load = { ...SHORT, writes: 3_000 };
      const store = await openStoreAt(path, load);
      // A table at level 2, then one of wide range and few keys at level 1 or 0 over it.
      await writeLoad(store, {
        ...load,
        choose: (i, random) => [{ key: i, remove: false }, random],
      });
      const wide: Load = {
        ...load,
        writes: 200,
        choose: (i, random) => [{ key: (i % 40) * 75, remove: false }, random],
      };
      await writeLoad(store, wide);
      await settle(store);
      for (let i = 0; i < 4_000; i++) await store.get(String((i % 37) * 75 + 1).padStart(16, '0'));
      await settle(store);
      await store.close();
      const { disagree } = replayDirectory(await readDescriptors(path));
      expect(disagree.length).toBeGreaterThan(0);
      for (const each of disagree) expect(each.why).toMatch(/seek compaction/);
    });
  });
});

test('snapshots show that LevelDB 1.20 leaves boundary files behind', async () => {
  await inTemporaryDirectory(async (path) => {
    const load: Load = {
      ...uniform,
      entryBytes: 20_016,
      writes: 3_000,
      choose: (i, random) => [{ key: (i * 7) % 40, remove: false }, random],
    };
    const store = await openStoreAt(path, load);
    const snapshots = [];
    for (let from = 0; from < load.writes; from += 20) {
      await writeLoad(store, load, from, from + 20);
      snapshots.push(store.snapshot());
    }
    await settle(store);
    for (const snapshot of snapshots) await snapshot.close();
    await store.close();
    const files = await readDescriptors(path);
    expect(replayDirectory(files, { maxFileBytes: load.maxFileBytes }).disagree).toEqual([]);
    expect(states(files).at(-1)!.boundary).toBe('absent');
  });
});
