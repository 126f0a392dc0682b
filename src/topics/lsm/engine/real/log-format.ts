import { crc32c } from '@aws-crypto/crc32c';
import { readFixed } from './coding.ts';

/**
 * The record format of LevelDB's write-ahead logs and MANIFESTs (db/log_format.h):
 * blocks of 32 KiB, in which records that do not fit are cut into fragments.
 */
export const BLOCK_BYTES = 32768;
/** Checksum (4), length (2), fragment type (1). */
export const HEADER_BYTES = 7;

export const FRAGMENT = { full: 1, first: 2, middle: 3, last: 4 } as const;

/** Where and why a file could not be read further. Everything before it has been. */
export interface Break {
  readonly file: string;
  /** Byte offset of the fragment, field or end of file that is at fault. */
  readonly offset: number;
  readonly reason: string;
}

export interface LogRecord {
  /** Offset of the header of its first fragment, and of the byte after its last one. */
  readonly start: number;
  readonly end: number;
  /** The record's own bytes: a view into the file if it is of one piece. */
  readonly payload: Uint8Array;
}

/** What one fragment's checksum covers: its type, then its bytes (util/crc32c.h, `Mask`). */
export function maskedChecksum(typeAndPayload: Uint8Array): number {
  const crc = crc32c(typeAndPayload);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

interface Fragment {
  readonly type: number;
  readonly start: number;
  readonly end: number;
  readonly payload: Uint8Array;
}

/**
 * The records from `from`, which must be a record's start, up to the end or the
 * first break. LevelDB's reader (db/log_reader.cc) skips damage and reads on;
 * a tree that lacks one edit is wrong from there on, so this one stops.
 */
export function* readRecords(
  file: string,
  bytes: Uint8Array,
  from = 0,
): Generator<LogRecord, Break | null, void> {
  let position = from;
  for (;;) {
    const pieces: Fragment[] = [];
    do {
      const fragment = readFragment(bytes, position);
      if (fragment === null) {
        if (pieces.length === 0) return null;
        return { file, offset: bytes.length, reason: 'the file ends between two fragments' };
      }
      const reason = 'reason' in fragment ? fragment.reason : misplaced(fragment, pieces);
      if (reason !== null) return { file, offset: fragment.start, reason };
      position = (fragment as Fragment).end;
      pieces.push(fragment as Fragment);
    } while (!endsRecord(pieces[pieces.length - 1]!));
    yield { start: pieces[0]!.start, end: position, payload: joined(pieces) };
  }
}

function endsRecord(fragment: Fragment): boolean {
  return fragment.type === FRAGMENT.full || fragment.type === FRAGMENT.last;
}

/** The fragment at or after a position, skipping a block's unused tail; `null` at a clean end. */
function readFragment(
  bytes: Uint8Array,
  position: number,
): Fragment | { readonly start: number; readonly reason: string } | null {
  const left = BLOCK_BYTES - (position % BLOCK_BYTES);
  const start = left < HEADER_BYTES ? position + left : position;
  if (start >= bytes.length) return null;
  if (start + HEADER_BYTES > bytes.length)
    return { start, reason: 'the file ends inside a record header' };
  const length = readFixed(bytes, start + 4, 2);
  const type = bytes[start + 6]!;
  const end = start + HEADER_BYTES + length;
  if (type === 0 && length === 0)
    return { start, reason: 'a zero-length record of type 0: space that was never written' };
  const blockEnd = start - (start % BLOCK_BYTES) + BLOCK_BYTES;
  if (end > blockEnd)
    return { start, reason: `a record of ${length} bytes would cross the end of its block` };
  if (end > bytes.length) return { start, reason: 'the file ends inside a record' };
  if (maskedChecksum(bytes.subarray(start + 6, end)) !== readFixed(bytes, start, 4))
    return { start, reason: 'the checksum does not match the record' };
  return { type, start, end, payload: bytes.subarray(start + HEADER_BYTES, end) };
}

/**
 * `null` if the fragment may come after those so far. An early LevelDB could
 * leave an empty first fragment at the end of a block and then begin again.
 */
function misplaced(fragment: Fragment, before: readonly Fragment[]): string | null {
  const inside = before.some((piece) => piece.payload.length > 0 || piece.type !== FRAGMENT.first);
  const started = before.length > 0;
  switch (fragment.type) {
    case FRAGMENT.full:
    case FRAGMENT.first:
      return inside ? 'a record begins before the last one has ended' : null;
    case FRAGMENT.middle:
    case FRAGMENT.last:
      return started ? null : 'a fragment has no beginning';
    default:
      return `fragment type ${fragment.type} is unknown`;
  }
}

function joined(pieces: readonly Fragment[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!.payload;
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.payload.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece.payload, at);
    at += piece.payload.length;
  }
  return whole;
}
