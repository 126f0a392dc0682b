import type { ExploreProgress, ExploreResult } from '../../lab/explore.ts';
import { runInSlices } from '../../lab/work.ts';
import { BREAKABLE, type BreakableRule } from './engine/sim/breakable.ts';
import { searchTinyStore } from './engine/sim/tiny-search.ts';
import type { SimAction } from './engine/sim/types.ts';

/** Searches the states of a tiny store; in a worker, or on the page in slices. */
export class SearchService {
  #generation = 0;

  ready(): true {
    return true;
  }

  cancel(): void {
    this.#generation += 1;
  }

  /** With the rule broken, or with every rule kept. Rejects with `Cancelled`. */
  search(
    rule: BreakableRule,
    broken: boolean,
    onProgress: (progress: ExploreProgress) => unknown,
  ): Promise<ExploreResult<SimAction>> {
    this.#generation += 1;
    const generation = this.#generation;
    const { rules, bounds } = BREAKABLE[rule];
    return runInSlices(searchTinyStore(broken ? rules : {}, bounds), {
      onProgress,
      cancelled: () => this.#generation !== generation,
    });
  }
}
