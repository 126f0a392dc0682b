import { runInSlices, type Work } from '../../../../lab/work.ts';
import { type Recording, record } from '../trace/record.ts';
import { type ReplayOptions, type ReplayProgress, replay } from './replay.ts';
import { type ReplayReport, reportOf, timed } from './report.ts';
import { sample } from './sample.ts';
import { compileTrace, type Trace } from './trace.ts';
import { parseTrace } from './trace-file.ts';

/** A trace as a reader has it, gzipped or not; or the one that is made up here. */
export type TraceSource = File | ArrayBuffer | 'sample';

/** A recording, and how long the replay took without the pauses in it. */
export interface Recorded {
  readonly recording: Recording;
  readonly milliseconds: number;
}

/**
 * Replays traces, one at a time. Lives in a worker, or on the page where there is
 * none; it yields between slices in both.
 */
export class ReplayService {
  readonly #now: () => number;
  #generation = 0;

  /** `now` is in milliseconds from any fixed point. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  ready(): true {
    return true;
  }

  /** Stops whatever is being replayed. */
  cancel(): void {
    this.#generation += 1;
  }

  /**
   * Replays a trace from its beginning; whatever was being replayed stops. Rejects
   * with `Cancelled`, or with `BadTrace`, whose message is for the reader.
   */
  async replay(
    source: TraceSource,
    options: ReplayOptions,
    onProgress: (progress: ReplayProgress) => unknown = () => {},
  ): Promise<ReplayReport> {
    const { result, milliseconds } = await this.#run(
      async () => timed(replay(await traceFrom(source), options), this.#now),
      onProgress,
    );
    return reportOf(result, milliseconds);
  }

  /** The same, keeping what a picture shows of each moment. Rejects with the same. */
  async record(
    source: TraceSource,
    name: string,
    algorithm: Recording['algorithm'],
    onProgress: (progress: ReplayProgress) => unknown = () => {},
  ): Promise<Recorded> {
    const { result, milliseconds } = await this.#run(
      async () => timed(record(name, await traceFrom(source), algorithm), this.#now),
      onProgress,
    );
    return { recording: result, milliseconds };
  }

  async #run<Result>(
    begin: () => Promise<Work<ReplayProgress, Result>>,
    onProgress: (progress: ReplayProgress) => unknown,
  ): Promise<Result> {
    this.#generation += 1;
    const generation = this.#generation;
    const cancelled = () => this.#generation !== generation;
    return runInSlices(await begin(), { cancelled, onProgress });
  }
}

async function traceFrom(source: TraceSource): Promise<Trace> {
  if (source === 'sample') return compileTrace(sample());
  const bytes = source instanceof ArrayBuffer ? source : await source.arrayBuffer();
  return parseTrace(new Uint8Array(bytes));
}
