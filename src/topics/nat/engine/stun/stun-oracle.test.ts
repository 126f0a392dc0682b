import fc from 'fast-check';
import * as stun from 'stun';
import { expect, test } from 'vitest';
import { hexOf, uint } from './bytes.ts';
import { decode } from './decode.ts';
import { encode } from './encode.ts';
import {
  checkFingerprint,
  checkIntegrity,
  shortTermKey,
  withFingerprint,
  withIntegrity,
} from './integrity.ts';
import type { Attribute, Message } from './message.ts';
import { messageType } from './registry.ts';
import { anyMessage, plainMessage, sameAddress } from './testing/random-message.ts';

const SEED = 2100;
/** Each way. */
const MESSAGES = 2000;

const key = shortTermKey('VOkJxbRl1RmTxUk/WvJxBt');

/** Their address, family and port are ours. */
function expectAddress(value: unknown, { address, port }: { address: string; port: number }) {
  const theirs = value as { address: string; port: number; family: string };
  expect(theirs.port).toBe(port);
  expect(theirs.family).toBe(address.includes(':') ? 'IPv6' : 'IPv4');
  expect([theirs.address, sameAddress(theirs.address, address)]).toEqual([theirs.address, true]);
}

/** What they read of an attribute says the same as ours. */
function expectSame(value: unknown, ours: Attribute): void {
  const bytes = () => hexOf(new Uint8Array(value as Buffer));
  switch (ours.kind) {
    case 'address':
    case 'xor-address':
      expectAddress(value, ours.address);
      break;
    case 'text':
      expect((value as Buffer).toString()).toBe(ours.text);
      break;
    case 'hmac':
      expect(bytes()).toBe(hexOf(ours.hmac));
      break;
    case 'number':
      expect(value).toBe(ours.number);
      break;
    case 'flag':
      expect(bytes()).toBe('');
      break;
    case 'tie-breaker':
      expect(bytes()).toBe(hexOf(uint(ours.tieBreaker, 8)));
      break;
    case 'error': {
      // 2.1.0 reads 4 · (1 + 100) where 401 is 4 · 100 + 1, and takes five reserved bits for
      // the class’s. Both parts of the code are in what it reads.
      const third = ((ours.reserved ?? 0) & 0x1f) * 8 + Math.floor(ours.code / 100);
      // It reads the reason as ASCII, and drops one of 128 bytes and more.
      const ascii = Buffer.from(ours.reason).toString('ascii');
      const reason = ascii.length < 128 ? ascii : '';
      expect(value).toEqual({ code: third * ((ours.code % 100) + 100), reason });
      break;
    }
    case 'types':
      expect(value).toEqual(ours.types);
      break;
    case 'change-request':
      expect(value).toBe(((ours.reserved ?? 0) | (ours.ip ? 4 : 0) | (ours.port ? 2 : 0)) >>> 0);
      break;
    case 'channel':
      expect(value).toBe(ours.channel * 0x10000 + (ours.reserved ?? 0));
      break;
    case 'transport':
      expect(value).toBe(ours.protocol * 0x1000000 + (ours.reserved ?? 0));
      break;
    case 'data':
      expect(bytes()).toBe(hexOf(ours.data));
      break;
    case 'unknown':
      expect(bytes()).toBe(hexOf(ours.bytes));
      break;
  }
}

/** The arguments that they make an attribute from. */
function valuesFor(ours: Attribute): readonly unknown[] {
  switch (ours.kind) {
    case 'address':
    case 'xor-address':
      return [ours.address.address, ours.address.port];
    case 'text':
      return [ours.text];
    case 'number':
      return [ours.number];
    case 'flag':
      return [];
    case 'tie-breaker':
      return [Buffer.from(uint(ours.tieBreaker, 8))];
    case 'error':
      return [ours.code, ours.reason];
    case 'types':
      return [ours.types];
    case 'change-request':
      return [(ours.ip ? 4 : 0) + (ours.port ? 2 : 0)];
    case 'channel':
      return [ours.channel * 0x10000];
    case 'transport':
      return [ours.protocol * 0x1000000];
    case 'data':
      return [Buffer.from(ours.data)];
    default:
      throw new Error(`They cannot write ${ours.kind}.`);
  }
}

/** They refuse port 0 where it is not XORed. */
const hasPort = (message: Message) =>
  message.attributes.every((each) => each.kind !== 'address' || each.address.port !== 0);

test(`stun 2.1.0 reads what we write (${MESSAGES} messages, seed ${SEED})`, () => {
  fc.assert(
    fc.property(anyMessage.filter(hasPort), (message) => {
      const theirs = stun.decode(Buffer.from(encode(message)));
      expect(theirs.type).toBe(messageType(message.class, message.method));
      expect(hexOf(theirs.transactionId)).toBe(hexOf(message.transactionId));
      const attributes = [...theirs];
      expect(attributes.map(({ type }) => type)).toEqual(
        message.attributes.map(({ type }) => type),
      );
      for (const [i, ours] of message.attributes.entries()) {
        expectSame(attributes[i]!.value, ours);
      }
    }),
    { numRuns: MESSAGES, seed: SEED },
  );
});

test(`we read what stun 2.1.0 writes (${MESSAGES} messages, seed ${SEED})`, () => {
  fc.assert(
    fc.property(plainMessage.filter(hasPort), (message) => {
      const type = messageType(message.class, message.method);
      const theirs = stun.createMessage(type, Buffer.from(message.transactionId));
      for (const ours of message.attributes) theirs.addAttribute(ours.type, ...valuesFor(ours));
      theirs.addMessageIntegrity(key);
      theirs.addFingerprint();
      const decoding = decode(theirs.toBuffer());
      if (!decoding.ok) throw new Error(decoding.reason);
      expect(checkIntegrity(decoding, key)?.holds).toBe(true);
      expect(checkFingerprint(decoding)?.holds).toBe(true);
      const { attributes } = decoding.message;
      expect({ ...decoding.message, attributes: attributes.slice(0, -2) }).toEqual(message);
      // And as we write it, byte for byte.
      const sealed = withFingerprint(withIntegrity(message, key));
      expect(hexOf(encode(sealed))).toBe(hexOf(theirs.toBuffer()));
    }),
    { numRuns: MESSAGES, seed: SEED },
  );
});

test(`stun 2.1.0 finds our seals whole, and broken ones broken (seed ${SEED})`, () => {
  // To check them it writes the message anew, and an error it has read wrong.
  const readable = plainMessage.filter(
    (message) => hasPort(message) && message.attributes.every(({ kind }) => kind !== 'error'),
  );
  fc.assert(
    fc.property(readable, (message) => {
      const bytes = Buffer.from(encode(withFingerprint(withIntegrity(message, key))));
      const theirs = stun.decode(bytes);
      expect(stun.validateMessageIntegrity(theirs, key)).toBe(true);
      expect(stun.validateFingerprint(theirs)).toBe(true);
      bytes[19]! ^= 1;
      expect(stun.validateMessageIntegrity(stun.decode(bytes), key)).toBe(false);
      expect(stun.validateFingerprint(stun.decode(bytes))).toBe(false);
    }),
    { numRuns: 300, seed: SEED },
  );
});
