import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, hexOf } from './bytes.ts';
import { type Decoded, decode } from './decode.ts';
import { encode } from './encode.ts';
import { BadMessage, encodeFrom, jsonOf } from './json.ts';
import { anyMessage } from './testing/random-message.ts';
import {
  LONG_TERM,
  PASSWORD,
  REQUEST,
  REQUEST_LONG_TERM,
  REQUEST_SHA256,
} from './testing/vectors.ts';

const SEED = 8259;

const base = {
  class: 'request',
  method: 'Binding',
  transactionId: 'b7e7a701bc34d686fa87dfae',
  attributes: [],
};

function decoded(hex: string): Decoded {
  const decoding = decode(bytesOf(hex));
  if (!decoding.ok) throw new Error(decoding.reason);
  return decoding;
}

test('the sample request of RFC 5769, told and sealed', () => {
  const json = {
    ...base,
    attributes: [
      { type: 'SOFTWARE', value: 'STUN test client' },
      { type: 'PRIORITY', value: 0x6e0001ff },
      { type: 'ICE-CONTROLLED', value: '0x932ff9b151263b36' },
      { type: 'USERNAME', value: 'evtj:h6vY', padding: '202020' },
      { type: 'MESSAGE-INTEGRITY', password: PASSWORD },
      { type: 'FINGERPRINT' },
    ],
  };
  expect(hexOf(encodeFrom(json))).toBe(REQUEST);
});

test('the requests with a long-term credential, told and sealed', () => {
  const { attributes, ...head } = jsonOf(decoded(REQUEST_LONG_TERM).message);
  const seal = { type: 'MESSAGE-INTEGRITY', ...LONG_TERM };
  const json = { ...head, attributes: [...attributes.slice(0, -1), seal] };
  expect(hexOf(encodeFrom(json))).toBe(REQUEST_LONG_TERM);

  const other = jsonOf(decoded(REQUEST_SHA256).message);
  const longer = { type: 'MESSAGE-INTEGRITY-SHA256', ...LONG_TERM, algorithm: 'SHA-256' };
  expect(
    hexOf(encodeFrom({ ...other, attributes: [...other.attributes.slice(0, -1), longer] })),
  ).toBe(REQUEST_SHA256);
});

test(`1,000 random messages come back from JSON as they were (seed ${SEED})`, () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      const json = JSON.parse(JSON.stringify(jsonOf(message)));
      expect(hexOf(encodeFrom(json))).toBe(hexOf(encode(message)));
    }),
    { numRuns: 1000, seed: SEED },
  );
});

test('names and numbers of methods and types are the same', () => {
  const named = { ...base, attributes: [{ type: 'SOFTWARE', value: 'a' }] };
  const numbered = { ...base, method: 1, attributes: [{ type: 0x8022, value: 'a' }] };
  const hex = { ...base, attributes: [{ type: '0x8022', value: 'a' }] };
  expect(encodeFrom(numbered)).toEqual(encodeFrom(named));
  expect(encodeFrom(hex)).toEqual(encodeFrom(named));
});

test('an error’s usual reason may be left out, and UDP is a protocol', () => {
  const json = (code: object, protocol: unknown) => ({
    ...base,
    attributes: [
      { type: 'ERROR-CODE', value: code },
      { type: 'REQUESTED-TRANSPORT', value: protocol },
    ],
  });
  expect(encodeFrom(json({ code: 401 }, 'UDP'))).toEqual(
    encodeFrom(json({ code: 401, reason: 'Unauthenticated' }, 17)),
  );
});

describe('errors name the place', () => {
  const refusal = (json: unknown): string => {
    try {
      encodeFrom(json);
    } catch (error) {
      if (error instanceof BadMessage) return error.message;
      throw error;
    }
    throw new Error('It was taken.');
  };

  test.each<[unknown, string]>([
    [null, 'The message ought to be an object, not null.'],
    [[], 'class is missing.'],
    [{}, 'class is missing.'],
    [
      { ...base, class: 'answer' },
      'class ought to be request, indication, success, error, not "answer".',
    ],
    [{ ...base, method: 4096 }, 'method ought to be a whole number from 0 to 4095, not 4096.'],
    [
      { ...base, transactionId: 'b7e7' },
      'transactionId ought to be 24 hexadecimal digits, not "b7e7".',
    ],
    [{ ...base, colour: 'red' }, 'colour ought not to be there.'],
    [{ ...base, attributes: {} }, 'attributes ought to be an array, not Object.'],
    [
      { ...base, attributes: Array(1001).fill({ type: 'USE-CANDIDATE' }) },
      'attributes ought to be 1000 attributes at most, not 1001.',
    ],
  ])('%j', (json, reason) => {
    expect(refusal(json)).toBe(reason);
  });

  test.each<[unknown, string]>([
    [5, 'attributes.1 ought to be an object, not 5.'],
    [{ value: 1 }, 'attributes.1.type is missing.'],
    [
      { type: 'SOFTWEAR' },
      'attributes.1.type ought to be the name of an attribute, a number from 0 to 65535, or "0x" and four digits, not "SOFTWEAR".',
    ],
    [{ type: 'SOFTWARE' }, 'attributes.1.value is missing.'],
    [{ type: 'USE-CANDIDATE', value: true }, 'attributes.1.value ought not to be there.'],
    [
      { type: 'XOR-MAPPED-ADDRESS', value: { address: '192.0.2.1', port: 70000 } },
      'attributes.1.value.port ought to be a whole number from 0 to 65535, not 70000.',
    ],
    [
      { type: 'MAPPED-ADDRESS', value: { address: '192.0.2', port: 1 } },
      'attributes.1.value.address ought to be an IPv4 or IPv6 address, not "192.0.2".',
    ],
    [
      { type: 'MAPPED-ADDRESS', value: '192.0.2.1:1' },
      'attributes.1.value ought to be {"address", "port"}, not "192.0.2.1:1".',
    ],
    [
      { type: 'UNKNOWN-ATTRIBUTES', value: ['SOFTWARE', 'x'] },
      'attributes.1.value.1 ought to be the name of an attribute, a number from 0 to 65535, or "0x" and four digits, not "x".',
    ],
    [
      { type: 'ICE-CONTROLLING', value: 12 },
      'attributes.1.value ought to be "0x" and up to 16 hexadecimal digits, not 12.',
    ],
    [{ type: 'CHANGE-REQUEST', value: { ip: true } }, 'attributes.1.value.port is missing.'],
    [
      { type: 'USERNAME', value: 'x'.repeat(509) },
      `attributes.1.value ought to be a text of 508 bytes at most, not "${'x'.repeat(59)}….`,
    ],
    [
      { type: 'SOFTWARE', value: 'x'.repeat(128) },
      `attributes.1.value ought to be a text of 127 characters at most, not "${'x'.repeat(59)}….`,
    ],
    [
      { type: 'SOFTWARE', value: 'abc', padding: '0000' },
      'attributes.1: SOFTWARE takes 1 byte of padding, and has 2.',
    ],
    [
      { type: 'MESSAGE-INTEGRITY', value: '00' },
      'attributes.1: MESSAGE-INTEGRITY takes 20 bytes, not 1.',
    ],
    [{ type: 'MESSAGE-INTEGRITY' }, 'attributes.1.password is missing.'],
    [{ type: 'MESSAGE-INTEGRITY', realm: 'r', password: 'p' }, 'attributes.1.username is missing.'],
    [
      { type: 'MESSAGE-INTEGRITY', password: 'é\u0007' },
      'attributes.1: A username, realm or password may not have the character U+0007.',
    ],
    [
      { type: '0x8050', value: '0g' },
      'attributes.1.value ought to be bytes as hexadecimal digits, not "0g".',
    ],
    [
      { type: 'DATA', value: '00'.repeat(65_536) },
      'attributes.1: DATA takes 65536 bytes, and 65535 is the most.',
    ],
  ])('%j', (attribute, reason) => {
    expect(refusal({ ...base, attributes: [{ type: 'FINGERPRINT' }, attribute] })).toBe(reason);
  });
});

test(`any JSON gives bytes or a sentence (seed ${SEED})`, () => {
  const field = fc.oneof(fc.jsonValue(), fc.constantFrom('SOFTWARE', 'MESSAGE-INTEGRITY', 'DATA'));
  const attribute = fc.record(
    { type: field, value: field, password: field, padding: field, reserved: field },
    { requiredKeys: ['type'] },
  );
  const message = fc.record({
    class: fc.oneof(fc.constant('request'), field),
    method: fc.oneof(fc.constant('Binding'), field),
    transactionId: fc.constant(base.transactionId),
    attributes: fc.oneof(fc.array(attribute), field),
  });
  fc.assert(
    fc.property(fc.oneof(message, fc.jsonValue()), (json) => {
      try {
        expect(decode(encodeFrom(json)).ok).toBe(true);
      } catch (error) {
        if (!(error instanceof BadMessage)) throw error;
        expect(error.message).toMatch(/\.$/);
      }
    }),
    { numRuns: 2000, seed: SEED },
  );
});
