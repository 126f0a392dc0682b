import type { Grain, TickKind } from '../../../../lab/engine.ts';
import type { SimEvent } from './types.ts';

/** Marks under the scrubber, weakest first. All else gets the plain one. */
export const TICKS: readonly TickKind[] = [
  { id: 'flush', label: 'Flush', tone: 'ink', shape: 'bar' },
  { id: 'compaction', label: 'Compaction installed', tone: 'active', shape: 'bar' },
  { id: 'stall', label: 'Writes waited', tone: 'danger', shape: 'bar' },
  { id: 'snapshot', label: 'Snapshot taken or released', tone: 'accent', shape: 'triangle' },
  { id: 'crash', label: 'Crash', tone: 'danger', shape: 'disc' },
  { id: 'recovery', label: 'Recovery', tone: 'fresh', shape: 'disc' },
];

const TICK_OF: Partial<Record<SimEvent['kind'], string>> = {
  flushed: 'flush',
  moved: 'compaction',
  installed: 'compaction',
  'snapshot-taken': 'snapshot',
  'snapshot-released': 'snapshot',
  waited: 'stall',
  slowed: 'stall',
  crashed: 'crash',
  recovered: 'recovery',
};

const STRENGTH = new Map(TICKS.map(({ id }, index) => [id, index]));

/** The strongest mark that the events of a frame deserve. */
export function tick(events: readonly SimEvent[]): string | null {
  let strongest: string | null = null;
  for (const { kind } of events) {
    const id = TICK_OF[kind];
    if (id === undefined) continue;
    if (strongest === null || STRENGTH.get(id)! > STRENGTH.get(strongest)!) strongest = id;
  }
  return strongest;
}

/**
 * Finest first. A memtable takes many operations and a flush or pick comes once
 * for each, so operations are the finer of the two.
 */
export const GRAINS: readonly Grain[] = [
  { id: 'entry', label: 'Entry' },
  { id: 'operation', label: 'Operation' },
  { id: 'pick', label: 'Flush or pick' },
  { id: 'compaction', label: 'Compaction' },
];

const [OPERATION, PICK, COMPACTION] = [1, 2, 3];

const GRAIN_OF: Partial<Record<SimEvent['kind'], number>> = {
  acknowledged: OPERATION,
  read: OPERATION,
  batch: OPERATION,
  'snapshot-taken': OPERATION,
  'snapshot-released': OPERATION,
  rotated: PICK,
  flushed: PICK,
  picked: PICK,
  crashed: PICK,
  recovered: PICK,
  moved: COMPACTION,
  installed: COMPACTION,
};

/** The coarsest grain that stops at a frame with these events. */
export function grain(events: readonly SimEvent[]): number {
  let coarsest = 0;
  for (const { kind } of events) coarsest = Math.max(coarsest, GRAIN_OF[kind] ?? 0);
  return coarsest;
}
