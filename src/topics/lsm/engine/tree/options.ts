/**
 * LevelDB's sizes and triggers, all in one place. The defaults are those of
 * db/dbformat.h and include/leveldb/options.h; miniature scenarios scale the
 * byte sizes and keep the ratios.
 */
export interface TreeOptions {
  /** Memtable bytes at which it becomes immutable (`write_buffer_size`). */
  readonly writeBufferBytes: number;
  /** Target bytes of one output table (`max_file_size`). */
  readonly maxFileBytes: number;
  /** Level-0 files that start a compaction (`kL0_CompactionTrigger`). */
  readonly level0Trigger: number;
  /** Level-0 files at which each write sleeps once (`kL0_SlowdownWritesTrigger`). */
  readonly level0Slowdown: number;
  /** Level-0 files at which writes wait (`kL0_StopWritesTrigger`). */
  readonly level0Stop: number;
  /** Target bytes of level 1 (`MaxBytesForLevel`). */
  readonly level1Bytes: number;
  /** How much larger each level's target is than the one above it. */
  readonly levelMultiplier: number;
  /** Deepest level a flush may go straight to (`kMaxMemCompactLevel`). */
  readonly maxFlushLevel: number;
  /** Expansion stops at this many file sizes (`ExpandedCompactionByteSizeLimit`). */
  readonly expansionFactor: number;
  /** Grandparent overlap limit in file sizes (`MaxGrandParentOverlapBytes`). */
  readonly grandparentFactor: number;
}

export const LEVELDB_OPTIONS: TreeOptions = {
  writeBufferBytes: 4 << 20,
  maxFileBytes: 2 << 20,
  level0Trigger: 4,
  level0Slowdown: 8,
  level0Stop: 12,
  level1Bytes: 10 << 20,
  levelMultiplier: 10,
  maxFlushLevel: 2,
  expansionFactor: 25,
  grandparentFactor: 10,
};

/**
 * Rules that can be switched off, to see what they are for. Each is a mistake
 * that some real store has made.
 */
export interface BrokenRules {
  /** Level 0 takes only the files that overlap the first one, not those that overlap these. */
  readonly skipTransitiveLevel0?: boolean;
  /** Every pick starts at the level's first file. */
  readonly skipCompactPointer?: boolean;
  /** Never takes more input files than the seed needs. */
  readonly skipExpansion?: boolean;
  /** Leaves behind a file that holds an older version of the last input key. */
  readonly skipBoundaryFiles?: boolean;
  /** Drops a tombstone without asking whether deeper levels hold the key. */
  readonly dropTombstonesEarly?: boolean;
  /** Drops shadowed entries and tombstones that a snapshot can still see. */
  readonly ignoreSnapshots?: boolean;
  /** Acknowledges a write before it is in the log. */
  readonly skipLog?: boolean;
}

/**
 * The sizes a store really uses for the ones it was opened with: LevelDB lets
 * neither the write buffer nor the file size go below a floor or above 1 GiB
 * (db/db_impl.cc, `SanitizeOptions`). Miniature scenarios skip this on purpose.
 */
export function sanitizeOptions(options: TreeOptions): TreeOptions {
  return {
    ...options,
    writeBufferBytes: clip(options.writeBufferBytes, 64 << 10, 1 << 30),
    maxFileBytes: clip(options.maxFileBytes, 1 << 20, 1 << 30),
  };
}

function clip(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
