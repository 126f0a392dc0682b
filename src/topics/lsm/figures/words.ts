import type { CompactionJob } from '../engine/sim/types.ts';

/** Who could still see an older version, in words. */
export function oldestSnapshotWords({ decision, oldestSnapshot }: CompactionJob): string {
  const newest = Math.max(
    0,
    ...[...decision.inputs[0], ...decision.inputs[1]].flatMap((t) => t.entries.map((e) => e.seq)),
  );
  return oldestSnapshot >= newest
    ? 'no snapshot is held'
    : `the oldest snapshot, seq ${oldestSnapshot}, sees that one`;
}
