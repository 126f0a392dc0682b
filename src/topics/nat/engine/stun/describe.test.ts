import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf } from './bytes.ts';
import { decode } from './decode.ts';
import { describe as inLines } from './describe.ts';
import { encodeFrom } from './json.ts';
import { anyMessage } from './testing/random-message.ts';
import { REQUEST, RESPONSE_IPV6 } from './testing/vectors.ts';

const SEED = 5424;

function lines(bytes: Uint8Array): readonly string[] {
  const decoding = decode(bytes);
  if (!decoding.ok) throw new Error(decoding.reason);
  return inLines(decoding.message);
}

test('the sample request', () => {
  expect(lines(bytesOf(REQUEST))).toEqual([
    'Binding request, transaction b7e7a701bc34d686fa87dfae',
    'SOFTWARE (0x8022): “STUN test client”',
    'PRIORITY (0x0024): 1845494271: type preference 110 (peer-reflexive), local preference 1, component 1',
    'ICE-CONTROLLED (0x8029): 0x932ff9b151263b36',
    'USERNAME (0x0006): “evtj:h6vY”, padded with 20 20 20',
    'MESSAGE-INTEGRITY (0x0008): 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2',
    'FINGERPRINT (0x8028): 0xe57a3bcf',
  ]);
});

test('an IPv6 address stands in brackets', () => {
  expect(lines(bytesOf(RESPONSE_IPV6))[2]).toBe(
    'XOR-MAPPED-ADDRESS (0x0020): [2001:db8:1234:5678:11:2233:4455:6677]:32853',
  );
});

test('the other attributes', () => {
  const bytes = encodeFrom({
    class: 'error',
    method: 0xabc,
    transactionId: '00'.repeat(12),
    attributes: [
      { type: 'ERROR-CODE', value: { code: 401 } },
      { type: 'ERROR-CODE', value: { code: 487, reason: 'Roles' } },
      { type: 'ERROR-CODE', value: { code: 699, reason: '' } },
      { type: 'UNKNOWN-ATTRIBUTES', value: ['SOFTWARE', '0x1234'] },
      { type: 'UNKNOWN-ATTRIBUTES', value: [] },
      { type: 'CHANGE-REQUEST', value: { ip: true, port: true } },
      { type: 'CHANGE-REQUEST', value: { ip: false, port: false } },
      { type: 'CHANNEL-NUMBER', value: 0x4000 },
      { type: 'CHANNEL-NUMBER', value: 0x5000 },
      { type: 'REQUESTED-TRANSPORT', value: 'UDP' },
      { type: 'REQUESTED-TRANSPORT', value: 41 },
      { type: 'LIFETIME', value: 600 },
      { type: 'USE-CANDIDATE' },
      { type: 'DATA', value: 'cafe' },
      { type: 'NONCE', value: 'a\nb\u202e' },
      { type: '0x0050', value: 'abcd' },
      { type: '0x8050', value: '' },
    ],
  });
  expect(lines(bytes)).toEqual([
    'Method 0xabc error response, transaction 000000000000000000000000',
    'ERROR-CODE (0x0009): 401 Unauthenticated',
    'ERROR-CODE (0x0009): 487 Role Conflict “Roles”',
    'ERROR-CODE (0x0009): 699',
    'UNKNOWN-ATTRIBUTES (0x000a): SOFTWARE, attribute 0x1234',
    'UNKNOWN-ATTRIBUTES (0x000a): none',
    'CHANGE-REQUEST (0x0003): from another IP address and another port',
    'CHANGE-REQUEST (0x0003): no change',
    'CHANNEL-NUMBER (0x000c): 0x4000',
    'CHANNEL-NUMBER (0x000c): 0x5000, not one from 0x4000 to 0x4fff',
    'REQUESTED-TRANSPORT (0x0019): 17, UDP',
    'REQUESTED-TRANSPORT (0x0019): 41',
    'LIFETIME (0x000d): 600 s',
    'USE-CANDIDATE (0x0025): set',
    'DATA (0x0013): cafe',
    'NONCE (0x0015): “a\\u{a}b\\u{202e}”',
    'Unknown attribute 0x0050, which must be understood: abcd',
    'Unknown attribute 0x8050, which may be ignored: nothing',
  ]);
});

test(`a message has a line for itself and one for each attribute (seed ${SEED})`, () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      const all = inLines(message);
      expect(all).toHaveLength(1 + message.attributes.length);
      for (const line of all) expect(line).not.toMatch(/[\n\r]|undefined|NaN/);
    }),
    { numRuns: 300, seed: SEED },
  );
});
