import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import crc32 from 'crc-32';
import { sameBytes, uint } from './bytes.ts';
import type { Decoded } from './decode.ts';
import { encode } from './encode.ts';
import type { Attribute, ByteRange, Message } from './message.ts';
import { HEADER_BYTES, typeOf } from './registry.ts';
import { saslprep } from './saslprep.ts';
import { FINGERPRINT_MASK } from './values.ts';

const INTEGRITY = typeOf('MESSAGE-INTEGRITY');
const INTEGRITY_SHA256 = typeOf('MESSAGE-INTEGRITY-SHA256');
const FINGERPRINT = typeOf('FINGERPRINT');

const utf8 = (text: string) => new TextEncoder().encode(text);

/** RFC 8489 §9.1.1: the password. Throws `Prohibited` where SASLprep refuses it. */
export function shortTermKey(password: string): Uint8Array {
  return utf8(saslprep(password));
}

export interface LongTermCredential {
  /** As in USERNAME: already prepared, and without quotes. */
  readonly username: string;
  readonly realm: string;
  readonly password: string;
  /** MD5 where the message has no PASSWORD-ALGORITHM. */
  readonly algorithm?: 'MD5' | 'SHA-256';
}

/**
 * RFC 8489 §9.2.2 and §18.5.1: the hash of `username:realm:password`, 16 bytes
 * of MD5 or 32 of SHA-256. Throws `Prohibited` where SASLprep refuses realm or password.
 */
export function longTermKey(credential: LongTermCredential): Uint8Array {
  const { username, realm, password, algorithm = 'MD5' } = credential;
  const text = utf8(`${username}:${saslprep(realm)}:${saslprep(password)}`);
  return algorithm === 'MD5' ? md5(text) : sha256(text);
}

/** The message with MESSAGE-INTEGRITY behind its attributes (RFC 8489 §14.5). */
export function withIntegrity(message: Message, key: Uint8Array): Message {
  return withHmac(message, INTEGRITY, 20, (text) => hmac(sha1, key, text));
}

/**
 * The message with MESSAGE-INTEGRITY-SHA256 behind its attributes (RFC 8489
 * §14.6), cut to `length` bytes: 32, or a multiple of 4 from 16 up where a usage allows it.
 */
export function withIntegritySha256(message: Message, key: Uint8Array, length = 32): Message {
  return withHmac(message, INTEGRITY_SHA256, length, (text) => hmac(sha256, key, text));
}

/** The length in the header counts the attribute, and the hash ends before it. */
function withHmac(
  message: Message,
  type: number,
  length: number,
  work: (text: Uint8Array) => Uint8Array,
): Message {
  const filled = (value: Uint8Array) =>
    withLast(message, { type, kind: 'hmac', hmac: value.slice(0, length) });
  const dummy = encode(filled(new Uint8Array(length)));
  return filled(work(dummy.subarray(0, dummy.length - length - 4)));
}

/** The message with FINGERPRINT behind its attributes, as its last (RFC 8489 §14.7). */
export function withFingerprint(message: Message): Message {
  const filled = (number: number) =>
    withLast(message, { type: FINGERPRINT, kind: 'number', number });
  const dummy = encode(filled(0));
  return filled(fingerprintOf(dummy.subarray(0, dummy.length - 8)));
}

function withLast(message: Message, attribute: Attribute): Message {
  return { ...message, attributes: [...message.attributes, attribute] };
}

function fingerprintOf(text: Uint8Array): number {
  return (crc32.buf(text) ^ FINGERPRINT_MASK) >>> 0;
}

/** One seal of a message, worked out anew. */
export interface Check {
  /** Which attribute it is, from 0. */
  readonly attribute: number;
  /** The bytes that were hashed. */
  readonly covered: ByteRange;
  /** The length that the header has for this, in bytes: up to the attribute's end. */
  readonly headerLength: number;
  /** The value that these bytes and the key give, cut to the length of `found`. */
  readonly computed: Uint8Array;
  readonly found: Uint8Array;
  readonly holds: boolean;
}

/** The first MESSAGE-INTEGRITY of a message, or `null` where there is none. */
export function checkIntegrity(decoded: Decoded, key: Uint8Array): Check | null {
  return checkFirst(decoded, INTEGRITY, (text) => hmac(sha1, key, text));
}

/**
 * The first MESSAGE-INTEGRITY-SHA256, or `null` where there is none. It may be
 * cut to 16 bytes; a usage that does not allow that asks for 32 in `found`.
 */
export function checkIntegritySha256(decoded: Decoded, key: Uint8Array): Check | null {
  return checkFirst(decoded, INTEGRITY_SHA256, (text) => hmac(sha256, key, text));
}

/** The first FINGERPRINT, or `null` where there is none. It holds only as the last attribute. */
export function checkFingerprint(decoded: Decoded): Check | null {
  const check = checkFirst(decoded, FINGERPRINT, (text) => uint(fingerprintOf(text), 4));
  const last = check?.attribute === decoded.attributes.length - 1;
  return check && { ...check, holds: check.holds && last };
}

function checkFirst(
  { bytes, message, attributes }: Decoded,
  type: number,
  work: (text: Uint8Array) => Uint8Array,
): Check | null {
  const attribute = message.attributes.findIndex((each) => each.type === type);
  const place = attributes[attribute];
  if (!place) return null;
  const covered = { from: 0, to: place.from };
  const headerLength = place.to - HEADER_BYTES;
  const text = bytes.slice(0, place.from);
  text.set(uint(headerLength, 2), 2);
  const found = bytes.slice(place.from + 4, place.to);
  const computed = work(text).slice(0, found.length);
  return { attribute, covered, headerLength, computed, found, holds: sameBytes(computed, found) };
}
