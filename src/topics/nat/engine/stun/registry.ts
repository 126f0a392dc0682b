import { hexNumber } from './bytes.ts';

/** The value that every message of RFC 5389 and later has in bytes 4 to 7 (RFC 8489 §5). */
export const MAGIC_COOKIE = 0x2112a442;
/** Bytes of the header, and of the transaction id in it (RFC 8489 §5). */
export const HEADER_BYTES = 20;
export const TRANSACTION_ID_BYTES = 12;

/** In the order of their two bits, 00 to 11 (RFC 8489 §5). */
export const CLASSES = ['request', 'indication', 'success', 'error'] as const;

export type MessageClass = (typeof CLASSES)[number];

const CLASS_WORDS: Readonly<Record<MessageClass, string>> = {
  request: 'request',
  indication: 'indication',
  success: 'success response',
  error: 'error response',
};

/** RFC 8489 §18.2 and, from Allocate on, TURN's (RFC 8656 §17). */
export const METHODS = {
  Binding: 0x001,
  Allocate: 0x003,
  Refresh: 0x004,
  Send: 0x006,
  Data: 0x007,
  CreatePermission: 0x008,
  ChannelBind: 0x009,
} as const;

/** A method's name, or `null` for a number that is none of `METHODS`. */
export function methodName(method: number): string | null {
  return Object.entries(METHODS).find(([, number]) => number === method)?.[0] ?? null;
}

/** “Binding success response”, or the method's number where it has no name here. */
export function messageName(kind: MessageClass, method: number): string {
  return `${methodName(method) ?? `Method ${hexNumber(method, 3)}`} ${CLASS_WORDS[kind]}`;
}

/**
 * The 14 bits of a message's type (RFC 8489 §5, figure 3, and appendix A): the
 * two bits of the class stand between those of the method, as bits 4 and 8.
 */
export function messageType(kind: MessageClass, method: number): number {
  const bits = CLASSES.indexOf(kind);
  return (
    ((method & 0xf80) << 2) |
    ((method & 0x070) << 1) |
    (method & 0x00f) |
    ((bits & 2) << 7) |
    ((bits & 1) << 4)
  );
}

/** The reverse of `messageType`, for any 14 bits. */
export function classAndMethod(type: number): { class: MessageClass; method: number } {
  return {
    class: CLASSES[((type & 0x100) >> 7) | ((type & 0x010) >> 4)]!,
    method: ((type & 0x3e00) >> 2) | ((type & 0x00e0) >> 1) | (type & 0x000f),
  };
}

/** How an attribute's value is written; one of the kinds in `AttributeValue`. */
export type Format =
  | 'address'
  | 'xor-address'
  | 'text'
  | 'hmac'
  | 'number'
  | 'flag'
  | 'tie-breaker'
  | 'error'
  | 'types'
  | 'change-request'
  | 'channel'
  | 'transport'
  | 'data';

export interface AttributeEntry {
  readonly name: string;
  readonly type: number;
  readonly format: Format;
  /** What it is for, as the end of a sentence that begins with its name. */
  readonly purpose: string;
}

const entry = (type: number, name: string, format: Format, purpose: string): AttributeEntry => ({
  type,
  name,
  format,
  purpose,
});

/** RFC 8489 §14 and §18.3; RFC 8445 §16.1; RFC 5780 §7; RFC 8656 §18. */
export const ATTRIBUTES: readonly AttributeEntry[] = [
  entry(0x0001, 'MAPPED-ADDRESS', 'address', 'where the server saw the request come from'),
  entry(0x0003, 'CHANGE-REQUEST', 'change-request', 'asks for an answer from elsewhere'),
  entry(0x0006, 'USERNAME', 'text', 'which password the message was signed with'),
  entry(0x0008, 'MESSAGE-INTEGRITY', 'hmac', 'HMAC-SHA1 of the message up to here'),
  entry(0x0009, 'ERROR-CODE', 'error', 'why the request failed'),
  entry(0x000a, 'UNKNOWN-ATTRIBUTES', 'types', 'which attributes the server did not understand'),
  entry(0x000c, 'CHANNEL-NUMBER', 'channel', 'the short name of a peer at the relay'),
  entry(0x000d, 'LIFETIME', 'number', 'seconds until the allocation ends'),
  entry(0x0012, 'XOR-PEER-ADDRESS', 'xor-address', 'the peer, as the relay sees it'),
  entry(0x0013, 'DATA', 'data', 'what is relayed to the peer or from it'),
  entry(0x0014, 'REALM', 'text', 'what the long-term username and password are for'),
  entry(0x0015, 'NONCE', 'text', 'a text from the server, to be sent back to it'),
  entry(0x0016, 'XOR-RELAYED-ADDRESS', 'xor-address', 'the address that the relay gave out'),
  entry(0x0019, 'REQUESTED-TRANSPORT', 'transport', 'the protocol between relay and peer'),
  entry(0x001c, 'MESSAGE-INTEGRITY-SHA256', 'hmac', 'HMAC-SHA256 of the message up to here'),
  entry(0x0020, 'XOR-MAPPED-ADDRESS', 'xor-address', 'where the server saw the request come from'),
  entry(0x0024, 'PRIORITY', 'number', 'the priority of a candidate that this check may discover'),
  entry(0x0025, 'USE-CANDIDATE', 'flag', 'nominates this pair of candidates'),
  entry(0x8022, 'SOFTWARE', 'text', 'what the sender calls itself'),
  entry(0x8023, 'ALTERNATE-SERVER', 'address', 'another server to try'),
  entry(0x8028, 'FINGERPRINT', 'number', 'CRC-32 of the message up to here, XORed with “STUN”'),
  entry(0x8029, 'ICE-CONTROLLED', 'tie-breaker', 'the sender believes it is the controlled agent'),
  entry(
    0x802a,
    'ICE-CONTROLLING',
    'tie-breaker',
    'the sender believes it is the controlling agent',
  ),
  entry(0x802b, 'RESPONSE-ORIGIN', 'address', 'where this response was sent from'),
  entry(0x802c, 'OTHER-ADDRESS', 'address', 'the server’s other address and port'),
];

const BY_TYPE = new Map(ATTRIBUTES.map((each) => [each.type, each]));
const BY_NAME = new Map(ATTRIBUTES.map((each) => [each.name, each]));

export function entryOf(type: number): AttributeEntry | undefined {
  return BY_TYPE.get(type);
}

/** The type of a known attribute. Throws `RangeError` for another name. */
export function typeOf(name: string): number {
  const found = BY_NAME.get(name);
  if (!found) throw new RangeError(`There is no attribute ${name} here.`);
  return found.type;
}

/** `SOFTWARE`, or `attribute 0x8050` where it has no name here. */
export function attributeName(type: number): string {
  return BY_TYPE.get(type)?.name ?? `attribute ${hexNumber(type, 4)}`;
}

/** Who does not know the attribute must not go on with the message (RFC 8489 §14). */
export function comprehensionRequired(type: number): boolean {
  return type < 0x8000;
}

/** Recommended reason phrases (RFC 8489 §14.8, RFC 8445 §16.2, RFC 8656 §19). */
export const REASONS: Readonly<Record<number, string>> = {
  300: 'Try Alternate',
  400: 'Bad Request',
  401: 'Unauthenticated',
  403: 'Forbidden',
  420: 'Unknown Attribute',
  437: 'Allocation Mismatch',
  438: 'Stale Nonce',
  440: 'Address Family not Supported',
  441: 'Wrong Credentials',
  442: 'Unsupported Transport Protocol',
  443: 'Peer Address Family Mismatch',
  486: 'Allocation Quota Reached',
  487: 'Role Conflict',
  500: 'Server Error',
  508: 'Insufficient Capacity',
};
