import fc from 'fast-check';
import { formatAddress } from '../../stun/address.ts';
import { hexOf } from '../../stun/bytes.ts';
import type { NatPmpMessage } from '../nat-pmp.ts';
import type { PcpBody, PcpMessage } from '../pcp.ts';

const u8 = fc.integer({ min: 0, max: 0xff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const hex = (minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength }).map(hexOf);
const v4 = fc.uint8Array({ minLength: 4, maxLength: 4 }).map(formatAddress);
/** Not one that stands for IPv4. */
const v6 = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .filter((bytes) => bytes.some((byte, i) => byte !== (i < 10 ? 0 : 0xff) && i < 12))
  .map(formatAddress);
const address = fc.oneof(v4, v6, fc.constantFrom('0.0.0.0', '::', '::1'));
const protocol = fc.constantFrom('udp' as const, 'tcp' as const);

/** Any message as it is sent: what is undefined in an error is zero. */
export const anyNatPmp: fc.Arbitrary<NatPmpMessage> = fc.oneof(
  fc.constant({ is: 'address-request' as const }),
  fc
    .record({ is: fc.constant('address-response' as const), result: u16, epoch: u32, address: v4 })
    .map((m) => (m.result === 0 ? m : { ...m, address: '0.0.0.0' })),
  fc.record({
    is: fc.constant('address-response' as const),
    result: fc.constant(0),
    epoch: u32,
    address: v4,
  }),
  fc.record({
    is: fc.constant('map-request' as const),
    protocol,
    internalPort: u16,
    suggestedPort: u16,
    lifetime: u32,
  }),
  fc
    .record({
      is: fc.constant('map-response' as const),
      protocol,
      result: fc.oneof(fc.constant(0), u16),
      epoch: u32,
      internalPort: u16,
      externalPort: u16,
      lifetime: u32,
    })
    .map((m) => (m.result === 0 ? m : { ...m, lifetime: 0 })),
  fc.record({ is: fc.constant('unsupported-version' as const), epoch: u32 }),
  fc.record({
    is: fc.constant('unsupported-opcode' as const),
    opcode: fc.integer({ min: 3, max: 127 }),
    result: u16,
    rest: hex(0, 30),
  }),
);

const mapping = {
  nonce: hex(12, 12),
  protocol: u8,
  internalPort: u16,
  externalPort: u16,
  externalAddress: address,
};
const known: fc.Arbitrary<PcpBody> = fc.oneof(
  fc.constant({ opcode: 'announce' as const }),
  fc.record({ opcode: fc.constant('map' as const), ...mapping }),
  fc.record({
    opcode: fc.constant('peer' as const),
    ...mapping,
    remotePort: u16,
    remoteAddress: address,
  }),
);
const fours = fc
  .uint8Array({ maxLength: 40 })
  .map((bytes) => hexOf(bytes.subarray(0, bytes.length - (bytes.length % 4))));
const unknown: fc.Arbitrary<PcpBody> = fc.record({
  opcode: fc.integer({ min: 3, max: 127 }),
  data: fours,
});
const options = fc.array(fc.record({ code: u8, data: hex(0, 21) }), { maxLength: 4 });

const request = (body: fc.Arbitrary<PcpBody>, more: typeof options): fc.Arbitrary<PcpMessage> =>
  fc.record({
    is: fc.constant('request' as const),
    lifetime: u32,
    client: address,
    body,
    options: more,
  });
const response = (body: fc.Arbitrary<PcpBody>, more: typeof options): fc.Arbitrary<PcpMessage> =>
  fc.record({
    is: fc.constant('response' as const),
    result: u8,
    lifetime: u32,
    epoch: u32,
    body,
    options: more,
  });
const none: typeof options = fc.constant([]);

/** What is not known has no options: they cannot be told from its data. */
export const anyPcp: fc.Arbitrary<PcpMessage> = fc.oneof(
  request(known, options),
  response(known, options),
  request(unknown, none),
  response(unknown, none),
);
