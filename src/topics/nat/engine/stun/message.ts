import type { MessageClass } from './registry.ts';

/** An address and a port. IPv6 where the address has a colon. */
export interface TransportAddress {
  /** `192.0.2.1`, or IPv6 as RFC 5952 §4 writes it: `2001:db8::1`. */
  readonly address: string;
  /** 0 to 65535. */
  readonly port: number;
}

/**
 * What an attribute says, by how it is written. `reserved` are the bits that a
 * sender leaves zero and a receiver ignores, as one number from the highest to
 * the lowest; it is there only where they are not zero, so that a message can
 * be written again as it was.
 */
export type AttributeValue =
  | {
      readonly kind: 'address' | 'xor-address';
      readonly address: TransportAddress;
      /** 8 bits. */
      readonly reserved?: number;
    }
  | { readonly kind: 'text'; readonly text: string }
  /** 20 bytes of SHA-1; of SHA-256 32, or fewer where it was cut. */
  | { readonly kind: 'hmac'; readonly hmac: Uint8Array }
  /** 32 bits: a priority, seconds, a fingerprint. */
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'flag' }
  /** 64 bits. */
  | { readonly kind: 'tie-breaker'; readonly tieBreaker: bigint }
  | {
      readonly kind: 'error';
      /** 300 to 699. */
      readonly code: number;
      readonly reason: string;
      /** 21 bits. */
      readonly reserved?: number;
    }
  | { readonly kind: 'types'; readonly types: readonly number[] }
  | {
      readonly kind: 'change-request';
      readonly ip: boolean;
      readonly port: boolean;
      /** All 32 bits but the two flags, which are zero in it. */
      readonly reserved?: number;
    }
  /** 16 bits, then 16 reserved. */
  | { readonly kind: 'channel'; readonly channel: number; readonly reserved?: number }
  /** An IP protocol number of 8 bits, 17 for UDP; then 24 reserved. */
  | { readonly kind: 'transport'; readonly protocol: number; readonly reserved?: number }
  | { readonly kind: 'data'; readonly data: Uint8Array }
  /** An attribute that this codec does not know. */
  | { readonly kind: 'unknown'; readonly bytes: Uint8Array };

export type Attribute = AttributeValue & {
  /** 16 bits (RFC 8489 §18.3). */
  readonly type: number;
  /** The up to three bytes that fill the value to a multiple of four. Zeros where it is left out. */
  readonly padding?: Uint8Array;
};

/** A STUN message (RFC 8489 §5). Its length and cookie follow from the rest. */
export interface Message {
  readonly class: MessageClass;
  /** 12 bits. */
  readonly method: number;
  /** 12 bytes. */
  readonly transactionId: Uint8Array;
  readonly attributes: readonly Attribute[];
}

/** Bytes of a message, from the first to the one behind the last. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** `raw` XOR `mask` is `result`, byte by byte. */
export interface Xor {
  readonly raw: Uint8Array;
  readonly mask: Uint8Array;
  readonly result: Uint8Array;
  /** Where in the message the mask stands; `null` for a constant that is not in it. */
  readonly maskAt: ByteRange | null;
}

/** A piece of a message that means something by itself. Never empty. */
export interface Field extends ByteRange {
  readonly name: string;
  /** In a sentence or two. */
  readonly meaning: string;
  /** The attribute it belongs to, from 0; `null` in the header. */
  readonly attribute: number | null;
  readonly xor?: Xor;
}
