import type { Break } from './log-format.ts';
import { BLOCK_BYTES, HEADER_BYTES, readRecords } from './log-format.ts';
import type { VersionEdit } from './version-edit.ts';
import { decodeVersionEdit } from './version-edit.ts';

/**
 * A MANIFEST whose records have all been checked but not kept: an edit is
 * decoded again when it is looked at, so a large one costs its bytes and eight
 * more for each edit. Plain data, fit for sending to and from a worker.
 */
export interface Manifest {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly count: number;
  /** Offset of each record's first header. */
  readonly starts: Uint32Array;
  /** What stopped the reading before the end, if anything did. */
  readonly problem: Break | null;
}

export interface ScanProgress {
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly edits: number;
}

/** Reports after this many bytes: often enough to draw, and to be cancelled. */
const REPORT_BYTES = 8 * BLOCK_BYTES;

/** Checks a MANIFEST record by record, yielding progress. Never throws on its bytes. */
export function* scanManifest(
  file: string,
  bytes: Uint8Array,
): Generator<ScanProgress, Manifest, void> {
  const starts: number[] = [];
  const records = readRecords(file, bytes);
  let reported = 0;
  let problem: Break | null = null;
  for (;;) {
    const next = records.next();
    if (next.done) {
      problem = next.value;
      break;
    }
    const { start, end, payload } = next.value;
    const decoded = decodeVersionEdit(payload);
    if ('reason' in decoded) {
      problem = { file, offset: fieldOffset(start, decoded.at), reason: decoded.reason };
      break;
    }
    starts.push(start);
    if (end - reported < REPORT_BYTES) continue;
    reported = end;
    yield { bytesDone: end, bytesTotal: bytes.length, edits: starts.length };
  }
  return {
    file,
    bytes,
    count: starts.length,
    starts: Uint32Array.from(starts),
    problem: explainProblem(file, bytes, problem),
  };
}

/** The whole scan in one go. */
export function readManifest(file: string, bytes: Uint8Array): Manifest {
  const scan = scanManifest(file, bytes);
  for (;;) {
    const next = scan.next();
    if (next.done) return next.value;
  }
}

/** Decodes one edit. Throws `RangeError` if there is no such edit. */
export function editAt(manifest: Manifest, index: number): VersionEdit {
  const start = manifest.starts[index];
  if (start === undefined)
    throw new RangeError(`${manifest.file} has ${manifest.count} edits, so none numbered ${index}`);
  const record = readRecords(manifest.file, manifest.bytes, start).next();
  const decoded = record.done ? null : decodeVersionEdit(record.value.payload);
  if (decoded === null || 'reason' in decoded)
    throw new RangeError(`edit ${index} of ${manifest.file} changed after it was checked`);
  return decoded.edit;
}

/** A file that is wrong from its first byte is more likely another kind of file than a damaged one. */
function explainProblem(file: string, bytes: Uint8Array, problem: Break | null): Break | null {
  if (bytes.length === 0) return { file, offset: 0, reason: 'the file is empty' };
  if (problem === null || problem.offset > 0) return problem;
  return {
    ...problem,
    reason: `this is no LevelDB MANIFEST, or its start is lost: ${problem.reason}`,
  };
}

/** Where a field lies in the file, headers of the fragments before it counted. */
function fieldOffset(start: number, at: number): number {
  let header = start;
  let left = at;
  for (;;) {
    const data = header + HEADER_BYTES;
    const blockEnd = header - (header % BLOCK_BYTES) + BLOCK_BYTES;
    if (left < blockEnd - data) return data + left;
    left -= blockEnd - data;
    header = blockEnd;
  }
}
