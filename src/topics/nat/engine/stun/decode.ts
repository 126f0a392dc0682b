import { hexNumber, hexOf, numberAt, spacedHex } from './bytes.ts';
import { Fault, inBytes } from './fault.ts';
import type { Attribute, ByteRange, Field, Message } from './message.ts';
import {
  classAndMethod,
  comprehensionRequired,
  entryOf,
  HEADER_BYTES,
  MAGIC_COOKIE,
  messageName,
  typeOf,
} from './registry.ts';
import { readValue } from './values.ts';

/** An attribute's bytes, its header and its padding with it. */
export interface PlacedAttribute extends ByteRange {
  /** It follows an integrity attribute that does not cover it, so receivers skip it (RFC 8489 §9). */
  readonly ignored: boolean;
}

export interface Decoded {
  readonly ok: true;
  /** A copy of what was read. */
  readonly bytes: Uint8Array;
  readonly message: Message;
  /** In order and without a gap: each byte is in exactly one. */
  readonly fields: readonly Field[];
  /** As many as the message's attributes, and in their order. */
  readonly attributes: readonly PlacedAttribute[];
}

export interface Undecodable {
  readonly ok: false;
  /** The byte at fault, from 0; the message's length where it ends too early. */
  readonly offset: number;
  /** A sentence. */
  readonly reason: string;
  /** What could be read before that. */
  readonly fields: readonly Field[];
}

/**
 * Reads a STUN message of RFC 8489 (§5 and §14) and all its pieces. It takes
 * one message and nothing else: bytes that are missing or left over are an
 * error. It never throws, and its work is proportional to the bytes. Whether
 * its integrity and fingerprint hold is asked in `integrity.ts`.
 */
export function decode(bytes: Uint8Array): Decoded | Undecodable {
  const fields: Field[] = [];
  try {
    const header = readHeader(bytes, fields);
    const copy = new Uint8Array(bytes);
    const read = readAttributes(copy, fields);
    const attributes = read.map(({ attribute }) => attribute);
    return {
      ok: true,
      bytes: copy,
      message: { ...header, attributes },
      fields,
      attributes: placed(read),
    };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { ok: false, offset: fault.offset, reason: fault.message, fields };
  }
}

function readHeader(bytes: Uint8Array, fields: Field[]): Omit<Message, 'attributes'> {
  const add = (from: number, to: number, name: string, meaning: string) =>
    fields.push({ from, to, name, meaning, attribute: null });
  if (bytes.length > 0 && bytes[0]! > 0x3f) {
    const channel = bytes[0]! < 0x80 ? ' 01 begins a TURN channel message.' : '';
    throw new Fault(
      0,
      `A STUN message begins with two bits of zero, and these are ${(bytes[0]! >> 6).toString(2).padStart(2, '0')}.${channel}`,
    );
  }
  if (bytes.length < HEADER_BYTES) {
    throw new Fault(
      bytes.length,
      `The message ends after ${inBytes(bytes.length)}, and its header takes ${HEADER_BYTES}.`,
    );
  }
  const { class: kind, method } = classAndMethod(numberAt(bytes, 0, 2));
  const bits = numberAt(bytes, 0, 2) & 0x0110;
  add(
    0,
    2,
    'Message type',
    `${messageName(kind, method)}. Bits 8 and 4 are ${(bits >> 8) & 1}${(bits >> 4) & 1}, the class; the others are the method, ${hexNumber(method, 3)}.`,
  );
  readLength(bytes, fields);
  const cookie = numberAt(bytes, 4, 8);
  if (cookie !== MAGIC_COOKIE) {
    throw new Fault(
      4,
      `Bytes 4 to 7 are ${spacedHex(bytes.subarray(4, 8))}, and a STUN message has the magic cookie 21 12 a4 42 there.`,
    );
  }
  add(4, 8, 'Magic cookie', 'The same in every message, and the mask of XOR addresses.');
  const transactionId = new Uint8Array(bytes.subarray(8, HEADER_BYTES));
  add(
    8,
    HEADER_BYTES,
    'Transaction ID',
    `${hexOf(transactionId)}: chosen at random for a request, and sent back in its response.`,
  );
  return { class: kind, method, transactionId };
}

function readLength(bytes: Uint8Array, fields: Field[]): void {
  const length = numberAt(bytes, 2, 4);
  const left = bytes.length - HEADER_BYTES;
  if (length % 4 !== 0) {
    throw new Fault(
      2,
      `The header says that ${inBytes(length)} follow it, and that is always a multiple of 4.`,
    );
  }
  if (length > left) {
    throw new Fault(
      2,
      `The header says that ${inBytes(length)} follow it, but there ${left === 1 ? 'is' : 'are'} ${left}.`,
    );
  }
  if (length < left) {
    throw new Fault(
      HEADER_BYTES + length,
      `The header says that ${inBytes(length)} follow it, but there are ${left}.`,
    );
  }
  fields.push({
    from: 2,
    to: 4,
    name: 'Message length',
    meaning: `${inBytes(length)} follow the header.`,
    attribute: null,
  });
}

interface Read {
  readonly attribute: Attribute;
  readonly range: ByteRange;
}

function readAttributes(bytes: Uint8Array, fields: Field[]): readonly Read[] {
  const read: Read[] = [];
  // Lengths are multiples of four and each attribute takes four or more, so this ends.
  for (let from = HEADER_BYTES; from < bytes.length; from = read.at(-1)!.range.to) {
    read.push(readAttribute(bytes, from, read.length, fields));
  }
  return read;
}

function readAttribute(bytes: Uint8Array, at: number, index: number, fields: Field[]): Read {
  const add = (from: number, to: number, name: string, meaning: string) =>
    fields.push({ from, to, name, meaning, attribute: index });
  const type = numberAt(bytes, at, at + 2);
  const length = numberAt(bytes, at + 2, at + 4);
  const from = at + 4;
  const left = bytes.length - from;
  if (length > left) {
    throw new Fault(
      at + 2,
      `The attribute at byte ${at} says it is ${inBytes(length)} long, but ${left} are left.`,
    );
  }
  const to = from + length;
  const end = to + padded(length) - length;
  add(at, at + 2, 'Attribute type', typeInWords(type));
  const filled = end === to ? '' : `; ${end - to} more fill it to a multiple of 4`;
  add(at + 2, from, 'Attribute length', `The value is ${inBytes(length)} long${filled}.`);
  const { value, fields: pieces } = readValue({ bytes, type, from, to });
  for (const piece of pieces) fields.push({ ...piece, attribute: index });
  if (to < end) add(to, end, 'Padding', 'Fills the attribute to a multiple of 4, and is ignored.');
  const padding = bytes.slice(to, end);
  const kept = padding.some((byte) => byte !== 0) ? { padding } : {};
  return { attribute: { type, ...value, ...kept }, range: { from: at, to: end } };
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

function typeInWords(type: number): string {
  const known = entryOf(type);
  const who = comprehensionRequired(type)
    ? 'Who does not know it must not process the message.'
    : 'Who does not know it may ignore it.';
  const name = known ? `${known.name}: ${known.purpose}.` : `No attribute that is known here.`;
  return `${hexNumber(type, 4)}, ${name} ${who}`;
}

const INTEGRITY = typeOf('MESSAGE-INTEGRITY');
const INTEGRITY_SHA256 = typeOf('MESSAGE-INTEGRITY-SHA256');
const FINGERPRINT = typeOf('FINGERPRINT');

/**
 * RFC 8489 §9: behind MESSAGE-INTEGRITY only the other two count, and behind
 * MESSAGE-INTEGRITY-SHA256, where there is no MESSAGE-INTEGRITY, only FINGERPRINT.
 */
function placed(read: readonly Read[]): readonly PlacedAttribute[] {
  const first = (type: number) => read.findIndex(({ attribute }) => attribute.type === type);
  const sha1 = first(INTEGRITY);
  const last = sha1 >= 0 ? sha1 : first(INTEGRITY_SHA256);
  const counts = sha1 >= 0 ? [INTEGRITY_SHA256, FINGERPRINT] : [FINGERPRINT];
  return read.map(({ attribute, range }, i) => ({
    ...range,
    ignored: last >= 0 && i > last && !counts.includes(attribute.type),
  }));
}
