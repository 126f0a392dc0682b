import { isIP } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAddress, parseAddress } from './address.ts';

const SEED = 5952;

/** As the URL standard writes a host, which for IPv6 is RFC 5952 without IPv4 endings. */
function canonical(address: string): string {
  const { hostname } = new URL(`http://${address.includes(':') ? `[${address}]` : address}/`);
  return hostname.replace(/^\[|\]$/g, '');
}

const group = fc.oneof(fc.constant(0), fc.nat(0xffff));
const ipv6 = fc
  .array(group, { minLength: 8, maxLength: 8 })
  .map((groups) => Uint8Array.from(groups.flatMap((each) => [each >> 8, each & 0xff])));
const ipv4 = fc.uint8Array({ minLength: 4, maxLength: 4 });

test(`an address is written as browsers write it, and read back (seed ${SEED})`, () => {
  fc.assert(
    fc.property(fc.oneof(ipv4, ipv6), (bytes) => {
      const text = formatAddress(bytes);
      expect(text).toBe(canonical(text));
      expect(parseAddress(text)).toEqual(bytes);
    }),
    { numRuns: 3000, seed: SEED },
  );
});

test(`a text is an address if and only if Node says so (seed ${SEED})`, () => {
  const piece = fc.oneof(
    fc.constantFrom(':', '::', '.', '0', 'ffff', '1.2.3.4', '255', '256', '01', 'g', ''),
    group.map((each) => each.toString(16)),
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(':')),
    fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join('.')),
  );
  fc.assert(
    fc.property(text, (each) => {
      const parsed = parseAddress(each);
      expect([each, parsed?.length ?? 0]).toEqual([each, { 4: 4, 6: 16 }[isIP(each)] ?? 0]);
      if (parsed) expect(formatAddress(parsed)).toBe(canonical(each));
    }),
    { numRuns: 5000, seed: SEED },
  );
});
