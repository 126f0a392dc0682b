import type { Counters } from '../sim/types.ts';
import type { FileMeta, Version } from '../tree/types.ts';

/**
 * A table as three columns in internal-key order. `values` packs the value's
 * length and the type: twice the length, plus one for a put.
 */
export interface Columns {
  readonly keys: Uint32Array;
  readonly seqs: Uint32Array;
  readonly values: Uint32Array;
}

export interface FastFile extends FileMeta<number> {
  readonly columns: Columns;
}

/** A file as a MANIFEST records it. */
export type FileRecord = FileMeta<number>;

/** One version edit, and where the run stood once it was applied. */
export interface FastEdit {
  readonly kind: 'flush' | 'compaction' | 'move';
  /** Level of a flush's table, or of a compaction's upper inputs. */
  readonly level: number;
  readonly deleted: readonly { readonly level: number; readonly number: number }[];
  readonly added: readonly { readonly level: number; readonly file: FileRecord }[];
  /** Simulated microseconds of the client and of the background thread. */
  readonly clock: number;
  readonly backgroundClock: number;
  readonly counters: Counters;
}

export interface FastResult {
  readonly counters: Counters;
  readonly writeAmplification: number | null;
  readonly writeAmplificationWithLog: number | null;
  readonly spaceAmplification: number | null;
  readonly readAmplification: number | null;
  /** Files by level, as they stand. */
  readonly version: Version<FileRecord>;
  readonly edits: readonly FastEdit[];
  readonly clock: number;
  readonly backgroundClock: number;
}
