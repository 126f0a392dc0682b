/**
 * Makes the sample of a real store that the site replays: loads a LevelDB in a
 * temporary directory and keeps its MANIFEST, LOG and CURRENT.
 *
 *     node scripts/make-leveldb-sample.ts
 *
 * How flushes and merges interleave depends on the machine, so each run makes
 * another sample. It runs until one shows everything that the article points at.
 */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawInt } from '../src/lab/random.ts';
import { latin1, latin1Bytes } from '../src/topics/lsm/engine/real/coding.ts';
import { type ReplayState, replayStates } from '../src/topics/lsm/engine/real/replay.ts';
import {
  type NamedFile,
  openStore,
  replayDirectory,
} from '../src/topics/lsm/engine/real/replay-command.ts';
import { type Load, makeStore } from '../src/topics/lsm/engine/real/testing/real-store.ts';

const FOLDER = join(import.meta.dirname, '..', 'public', 'samples', 'leveldb');

const KEYS = 30_000;
const SEQUENTIAL = 2_000;
const DRIFTING = 24_000;

/**
 * Three parts. Keys in order, far apart, sink to level 2 unmerged. Then a
 * window drifts once over the key space, so that level-0 files overlap like
 * roof tiles and whole files move into empty reaches of level 2. Then bursts
 * here and there, a tenth of them deletes, merge old files with new ones.
 */
const load: Load = {
  name: 'sample',
  writes: 44_000,
  entryBytes: 1024,
  writeBufferBytes: 128 << 10,
  maxFileBytes: 1 << 20,
  seed: 2,
  choose(index, random) {
    if (index < SEQUENTIAL) return [{ key: 8_000 + index * 8, remove: false }, random];
    const [offset, middle] = drawInt(random, 0, 999);
    const [chance, after] = drawInt(middle, 0, 9);
    const drift = index - SEQUENTIAL;
    if (drift < DRIFTING) {
      return [{ key: Math.floor((drift * KEYS) / DRIFTING) + offset, remove: false }, after];
    }
    const burst = Math.floor(index / 250);
    return [{ key: ((burst * 7919) % KEYS) + offset, remove: chance === 0 }, after];
  },
};

/** Thread numbers are the machine's own and no reader's business; nor are paths. */
function withoutMachine(file: NamedFile): NamedFile {
  if (file.name !== 'LOG') return file;
  const lines = latin1(file.bytes)
    .split('\n')
    .filter((line) => !/ \S*\/\S+\/\S*/.test(line.slice('2026/01/01-'.length)))
    .map((line) => line.replace(/^(\S+) [0-9a-f]+ /, '$1 1 '));
  return { name: file.name, bytes: latin1Bytes(lines.join('\n')) };
}

/** Whether a sample has at least one of each thing worth seeing. */
function showsEverything(files: readonly NamedFile[]): boolean {
  const states = [...replayStates(openStore(files).config)];
  const shows = (test: (state: ReplayState) => boolean) => states.some(test);
  return (
    shows(({ placement }) => placement?.level === 0) &&
    shows(({ placement }) => placement?.level === 2) &&
    shows(({ kind }) => kind === 'move') &&
    shows(({ kind, taken }) => kind === 'compaction' && taken?.level === 1) &&
    shows(({ decision }) => decision?.expansion === 'taken') &&
    shows(({ decision }) => decision?.wrapped === true) &&
    shows(({ judgement }) => (judgement?.late.length ?? 0) > 0)
  );
}

async function makeSample(attempts: number): Promise<readonly NamedFile[]> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const files = (await makeStore(load)).files.map(withoutMachine);
    if (showsEverything(files)) return files;
  }
  throw new Error(`none of ${attempts} stores showed everything that the sample is for`);
}

const files = await makeSample(20);
await mkdir(FOLDER, { recursive: true });
for (const old of await readdir(FOLDER)) {
  if (/^(MANIFEST-|LOG|CURRENT)/.test(old)) await rm(join(FOLDER, old));
}
for (const { name, bytes } of files) await writeFile(join(FOLDER, name), bytes);

const { disagree, levels, ...summary } = replayDirectory(files);
console.log({
  ...summary,
  disagree: disagree.length,
  levels: levels.map((level) => level.files).join(' / '),
  bytesOfSample: files.reduce((sum, file) => sum + file.bytes.length, 0),
});
