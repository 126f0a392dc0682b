import { drawInt, type RandomState, seedRandom } from '../../../../lab/random.ts';
import type { TreeOptions } from '../tree/options.ts';
import { LEVELDB_OPTIONS } from '../tree/options.ts';
import { pickCompaction } from '../tree/picker.ts';
import { flushLevel } from '../tree/placement.ts';
import type { CompactPointers, InternalKey, Version } from '../tree/types.ts';
import { LEVELS } from '../tree/types.ts';
import { applyChanges, emptyVersion, rangeOf, totalBytes } from '../tree/version.ts';
import { ByteWriter, latin1Bytes } from './coding.ts';
import { BLOCK_BYTES, FRAGMENT, HEADER_BYTES, maskedChecksum } from './log-format.ts';
import { BYTEWISE, type RealFile, TAG, type VersionEdit } from './version-edit.ts';

/** Encodes one edit, fields in LevelDB's order (db/version_edit.cc, `VersionEdit::EncodeTo`). */
export function encodeVersionEdit(edit: VersionEdit): Uint8Array {
  const out = new ByteWriter();
  if (edit.comparator !== undefined) {
    out.varint(TAG.comparator);
    out.slice(latin1Bytes(edit.comparator));
  }
  writeNumber(out, TAG.logNumber, edit.logNumber);
  writeNumber(out, TAG.previousLogNumber, edit.previousLogNumber);
  writeNumber(out, TAG.nextFile, edit.nextFile);
  writeNumber(out, TAG.lastSequence, edit.lastSequence);
  for (const { level, key } of edit.pointers) {
    out.varint(TAG.compactPointer);
    out.varint(level);
    out.slice(encodeKey(key));
  }
  for (const { level, number } of edit.deleted) {
    out.varint(TAG.deletedFile);
    out.varint(level);
    out.varint(number);
  }
  for (const { level, file } of edit.added) {
    out.varint(TAG.newFile);
    out.varint(level);
    out.varint(file.number);
    out.varint(file.bytes);
    out.slice(encodeKey(file.smallest));
    out.slice(encodeKey(file.largest));
  }
  return out.finish();
}

function writeNumber(out: ByteWriter, tag: number, value: number | undefined): void {
  if (value === undefined) return;
  out.varint(tag);
  out.varint(value);
}

function encodeKey(key: InternalKey<string>): Uint8Array {
  const out = new ByteWriter();
  out.raw(latin1Bytes(key.user));
  out.byte(key.type === 'put' ? 1 : 0);
  out.fixed(key.seq, 7);
  return out.finish();
}

/** Lays records out in blocks, cut where they do not fit (db/log_writer.cc). */
export class LogWriter {
  private readonly out = new ByteWriter();

  get size(): number {
    return this.out.size;
  }

  append(payload: Uint8Array): void {
    let from = 0;
    do {
      let left = BLOCK_BYTES - (this.out.size % BLOCK_BYTES);
      if (left < HEADER_BYTES) {
        this.out.raw(new Uint8Array(left));
        left = BLOCK_BYTES;
      }
      const to = Math.min(payload.length, from + left - HEADER_BYTES);
      this.fragment(fragmentType(from === 0, to === payload.length), payload.subarray(from, to));
      from = to;
    } while (from < payload.length);
  }

  finish(): Uint8Array {
    return this.out.finish();
  }

  private fragment(type: number, piece: Uint8Array): void {
    const covered = new Uint8Array(piece.length + 1);
    covered[0] = type;
    covered.set(piece, 1);
    this.out.fixed(maskedChecksum(covered), 4);
    this.out.fixed(piece.length, 2);
    this.out.raw(covered);
  }
}

function fragmentType(first: boolean, last: boolean): number {
  if (first) return last ? FRAGMENT.full : FRAGMENT.first;
  return last ? FRAGMENT.last : FRAGMENT.middle;
}

export function encodeManifest(edits: Iterable<VersionEdit>): Uint8Array {
  const writer = new LogWriter();
  for (const edit of edits) writer.append(encodeVersionEdit(edit));
  return writer.finish();
}

/** The first edit of a new store's MANIFEST: a snapshot of nothing. */
export function openingEdit(): VersionEdit {
  return { comparator: BYTEWISE, pointers: [], deleted: [], added: [] };
}

interface Growth {
  random: RandomState;
  version: Version<RealFile>;
  pointers: CompactPointers<string>;
  nextFile: number;
  seq: number;
}

/** Keys drawn from this many: enough for a tree of four levels at the default sizes. */
const KEYS = 1_000_000_000;

/**
 * The edits of an imaginary store that follows LevelDB's rules, without end:
 * flushes of random ranges, and the compactions that our picker then asks for.
 * Made for measuring: a merge here spreads its outputs evenly and drops a tenth.
 */
export function* growEdits(
  seed: number,
  options: TreeOptions = LEVELDB_OPTIONS,
): Generator<VersionEdit, never, void> {
  const growth: Growth = {
    random: seedRandom(seed),
    version: emptyVersion(),
    pointers: Array.from({ length: LEVELS }, () => null),
    nextFile: 3,
    seq: 0,
  };
  yield openingEdit();
  yield { logNumber: 0, nextFile: growth.nextFile, pointers: [], deleted: [], added: [] };
  for (;;) {
    const edit = compactionEdit(growth, options) ?? flushEdit(growth, options);
    growth.version = applyChanges(growth.version, edit);
    yield { ...edit, logNumber: 0, nextFile: growth.nextFile, lastSequence: growth.seq };
  }
}

/** A MANIFEST of at least this many bytes, grown from a seed. */
export function growManifest(bytes: number, seed: number, options?: TreeOptions): Uint8Array {
  const writer = new LogWriter();
  for (const edit of growEdits(seed, options)) {
    writer.append(encodeVersionEdit(edit));
    if (writer.size >= bytes) break;
  }
  return writer.finish();
}

function draw(growth: Growth, low: number, high: number): number {
  const [value, random] = drawInt(growth.random, low, high);
  growth.random = random;
  return value;
}

function keyText(value: number): string {
  return `key${String(value).padStart(9, '0')}`;
}

function flushEdit(growth: Growth, options: TreeOptions): VersionEdit {
  const from = draw(growth, 0, KEYS / 2);
  const to = draw(growth, from, KEYS - 1);
  growth.seq += 1000;
  const file: RealFile = {
    number: growth.nextFile++,
    bytes: Math.ceil(options.writeBufferBytes * 0.9),
    smallest: { user: keyText(from), seq: growth.seq - 999, type: 'put' },
    largest: { user: keyText(to), seq: growth.seq, type: 'put' },
  };
  const level = flushLevel(growth.version, file.smallest.user, file.largest.user, options);
  return { pointers: [], deleted: [], added: [{ level, file }] };
}

function compactionEdit(growth: Growth, options: TreeOptions): VersionEdit | null {
  const decision = pickCompaction(growth.version, growth.pointers, options);
  if (decision === null) return null;
  const { level, inputs, trivialMove } = decision;
  growth.pointers = decision.pointers as CompactPointers<string>;
  const deleted = inputs.flatMap((files, below) =>
    files.map(({ number }) => ({ level: level + below, number })),
  );
  const outputs = trivialMove ? [inputs[0][0]!] : mergedFiles(growth, inputs.flat(), options);
  return {
    pointers: [{ level, key: growth.pointers[level]! }],
    deleted,
    added: outputs.map((file) => ({ level: level + 1, file })),
  };
}

function mergedFiles(
  growth: Growth,
  inputs: readonly RealFile[],
  options: TreeOptions,
): RealFile[] {
  const bytes = Math.ceil(totalBytes(inputs) * 0.9);
  // A table passes its target by the block that reached it, and by its index.
  const full = options.maxFileBytes + 10_000;
  const count = Math.ceil(bytes / full);
  const { smallest, largest } = rangeOf(inputs);
  const from = keyNumber(smallest as InternalKey<string>);
  const width = (keyNumber(largest as InternalKey<string>) - from) / count;
  return Array.from({ length: count }, (_, i) => ({
    number: growth.nextFile++,
    bytes: i < count - 1 ? full : bytes - full * (count - 1),
    smallest: outputKey(from + i * width + (i === 0 ? 0 : 1), growth.seq),
    largest: outputKey(from + (i + 1) * width, growth.seq),
  }));
}

function outputKey(value: number, seq: number): InternalKey<string> {
  return { user: keyText(Math.floor(value)), seq, type: 'put' };
}

function keyNumber(key: InternalKey<string>): number {
  return Number(key.user.slice(3));
}
