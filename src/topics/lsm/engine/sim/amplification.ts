import type { Counters } from './types.ts';

/**
 * The amplifications, from the counters alone. Every ratio is `null` while its
 * denominator is zero, rather than a number that means nothing.
 */

/** Table bytes written for each byte the client wrote; the log is left out, as LevelDB's own report does. */
export function writeAmplification(counters: Counters): number | null {
  return ratio(tableBytesWritten(counters), counters.user);
}

/** The same with the log. */
export function writeAmplificationWithLog(counters: Counters): number | null {
  return ratio(tableBytesWritten(counters) + counters.wal, counters.user);
}

/** Table bytes on disk for each byte of key and newest value. */
export function spaceAmplification(counters: Counters): number | null {
  return ratio(counters.tableBytes, counters.liveBytes);
}

/** The same at the worst moment so far, against what is live now. */
export function peakSpaceAmplification(counters: Counters): number | null {
  return ratio(counters.peakBytes, counters.liveBytes);
}

/** Memtables and tables opened for each get. */
export function readAmplification(counters: Counters): number | null {
  return ratio(counters.filesTouched, counters.gets);
}

/** Tables alone opened for each get. */
export function tablesPerGet(counters: Counters): number | null {
  return ratio(counters.tablesRead, counters.gets);
}

/** Bytes of flushes and compaction outputs. */
export function tableBytesWritten(counters: Counters): number {
  return counters.flush + sum(counters.compactionWritten);
}

/** Table bytes that no reader needs: older versions, tombstones, and the tables' own overhead. */
export function deadBytes(counters: Counters): number {
  return Math.max(0, counters.tableBytes - counters.liveBytes);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
