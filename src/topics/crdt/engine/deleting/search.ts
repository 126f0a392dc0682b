import type { Engine } from '../../../../lab/engine.ts';
import { type ExploreProgress, type ExploreResult, explore } from '../../../../lab/explore.ts';
import { keyOf } from '../algorithm.ts';
import { deletingEngine } from './engine.ts';
import { deeds } from './legal.ts';
import type {
  Bounds,
  DeleteRule,
  DeletingAction,
  DeletingConfig,
  DeletingEvent,
  DeletingState,
} from './types.ts';

/** The invariants by their names, in the order in which a reader meets them. */
export const GUARANTEES = ['nothing is lost', 'nothing jumps', 'convergence'] as const;
export type Guarantee = (typeof GUARANTEES)[number];

/** Some 37,000 states with tombstones, which takes about a second. */
export const SMALL: Bounds = { letters: 4, deletions: 1 };

/** Two authors and an empty text. */
export const smallLab = (rule: DeleteRule): DeletingConfig => ({
  authors: ['Ada', 'Ben'],
  text: '',
  rule,
  bounds: SMALL,
});

/** What tells two states apart: what each copy has seen, and its tree. */
export function identifyDeleting({ replicas, jumps }: DeletingState): string {
  const copies = replicas.map(
    ({ doc, seen }) =>
      `${seen}:${doc.map((e) => `${keyOf(e.id)}<${keyOf(e.parent)}@${e.time}${e.deleted ? '!' : ''}`).join(' ')}`,
  );
  return `${copies.join('|')}|${jumps.length}`;
}

/** Every history of a small lab, the shortest first, until one breaks one of these guarantees. */
export function searchDeletes(
  config: DeletingConfig,
  kept: readonly Guarantee[],
): Generator<ExploreProgress, ExploreResult<DeletingAction>, void> {
  const engine: Engine<DeletingConfig, DeletingState, DeletingAction, DeletingEvent> = {
    ...deletingEngine,
    enabled: deeds,
    invariants: Object.fromEntries(kept.map((name) => [name, deletingEngine.invariants[name]!])),
  };
  return explore(engine, config, 1, { identify: identifyDeleting, slice: 50 });
}
