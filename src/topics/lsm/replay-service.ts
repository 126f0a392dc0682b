import { runInSlices } from '../../lab/work.ts';
import type { Break } from './engine/real/log-format.ts';
import { recordWindow } from './engine/real/record-window.ts';
import { type ReplayState, replayNext, replayStates } from './engine/real/replay.ts';
import {
  type NamedFile,
  openStoreInSteps,
  type ReplayDocument,
} from './engine/real/replay-command.ts';
import type { ReplayWindow } from './engine/real/window.ts';

/** Edits between two states kept to start a window from. */
const CHECKPOINT_EDITS = 500;

export interface ReplayProgress {
  readonly doing: string;
  /** 0 to 1. */
  readonly share: number;
}

/** What a page learns of a store at once; the edits themselves come in windows. */
export interface StoreSummary {
  readonly source: string;
  readonly edits: number;
  readonly flushes: number;
  readonly compactions: number;
  readonly moves: number;
  readonly agree: number;
  /** Edits, from 1, at which our picker would have chosen otherwise. */
  readonly disagree: readonly number[];
  readonly log: boolean;
  readonly maxFileBytes: ReplayDocument['maxFileBytes'];
  readonly problems: readonly Break[];
}

/** The names of files that a replay reads; all others stay unopened. */
export function isDescriptor(name: string): boolean {
  return /^(CURRENT|MANIFEST-\d+|LOG|LOG\.old)$/.test(name);
}

/**
 * Opens stores and records windows of their replay. Lives in a worker, or on the
 * page where there is none; it yields between slices in both.
 */
export class ReplayService {
  #states: ReplayState[] = [];
  #source = '';
  #edits = 0;
  #generation = 0;

  ready(): true {
    return true;
  }

  /** Stops whatever is being opened; the store open before stays open. */
  cancel(): void {
    this.#generation += 1;
  }

  /** Reads and replays a store. Rejects with `Cancelled`, or never for what the bytes hold. */
  async open(
    files: readonly File[],
    onProgress: (progress: ReplayProgress) => unknown = () => {},
  ): Promise<StoreSummary> {
    this.#generation += 1;
    const generation = this.#generation;
    const cancelled = () => this.#generation !== generation;
    const named: NamedFile[] = [];
    for (const file of files.filter((f) => isDescriptor(f.name))) {
      named.push({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
    }
    const store = await runInSlices(openStoreInSteps(named), {
      cancelled,
      onProgress: ({ stage, done, total }) =>
        onProgress({ doing: `Reading the ${stage}`, share: done / Math.max(1, total) }),
    });
    const total = store.manifest?.count ?? 0;
    const replayed = await runInSlices(replayKeeping(replayStates(store.config)), {
      cancelled,
      onProgress: (edit) =>
        onProgress({ doing: 'Asking the picker', share: edit / Math.max(1, total) }),
    });
    this.#states = replayed.checkpoints;
    this.#edits = total;
    this.#source = store.manifest?.file ?? '';
    const { totals } = replayed.last;
    return {
      source: this.#source,
      edits: total,
      flushes: totals.flushes,
      compactions: totals.compactions,
      moves: totals.moves,
      agree: totals.agree,
      disagree: replayed.disagree,
      log: store.config.diary.present,
      maxFileBytes: store.maxFileBytes,
      problems: store.problems,
    };
  }

  /** The window that begins after `first` edits, or as near before it as there is one. */
  async window(first: number, count: number): Promise<ReplayWindow> {
    const start = Math.max(0, Math.min(first, this.#edits - 1));
    let state = this.#states[Math.floor(start / CHECKPOINT_EDITS)];
    if (!state) throw new Error('No store is open.');
    while (state.index < start) state = replayNext(state);
    return recordWindow(this.#source, state, this.#edits, count);
  }
}

interface Replayed {
  readonly checkpoints: ReplayState[];
  readonly disagree: number[];
  readonly last: ReplayState;
}

function* replayKeeping(states: Iterable<ReplayState>): Generator<number, Replayed, void> {
  const checkpoints: ReplayState[] = [];
  const disagree: number[] = [];
  let last: ReplayState | undefined;
  for (const state of states) {
    last = state;
    if (state.index % CHECKPOINT_EDITS === 0) checkpoints.push(state);
    if (state.verdict === 'disagree') disagree.push(state.index);
    yield state.index;
  }
  return { checkpoints, disagree, last: last! };
}
