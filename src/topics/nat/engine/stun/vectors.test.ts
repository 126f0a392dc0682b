import { describe, expect, test } from 'vitest';
import { bytesOf, hexOf } from './bytes.ts';
import { type Decoded, decode } from './decode.ts';
import { encode } from './encode.ts';
import {
  checkFingerprint,
  checkIntegrity,
  checkIntegritySha256,
  longTermKey,
  shortTermKey,
  withFingerprint,
  withIntegrity,
  withIntegritySha256,
} from './integrity.ts';
import type { Attribute, Message } from './message.ts';
import { typeOf } from './registry.ts';
import {
  LONG_TERM,
  PASSWORD,
  REQUEST,
  REQUEST_LONG_TERM,
  REQUEST_SHA256,
  RESPONSE_IPV4,
  RESPONSE_IPV6,
} from './testing/vectors.ts';

const TID = 'b7e7a701bc34d686fa87dfae';
const SPACES = (count: number) => new Uint8Array(count).fill(0x20);

function decoded(hex: string): Decoded {
  const decoding = decode(bytesOf(hex));
  if (!decoding.ok) throw new Error(decoding.reason);
  return decoding;
}

const named = (name: string, rest: object) => ({ type: typeOf(name), ...rest }) as Attribute;

function expectSealed(hex: string) {
  const it = decoded(hex);
  expect(checkIntegrity(it, shortTermKey(PASSWORD))).toMatchObject({ holds: true });
  expect(checkIntegrity(it, shortTermKey('something else'))).toMatchObject({ holds: false });
  expect(checkFingerprint(it)).toMatchObject({ holds: true });
}

/** The message without what is worked out from the rest of it. */
function unsealed(message: Message): Message {
  const worked = ['MESSAGE-INTEGRITY', 'MESSAGE-INTEGRITY-SHA256', 'FINGERPRINT'].map(typeOf);
  return { ...message, attributes: message.attributes.filter((a) => !worked.includes(a.type)) };
}

describe('RFC 5769', () => {
  test('§2.1, the sample request', () => {
    expect(decoded(REQUEST).message).toEqual({
      class: 'request',
      method: 0x001,
      transactionId: bytesOf(TID),
      attributes: [
        named('SOFTWARE', { kind: 'text', text: 'STUN test client' }),
        named('PRIORITY', { kind: 'number', number: 0x6e0001ff }),
        named('ICE-CONTROLLED', { kind: 'tie-breaker', tieBreaker: 0x932ff9b151263b36n }),
        named('USERNAME', { kind: 'text', text: 'evtj:h6vY', padding: SPACES(3) }),
        named('MESSAGE-INTEGRITY', {
          kind: 'hmac',
          hmac: bytesOf('9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2'),
        }),
        named('FINGERPRINT', { kind: 'number', number: 0xe57a3bcf }),
      ],
    });
    expectSealed(REQUEST);
  });

  test('§2.2, the response with an IPv4 address', () => {
    const [software, mapped] = decoded(RESPONSE_IPV4).message.attributes;
    expect(software).toEqual(
      named('SOFTWARE', { kind: 'text', text: 'test vector', padding: SPACES(1) }),
    );
    expect(mapped).toEqual(
      named('XOR-MAPPED-ADDRESS', {
        kind: 'xor-address',
        address: { address: '192.0.2.1', port: 32853 },
      }),
    );
    expect(decoded(RESPONSE_IPV4).message).toMatchObject({ class: 'success', method: 1 });
    expectSealed(RESPONSE_IPV4);
  });

  test('§2.3, the response with an IPv6 address', () => {
    const [, mapped] = decoded(RESPONSE_IPV6).message.attributes;
    expect(mapped).toEqual(
      named('XOR-MAPPED-ADDRESS', {
        kind: 'xor-address',
        address: { address: '2001:db8:1234:5678:11:2233:4455:6677', port: 32853 },
      }),
    );
    expectSealed(RESPONSE_IPV6);
  });

  test('§2.4, the request with a long-term credential', () => {
    const it = decoded(REQUEST_LONG_TERM);
    expect(it.message.attributes.slice(0, 3)).toEqual([
      named('USERNAME', { kind: 'text', text: LONG_TERM.username }),
      named('NONCE', { kind: 'text', text: 'f//499k954d6OL34oL9FSTvy64sA' }),
      named('REALM', { kind: 'text', text: 'example.org' }),
    ]);
    expect(checkIntegrity(it, longTermKey(LONG_TERM))).toMatchObject({ holds: true });
    const prepared = longTermKey({ ...LONG_TERM, password: 'TheMatrIX' });
    expect(checkIntegrity(it, prepared)).toMatchObject({ holds: true });
    expect(checkFingerprint(it)).toBeNull();
  });
});

test('RFC 8489 B.1, the request with MESSAGE-INTEGRITY-SHA256', () => {
  const it = decoded(REQUEST_SHA256);
  const key = longTermKey({ ...LONG_TERM, algorithm: 'SHA-256' });
  expect(checkIntegritySha256(it, key)).toMatchObject({ holds: true });
  expect(checkIntegritySha256(it, longTermKey(LONG_TERM))).toMatchObject({ holds: false });
  expect(checkIntegrity(it, key)).toBeNull();
});

test('RFC 8489 §9.2.2 says which key user, realm and pass have', () => {
  const key = longTermKey({ username: 'user', realm: 'realm', password: 'pass' });
  expect(hexOf(key)).toBe('8493fbc53ba582fb4c044c456bdc40eb');
});

describe('every vector', () => {
  const vectors = { REQUEST, RESPONSE_IPV4, RESPONSE_IPV6, REQUEST_LONG_TERM, REQUEST_SHA256 };

  test.each(Object.entries(vectors))('%s is written byte for byte as it was read', (_, hex) => {
    expect(hexOf(encode(decoded(hex).message))).toBe(hex);
  });

  test.each(Object.entries(vectors).slice(0, 3))(
    '%s has the same seals when they are worked out anew',
    (_, hex) => {
      const bare = unsealed(decoded(hex).message);
      const sealed = withFingerprint(withIntegrity(bare, shortTermKey(PASSWORD)));
      expect(hexOf(encode(sealed))).toBe(hex);
    },
  );

  test('and so have those with a long-term credential', () => {
    const md5 = withIntegrity(unsealed(decoded(REQUEST_LONG_TERM).message), longTermKey(LONG_TERM));
    expect(hexOf(encode(md5))).toBe(REQUEST_LONG_TERM);
    const key = longTermKey({ ...LONG_TERM, algorithm: 'SHA-256' });
    const sha256 = withIntegritySha256(unsealed(decoded(REQUEST_SHA256).message), key);
    expect(hexOf(encode(sha256))).toBe(REQUEST_SHA256);
  });

  test.each(Object.entries(vectors))(
    '%s loses its seals when any bit before them turns',
    (_, hex) => {
      const bytes = bytesOf(hex);
      const it = decoded(hex);
      const long = hex === REQUEST_LONG_TERM;
      const key = long ? longTermKey(LONG_TERM) : shortTermKey(PASSWORD);
      const check = (d: Decoded) =>
        hex === REQUEST_SHA256
          ? checkIntegritySha256(d, longTermKey({ ...LONG_TERM, algorithm: 'SHA-256' }))
          : checkIntegrity(d, key);
      const { covered } = check(it)!;
      for (let bit = covered.from * 8; bit < covered.to * 8; bit++) {
        const turned = bytes.slice();
        turned[bit >> 3]! ^= 0x80 >> (bit & 7);
        const again = decode(turned);
        if (again.ok) expect(check(again)?.holds ?? false).toBe(false);
        if (again.ok) expect(checkFingerprint(again)?.holds ?? false).toBe(false);
      }
    },
  );
});
