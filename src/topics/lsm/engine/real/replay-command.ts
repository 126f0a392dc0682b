import { LEVELDB_OPTIONS } from '../tree/options.ts';
import { totalBytes } from '../tree/version.ts';
import { latin1 } from './coding.ts';
import { keepDiary } from './diary.ts';
import { type FileSizeGuess, inferMaxFileBytes } from './infer.ts';
import { type LogEvent, logEvents } from './log.ts';
import type { Break } from './log-format.ts';
import { type Manifest, scanManifest } from './manifest.ts';
import { type ReplayConfig, type ReplayState, replayStates, startReplay } from './replay.ts';

export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface ReplayOptions {
  /** The store's `max_file_size`; inferred from its tables where they tell, else 2 MiB. */
  readonly maxFileBytes?: number;
}

/** What `lsm replay` prints. Edits are numbered from 1, as in captions. */
export interface ReplayDocument {
  readonly edits: number;
  readonly flushes: number;
  readonly compactions: number;
  readonly moves: number;
  readonly agree: number;
  readonly disagree: readonly Disagreement[];
  readonly levels: readonly { readonly files: number; readonly bytes: number }[];
  readonly bytes: {
    readonly flush: number;
    readonly compactionRead: number;
    readonly compactionWrite: number;
  };
  /** Flushes whose level our placement rule would not have chosen. */
  readonly misplaced: readonly {
    readonly edit: number;
    readonly file: number;
    readonly expected: number;
    readonly chosen: number;
  }[];
  readonly manifest: string | null;
  /** Without a LOG, which flushes came after a pick is worked out from file numbers. */
  readonly log: boolean;
  readonly maxFileBytes: {
    readonly value: number;
    readonly source: 'given' | 'inferred' | 'default';
  };
  readonly problems?: readonly Break[];
}

export interface Disagreement {
  readonly edit: number;
  readonly level: number;
  /** Files that the store took, at both levels, and files that our picker would have. */
  readonly expected: readonly number[];
  readonly chosen: readonly number[];
  readonly why: string;
}

/** A store's files, found and read; nothing replayed yet. */
export interface OpenedStore {
  readonly manifest: Manifest | null;
  readonly config: ReplayConfig;
  readonly maxFileBytes: ReplayDocument['maxFileBytes'];
  readonly problems: readonly Break[];
}

export interface OpenProgress {
  readonly stage: 'MANIFEST' | 'LOG';
  readonly done: number;
  readonly total: number;
}

/**
 * Finds a store's MANIFEST and LOGs among files and reads them, a piece at a
 * time, so that a worker can report how far it is and be stopped. Never throws
 * on their bytes: what is wrong is in `problems`, and `manifest` is `null` if
 * there is none from which even one edit could be read.
 */
export function* openStoreInSteps(
  files: readonly NamedFile[],
  options: ReplayOptions = {},
): Generator<OpenProgress, OpenedStore, void> {
  const problems: Break[] = [];
  const found = findManifest(files, problems);
  const manifest = found === null ? null : yield* manifestInSteps(found);
  if (manifest?.problem) problems.push(manifest.problem);
  const readable = manifest !== null && manifest.count > 0 ? manifest : null;
  const size = maxFileBytes(options, readable === null ? null : inferMaxFileBytes(readable));
  return {
    manifest: readable,
    config: {
      edits: readable ?? [],
      diary: keepDiary(yield* logInSteps(logText(files))),
      options: { ...LEVELDB_OPTIONS, maxFileBytes: size.value },
      rules: {},
    },
    maxFileBytes: size,
    problems,
  };
}

function* manifestInSteps(file: NamedFile): Generator<OpenProgress, Manifest, void> {
  const scan = scanManifest(file.name, file.bytes);
  for (;;) {
    const next = scan.next();
    if (next.done) return next.value;
    yield { stage: 'MANIFEST', done: next.value.bytesDone, total: next.value.bytesTotal };
  }
}

/** Events between two reports on the LOG. */
const REPORT_EVENTS = 5000;

function* logInSteps(text: string): Generator<OpenProgress, LogEvent[], void> {
  const events: LogEvent[] = [];
  for (const event of logEvents(text)) {
    events.push(event);
    if (events.length % REPORT_EVENTS === 0)
      yield { stage: 'LOG', done: event.end, total: text.length };
  }
  return events;
}

/** The same in one go. */
export function openStore(files: readonly NamedFile[], options: ReplayOptions = {}): OpenedStore {
  const steps = openStoreInSteps(files, options);
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
  }
}

/** Replays a store's directory. Only names and bytes are needed, no table is opened. */
export function replayDirectory(
  files: readonly NamedFile[],
  options: ReplayOptions = {},
): ReplayDocument {
  const store = openStore(files, options);
  const disagree: Disagreement[] = [];
  const misplaced: ReplayDocument['misplaced'][number][] = [];
  let last = startReplay(store.config);
  for (const state of replayStates(store.config)) {
    last = state;
    if (state.verdict === 'disagree') disagree.push(disagreementOf(state));
    const { placement } = state;
    if (placement !== null && placement.ours !== placement.level) {
      const { file, level, ours } = placement;
      misplaced.push({ edit: state.index, file, expected: level, chosen: ours });
    }
  }
  const { totals } = last;
  return {
    edits: last.index,
    flushes: totals.flushes,
    compactions: totals.compactions,
    moves: totals.moves,
    agree: totals.agree,
    disagree,
    levels: last.version.levels.map((level) => ({ files: level.length, bytes: totalBytes(level) })),
    bytes: {
      flush: totals.flushBytes,
      compactionRead: totals.readBytes,
      compactionWrite: totals.writtenBytes,
    },
    misplaced,
    manifest: store.manifest?.file ?? null,
    log: store.config.diary.present,
    maxFileBytes: store.maxFileBytes,
    ...(store.problems.length > 0 ? { problems: store.problems } : {}),
  };
}

function disagreementOf(state: ReplayState): Disagreement {
  const { taken, decision, judgement } = state;
  return {
    edit: state.index,
    level: taken?.level ?? -1,
    expected: taken?.files.flat() ?? [],
    chosen: decision?.inputs.flatMap((files) => files.map(({ number }) => number)) ?? [],
    why: judgement?.why ?? '',
  };
}

function maxFileBytes(
  options: ReplayOptions,
  guess: FileSizeGuess | null,
): ReplayDocument['maxFileBytes'] {
  if (options.maxFileBytes !== undefined) return { value: options.maxFileBytes, source: 'given' };
  if (guess !== null) return { value: guess.maxFileBytes, source: 'inferred' };
  return { value: LEVELDB_OPTIONS.maxFileBytes, source: 'default' };
}

const MANIFEST_NAME = /^MANIFEST-(\d+)$/;

/** The MANIFEST that CURRENT names; where that fails, the one with the largest number. */
function findManifest(files: readonly NamedFile[], problems: Break[]): NamedFile | null {
  const manifests = files
    .filter(({ name }) => MANIFEST_NAME.test(name))
    .toSorted((a, b) => manifestNumber(b) - manifestNumber(a));
  const current = files.find(({ name }) => name === 'CURRENT');
  if (current !== undefined) {
    const text = latin1(current.bytes.subarray(0, 64));
    const named = manifests.find(({ name }) => `${name}\n` === text);
    if (named !== undefined) return named;
    const reason = MANIFEST_NAME.test(text.trimEnd())
      ? `it names ${text.trimEnd()}, which is not here or not named as a whole line`
      : 'it names no MANIFEST';
    problems.push({ file: 'CURRENT', offset: 0, reason });
  }
  if (manifests.length === 0) {
    problems.push({ file: 'MANIFEST', offset: 0, reason: 'there is no file named MANIFEST-…' });
  }
  return manifests[0] ?? null;
}

function manifestNumber(file: NamedFile): number {
  return Number(MANIFEST_NAME.exec(file.name)?.[1] ?? 0);
}

/** LOG.old is the LOG of the opening before. */
function logText(files: readonly NamedFile[]): string {
  return ['LOG.old', 'LOG']
    .map((name) => files.find((file) => file.name === name))
    .map((file) => (file === undefined ? '' : new TextDecoder().decode(file.bytes)))
    .join('\n');
}
