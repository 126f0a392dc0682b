import { compareInternal } from '../tree/keys.ts';
import type { EntryType, FileMeta, InternalKey } from '../tree/types.ts';
import { LEVELS } from '../tree/types.ts';
import { ByteReader, latin1, readFixed } from './coding.ts';

/** Field tags on disk (db/version_edit.cc). Tag 8 is retired. */
export const TAG = {
  comparator: 1,
  logNumber: 2,
  nextFile: 3,
  lastSequence: 4,
  compactPointer: 5,
  deletedFile: 6,
  newFile: 7,
  previousLogNumber: 9,
} as const;

/** The one order of keys that a tree of Latin-1 strings can be compared in. */
export const BYTEWISE = 'leveldb.BytewiseComparator';

export type RealFile = FileMeta<string>;

/** One record of a MANIFEST: how the tree changed. */
export interface VersionEdit {
  readonly comparator?: string;
  readonly logNumber?: number;
  readonly previousLogNumber?: number;
  readonly nextFile?: number;
  readonly lastSequence?: number;
  readonly pointers: readonly { readonly level: number; readonly key: InternalKey<string> }[];
  readonly deleted: readonly { readonly level: number; readonly number: number }[];
  readonly added: readonly { readonly level: number; readonly file: RealFile }[];
}

/** An edit being read: the same fields, still open. */
type Draft = {
  -readonly [Field in keyof VersionEdit]: VersionEdit[Field] extends readonly (infer Item)[]
    ? Item[]
    : VersionEdit[Field];
};

export type DecodedEdit =
  | { readonly edit: VersionEdit }
  /** `at` is the offset within the payload of the field at fault. */
  | { readonly reason: string; readonly at: number };

/** Decodes one record (db/version_edit.cc, `VersionEdit::DecodeFrom`). Never throws. */
export function decodeVersionEdit(payload: Uint8Array): DecodedEdit {
  const reader = new ByteReader(payload);
  const edit: Draft = { pointers: [], deleted: [], added: [] };
  while (!reader.done) {
    const at = reader.position;
    const reason = readField(reader, edit);
    if (reason !== null) return { reason, at };
  }
  return { edit };
}

/** Reads one field into the edit; words if it cannot. */
function readField(reader: ByteReader, edit: Draft): string | null {
  const tag = reader.varint();
  switch (tag) {
    case TAG.comparator:
      return readComparator(reader, edit);
    case TAG.compactPointer:
      return readPointer(reader, edit);
    case TAG.deletedFile:
      return readDeletedFile(reader, edit);
    case TAG.newFile:
      return readNewFile(reader, edit);
    case null:
      return 'a field tag is cut short';
    default:
      return readNumber(reader, edit, tag);
  }
}

const NUMBER_FIELDS = new Map([
  [TAG.logNumber, { field: 'logNumber', name: 'the log number' }],
  [TAG.previousLogNumber, { field: 'previousLogNumber', name: 'the previous log number' }],
  [TAG.nextFile, { field: 'nextFile', name: 'the next file number' }],
  [TAG.lastSequence, { field: 'lastSequence', name: 'the last sequence number' }],
] as const);

function readNumber(reader: ByteReader, edit: Draft, tag: number): string | null {
  const known = NUMBER_FIELDS.get(tag as typeof TAG.logNumber);
  if (known === undefined) return unknownTag(tag);
  const value = reader.varint();
  if (value === null) return `${known.name} is cut short`;
  edit[known.field] = value;
  return null;
}

/** RocksDB grew LevelDB's format, and its tags are the ones people meet. */
function unknownTag(tag: number): string {
  const guess = tag >= 10 ? ', which LevelDB does not have: is this a MANIFEST of RocksDB?' : '';
  return `unknown tag ${tag}${guess}`;
}

function readComparator(reader: ByteReader, edit: Draft): string | null {
  const name = reader.slice();
  if (name === null) return 'the comparator name is cut short';
  edit.comparator = latin1(name.subarray(0, 128));
  if (edit.comparator === BYTEWISE) return null;
  return `keys are ordered by ${JSON.stringify(edit.comparator)}, not by ${BYTEWISE}`;
}

function readPointer(reader: ByteReader, edit: Draft): string | null {
  const level = readLevel(reader);
  if (typeof level === 'string') return level;
  const key = readKey(reader);
  if (typeof key === 'string') return `the compaction pointer of level ${level}: ${key}`;
  edit.pointers.push({ level, key });
  return null;
}

function readDeletedFile(reader: ByteReader, edit: Draft): string | null {
  const level = readLevel(reader);
  if (typeof level === 'string') return level;
  const number = reader.varint();
  if (number === null) return 'the number of a deleted file is cut short';
  edit.deleted.push({ level, number });
  return null;
}

function readNewFile(reader: ByteReader, edit: Draft): string | null {
  const level = readLevel(reader);
  if (typeof level === 'string') return level;
  const number = reader.varint();
  const bytes = reader.varint();
  if (number === null || bytes === null) return 'a new file is cut short';
  const smallest = readKey(reader);
  if (typeof smallest === 'string') return `the smallest key of file ${number}: ${smallest}`;
  const largest = readKey(reader);
  if (typeof largest === 'string') return `the largest key of file ${number}: ${largest}`;
  // Every rule of the tree assumes this; LevelDB itself trusts the checksum.
  if (compareInternal(smallest, largest) > 0) return `file ${number} ends before it begins`;
  edit.added.push({ level, file: { number, bytes, smallest, largest } });
  return null;
}

function readLevel(reader: ByteReader): number | string {
  const level = reader.varint();
  if (level === null) return 'a level is cut short';
  return level < LEVELS ? level : `there is no level ${level}`;
}

/** A user key, then type and sequence number in eight bytes (db/dbformat.h, `InternalKey`). */
function readKey(reader: ByteReader): InternalKey<string> | string {
  const bytes = reader.slice();
  if (bytes === null) return 'the key is cut short';
  const trailer = bytes.length - 8;
  if (trailer < 0) return 'the key has no room for a sequence number';
  const type = entryType(bytes[trailer]!);
  if (type === null) return `entry type ${bytes[trailer]} is unknown`;
  const seq = readFixed(bytes, trailer + 1, 7);
  return { user: latin1(bytes.subarray(0, trailer)), seq, type };
}

function entryType(byte: number): EntryType | null {
  if (byte === 1) return 'put';
  return byte === 0 ? 'delete' : null;
}
