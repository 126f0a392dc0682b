import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { drawInt, drawUnit, type RandomState, seedRandom } from '../../../../../lab/random.ts';
import type { NamedFile } from '../replay-command.ts';

/** A way to load a real store: enough to make the same writes again. */
export interface Load {
  readonly name: string;
  readonly writes: number;
  /** Key and value together, in bytes. Keys are 16 of them. */
  readonly entryBytes: number;
  readonly writeBufferBytes: number;
  readonly maxFileBytes: number;
  readonly seed: number;
  /** Write number `index`: its key, and whether it deletes. */
  choose(index: number, random: RandomState): readonly [Choice, RandomState];
}

export interface Choice {
  readonly key: number;
  readonly remove: boolean;
}

const KEY_BYTES = 16;
/** Small enough that merges keep up with writes, as they would with a client that waits. */
const BATCH = 10;

function put(key: number): Choice {
  return { key, remove: false };
}

function uniformBelow(keys: number): Load['choose'] {
  return (_, random) => {
    const [key, after] = drawInt(random, 0, keys - 1);
    return [put(key), after];
  };
}

const SMALL = { writeBufferBytes: 64 << 10, maxFileBytes: 1 << 20, entryBytes: 410, seed: 7 };

/** Every key as likely as any other. */
export const uniform: Load = {
  ...SMALL,
  name: 'uniform',
  writes: 80_000,
  choose: uniformBelow(40_000),
};

/** The fourth power of a uniform draw: a few keys take most writes. */
export const zipfLike: Load = {
  ...SMALL,
  name: 'zipf-like',
  writes: 80_000,
  entryBytes: 1024 + KEY_BYTES,
  writeBufferBytes: 256 << 10,
  choose(_, random) {
    const [r, after] = drawUnit(random);
    return [put(Math.floor(r ** 4 * 80_000)), after];
  },
};

/** Three writes in ten delete. */
export const deletes: Load = {
  ...SMALL,
  name: 'deletes',
  writes: 60_000,
  choose(_, random) {
    const [key, middle] = drawInt(random, 0, 39_999);
    const [chance, after] = drawUnit(middle);
    return [{ key, remove: chance < 0.3 }, after];
  },
};

/** Bursts of writes near one place, then near another. */
export const clustered: Load = {
  ...SMALL,
  name: 'clustered',
  writes: 120_000,
  choose(index, random) {
    const burst = Math.floor(index / 400);
    const centre = (burst * 7919) % 100_000;
    const [offset, after] = drawInt(random, 0, 3_000);
    return [put(centre + offset), after];
  },
};

export const sequential: Load = {
  ...SMALL,
  name: 'sequential',
  writes: 40_000,
  entryBytes: 1024 + KEY_BYTES,
  choose: (index, random) => [put(index), random],
};

/**
 * A window of keys that drifts by half its width with each memtable, round and
 * round: level-0 files overlap like roof tiles, so the first and the last of
 * four are linked only through those between them.
 */
export const tiles: Load = {
  ...SMALL,
  name: 'tiles',
  writes: 100_000,
  choose(index, random) {
    const [offset, after] = drawInt(random, 0, 999);
    return [put((Math.floor(index * 3.3) % 60_000) + offset), after];
  },
};

export const LOADS: readonly Load[] = [uniform, zipfLike, deletes, clustered, sequential, tiles];

export interface MadeStore {
  readonly files: readonly NamedFile[];
  /** LevelDB's own table of its compactions, and its file counts by level. */
  readonly stats: string;
  readonly filesAtLevel: readonly number[];
  readonly userBytes: number;
}

/** Runs some work on a directory that is gone afterwards. */
export async function inTemporaryDirectory<T>(work: (path: string) => Promise<T>): Promise<T> {
  const path = await mkdtemp(join(tmpdir(), 'lockstep-leveldb-'));
  try {
    return await work(path);
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

export type RealStore = ClassicLevel<string, Uint8Array>;

export async function openStoreAt(path: string, load: Load): Promise<RealStore> {
  await mkdir(path, { recursive: true });
  const store = new ClassicLevel<string, Uint8Array>(path, {
    keyEncoding: 'utf8',
    valueEncoding: 'view',
    compression: false,
    writeBufferSize: load.writeBufferBytes,
    maxFileSize: load.maxFileBytes,
  });
  await store.open();
  return store;
}

/** Writes a load, all of it or the writes `from` up to `to`. Returns the user's bytes. */
export async function writeLoad(
  store: RealStore,
  load: Load,
  from = 0,
  to = load.writes,
): Promise<number> {
  const value = new Uint8Array(load.entryBytes - KEY_BYTES).fill(120);
  let random = seedRandom(load.seed + from);
  let bytes = 0;
  for (let index = from; index < to; index += BATCH) {
    const batch = store.batch();
    for (let i = index; i < Math.min(to, index + BATCH); i++) {
      const [choice, after] = load.choose(i, random);
      random = after;
      const key = String(choice.key).padStart(KEY_BYTES, '0');
      if (choice.remove) batch.del(key);
      else batch.put(key, value);
      bytes += choice.remove ? KEY_BYTES : load.entryBytes;
    }
    await batch.write();
  }
  return bytes;
}

/** A real LevelDB loaded from empty and closed again. */
export async function makeStore(load: Load): Promise<MadeStore> {
  return inTemporaryDirectory(async (path) => {
    const store = await openStoreAt(path, load);
    const userBytes = await writeLoad(store, load);
    await settle(store);
    const described = factsOf(store);
    await store.close();
    return { ...described, userBytes, files: await readDescriptors(path) };
  });
}

/** Waits until no flush or merge has finished for a while, so that closing interrupts none. */
export async function settle(store: RealStore): Promise<void> {
  let before = '';
  for (let quiet = 0; quiet < 8; ) {
    const now = store.getProperty('leveldb.stats') + store.getProperty('leveldb.sstables');
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

function factsOf(store: RealStore): Pick<MadeStore, 'stats' | 'filesAtLevel'> {
  return {
    stats: store.getProperty('leveldb.stats'),
    filesAtLevel: Array.from({ length: 7 }, (_, level) =>
      Number(store.getProperty(`leveldb.num-files-at-level${level}`)),
    ),
  };
}

/** A directory's MANIFESTs, LOGs and CURRENT: all that a replay reads. */
export async function readDescriptors(path: string): Promise<NamedFile[]> {
  const names = (await readdir(path)).filter((name) =>
    /^(CURRENT|MANIFEST-\d+|LOG|LOG\.old)$/.test(name),
  );
  return Promise.all(
    names.map(async (name) => ({ name, bytes: new Uint8Array(await readFile(join(path, name))) })),
  );
}
