import { runInSlices } from '../../lab/work.ts';
import { checkBoard } from './engine/packed/check.ts';
import type { CheckProgress, CheckResult } from './engine/packed/search.ts';
import type { Board } from './engine/spec/types.ts';

/** How a board is searched, as plain data that crosses into a worker. */
export interface CheckRequest {
  /** Count states that differ in names of members and values as one. */
  readonly symmetry?: boolean;
  readonly maxStates?: number;
  readonly maxBytes?: number;
}

/** The result, and how long it took from the first state to the last. */
export type TimedCheck = CheckResult & { readonly seconds: number };

/** Progress, and how long it has taken so far. */
export type TimedProgress = CheckProgress & { readonly seconds: number };

/** Searches every state of a board; in a worker, or on the page in slices. */
export class CheckService {
  #generation = 0;

  ready(): true {
    return true;
  }

  cancel(): void {
    this.#generation += 1;
  }

  /**
   * Reports some 16 times a second. A check that begins cancels the one before. Rejects
   * with `Cancelled`, with `TooLarge` where no limit is given and the board's states
   * would not fit, and with a `RangeError` for what is no board.
   */
  async check(
    board: Board,
    request: CheckRequest,
    onProgress: (progress: TimedProgress) => unknown,
  ): Promise<TimedCheck> {
    this.#generation += 1;
    const generation = this.#generation;
    const begun = performance.now();
    const seconds = () => (performance.now() - begun) / 1000;
    const result = await runInSlices(checkBoard(board, request), {
      onProgress: (progress) => onProgress({ ...progress, seconds: seconds() }),
      cancelled: () => this.#generation !== generation,
    });
    return { ...result, seconds: seconds() };
  }
}
