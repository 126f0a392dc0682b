import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, hexOf } from '../stun/bytes.ts';
import { type PcpMessage, pcpResult } from './pcp.ts';
import { decodePcp } from './pcp-decode.ts';
import { encodePcp } from './pcp-encode.ts';
import { anyPcp } from './testing/random-messages.ts';

const SEED = 6887;
const bytes = (hex: string) => bytesOf(hex.replaceAll(/\s/g, ''));

const NONCE = '00112233445566778899aabb';
const map = {
  opcode: 'map',
  nonce: NONCE,
  protocol: 17,
  internalPort: 40_001,
  externalPort: 0,
  externalAddress: '0.0.0.0',
} as const;

/** Bytes laid out by hand from the figures of RFC 6887 §7.1, §7.2, §7.3, §11.1, §12.1 and §13. */
const EXAMPLES: readonly [string, string, PcpMessage][] = [
  [
    'a UDP port is asked for, for two hours',
    `02 01 0000 00001c20 00000000000000000000ffffc0a80105
     ${NONCE} 11 000000 9c41 0000 00000000000000000000ffff00000000`,
    { is: 'request', lifetime: 7200, client: '192.168.1.5', body: map, options: [] },
  ],
  [
    'and given',
    `02 81 00 00 00001c20 00000e10 000000000000000000000000
     ${NONCE} 11 000000 9c41 8390 00000000000000000000ffffcb00710a`,
    {
      is: 'response',
      result: 0,
      lifetime: 7200,
      epoch: 3600,
      body: { ...map, externalPort: 33_680, externalAddress: '203.0.113.10' },
      options: [],
    },
  ],
  [
    'or refused for half a minute',
    `02 81 00 08 0000001e 00000e10 000000000000000000000000
     ${NONCE} 11 000000 9c41 0000 00000000000000000000ffff00000000`,
    { is: 'response', result: 8, lifetime: 30, epoch: 3600, body: map, options: [] },
  ],
  [
    'a flow of one’s own to one peer, in IPv6',
    `02 02 0000 00000258 20010db8000000000000000000000001
     ${NONCE} 06 000000 01bb 0000 00000000000000000000000000000000
     2328 0000 20010db8000000000000000000000002`,
    {
      is: 'request',
      lifetime: 600,
      client: '2001:db8::1',
      body: {
        opcode: 'peer',
        nonce: NONCE,
        protocol: 6,
        internalPort: 443,
        externalPort: 0,
        externalAddress: '::',
        remotePort: 9000,
        remoteAddress: '2001:db8::2',
      },
      options: [],
    },
  ],
  [
    'a server that has started says so',
    '02 80 00 00 00000000 00000000 000000000000000000000000',
    { is: 'response', result: 0, lifetime: 0, epoch: 0, body: { opcode: 'announce' }, options: [] },
  ],
  [
    'this port or none, for another host',
    `02 01 0000 00001c20 00000000000000000000ffffc0a80105
     ${NONCE} 11 000000 9c41 9c41 00000000000000000000ffff00000000
     02 00 0000   01 00 0010 00000000000000000000ffffc0a80106   80 00 0003 abcdef00`,
    {
      is: 'request',
      lifetime: 7200,
      client: '192.168.1.5',
      body: { ...map, externalPort: 40_001 },
      options: [
        { code: 2, data: '' },
        { code: 1, data: '00000000000000000000ffffc0a80106' },
        { code: 128, data: 'abcdef' },
      ],
    },
  ],
];

describe('messages of RFC 6887, byte for byte', () => {
  test.each(EXAMPLES)('%s', (_, hex, message) => {
    expect(hexOf(encodePcp(message))).toBe(hex.replaceAll(/\s/g, ''));
    expect(decodePcp(bytes(hex))).toEqual({ ok: true, message });
  });
  test('are as long as the RFC says: 24 bytes of header, 36 for MAP, 56 for PEER', () => {
    expect(encodePcp(EXAMPLES[0]![2])).toHaveLength(24 + 36);
    expect(encodePcp(EXAMPLES[3]![2])).toHaveLength(24 + 56);
  });
  test('what is reserved, or padding, is not looked at', () => {
    const [, hex, message] = EXAMPLES[0]!;
    const dirty = bytes(hex);
    for (const at of [2, 3, 37, 38, 39]) dirty[at] = 0xff;
    expect(decodePcp(dirty)).toEqual({ ok: true, message });
    const padded = bytes(EXAMPLES[5]![1]);
    padded[padded.length - 1] = 0xee;
    expect(decodePcp(padded)).toEqual({ ok: true, message: EXAMPLES[5]![2] });
  });
  test('an error may end after its header', () => {
    const read = decodePcp(bytes('02 81 00 02 00000708 00000e10 000000000000000000000000'));
    expect(read).toMatchObject({ ok: true, message: { result: 2, body: { opcode: 1, data: '' } } });
  });
});

describe('each fault has its byte and its sentence', () => {
  const header = '02 01 0000 00001c20 00000000000000000000ffffc0a80105';
  const body = `${NONCE} 11 000000 9c41 0000 00000000000000000000ffff00000000`;
  const faults: readonly [string, string, number, RegExp][] = [
    ['nothing', '', 0, /ends after 0 bytes, and its header takes 24/],
    ['NAT-PMP', '00 00', 0, /^This is version 0, which is NAT-PMP; PCP is version 2\.$/],
    ['half a header', '02 01 0000 00001c20', 8, /ends after 8 bytes, and its header takes 24/],
    [
      'half a MAP',
      `${header} ${NONCE}`,
      36,
      /MAP takes 36 bytes after the header, and there are 12/,
    ],
    [
      'success without a MAP',
      '02 81 00 00 00001c20 00000e10 000000000000000000000000',
      24,
      /MAP takes/,
    ],
    ['not in fours', `${header} ${body} 02`, 61, /61 bytes.* not a multiple of 4/],
    [
      'an option longer than the message',
      `${header} ${body} 01 00 0010 00000000`,
      62,
      /option 1 has 16/,
    ],
    [
      'an option longer by one',
      `${header} ${body} 01 00 0005 00000000`,
      62,
      /has 5 bytes, and there are 4/,
    ],
    ['half an option header is not in fours', `${header} ${body} 01 00`, 62, /multiple of 4/],
  ];
  test.each(faults)('%s', (_, hex, offset, reason) => {
    const read = decodePcp(bytes(hex));
    expect(read).toMatchObject({ ok: false, offset });
    if (!read.ok) expect(read.reason).toMatch(reason);
  });
  test('more than 1100 bytes', () => {
    const long = new Uint8Array(1104);
    long.set(bytes(`${header} ${body}`));
    expect(decodePcp(long)).toMatchObject({ ok: false, offset: 1100 });
    expect(decodePcp(long.subarray(0, 1100)).ok).toBe(true);
  });
  test('what does not fit is not written', () => {
    const request: PcpMessage = {
      is: 'request',
      lifetime: 0,
      client: '192.168.1.5',
      body: map,
      options: [],
    };
    expect(() => encodePcp({ ...request, client: 'here' })).toThrow(/"here" is no IP address/);
    expect(() => encodePcp({ ...request, body: { ...map, nonce: '00' } })).toThrow(/12 bytes/);
    expect(() => encodePcp({ ...request, body: { ...map, protocol: 256 } })).toThrow(/0 to 255/);
    expect(() => encodePcp({ ...request, lifetime: -1 })).toThrow(RangeError);
    const long = Array.from({ length: 70 }, () => ({ code: 200, data: '00'.repeat(12) }));
    expect(() => encodePcp({ ...request, options: long })).toThrow(/1100/);
  });
});

test(`what is written is read again (${SEED})`, () => {
  fc.assert(
    fc.property(anyPcp, (message) => {
      expect(decodePcp(encodePcp(message))).toEqual({ ok: true, message });
    }),
    { numRuns: 2000, seed: SEED },
  );
});

test(`bytes that are damaged are read or refused, with an offset within them (${SEED})`, () => {
  const damage = fc.array(fc.tuple(fc.nat(120), fc.nat(255)), { maxLength: 6 });
  fc.assert(
    fc.property(anyPcp, damage, fc.nat(140), (message, hits, cut) => {
      const whole = encodePcp(message).slice(0, Math.max(0, cut));
      for (const [at, value] of hits) if (at < whole.length) whole[at] = value;
      const read = decodePcp(whole);
      if (read.ok) {
        expect(encodePcp(read.message).length).toBe(whole.length);
        return;
      }
      expect(read.offset).toBeGreaterThanOrEqual(0);
      expect(read.offset).toBeLessThanOrEqual(whole.length);
      expect(read.reason).toMatch(/^[A-Z].*\.$/);
    }),
    { numRuns: 4000, seed: SEED },
  );
});

test('result codes have their names of §7.4, and the unknown have none', () => {
  expect(pcpResult(0)).toBe('SUCCESS');
  expect(pcpResult(1)).toBe('UNSUPP_VERSION');
  expect(pcpResult(12)).toBe('ADDRESS_MISMATCH');
  expect(pcpResult(13)).toBe('EXCESSIVE_REMOTE_PEERS');
  expect(pcpResult(200)).toBe('result code 200');
});
