import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, concat, hexOf, uint } from './bytes.ts';
import { decode } from './decode.ts';
import { encode } from './encode.ts';
import { ATTRIBUTES } from './registry.ts';
import { anyMessage } from './testing/random-message.ts';
import { REQUEST, RESPONSE_IPV4 } from './testing/vectors.ts';

const SEED = 5769;
/** Far above what any takes, since other work may share the machine. */
const MOST_MILLISECONDS = 2000;

const HEADER = '2112a442b7e7a701bc34d686fa87dfae';
/** A Binding request with these attributes, and the length that they have. */
const request = (attributes: string) =>
  bytesOf(`0001${(attributes.length / 2).toString(16).padStart(4, '0')}${HEADER}${attributes}`);

describe('each fault has its byte and its sentence', () => {
  const faults: [string, Uint8Array, number, string][] = [
    ['nothing', bytesOf(''), 0, 'The message ends after 0 bytes, and its header takes 20.'],
    [
      'half a header',
      bytesOf('00010000'),
      4,
      'The message ends after 4 bytes, and its header takes 20.',
    ],
    [
      'a channel message',
      bytesOf('40000004aabbccdd'),
      0,
      'A STUN message begins with two bits of zero, and these are 01. 01 begins a TURN channel message.',
    ],
    [
      'RTP',
      bytesOf('80000004'),
      0,
      'A STUN message begins with two bits of zero, and these are 10.',
    ],
    [
      'another cookie',
      bytesOf(`00010000${HEADER.replace('2112', '2113')}`),
      4,
      'Bytes 4 to 7 are 21 13 a4 42, and a STUN message has the magic cookie 21 12 a4 42 there.',
    ],
    [
      'a length that is not a multiple of four',
      bytesOf(`00010003${HEADER}000000`),
      2,
      'The header says that 3 bytes follow it, and that is always a multiple of 4.',
    ],
    [
      'too few bytes',
      bytesOf(`00010008${HEADER}00`),
      2,
      'The header says that 8 bytes follow it, but there is 1.',
    ],
    [
      'too many bytes',
      bytesOf(`00010000${HEADER}aabb`),
      20,
      'The header says that 0 bytes follow it, but there are 2.',
    ],
    [
      'an attribute that is too long',
      request(`8022000161000000${'0006012c'}${'61'.repeat(16)}`),
      30,
      'The attribute at byte 28 says it is 300 bytes long, but 16 are left.',
    ],
    [
      'a text that is not UTF-8',
      request('80220002c3280000'),
      24,
      'SOFTWARE at byte 20 is not a text in UTF-8.',
    ],
    [
      'a text that is too long',
      request(`802202fc${'61'.repeat(764)}`),
      22,
      'SOFTWARE at byte 20 has a text of 764 bytes, and 763 is the most.',
    ],
    [
      'an unknown address family',
      request('0020000800030000aabbccdd'),
      25,
      'XOR-MAPPED-ADDRESS at byte 20 has the address family 3; 1 is IPv4, and 2 is IPv6.',
    ],
    [
      'an address that is too short',
      request('0020000800020000aabbccdd'),
      22,
      'XOR-MAPPED-ADDRESS at byte 20 says it is 8 bytes long, and it is always 20 bytes.',
    ],
    [
      'half an address',
      request('0001000100000000'),
      22,
      'MAPPED-ADDRESS at byte 20 is 1 byte long; an IPv4 address takes 8, and an IPv6 address 20.',
    ],
    [
      'an HMAC that is too short',
      request('0008000400000000'),
      22,
      'MESSAGE-INTEGRITY at byte 20 says it is 4 bytes long, and it is always 20 bytes.',
    ],
    [
      'an HMAC that is cut too far',
      request(`001c000c${'00'.repeat(12)}`),
      22,
      'MESSAGE-INTEGRITY-SHA256 at byte 20 says it is 12 bytes long; it takes 16, 20, 24, 28 or 32.',
    ],
    [
      'an HMAC that is longer than its hash',
      request(`001c0024${'00'.repeat(36)}`),
      22,
      'MESSAGE-INTEGRITY-SHA256 at byte 20 says it is 36 bytes long; it takes 16, 20, 24, 28 or 32.',
    ],
    [
      'an error of a class that there is not',
      request('0009000400000700'),
      26,
      'ERROR-CODE at byte 20 has the class 7; errors have 3, 4, 5 or 6.',
    ],
    [
      'an error with a number that there is not',
      request('0009000400000464'),
      27,
      'ERROR-CODE at byte 20 has the number 100; it goes from 0 to 99.',
    ],
    [
      'half an error',
      request('0009000200000000'),
      22,
      'ERROR-CODE at byte 20 is 2 bytes long; its code alone takes 4.',
    ],
    [
      'half a type',
      request('000a000300010000'),
      22,
      'UNKNOWN-ATTRIBUTES at byte 20 says it is 3 bytes long, and a type takes 2.',
    ],
    [
      'a flag with a value',
      request('0025000400000000'),
      22,
      'USE-CANDIDATE at byte 20 says it is 4 bytes long, and it is always 0 bytes.',
    ],
  ];

  test.each(faults)('%s', (_, bytes, offset, reason) => {
    expect(decode(bytes)).toMatchObject({ ok: false, offset, reason });
  });

  test('what stands before the fault is still told', () => {
    const decoding = decode(request('8022000161000000002000080003'.padEnd(40, '0')));
    expect(decoding.ok).toBe(false);
    expect(decoding.fields.map(({ name }) => name)).toEqual([
      'Message type',
      'Message length',
      'Magic cookie',
      'Transaction ID',
      'Attribute type',
      'Attribute length',
      'SOFTWARE',
      'Padding',
      'Attribute type',
      'Attribute length',
    ]);
  });
});

/** Whatever it is, it is read or refused as it ought to be. Returns whether it was read. */
function expectAnswer(bytes: Uint8Array): boolean {
  const started = performance.now();
  const decoding = decode(bytes);
  expect(performance.now() - started).toBeLessThan(MOST_MILLISECONDS);
  let at = 0;
  for (const { from, to } of decoding.fields) {
    expect(from).toBe(at);
    at = to;
  }
  expect(at).toBeLessThanOrEqual(bytes.length);
  if (decoding.ok) {
    expect(at).toBe(bytes.length);
    expect(hexOf(encode(decoding.message))).toBe(hexOf(bytes));
  } else {
    expect(Number.isInteger(decoding.offset)).toBe(true);
    expect(decoding.offset).toBeGreaterThanOrEqual(0);
    expect(decoding.offset).toBeLessThanOrEqual(bytes.length);
    expect(decoding.reason).toMatch(/^[A-Z].*\.$/);
    expect(decoding.reason).not.toMatch(/undefined|NaN|null/);
  }
  return decoding.ok;
}

const anyBytes = fc.uint8Array({ maxLength: 200 });

/** A right header round anything. */
const wrapped = anyBytes.map((body) =>
  concat(bytesOf('0101'), uint(body.length, 2), bytesOf(HEADER), body),
);

/** Right attributes' types, with lengths and values that are seldom right. */
const soup = fc
  .array(
    fc.tuple(
      fc.oneof(fc.constantFrom(...ATTRIBUTES.map(({ type }) => type)), fc.nat(0xffff)),
      fc.oneof(fc.constantFrom(0, 1, 4, 8, 16, 20, 32, 0xffff), fc.nat(40)),
      fc.uint8Array({ maxLength: 40 }),
    ),
    { maxLength: 6 },
  )
  .map((list) =>
    concat(
      ...list.map(([type, length, value]) => {
        const right = Math.min(length, value.length);
        const filled = new Uint8Array(Math.ceil(right / 4) * 4);
        filled.set(value.subarray(0, right));
        return concat(uint(type, 2), uint(length === 0xffff ? length : right, 2), filled);
      }),
    ),
  )
  .map((body) => concat(bytesOf('0001'), uint(body.length, 2), bytesOf(HEADER), body));

/** A right message, with bytes set, cut off, added, or taken out. */
const mutated = fc
  .tuple(
    fc.oneof(
      anyMessage.map(encode),
      fc.constantFrom(REQUEST, RESPONSE_IPV4).map((hex) => bytesOf(hex)),
    ),
    fc.array(fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(0, 1, 0x7f, 0xff), fc.nat(255))), {
      maxLength: 4,
    }),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.tuple(fc.nat(), fc.nat(24)) },
    ),
    fc.boolean(),
  )
  .map(([message, sets, cut, repaired]) => {
    let bytes: Uint8Array = message.slice();
    for (const [at, value] of sets) bytes[at % bytes.length] = value;
    if (cut) {
      const at = cut[0] % bytes.length;
      bytes = concat(bytes.slice(0, at), bytes.slice(at + cut[1]));
    }
    if (repaired && bytes.length >= 20) bytes.set(uint(bytes.length - 20, 2), 2);
    return bytes;
  });

test(`10,000 hostile byte strings are each read or refused (seed ${SEED})`, () => {
  let read = 0;
  fc.assert(
    fc.property(
      fc.oneof(
        { weight: 1, arbitrary: anyBytes },
        { weight: 2, arbitrary: wrapped },
        { weight: 3, arbitrary: soup },
        { weight: 4, arbitrary: mutated },
      ),
      (bytes) => {
        if (expectAnswer(bytes)) read += 1;
      },
    ),
    { numRuns: 10_000, seed: SEED },
  );
  // Both answers are common, so both were tried.
  expect(read).toBeGreaterThan(1000);
  expect(read).toBeLessThan(9000);
});

test('every message that is one bit away from a vector is read or refused', () => {
  for (const hex of [REQUEST, RESPONSE_IPV4]) {
    const bytes = bytesOf(hex);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const turned = bytes.slice();
      turned[bit >> 3]! ^= 0x80 >> (bit & 7);
      expectAnswer(turned);
    }
    for (let length = 0; length < bytes.length; length++) {
      expect(expectAnswer(bytes.slice(0, length))).toBe(false);
    }
  }
});

test('bytes beside the message make no difference', () => {
  fc.assert(
    fc.property(mutated, anyBytes, anyBytes, (bytes, before, after) => {
      const all = concat(before, bytes, after);
      const within = all.subarray(before.length, before.length + bytes.length);
      expect(decode(within)).toEqual(decode(bytes));
    }),
    { numRuns: 500, seed: SEED },
  );
});

test('what was read does not change with the bytes that it was read from', () => {
  const bytes = bytesOf(REQUEST);
  const before = decode(bytes);
  bytes.fill(0xff);
  expect(before).toEqual(decode(bytesOf(REQUEST)));
});

describe('the longest messages take no longer than they are long', () => {
  const filled = (attribute: string, count: number) => request(attribute.repeat(count));

  test.each([
    ['empty attributes', filled('80500000', 16_383)],
    ['integrity attributes', filled(`00080014${'00'.repeat(20)}`, 2730)],
    ['one attribute', request(`0013fff8${'aa'.repeat(65_528)}`)],
  ])('%s', (_, bytes) => {
    expect(expectAnswer(bytes)).toBe(true);
  });

  test('a quarter of a gigabyte is refused before it is copied', () => {
    const bytes = new Uint8Array(2 ** 28);
    bytes.set(bytesOf(REQUEST));
    expectAnswer(bytes);
  });
});
