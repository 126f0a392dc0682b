import fc from 'fast-check';
import { formatAddress, parseAddress } from '../address.ts';
import { numberAt } from '../bytes.ts';
import { encode } from '../encode.ts';
import type { Attribute, AttributeValue, Message, TransportAddress } from '../message.ts';
import { ATTRIBUTES, CLASSES, entryOf, type Format, METHODS } from '../registry.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const whole = (most: number) => fc.integer({ min: 0, max: most });

const text = fc
  .string({ unit: 'binary', maxLength: 127 })
  .filter((each) => new TextEncoder().encode(each).length <= 508);

const address: fc.Arbitrary<TransportAddress> = fc.record({
  address: fc
    .oneof(
      bytes(4),
      bytes(16),
      fc.tuple(bytes(16), bytes(16)).map(([a, b]) => a.map((each, i) => (b[i]! < 150 ? 0 : each))),
    )
    .map(formatAddress),
  port: whole(0xffff),
});

/** What a value of each kind may be. Reserved bits are there only where they are not zero. */
function anyValue(format: Format, name: string): fc.Arbitrary<AttributeValue> {
  const kept = <Value extends object>(value: fc.Arbitrary<Value>, bits: number, free = 0) =>
    fc.tuple(value, fc.oneof(fc.constant(0), whole(2 ** bits - 1))).map(([each, given]) => {
      const reserved = (given & ~free) >>> 0;
      return reserved === 0 ? each : { ...each, reserved };
    });
  const kinds: { readonly [Kind in Format]: fc.Arbitrary<object> } = {
    address: kept(fc.record({ address }), 8),
    'xor-address': kept(fc.record({ address }), 8),
    text: fc.record({ text }),
    hmac: fc.record({
      hmac:
        name === 'MESSAGE-INTEGRITY'
          ? bytes(20)
          : fc.constantFrom(16, 20, 24, 28, 32).chain((length) => bytes(length)),
    }),
    number: fc.record({ number: whole(0xffffffff) }),
    flag: fc.constant({}),
    'tie-breaker': fc.record({ tieBreaker: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }) }),
    error: kept(fc.record({ code: fc.integer({ min: 300, max: 699 }), reason: text }), 21),
    types: fc.record({ types: fc.uniqueArray(whole(0xffff), { maxLength: 8 }) }),
    'change-request': kept(fc.record({ ip: fc.boolean(), port: fc.boolean() }), 32, 6),
    channel: kept(fc.record({ channel: whole(0xffff) }), 16),
    transport: kept(fc.record({ protocol: whole(0xff) }), 24),
    data: fc.record({ data: fc.uint8Array({ maxLength: 80 }) }),
  };
  return kinds[format].map((value) => ({ kind: format, ...value }) as AttributeValue);
}

const known: readonly fc.Arbitrary<Attribute>[] = ATTRIBUTES.map(({ type, name, format }) =>
  anyValue(format, name).map((value) => ({ type, ...value })),
);

const unknown: fc.Arbitrary<Attribute> = fc.record({
  type: whole(0xffff).filter((type) => !entryOf(type)),
  kind: fc.constant('unknown' as const),
  bytes: fc.uint8Array({ maxLength: 40 }),
});

const header = fc.record({
  class: fc.constantFrom(...CLASSES),
  method: fc.oneof(fc.constantFrom(...Object.values(METHODS)), whole(0xfff)),
  transactionId: bytes(12),
});

/** With padding of its own, as some senders write. */
const padded = fc.tuple(fc.oneof(...known, unknown), bytes(3)).map(([attribute, filling]) => {
  const empty = { class: 'request', method: 1, transactionId: new Uint8Array(12) } as const;
  const [, , high, low] = encode({ ...empty, attributes: [attribute] }).subarray(20);
  const missing = (4 - (numberAt(Uint8Array.of(high!, low!), 0, 2) % 4)) % 4;
  const padding = filling.slice(0, missing);
  return padding.some((byte) => byte !== 0) ? { ...attribute, padding } : attribute;
});

/** Any message: every kind of attribute, unknown ones, reserved bits and padding. */
export const anyMessage: fc.Arbitrary<Message> = fc
  .tuple(header, fc.array(padded, { maxLength: 12 }))
  .map(([head, attributes]) => ({ ...head, attributes }));

/** One message with each known attribute once, in any order. */
export const wholeMessage: fc.Arbitrary<Message> = fc
  .tuple(header, fc.tuple(...known), fc.infiniteStream(fc.nat()))
  .map(([head, attributes, order]) => ({
    ...head,
    attributes: attributes
      .map((attribute) => ({ attribute, rank: order.next().value as number }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ attribute }) => attribute),
  }));

/** Known attributes without a seal, each once at most, with no reserved bits and no padding of its own. */
export const plainMessage: fc.Arbitrary<Message> = fc
  .tuple(header, fc.subarray(known.filter((_, i) => !isSeal(ATTRIBUTES[i]!.name))))
  .chain(([head, some]) =>
    fc.tuple(fc.constant(head), fc.tuple(...some)).map(([each, attributes]) => ({
      ...each,
      attributes: attributes.map((attribute) => {
        const { reserved: _, ...rest } = attribute as Attribute & { reserved?: number };
        return rest as Attribute;
      }),
    })),
  );

function isSeal(name: string): boolean {
  return name === 'FINGERPRINT' || name.startsWith('MESSAGE-INTEGRITY');
}

/** The bytes of an address, for one that somebody else has written differently. */
export function sameAddress(a: string, b: string): boolean {
  return `${parseAddress(a)}` === `${parseAddress(b)}`;
}
