import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, hexOf, xor } from './bytes.ts';
import { type Decoded, decode } from './decode.ts';
import { encode, Unencodable } from './encode.ts';
import type { Attribute, Field, Message } from './message.ts';
import { CLASSES, classAndMethod, METHODS, messageType, typeOf } from './registry.ts';
import { anyMessage, wholeMessage } from './testing/random-message.ts';
import { REQUEST, RESPONSE_IPV4, RESPONSE_IPV6 } from './testing/vectors.ts';

const SEED = 8489;

function decoded(bytes: Uint8Array): Decoded {
  const decoding = decode(bytes);
  if (!decoding.ok) throw new Error(decoding.reason);
  return decoding;
}

const fieldNamed = (hex: string, name: string): Field =>
  decoded(bytesOf(hex)).fields.find((field) => field.name === name)!;

const bare: Message = {
  class: 'request',
  method: METHODS.Binding,
  transactionId: new Uint8Array(12),
  attributes: [],
};

describe('round trips', () => {
  test(`2,000 random messages come back as they were (seed ${SEED})`, () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const bytes = encode(message);
        const it = decoded(bytes);
        expect(it.message).toEqual(message);
        expect(encode(it.message)).toEqual(bytes);
      }),
      { numRuns: 2000, seed: SEED },
    );
  });

  test(`so do 500 with every attribute (seed ${SEED})`, () => {
    fc.assert(
      fc.property(wholeMessage, (message) => {
        expect(decoded(encode(message)).message).toEqual(message);
      }),
      { numRuns: 500, seed: SEED },
    );
  });

  test('a byte order mark is part of a text', () => {
    const text = '\ufeffa\ufeff';
    const message: Message = {
      ...bare,
      attributes: [{ type: typeOf('SOFTWARE'), kind: 'text', text }],
    };
    expect(decoded(encode(message)).message).toEqual(message);
  });

  test('a message type keeps its class and method, for all 2¹⁴', () => {
    for (let type = 0; type < 1 << 14; type++) {
      const { class: kind, method } = classAndMethod(type);
      expect(messageType(kind, method)).toBe(type);
    }
    // RFC 8489 §5 has the first and third of these in its text, RFC 8656 §17 the methods.
    const types = CLASSES.map((kind) => messageType(kind, METHODS.Binding));
    expect(types).toEqual([0x0001, 0x0011, 0x0101, 0x0111]);
    expect(messageType('error', METHODS.ChannelBind)).toBe(0x0119);
  });
});

describe('fields', () => {
  test(`each byte of a message is in exactly one field (seed ${SEED})`, () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const { bytes, fields, attributes } = decoded(encode(message));
        let at = 0;
        for (const { from, to, name, meaning, attribute } of fields) {
          expect(from).toBe(at);
          expect(to).toBeGreaterThan(from);
          expect(name).not.toBe('');
          expect(meaning).not.toBe('');
          const place = attribute === null ? { from: 0, to: 20 } : attributes[attribute]!;
          expect(from >= place.from && to <= place.to).toBe(true);
          at = to;
        }
        expect(at).toBe(bytes.length);
      }),
      { numRuns: 500, seed: SEED },
    );
  });

  test(`a field’s XOR is of its own bytes and of those that it names (seed ${SEED})`, () => {
    fc.assert(
      fc.property(wholeMessage, (message) => {
        const { bytes, fields } = decoded(encode(message));
        const xors = fields.filter((field) => field.xor);
        expect(xors).toHaveLength(7);
        for (const { from, to, xor: it } of xors) {
          const { raw, mask, result, maskAt } = it!;
          expect(raw).toEqual(bytes.slice(from, to));
          if (maskAt) expect(mask).toEqual(bytes.slice(maskAt.from, maskAt.to));
          else expect(hexOf(mask)).toBe('5354554e');
          expect(result).toEqual(xor(raw, mask));
        }
      }),
      { numRuns: 200, seed: SEED },
    );
  });

  test('the XOR of an IPv4 address, worked', () => {
    const port = fieldNamed(RESPONSE_IPV4, 'X-Port');
    expect(port).toMatchObject({ from: 42, to: 44, attribute: 1 });
    expect(port.meaning).toBe(
      'a1 47 XOR 21 12 is 80 55, port 32853. The mask is the cookie’s first half.',
    );
    const address = fieldNamed(RESPONSE_IPV4, 'X-Address');
    expect(address).toMatchObject({ from: 44, to: 48, xor: { maskAt: { from: 4, to: 8 } } });
    expect(address.meaning).toBe(
      'e1 12 a6 43 XOR 21 12 a4 42 is c0 00 02 01, 192.0.2.1. The mask is the cookie.',
    );
  });

  test('for IPv6 the transaction ID is the rest of the mask', () => {
    const { xor: it, meaning } = fieldNamed(RESPONSE_IPV6, 'X-Address');
    expect(it!.maskAt).toEqual({ from: 4, to: 20 });
    expect(hexOf(it!.mask)).toBe('2112a442b7e7a701bc34d686fa87dfae');
    expect(hexOf(it!.result)).toBe('20010db8123456780011223344556677');
    expect(meaning).toContain('The mask is the cookie and the transaction ID.');
  });

  test('the sample request, field by field', () => {
    const lines = decoded(bytesOf(REQUEST)).fields.map(
      ({ from, to, name }) => `${from}–${to} ${name}`,
    );
    expect(lines.slice(0, 7)).toEqual([
      '0–2 Message type',
      '2–4 Message length',
      '4–8 Magic cookie',
      '8–20 Transaction ID',
      '20–22 Attribute type',
      '22–24 Attribute length',
      '24–40 SOFTWARE',
    ]);
    expect(lines).toContain('73–76 Padding');
    expect(fieldNamed(REQUEST, 'Message type').meaning).toBe(
      'Binding request. Bits 8 and 4 are 00, the class; the others are the method, 0x001.',
    );
    expect(fieldNamed(REQUEST, 'PRIORITY').meaning).toContain('110 (peer-reflexive)');
  });
});

describe('unknown attributes', () => {
  const unknown: Attribute[] = [
    { type: 0x7fff, kind: 'unknown', bytes: Uint8Array.of(1, 2, 3) },
    { type: 0x8000, kind: 'unknown', bytes: Uint8Array.of() },
  ];

  test('keep their bytes, and say whether they must be understood', () => {
    const it = decoded(encode({ ...bare, attributes: unknown }));
    expect(it.message.attributes).toEqual(unknown);
    const [required, optional] = it.fields.filter(({ name }) => name === 'Attribute type');
    expect(required!.meaning).toContain('must not process the message');
    expect(optional!.meaning).toContain('may ignore it');
  });
});

test('what follows an integrity attribute is ignored, but for other seals', () => {
  const named = (name: string, rest: object) => ({ type: typeOf(name), ...rest }) as Attribute;
  const software = named('SOFTWARE', { kind: 'text', text: 'x' });
  const sha1 = named('MESSAGE-INTEGRITY', { kind: 'hmac', hmac: new Uint8Array(20) });
  const sha256 = named('MESSAGE-INTEGRITY-SHA256', { kind: 'hmac', hmac: new Uint8Array(32) });
  const fingerprint = named('FINGERPRINT', { kind: 'number', number: 0 });
  const ignored = (...attributes: readonly Attribute[]) =>
    decoded(encode({ ...bare, attributes })).attributes.map((each) => each.ignored);
  expect(ignored(software, sha1, software, sha256, sha1, fingerprint)).toEqual([
    false,
    false,
    true,
    false,
    true,
    false,
  ]);
  expect(ignored(software, sha256, software, fingerprint)).toEqual([false, false, true, false]);
  expect(ignored(sha256, software, sha1)).toEqual([false, false, false]);
  expect(ignored(software, fingerprint, software)).toEqual([false, false, false]);
});

describe('what has no bytes is refused, with the attribute', () => {
  const refusal = (message: Message) => {
    try {
      encode(message);
    } catch (error) {
      if (error instanceof Unencodable) return [error.attribute, error.message];
      throw error;
    }
    throw new Error('It was written.');
  };
  const software = (rest: object) => [
    { type: typeOf('SOFTWARE'), kind: 'text', text: 'x', ...rest } as Attribute,
  ];

  test.each<[string, Message, number | null, string]>([
    [
      'a long method',
      { ...bare, method: 4096 },
      null,
      'A method has 12 bits, so it ought to be a whole number from 0 to 4095, not 4096.',
    ],
    [
      'a short transaction ID',
      { ...bare, transactionId: new Uint8Array(4) },
      null,
      'A transaction ID takes 12 bytes, and this one has 4.',
    ],
    [
      'a long text',
      { ...bare, attributes: software({ text: 'x'.repeat(764) }) },
      0,
      'SOFTWARE has a text of 764 bytes, and 763 is the most.',
    ],
    [
      'half a surrogate pair',
      { ...bare, attributes: software({ text: '\ud800' }) },
      0,
      'SOFTWARE has half a surrogate pair, which UTF-8 has not.',
    ],
    [
      'padding that does not fit',
      { ...bare, attributes: software({ padding: new Uint8Array(2) }) },
      0,
      'SOFTWARE takes 3 bytes of padding, and has 2.',
    ],
    [
      'a value of another kind',
      { ...bare, attributes: [{ type: typeOf('PRIORITY'), kind: 'flag' }] },
      0,
      'PRIORITY is of the kind number, not flag.',
    ],
    [
      'a port that is none',
      {
        ...bare,
        attributes: [
          {
            type: typeOf('MAPPED-ADDRESS'),
            kind: 'address',
            address: { address: '192.0.2.1', port: 65536 },
          },
        ],
      },
      0,
      'A port ought to be a whole number from 0 to 65535, not 65536.',
    ],
    [
      'an address that is none',
      {
        ...bare,
        attributes: [
          {
            type: typeOf('MAPPED-ADDRESS'),
            kind: 'address',
            address: { address: '192.0.2.256', port: 1 },
          },
        ],
      },
      0,
      '"192.0.2.256" is neither an IPv4 nor an IPv6 address.',
    ],
    [
      'too much in all',
      {
        ...bare,
        attributes: [0, 1].map(() => ({
          type: typeOf('DATA'),
          kind: 'data',
          data: new Uint8Array(40_000),
        })),
      },
      null,
      'The attributes take 80008 bytes, and a message has room for 65532.',
    ],
  ])('%s', (_, message, attribute, reason) => {
    expect(refusal(message)).toEqual([attribute, reason]);
  });
});
