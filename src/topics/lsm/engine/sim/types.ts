import type { BrokenRules, TreeOptions } from '../tree/options.ts';
import type { Decision } from '../tree/picker.ts';
import type { CompactPointers, EntryType, FileMeta, Version } from '../tree/types.ts';
import type { WorkloadSpec, WorkloadState } from '../workloads/types.ts';

/** One version of one key. `bytes` is the value's length; a tombstone's is 0. */
export interface Entry {
  readonly key: number;
  readonly seq: number;
  readonly type: EntryType;
  readonly bytes: number;
}

/** An SSTable: its metadata and its entries in internal-key order. */
export interface Table extends FileMeta<number> {
  readonly entries: readonly Entry[];
}

/** Entries in internal-key order. `bytes` is what LevelDB would call its memory use. */
export interface MemTable {
  readonly entries: readonly Entry[];
  readonly bytes: number;
}

/** The log that backs one memtable: entries in the order written. */
export interface WriteAheadLog {
  readonly number: number;
  readonly entries: readonly Entry[];
  readonly bytes: number;
}

export interface SimConfig {
  readonly options: TreeOptions;
  readonly rules: BrokenRules;
  /** Keys are the integers from 0 up to, not including, this. */
  readonly keys: number;
  readonly workload: WorkloadSpec;
  /**
   * How bytes are counted: as LevelDB lays out its log, arena and tables, or
   * (for miniatures) as key bytes plus value bytes and nothing else.
   */
  readonly sizing: 'leveldb' | 'logical';
  /** Length of a key as written, in bytes. */
  readonly keyBytes: number;
  /** What one action of the run's own course does. */
  readonly grain: 'entry' | 'pick' | 'operation' | 'compaction';
  readonly timing: Timing;
  /** Keep a model of what was acknowledged, and check every frame against it. */
  readonly checked: boolean;
}

/** The simulated machine, in integer microseconds and bytes per microsecond. */
export interface Timing {
  readonly writeMicros: number;
  readonly slowdownMicros: number;
  /** Background bytes, read plus written, per microsecond. */
  readonly backgroundBytesPerMicro: number;
}

export interface Operation {
  readonly kind: 'put' | 'delete' | 'get' | 'scan' | 'read-modify-write';
  readonly key: number;
  /** Value length for writes. */
  readonly bytes: number;
  /** Keys to return, for scans. */
  readonly count: number;
}

/** A write on its way: logged, then in the memtable, then acknowledged. */
export interface PendingWrite {
  readonly entry: Entry;
  readonly stage: 'logged' | 'inserted';
}

/** Why the merge kept or dropped one entry. */
export type Fate =
  | { readonly kept: true }
  /** A newer version, itself at or below the oldest snapshot, hides it (rule A). */
  | { readonly kept: false; readonly why: 'shadowed'; readonly by: number }
  /** A tombstone that no deeper level needs (rule B). */
  | { readonly kept: false; readonly why: 'tombstone-at-base' };

/** A merge in progress: one cursor per input, the output cut so far. */
export interface CompactionJob {
  readonly kind: 'compaction';
  readonly decision: Decision<Table>;
  /** One cursor per input table, in the order inputs[0] then inputs[1]; index of its next entry. */
  readonly cursors: readonly number[];
  /** Finished output tables, then the entries of the one being written. */
  readonly outputs: readonly Table[];
  readonly building: readonly Entry[];
  readonly buildingBytes: number;
  /** The entry handled last, and what became of it. */
  readonly last: { readonly entry: Entry; readonly input: number; readonly fate: Fate } | null;
  readonly read: number;
  readonly kept: number;
  readonly dropped: { readonly shadowed: number; readonly tombstones: number };
  /** Sequence number at or below which only the newest version of a key is needed. */
  readonly oldestSnapshot: number;
  /** State of the grandparent-overlap cut and of the shadowing rule. */
  readonly grandparentIndex: number;
  readonly grandparentBytes: number;
  readonly seenKey: boolean;
  readonly previousKey: number | null;
  readonly previousSeq: number;
}

/** An immutable memtable on its way to a table. */
export interface FlushJob {
  readonly kind: 'flush';
  readonly table: Table;
  readonly level: number;
}

/** All in bytes unless named otherwise; the amplifications come from these alone. */
export interface Counters {
  readonly user: number;
  readonly wal: number;
  readonly flush: number;
  /** By level of the inputs' upper level: bytes read from and written by its compactions. */
  readonly compactionRead: readonly number[];
  readonly compactionWritten: readonly number[];
  readonly flushes: number;
  readonly compactions: number;
  readonly moves: number;
  readonly mergedEntries: number;
  readonly droppedEntries: number;
  readonly puts: number;
  readonly deletes: number;
  readonly gets: number;
  readonly scans: number;
  /** Tables and memtables opened to answer gets. */
  readonly filesTouched: number;
  readonly stallMicros: number;
  readonly slowdowns: number;
  /** Largest sum of table bytes on disk at once, inputs and outputs of a merge both counted. */
  readonly peakBytes: number;
}

/** One place a read looked, in the order it looked. */
export interface ReadStep {
  readonly place: 'memtable' | 'immutable' | 'table';
  /** File number and level for tables, else `null`. */
  readonly file: number | null;
  readonly level: number | null;
  readonly outcome: 'found' | 'tombstone' | 'absent';
}

export interface ReadTrace {
  readonly kind: 'get' | 'scan';
  readonly key: number;
  readonly snapshot: number | null;
  readonly steps: readonly ReadStep[];
  /** Value lengths by key as returned; for a get, none or one. */
  readonly result: readonly Entry[];
}

export interface SimState {
  readonly config: SimConfig;
  /** Simulated time, integer microseconds. */
  readonly clock: number;
  readonly workload: WorkloadState;
  readonly seq: number;
  readonly nextFile: number;
  readonly pending: PendingWrite | null;
  readonly wal: WriteAheadLog;
  readonly memtable: MemTable;
  readonly immutable: { readonly memtable: MemTable; readonly wal: WriteAheadLog } | null;
  readonly version: Version<Table>;
  readonly pointers: CompactPointers<number>;
  /** Sequence numbers of the snapshots held, ascending. */
  readonly snapshots: readonly number[];
  readonly job: CompactionJob | FlushJob | null;
  /** The last decision of the picker, kept for the decision panel. */
  readonly decision: Decision<Table> | null;
  readonly read: ReadTrace | null;
  readonly counters: Counters;
  readonly stall: 'none' | 'slowdown' | 'stop';
  readonly crashed: boolean;
  /** When checked: the newest acknowledged entry of each key, by key. */
  readonly acknowledged: readonly (Entry | null)[] | null;
}

/**
 * What can happen next. Clients write, read, take and release snapshots; the
 * store rotates, flushes, picks, merges and installs; anything can crash.
 */
export type SimAction =
  | { readonly type: 'put'; readonly key: number; readonly bytes: number }
  | { readonly type: 'delete'; readonly key: number }
  | { readonly type: 'insert' }
  | { readonly type: 'acknowledge' }
  | { readonly type: 'get'; readonly key: number; readonly snapshot?: number }
  | { readonly type: 'scan'; readonly key: number; readonly count: number }
  /** One whole operation, from log to acknowledgement, in one frame. */
  | { readonly type: 'operate'; readonly operation: Operation }
  /** The next operation of the workload, at the configured grain. */
  | { readonly type: 'next' }
  | { readonly type: 'snapshot' }
  | { readonly type: 'release'; readonly seq: number }
  | { readonly type: 'rotate' }
  | { readonly type: 'flush' }
  | { readonly type: 'pick' }
  /** Merge this many entries, or all that are left. */
  | { readonly type: 'merge'; readonly entries: number | 'all' }
  | { readonly type: 'install' }
  /** Whole background step in one frame: rotate and flush, or pick, merge and install. */
  | { readonly type: 'compact' }
  | { readonly type: 'crash' }
  | { readonly type: 'recover' };
