import { createHash, createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameBytes } from './bytes.ts';
import { type Decoded, decode } from './decode.ts';
import { encode } from './encode.ts';
import {
  checkFingerprint,
  checkIntegrity,
  checkIntegritySha256,
  longTermKey,
  withFingerprint,
  withIntegrity,
  withIntegritySha256,
} from './integrity.ts';
import type { Message } from './message.ts';
import { plainMessage } from './testing/random-message.ts';

const SEED = 2104;

function decoded(message: Message): Decoded {
  const decoding = decode(encode(message));
  if (!decoding.ok) throw new Error(decoding.reason);
  return decoding;
}

test(`seals are what Node’s own hashes make of the bytes (seed ${SEED})`, () => {
  const key = fc.uint8Array({ maxLength: 80 });
  const length = fc.constantFrom(16, 20, 24, 28, 32);
  fc.assert(
    fc.property(plainMessage, key, length, (message, secret, cut) => {
      const sealed = withFingerprint(
        withIntegritySha256(withIntegrity(message, secret), secret, cut),
      );
      const it = decoded(sealed);
      const sha1 = checkIntegrity(it, secret)!;
      const sha256 = checkIntegritySha256(it, secret)!;
      const fingerprint = checkFingerprint(it)!;
      expect([sha1.holds, sha256.holds, fingerprint.holds]).toEqual([true, true, true]);

      const { bytes } = it;
      const text = (to: number, end: number) => {
        const copy = Buffer.from(bytes.subarray(0, to));
        copy.writeUInt16BE(end - 20, 2);
        return copy;
      };
      const { to } = sha1.covered;
      const hmac = createHmac('sha1', secret).update(text(to, to + 24));
      expect(Buffer.from(sha1.found).equals(hmac.digest())).toBe(true);
      const next = to + 24;
      expect(sha256.covered.to).toBe(next);
      const longer = createHmac('sha256', secret).update(text(next, next + 4 + cut));
      expect(sameBytes(sha256.found, new Uint8Array(longer.digest()).slice(0, cut))).toBe(true);
      const last = next + 4 + cut;
      expect(bytes.length).toBe(last + 8);
      const crc = (crc32(bytes.subarray(0, last)) ^ 0x5354554e) >>> 0;
      expect(Buffer.from(fingerprint.found).readUInt32BE()).toBe(crc);
    }),
    { numRuns: 500, seed: SEED },
  );
});

test('a fingerprint that is not last does not hold', () => {
  const message: Message = {
    class: 'request',
    method: 1,
    transactionId: new Uint8Array(12),
    attributes: [],
  };
  const sealed = withFingerprint(message);
  expect(checkFingerprint(decoded(sealed))?.holds).toBe(true);
  expect(checkFingerprint(decoded(withIntegrity(sealed, new Uint8Array(4))))?.holds).toBe(false);
});

test('a long-term key is the hash of username, realm and password', () => {
  const credential = { username: 'alice', realm: 'example.org', password: 'pa ss' };
  const md5 = createHash('md5').update('alice:example.org:pa ss').digest('hex');
  const sha256 = createHash('sha256').update('alice:example.org:pa ss').digest('hex');
  expect(Buffer.from(longTermKey(credential)).toString('hex')).toBe(md5);
  const key = longTermKey({ ...credential, algorithm: 'SHA-256' });
  expect(Buffer.from(key).toString('hex')).toBe(sha256);
});
