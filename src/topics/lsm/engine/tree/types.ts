/**
 * The shape of a leveled tree as LevelDB's MANIFEST records it: files by level,
 * each with its size and its range of internal keys. The picker, the simulators
 * and the replay of a real store all speak these types. Terms follow LevelDB
 * (db/dbformat.h, db/version_edit.h, db/version_set.h).
 */

/** LevelDB's `config::kNumLevels`. */
export const LEVELS = 7;

/**
 * A user key. Real stores use byte strings, held here as Latin-1 so that
 * JavaScript's `<` is LevelDB's bytewise order; simulators use integers.
 * Within one tree all keys are of one of the two types.
 */
export type UserKey = string | number;

export type EntryType = 'put' | 'delete';

/** Ordered by user key ascending, then sequence number descending. */
export interface InternalKey<K extends UserKey = UserKey> {
  readonly user: K;
  readonly seq: number;
  readonly type: EntryType;
}

/** One sorted table file. `bytes` is its size on disk. */
export interface FileMeta<K extends UserKey = UserKey> {
  readonly number: number;
  readonly bytes: number;
  readonly smallest: InternalKey<K>;
  readonly largest: InternalKey<K>;
}

/**
 * Files by level, `LEVELS` of them. Every level is ordered by smallest key and
 * then file number, level 0 too, as `VersionSet::Builder` orders it.
 */
export interface Version<F extends FileMeta = FileMeta> {
  readonly levels: readonly (readonly F[])[];
}

/** Where the last compaction of each level ended; `null` before the first. */
export type CompactPointers<K extends UserKey = UserKey> = readonly (InternalKey<K> | null)[];
