import { transfer } from 'comlink';
import { runInSlices } from '../../lab/work.ts';
import {
  analyseWithout,
  type Classification,
  type ClassifyProgress,
  classify,
} from './engine/classify.ts';
import { buffersOf, type PackedAnalysis, packIn } from './engine/packed.ts';
import type { Bit, Protocol } from './engine/protocol.ts';
import { type Choice, protocolOf } from './engine/protocols/index.ts';

/** The inputs to start from; `null` for all there are. */
export type Inputs = readonly Bit[] | null;

type Report = (progress: ClassifyProgress) => unknown;
type Reports<Result> = Generator<ClassifyProgress, Result, void>;

/**
 * Explores protocols; in a worker, or on the page in slices. Several at a time take
 * turns. A job's number is the caller's choice, and what it is cancelled by.
 */
export class ClassifyService {
  readonly #running = new Set<number>();

  ready(): true {
    return true;
  }

  cancel(job: number): void {
    this.#running.delete(job);
  }

  /**
   * What can become of each configuration. Reports some 16 times a second. Rejects with
   * `Cancelled`, with `TooMany`, and with a `RangeError` for a protocol that there is not.
   */
  async analyse(
    job: number,
    choice: Choice,
    inputs: Inputs,
    onProgress: Report,
  ): Promise<PackedAnalysis> {
    const packed = await this.#run(job, analysePacked(choice, inputs), onProgress);
    return transfer(packed, buffersOf(packed));
  }

  /** All that is counted, from every input. Rejects with the same. */
  async classify(job: number, choice: Choice, onProgress: Report): Promise<Classification> {
    const { counts } = await this.#run(job, classify(protocolOf(choice)), onProgress);
    return counts;
  }

  async #run<Result>(job: number, work: Reports<Result>, onProgress: Report): Promise<Result> {
    this.#running.add(job);
    try {
      const cancelled = () => !this.#running.has(job);
      return await runInSlices(work, { onProgress, cancelled });
    } finally {
      this.#running.delete(job);
    }
  }
}

function* analysePacked(choice: Choice, inputs: Inputs): Reports<PackedAnalysis> {
  const protocol: Protocol = protocolOf(choice);
  const analysis = yield* analyseWithout(protocol, inputs ? { inputs: [inputs] } : {});
  const configurations = analysis.graph.keys.length;
  const packing = packIn(analysis, choice);
  let next = packing.next();
  for (; !next.done; next = packing.next()) {
    yield { stage: 'hand over', configurations, done: 0 };
  }
  return next.value;
}
