import { parseAddress } from './address.ts';
import { concat, uint, xor } from './bytes.ts';
import { inBytes } from './fault.ts';
import type { Attribute, Message, TransportAddress } from './message.ts';
import {
  attributeName,
  entryOf,
  MAGIC_COOKIE,
  messageType,
  TRANSACTION_ID_BYTES,
} from './registry.ts';
import { MOST_TEXT_BYTES } from './values.ts';

/** The length in the header has 16 bits, and its last two are zero (RFC 8489 §5). */
const MOST_BYTES = 0xfffc;

/** A message that has no bytes. The sentence names the value and what would have been right. */
export class Unencodable extends Error {
  override readonly name = 'Unencodable';
  /** The attribute at fault, from 0. */
  readonly attribute: number | null;

  constructor(reason: string, attribute: number | null) {
    super(reason);
    this.attribute = attribute;
  }
}

/**
 * A message's bytes (RFC 8489 §5 and §14). Integrity and fingerprint are written
 * as they stand; `withIntegrity` and `withFingerprint` work them out. Throws
 * `Unencodable` where a value does not fit its field.
 */
export function encode(message: Message): Uint8Array {
  const { transactionId } = message;
  check(
    message.method,
    0xfff,
    'A method has 12 bits, so it ought to be a whole number from 0 to 4095',
  );
  if (transactionId.length !== TRANSACTION_ID_BYTES) {
    const what = `A transaction ID takes ${inBytes(TRANSACTION_ID_BYTES)}`;
    throw new Unencodable(`${what}, and this one has ${transactionId.length}.`, null);
  }
  const attributes = message.attributes.map((attribute, index) => {
    try {
      return attributeBytes(attribute, transactionId);
    } catch (error) {
      if (!(error instanceof Unencodable)) throw error;
      throw new Unencodable(error.message, index);
    }
  });
  const body = concat(...attributes);
  if (body.length > MOST_BYTES) {
    const what = `The attributes take ${inBytes(body.length)}`;
    throw new Unencodable(`${what}, and a message has room for ${MOST_BYTES}.`, null);
  }
  return concat(
    uint(messageType(message.class, message.method), 2),
    uint(body.length, 2),
    uint(MAGIC_COOKIE, 4),
    transactionId,
    body,
  );
}

function check(value: number, most: number, ought: string): void {
  if (Number.isInteger(value) && value >= 0 && value <= most) return;
  throw new Unencodable(`${ought}, not ${value}.`, null);
}

function attributeBytes(attribute: Attribute, transactionId: Uint8Array): Uint8Array {
  const { type, kind } = attribute;
  check(type, 0xffff, 'A type ought to be a whole number from 0 to 65535');
  const format = entryOf(type)?.format ?? 'unknown';
  if (format !== kind) {
    throw new Unencodable(`${attributeName(type)} is of the kind ${format}, not ${kind}.`, null);
  }
  const value = valueBytes(attribute, transactionId);
  if (value.length > 0xffff) {
    const what = `${attributeName(type)} takes ${inBytes(value.length)}`;
    throw new Unencodable(`${what}, and 65535 is the most.`, null);
  }
  const missing = (4 - (value.length % 4)) % 4;
  const padding = attribute.padding ?? new Uint8Array(missing);
  if (padding.length !== missing) {
    const what = `${attributeName(type)} takes ${inBytes(missing)} of padding`;
    throw new Unencodable(`${what}, and has ${padding.length}.`, null);
  }
  return concat(uint(type, 2), uint(value.length, 2), value, padding);
}

function valueBytes(attribute: Attribute, transactionId: Uint8Array): Uint8Array {
  const number = (value: number, bits: number, what = '') => {
    const most = 2 ** bits - 1;
    const name = `${attributeName(attribute.type)}${what}`;
    check(value, most, `${name} ought to be a whole number from 0 to ${most}`);
    return value;
  };
  const reserved = (value: number | undefined, bits: number) =>
    number(value ?? 0, bits, '’s reserved bits');
  switch (attribute.kind) {
    case 'address':
      return addressBytes(attribute.address, reserved(attribute.reserved, 8));
    case 'xor-address':
      return masked(
        addressBytes(attribute.address, reserved(attribute.reserved, 8)),
        transactionId,
      );
    case 'text':
      return textBytes(attribute.text, attribute.type);
    case 'hmac':
      return hmacBytes(attribute.hmac, attribute.type);
    case 'number':
      return uint(number(attribute.number, 32), 4);
    case 'flag':
      return new Uint8Array();
    case 'tie-breaker':
      return tieBreakerBytes(attribute.tieBreaker);
    case 'error':
      return concat(
        errorBytes(attribute.code, reserved(attribute.reserved, 21)),
        textBytes(attribute.reason, attribute.type),
      );
    case 'types':
      return concat(...attribute.types.map((type) => uint(number(type, 16, '’s types'), 2)));
    case 'change-request': {
      const flags = (attribute.ip ? 4 : 0) + (attribute.port ? 2 : 0);
      return uint((flags | reserved(attribute.reserved, 32)) >>> 0, 4);
    }
    case 'channel':
      return concat(
        uint(number(attribute.channel, 16), 2),
        uint(reserved(attribute.reserved, 16), 2),
      );
    case 'transport':
      return concat(
        uint(number(attribute.protocol, 8), 1),
        uint(reserved(attribute.reserved, 24), 3),
      );
    case 'data':
      return attribute.data;
    case 'unknown':
      return attribute.bytes;
  }
}

function addressBytes({ address, port }: TransportAddress, reserved: number): Uint8Array {
  const bytes = parseAddress(address);
  if (!bytes) {
    throw new Unencodable(
      `${JSON.stringify(address)} is neither an IPv4 nor an IPv6 address.`,
      null,
    );
  }
  check(port, 0xffff, 'A port ought to be a whole number from 0 to 65535');
  return concat(Uint8Array.of(reserved, bytes.length === 4 ? 1 : 2), uint(port, 2), bytes);
}

/** RFC 8489 §14.2: port and address, each XORed with the header from the cookie on. */
function masked(plain: Uint8Array, transactionId: Uint8Array): Uint8Array {
  const mask = concat(uint(MAGIC_COOKIE, 4), transactionId);
  return concat(plain.slice(0, 2), xor(plain.slice(2, 4), mask), xor(plain.slice(4), mask));
}

function textBytes(text: string, type: number): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  if (!text.isWellFormed()) {
    throw new Unencodable(
      `${attributeName(type)} has half a surrogate pair, which UTF-8 has not.`,
      null,
    );
  }
  if (bytes.length > MOST_TEXT_BYTES) {
    const what = `${attributeName(type)} has a text of ${inBytes(bytes.length)}`;
    throw new Unencodable(`${what}, and ${MOST_TEXT_BYTES} is the most.`, null);
  }
  return bytes;
}

function hmacBytes(hmac: Uint8Array, type: number): Uint8Array {
  const lengths = attributeName(type) === 'MESSAGE-INTEGRITY' ? [20] : [16, 20, 24, 28, 32];
  if (lengths.includes(hmac.length)) return hmac;
  const ought = lengths.join(', ').replace(/, (\d+)$/, ' or $1');
  throw new Unencodable(`${attributeName(type)} takes ${ought} bytes, not ${hmac.length}.`, null);
}

function tieBreakerBytes(value: bigint): Uint8Array {
  if (value < 0n || value >= 1n << 64n) {
    throw new Unencodable(`A tiebreaker has 64 bits, and ${value} does not fit.`, null);
  }
  return uint(value, 8);
}

function errorBytes(code: number, reserved: number): Uint8Array {
  if (!Number.isInteger(code) || code < 300 || code > 699) {
    const ought = 'An error code ought to be a whole number from 300 to 699';
    throw new Unencodable(`${ought}, not ${code}.`, null);
  }
  return uint(reserved * 0x800 + Math.floor(code / 100) * 0x100 + (code % 100), 4);
}
