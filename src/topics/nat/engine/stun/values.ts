import { formatAddress } from './address.ts';
import { hexNumber, hexOf, numberAt, spacedHex, uint, xor } from './bytes.ts';
import { Fault, inBytes } from './fault.ts';
import type { AttributeValue, Field, Xor } from './message.ts';
import { attributeName, entryOf, type Format, REASONS } from './registry.ts';
import { quoted, valueInWords } from './words.ts';

/** What a receiver must still be able to read of a text (RFC 8489 §14.3 and §14.8 to 14.14). */
export const MOST_TEXT_BYTES = 763;
/** FINGERPRINT is XORed with it: “STUN” in ASCII (RFC 8489 §14.7). */
export const FINGERPRINT_MASK = 0x5354554e;

/** Where an attribute's value stands. The mask of XOR addresses stands in the same bytes. */
interface Place {
  readonly bytes: Uint8Array;
  readonly type: number;
  readonly from: number;
  readonly to: number;
}

type Piece = Omit<Field, 'attribute'>;

interface Reading {
  readonly value: AttributeValue;
  /** They fill the value from end to end. */
  readonly fields: readonly Piece[];
}

/** An attribute's value and its pieces. Throws `Fault` where it is not as its format has it. */
export function readValue(place: Place): Reading {
  const format = entryOf(place.type)?.format;
  if (format) return READERS[format](place);
  const bytes = place.bytes.slice(place.from, place.to);
  return { value: { kind: 'unknown', bytes }, fields: whole(place, 'Value', hexOf(bytes)) };
}

const READERS: Readonly<Record<Format, (place: Place) => Reading>> = {
  address: readAddress,
  'xor-address': readXorAddress,
  text: readText,
  hmac: readHmac,
  number: readNumber,
  flag: (place) => {
    expectLength(place, 0);
    return { value: { kind: 'flag' }, fields: [] };
  },
  'tie-breaker': readTieBreaker,
  error: readError,
  types: readTypes,
  'change-request': readChangeRequest,
  channel: readChannel,
  transport: readTransport,
  data: (place) => {
    const data = place.bytes.slice(place.from, place.to);
    return { value: { kind: 'data', data }, fields: whole(place, 'Data', hexOf(data)) };
  },
};

/** One piece for the whole value, or none where the value is empty. */
function whole({ from, to }: Place, name: string, meaning: string): readonly Piece[] {
  return from === to ? [] : [{ from, to, name, meaning }];
}

/** A value that is one piece, in the words that stand for it everywhere. */
function single(place: Place, name: string, value: AttributeValue): Reading {
  return { value, fields: whole(place, name, valueInWords(place.type, value)) };
}

function expectLength({ type, from, to }: Place, length: number): void {
  if (to - from === length) return;
  throw new Fault(
    from - 2,
    `${attributeName(type)} at byte ${from - 4} says it is ${inBytes(to - from)} long, and it is always ${inBytes(length)}.`,
  );
}

const IGNORED = 'Sent as zero, and ignored by who receives it.';

function reservedPiece(from: number, to: number, name = 'Reserved'): Piece {
  return { from, to, name, meaning: IGNORED };
}

/** `{ reserved }` where a sender did not leave those bits zero. */
function keptBits(reserved: number): { readonly reserved?: number } {
  return reserved === 0 ? {} : { reserved };
}

/** RFC 8489 §14.1: zero, family, port, address. Returns the pieces before the port. */
function addressHead(place: Place): { bits: number; pieces: readonly Piece[] } {
  const { bytes, type, from, to } = place;
  const name = attributeName(type);
  if (to - from < 4) {
    throw new Fault(
      from - 2,
      `${name} at byte ${from - 4} is ${inBytes(to - from)} long; an IPv4 address takes 8, and an IPv6 address 20.`,
    );
  }
  const family = bytes[from + 1]!;
  if (family !== 1 && family !== 2) {
    throw new Fault(
      from + 1,
      `${name} at byte ${from - 4} has the address family ${family}; 1 is IPv4, and 2 is IPv6.`,
    );
  }
  expectLength(place, family === 1 ? 8 : 20);
  const meaning = `${family}: the address is IPv${family === 1 ? 4 : 6}.`;
  return {
    bits: bytes[from]!,
    pieces: [
      reservedPiece(from, from + 1),
      { from: from + 1, to: from + 2, name: 'Family', meaning },
    ],
  };
}

function readAddress(place: Place): Reading {
  const { bytes, from, to } = place;
  const { bits, pieces } = addressHead(place);
  const port = numberAt(bytes, from + 2, from + 4);
  const address = formatAddress(bytes.subarray(from + 4, to));
  return {
    value: { kind: 'address', address: { address, port }, ...keptBits(bits) },
    fields: [
      ...pieces,
      { from: from + 2, to: from + 4, name: 'Port', meaning: `${port}` },
      { from: from + 4, to, name: 'Address', meaning: address },
    ],
  };
}

/**
 * RFC 8489 §14.2. The mask is the cookie, its first two bytes for the port, and
 * for IPv6 the transaction id after it: in each case the header from byte 4.
 */
function readXorAddress(place: Place): Reading {
  const { bytes, from, to } = place;
  const { bits, pieces } = addressHead(place);
  const unmask = (start: number, end: number): Xor => {
    const maskAt = { from: 4, to: 4 + end - start };
    const raw = bytes.slice(start, end);
    const mask = bytes.slice(maskAt.from, maskAt.to);
    return { raw, mask, result: xor(raw, mask), maskAt };
  };
  const xPort = unmask(from + 2, from + 4);
  const xAddress = unmask(from + 4, to);
  const port = numberAt(xPort.result, 0, 2);
  const address = formatAddress(xAddress.result);
  const source = xAddress.raw.length === 4 ? 'the cookie' : 'the cookie and the transaction ID';
  return {
    value: { kind: 'xor-address', address: { address, port }, ...keptBits(bits) },
    fields: [
      ...pieces,
      {
        from: from + 2,
        to: from + 4,
        name: 'X-Port',
        meaning: `${sum(xPort)}, port ${port}. The mask is the cookie’s first half.`,
        xor: xPort,
      },
      {
        from: from + 4,
        to,
        name: 'X-Address',
        meaning: `${sum(xAddress)}, ${address}. The mask is ${source}.`,
        xor: xAddress,
      },
    ],
  };
}

function sum({ raw, mask, result }: Xor): string {
  return `${spacedHex(raw)} XOR ${spacedHex(mask)} is ${spacedHex(result)}`;
}

function readText(place: Place): Reading {
  return single(place, attributeName(place.type), {
    kind: 'text',
    text: utf8(place, place.from),
  });
}

/** The text from there to the value's end. A byte order mark is a letter like any other. */
function utf8({ bytes, type, from, to }: Place, start: number): string {
  const where = `${attributeName(type)} at byte ${from - 4}`;
  if (to - start > MOST_TEXT_BYTES) {
    throw new Fault(
      from - 2,
      `${where} has a text of ${inBytes(to - start)}, and ${MOST_TEXT_BYTES} is the most.`,
    );
  }
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return decoder.decode(bytes.subarray(start, to));
  } catch {
    throw new Fault(start, `${where} is not a text in UTF-8.`);
  }
}

/** RFC 8489 §14.5 and §14.6. */
function readHmac(place: Place): Reading {
  const { bytes, type, from, to } = place;
  const length = to - from;
  if (attributeName(type) === 'MESSAGE-INTEGRITY') expectLength(place, 20);
  else if (length < 16 || length > 32 || length % 4 !== 0) {
    throw new Fault(
      from - 2,
      `${attributeName(type)} at byte ${from - 4} says it is ${inBytes(length)} long; it takes 16, 20, 24, 28 or 32.`,
    );
  }
  return single(place, 'HMAC', { kind: 'hmac', hmac: bytes.slice(from, to) });
}

function readNumber(place: Place): Reading {
  const { bytes, from, to } = place;
  expectLength(place, 4);
  const number = numberAt(bytes, from, to);
  const reading = single(place, attributeName(place.type), { kind: 'number', number });
  if (attributeName(place.type) !== 'FINGERPRINT') return reading;
  const raw = bytes.slice(from, to);
  const mask = uint(FINGERPRINT_MASK, 4);
  const unmasked = { raw, mask, result: xor(raw, mask), maskAt: null };
  const [field] = reading.fields;
  const meaning = `${sum(unmasked)}, the CRC-32. The mask is “STUN” in ASCII.`;
  return { ...reading, fields: [{ ...field!, meaning, xor: unmasked }] };
}

function readTieBreaker(place: Place): Reading {
  const { bytes, from, to } = place;
  expectLength(place, 8);
  const tieBreaker = BigInt(`0x${hexOf(bytes.subarray(from, to))}`);
  return single(place, 'Tiebreaker', { kind: 'tie-breaker', tieBreaker });
}

/** RFC 8489 §14.8: 21 bits, the hundreds in 3, the rest in 8, and a phrase. */
function readError(place: Place): Reading {
  const { bytes, type, from, to } = place;
  const where = `${attributeName(type)} at byte ${from - 4}`;
  if (to - from < 4) {
    throw new Fault(from - 2, `${where} is ${inBytes(to - from)} long; its code alone takes 4.`);
  }
  const hundreds = bytes[from + 2]! & 7;
  const rest = bytes[from + 3]!;
  if (hundreds < 3 || hundreds > 6) {
    throw new Fault(from + 2, `${where} has the class ${hundreds}; errors have 3, 4, 5 or 6.`);
  }
  if (rest > 99) {
    throw new Fault(from + 3, `${where} has the number ${rest}; it goes from 0 to 99.`);
  }
  const code = 100 * hundreds + rest;
  const reason = utf8(place, from + 4);
  const reserved = numberAt(bytes, from, from + 3) >> 3;
  const value: AttributeValue = { kind: 'error', code, reason, ...keptBits(reserved) };
  return {
    value,
    fields: [
      reservedPiece(from, from + 2),
      {
        from: from + 2,
        to: from + 3,
        name: 'Class',
        meaning: `${hundreds}, the code’s hundreds, in the lowest three bits; the others are reserved.`,
      },
      {
        from: from + 3,
        to: from + 4,
        name: 'Number',
        meaning: `${rest}, so the code is ${code}${REASONS[code] ? `, ${REASONS[code]}` : ''}.`,
      },
      ...whole({ ...place, from: from + 4 }, 'Reason phrase', quoted(reason)),
    ],
  };
}

/** RFC 8489 §14.13. */
function readTypes(place: Place): Reading {
  const { bytes, type, from, to } = place;
  if ((to - from) % 2 !== 0) {
    throw new Fault(
      from - 2,
      `${attributeName(type)} at byte ${from - 4} says it is ${inBytes(to - from)} long, and a type takes 2.`,
    );
  }
  const starts = Array.from({ length: (to - from) / 2 }, (_, i) => from + 2 * i);
  const types = starts.map((start) => numberAt(bytes, start, start + 2));
  return {
    value: { kind: 'types', types },
    fields: starts.map((start, i) => ({
      from: start,
      to: start + 2,
      name: 'Unknown type',
      meaning: `${hexNumber(types[i]!, 4)}, ${attributeName(types[i]!)}`,
    })),
  };
}

/** RFC 5780 §7.2. */
function readChangeRequest(place: Place): Reading {
  expectLength(place, 4);
  const bits = numberAt(place.bytes, place.from, place.to);
  return single(place, 'Flags', {
    kind: 'change-request',
    ip: (bits & 4) !== 0,
    port: (bits & 2) !== 0,
    ...keptBits((bits & ~6) >>> 0),
  });
}

/** RFC 8656 §18.1. */
function readChannel(place: Place): Reading {
  const { bytes, type, from, to } = place;
  expectLength(place, 4);
  const channel = numberAt(bytes, from, from + 2);
  const value: AttributeValue = {
    kind: 'channel',
    channel,
    ...keptBits(numberAt(bytes, from + 2, to)),
  };
  return {
    value,
    fields: [
      { from, to: from + 2, name: 'Channel number', meaning: valueInWords(type, value) },
      reservedPiece(from + 2, to, 'RFFU'),
    ],
  };
}

/** RFC 8656 §18.8. */
function readTransport(place: Place): Reading {
  const { bytes, type, from, to } = place;
  expectLength(place, 4);
  const value: AttributeValue = {
    kind: 'transport',
    protocol: bytes[from]!,
    ...keptBits(numberAt(bytes, from + 1, to)),
  };
  return {
    value,
    fields: [
      { from, to: from + 1, name: 'Protocol', meaning: valueInWords(type, value) },
      reservedPiece(from + 1, to, 'RFFU'),
    ],
  };
}
