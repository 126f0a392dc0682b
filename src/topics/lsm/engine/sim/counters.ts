import { LEVELS } from '../tree/types.ts';
import type { Counters } from './types.ts';

/** The counters of a store that has done nothing yet. */
export const NO_COUNTERS: Counters = {
  user: 0,
  wal: 0,
  flush: 0,
  compactionRead: Array.from({ length: LEVELS }, () => 0),
  compactionWritten: Array.from({ length: LEVELS }, () => 0),
  tableBytes: 0,
  liveBytes: 0,
  flushes: 0,
  compactions: 0,
  moves: 0,
  mergedEntries: 0,
  droppedEntries: 0,
  puts: 0,
  deletes: 0,
  gets: 0,
  scans: 0,
  filesTouched: 0,
  tablesRead: 0,
  stallMicros: 0,
  slowdowns: 0,
  peakBytes: 0,
};
