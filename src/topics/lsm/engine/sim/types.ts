import type { LabEvent } from '../../../../lab/engine.ts';
import type { BrokenRules, TreeOptions } from '../tree/options.ts';
import type { Decision } from '../tree/picker.ts';
import type { CompactPointers, EntryType, FileMeta, Version } from '../tree/types.ts';
import type { WorkloadSpec, WorkloadState } from '../workloads/types.ts';
import type { TableLayout } from './layout.ts';

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
  /** The allocator behind it; `null` where bytes are counted logically. */
  readonly arena: Arena | null;
}

/** LevelDB's arena: what is left of the current block, and the skip list's generator. */
export interface Arena {
  readonly remaining: number;
  readonly random: number;
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
  /** Length of a key as written, in bytes. Keys are decimals padded with zeros. */
  readonly keyBytes: number;
  /** Bits of Bloom filter for each key; 0 or absent for tables without. Counted by 'leveldb' alone. */
  readonly filterBits?: number;
  /** What one action of the run's own course does. */
  readonly grain: 'entry' | 'operation' | 'pick' | 'compaction';
  /** Frames over which a coarse course spreads one merge; if absent, 12 at most. */
  readonly mergeFrames?: number;
  /** Operations that are over before the first frame, so that it shows a tree in use. */
  readonly warmUp?: number;
  readonly timing: Timing;
  /** Keep a model of what was acknowledged, and check every frame against it. */
  readonly checked: boolean;
}

/**
 * The simulated machine, in integer microseconds and bytes per microsecond: a
 * client that does one thing after another, and one background thread.
 */
export interface Timing {
  /** Client time of one operation, reads included. */
  readonly writeMicros: number;
  readonly slowdownMicros: number;
  /** Background bytes, read plus written, per microsecond. */
  readonly backgroundBytesPerMicro: number;
  /** Background time to delete each input of a merge once its outputs are installed; 0 if absent. */
  readonly deleteMicros?: number;
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

/** Why an output table ended where it did. */
export type Cut = 'size' | 'grandparents' | 'end';

/** A merge in progress: one cursor per input, the output cut so far. */
export interface CompactionJob {
  readonly kind: 'compaction';
  readonly decision: Decision<Table>;
  /** The tree as it was when this was picked; tombstones ask it about deeper levels. */
  readonly version: Version<Table>;
  /** One cursor per input table, in the order inputs[0] then inputs[1]; index of its next entry. */
  readonly cursors: readonly number[];
  /** Finished output tables, then the entries of the one being written. */
  readonly outputs: readonly Table[];
  readonly building: readonly Entry[];
  readonly buildingBytes: number;
  /** Number of the table being written, taken when it was opened; `null` between tables. */
  readonly buildingNumber: number | null;
  /** Byte layout of the table being written. */
  readonly layout: TableLayout;
  /** The entry handled last, and what became of it. `input` indexes `cursors`. */
  readonly last: { readonly entry: Entry; readonly input: number; readonly fate: Fate } | null;
  /** Entries read, of `total`. */
  readonly read: number;
  readonly total: number;
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
  /** When it began on the simulated clock, flushes that interrupt it taken out; and bytes handled since. */
  readonly begun: number;
  readonly work: number;
}

/** An immutable memtable on its way to a table, and the merge that waits meanwhile. */
export interface FlushJob {
  readonly kind: 'flush';
  readonly table: Table;
  readonly level: number;
  readonly paused: CompactionJob | null;
}

/** All in bytes unless named otherwise; the amplifications come from these alone. */
export interface Counters {
  readonly user: number;
  readonly wal: number;
  readonly flush: number;
  /** By level of the inputs' upper level: bytes read from and written by its compactions. */
  readonly compactionRead: readonly number[];
  readonly compactionWritten: readonly number[];
  /** Tables that the current version holds. */
  readonly tableBytes: number;
  /** Keys and newest values that a reader can see now. */
  readonly liveBytes: number;
  readonly flushes: number;
  readonly compactions: number;
  readonly moves: number;
  readonly mergedEntries: number;
  readonly droppedEntries: number;
  readonly puts: number;
  readonly deletes: number;
  readonly gets: number;
  readonly scans: number;
  /** Tables and memtables opened to answer gets; of these, tables. */
  readonly filesTouched: number;
  readonly tablesRead: number;
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
  /** For scans, 'found' if anything returned came from here. */
  readonly outcome: 'found' | 'tombstone' | 'absent';
}

export interface ReadTrace {
  readonly kind: 'get' | 'scan';
  readonly key: number;
  readonly snapshot: number | null;
  readonly steps: readonly ReadStep[];
  /** Value lengths by key as returned; for a get, none or one. */
  readonly result: readonly Entry[];
  /** Entries a scan passed over: tombstones, hidden versions, versions too new. */
  readonly skipped: number;
}

export interface SimState {
  readonly config: SimConfig;
  /** Simulated time of the client, integer microseconds. */
  readonly clock: number;
  /** Simulated time up to which the background thread has worked. */
  readonly backgroundClock: number;
  readonly workload: WorkloadState;
  /** Newest sequence number that readers see; a pending write's is one more. */
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
  /** What the next write meets: a sleep of `slowdownMicros`, or a wait. */
  readonly stall: 'none' | 'slowdown' | 'stop';
  readonly crashed: boolean;
  /** When checked: the newest acknowledged entry of each key, by key. */
  readonly acknowledged: readonly (Entry | null)[] | null;
  /** When checked: `acknowledged` as it stood at each snapshot held. */
  readonly views: readonly (readonly (Entry | null)[])[] | null;
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
  /**
   * The next operation of the workload; at entry grain, its first step. Given a
   * number, that many whole operations, fewer if the memtable fills, background
   * work falls due or the workload ends.
   */
  | { readonly type: 'next'; readonly operations?: number }
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

/** What happened in a step, in the order it happened. */
export type SimEvent = LabEvent &
  (
    | { readonly kind: 'logged'; readonly entry: Entry; readonly bytes: number }
    | { readonly kind: 'inserted'; readonly entry: Entry }
    | { readonly kind: 'acknowledged'; readonly entry: Entry }
    /** The write slept, level 0 being near its limit. */
    | { readonly kind: 'slowed'; readonly micros: number; readonly files: number }
    /** Writes waited until this step made room. */
    | { readonly kind: 'waited'; readonly micros: number }
    | { readonly kind: 'read'; readonly trace: ReadTrace }
    /** Several operations in one frame. */
    | {
        readonly kind: 'batch';
        readonly puts: number;
        readonly deletes: number;
        readonly reads: number;
        readonly slowdowns: number;
        readonly ended: 'count' | 'full' | 'background' | 'over';
      }
    | { readonly kind: 'snapshot-taken'; readonly seq: number }
    | { readonly kind: 'snapshot-released'; readonly seq: number }
    | { readonly kind: 'rotated'; readonly entries: number; readonly log: number }
    | { readonly kind: 'flush-started'; readonly table: Table; readonly level: number }
    | { readonly kind: 'flushed'; readonly table: Table; readonly level: number }
    | { readonly kind: 'picked'; readonly decision: Decision<Table> }
    | {
        readonly kind: 'merged';
        readonly entries: number;
        readonly kept: number;
        readonly shadowed: number;
        readonly tombstones: number;
        readonly last: NonNullable<CompactionJob['last']>;
      }
    | { readonly kind: 'cut'; readonly table: Table; readonly why: Cut }
    | { readonly kind: 'moved'; readonly table: Table; readonly from: number; readonly to: number }
    | {
        readonly kind: 'installed';
        readonly decision: Decision<Table>;
        readonly outputs: readonly Table[];
        readonly written: number;
      }
    | { readonly kind: 'crashed'; readonly lost: number; readonly logged: number }
    | {
        readonly kind: 'recovered';
        readonly replayed: number;
        readonly tables: readonly Table[];
        /** Replayed writes that were logged but never acknowledged. */
        readonly unacknowledged: readonly Entry[];
      }
  );
