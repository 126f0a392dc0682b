import type { EntryType, InternalKey, UserKey } from './types.ts';

/** Negative, zero or positive as `a` sorts before, with or after `b`. */
export function compareUser(a: UserKey, b: UserKey): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

/**
 * Order of internal keys: user key ascending, then newest first, so that a
 * reader meets the current version of a key before the ones it hides
 * (db/dbformat.cc, `InternalKeyComparator::Compare`).
 */
export function compareInternal(a: InternalKey, b: InternalKey): number {
  const byUser = compareUser(a.user, b.user);
  if (byUser !== 0) return byUser;
  if (a.seq !== b.seq) return a.seq > b.seq ? -1 : 1;
  return typeRank(b.type) - typeRank(a.type);
}

/** The type is the low byte below the sequence number, and both sort downwards. */
function typeRank(type: EntryType): number {
  return type === 'put' ? 1 : 0;
}

export function internalKey<K extends UserKey>(
  user: K,
  seq: number,
  type: EntryType = 'put',
): InternalKey<K> {
  return { user, seq, type };
}
