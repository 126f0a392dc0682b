import { runInSlices } from '../../../../lab/work.ts';
import { type ReplayOptions, type ReplayProgress, replay } from './replay.ts';
import { type ReplayReport, reportOf, timed } from './report.ts';
import { sample } from './sample.ts';
import { compileTrace, parseTrace, type Trace } from './trace.ts';

/** A trace as a reader has it, gzipped or not; or the one that is made up here. */
export type TraceSource = File | ArrayBuffer | 'sample';

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
    this.#generation += 1;
    const generation = this.#generation;
    const cancelled = () => this.#generation !== generation;
    const work = timed(replay(await traceFrom(source), options), this.#now);
    const { result, milliseconds } = await runInSlices(work, { cancelled, onProgress });
    return reportOf(result, milliseconds);
  }
}

async function traceFrom(source: TraceSource): Promise<Trace> {
  if (source === 'sample') return compileTrace(sample());
  const bytes = source instanceof ArrayBuffer ? source : await source.arrayBuffer();
  return parseTrace(new Uint8Array(bytes));
}
