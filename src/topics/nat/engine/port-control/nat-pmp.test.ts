import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, hexOf } from '../stun/bytes.ts';
import {
  decodeNatPmp,
  deletion,
  encodeNatPmp,
  type NatPmpMessage,
  natPmpResult,
  renewal,
} from './nat-pmp.ts';
import { anyNatPmp } from './testing/random-messages.ts';

const SEED = 6886;

/** Bytes laid out by hand from the figures of RFC 6886 §3.2, §3.3 and §3.5. */
const EXAMPLES: readonly [string, string, NatPmpMessage][] = [
  ['the outside address is asked for', '00 00', { is: 'address-request' }],
  [
    'and told',
    '00 80 0000 00012345 cb00710a',
    { is: 'address-response', result: 0, epoch: 0x12345, address: '203.0.113.10' },
  ],
  [
    'or not, for there is none yet',
    '00 80 0003 00000007 00000000',
    { is: 'address-response', result: 3, epoch: 7, address: '0.0.0.0' },
  ],
  [
    'a UDP port is asked for, for two hours',
    '00 01 0000 9c41 9c41 00001c20',
    {
      is: 'map-request',
      protocol: 'udp',
      internalPort: 40_001,
      suggestedPort: 40_001,
      lifetime: 7200,
    },
  ],
  [
    'and given, another one',
    '00 81 0000 00000e10 9c41 8390 00001c20',
    {
      is: 'map-response',
      protocol: 'udp',
      result: 0,
      epoch: 3600,
      internalPort: 40_001,
      externalPort: 33_680,
      lifetime: 7200,
    },
  ],
  [
    'a TCP port is asked for, whichever it is',
    '00 02 0000 0050 0000 00000e10',
    { is: 'map-request', protocol: 'tcp', internalPort: 80, suggestedPort: 0, lifetime: 3600 },
  ],
  [
    'and refused',
    '00 82 0002 00000e10 0050 0000 00000000',
    {
      is: 'map-response',
      protocol: 'tcp',
      result: 2,
      epoch: 3600,
      internalPort: 80,
      externalPort: 0,
      lifetime: 0,
    },
  ],
  [
    'a version that it does not speak',
    '00 00 0001 00000e10',
    { is: 'unsupported-version', epoch: 3600 },
  ],
  [
    'an opcode that it does not know: the request comes back, with a code in it',
    '00 87 0005 9c419c4100001c20',
    { is: 'unsupported-opcode', opcode: 7, result: 5, rest: '9c419c4100001c20' },
  ],
];
const bytes = (hex: string) => bytesOf(hex.replaceAll(' ', ''));

describe('messages of RFC 6886, byte for byte', () => {
  test.each(EXAMPLES)('%s', (_, hex, message) => {
    expect(hexOf(encodeNatPmp(message))).toBe(hex.replaceAll(' ', ''));
    expect(decodeNatPmp(bytes(hex))).toEqual({ ok: true, message });
  });
  test('what is reserved, or undefined in an error, is not looked at', () => {
    const asked = decodeNatPmp(bytes('00 01 ffff 9c41 9c41 00001c20'));
    expect(asked).toEqual(decodeNatPmp(bytes('00 01 0000 9c41 9c41 00001c20')));
    const failed = decodeNatPmp(bytes('00 80 0003 00000007 cb00710a'));
    expect(failed).toMatchObject({ message: { address: '0.0.0.0' } });
    const refused = decodeNatPmp(bytes('00 82 0002 00000e10 0050 0000 00001c20'));
    expect(refused).toMatchObject({ message: { lifetime: 0 } });
  });
});

describe('each fault has its byte and its sentence', () => {
  const faults: readonly [string, string, number, RegExp][] = [
    ['nothing', '', 0, /^The message ends after 0 bytes/],
    ['one byte', '00', 1, /^The message ends after 1 byte,/],
    ['PCP', '02 01', 0, /^This is version 2, which is PCP; NAT-PMP is version 0\.$/],
    ['a vendor’s version', '01 00', 0, /^This is version 1; NAT-PMP is version 0\.$/],
    [
      'a request that is cut',
      '00 01 0000 9c41',
      6,
      /ends after 6 bytes, and a request for a port takes 12/,
    ],
    ['an answer that is cut', '00 81 0000 00000e10 9c41', 10, /answer about a port takes 16/],
    ['more than there should be', '00 01 0000 9c41 9c41 00001c20 ff', 12, /1 byte is left over/],
    ['half an address', '00 80 0000 00000001 cb00', 10, /answer about the address takes 12/],
    [
      'an opcode nobody knows',
      '00 09 0000',
      1,
      /^Opcode 9 is none that a client sends: 0, 1 or 2\.$/,
    ],
    ['eight bytes without a reason', '00 00 0000 00000001', 2, /left over|result code/],
  ];
  test.each(faults)('%s', (_, hex, offset, reason) => {
    const read = decodeNatPmp(bytes(hex));
    expect(read).toMatchObject({ ok: false, offset });
    if (!read.ok) expect(read.reason).toMatch(reason);
  });
  test('what does not fit is not written', () => {
    const ask = { is: 'map-request', protocol: 'udp', internalPort: 1, lifetime: 1 } as const;
    expect(() => encodeNatPmp({ ...ask, suggestedPort: 65_536 })).toThrow(/0 to 65535, not 65536/);
    expect(() => encodeNatPmp({ ...ask, suggestedPort: -1 })).toThrow(RangeError);
    expect(() => encodeNatPmp({ ...ask, suggestedPort: 1, lifetime: 2 ** 32 })).toThrow(/lifetime/);
    expect(() =>
      encodeNatPmp({ is: 'address-response', result: 0, epoch: 0, address: '::1' }),
    ).toThrow(/IPv4/);
  });
});

test(`what is written is read again, and read is written again (${SEED})`, () => {
  fc.assert(
    fc.property(anyNatPmp, (message) => {
      const written = encodeNatPmp(message);
      expect(decodeNatPmp(written)).toEqual({ ok: true, message });
    }),
    { numRuns: 2000, seed: SEED },
  );
});

test(`any bytes are read or refused, with an offset within them (${SEED})`, () => {
  const start = fc.constantFrom(
    [],
    [0],
    [0, 0],
    [0, 1],
    [0, 2],
    [0, 128],
    [0, 129],
    [0, 200],
    [2, 1],
  );
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 40 }), (head, tail) => {
      const whole = Uint8Array.from([...head, ...tail]);
      const before = hexOf(whole);
      const read = decodeNatPmp(whole);
      expect(hexOf(whole)).toBe(before);
      if (read.ok) {
        expect(encodeNatPmp(read.message).length).toBe(whole.length);
        return;
      }
      expect(read.offset).toBeGreaterThanOrEqual(0);
      expect(read.offset).toBeLessThanOrEqual(whole.length);
      expect(read.reason).toMatch(/^[A-Z].*\.$/);
    }),
    { numRuns: 4000, seed: SEED },
  );
});

describe('what a client asks for', () => {
  const answer = {
    is: 'map-response',
    protocol: 'udp',
    result: 0,
    epoch: 5,
    internalPort: 40_001,
    externalPort: 33_680,
    lifetime: 7200,
  } as const;
  test('a renewal suggests the port that was given', () => {
    expect(renewal(answer, 7200)).toEqual({
      is: 'map-request',
      protocol: 'udp',
      internalPort: 40_001,
      suggestedPort: 33_680,
      lifetime: 7200,
    });
  });
  test('a deletion has neither a port nor a lifetime', () => {
    expect(hexOf(encodeNatPmp(deletion('tcp', 80)))).toBe('000200000050000000000000');
  });
  test('a code that is not defined is an error all the same', () => {
    expect(natPmpResult(0)).toEqual({ name: 'Success', fatal: false });
    expect(natPmpResult(4)).toEqual({ name: 'Out of resources', fatal: true });
    expect(natPmpResult(99)).toEqual({ name: 'Result code 99', fatal: true });
  });
});
