import * as v from 'valibot';
import { parseAddress } from './address.ts';
import { bytesOf, hexNumber, hexOf, isHex } from './bytes.ts';
import { encode, Unencodable } from './encode.ts';
import {
  longTermKey,
  shortTermKey,
  withFingerprint,
  withIntegrity,
  withIntegritySha256,
} from './integrity.ts';
import type { Attribute, AttributeValue, Message } from './message.ts';
import {
  ATTRIBUTES,
  attributeName,
  CLASSES,
  entryOf,
  type Format,
  METHODS,
  methodName,
  REASONS,
} from './registry.ts';
import { Prohibited } from './saslprep.ts';

/** What is wrong with a message in JSON, in a sentence that begins with the place: `attributes.2.value.port`. */
export class BadMessage extends Error {
  override readonly name = 'BadMessage';
}

/** Each seal is worked out over all before it. */
const MOST_ATTRIBUTES = 1000;
/** Of what was wrong, this much is said. */
const MOST_RECEIVED = 60;
/** What a sender may write of a text (RFC 8489 §14.3, and §14.8 to 14.14). */
const MOST_USERNAME_BYTES = 508;
const MOST_CHARACTERS = 127;

const whole = (most: number) => {
  const ought = `a whole number from 0 to ${most}`;
  return v.pipe(v.number(ought), v.integer(ought), v.minValue(0, ought), v.maxValue(most, ought));
};
const hex = (ought: string, fits: (bytes: number) => boolean = () => true) =>
  v.pipe(
    v.string(ought),
    v.check((text) => isHex(text) && fits(text.length / 2), ought),
    v.transform(bytesOf),
  );
const anyBytes = hex('bytes as hexadecimal digits');

const TYPE = 'the name of an attribute, a number from 0 to 65535, or "0x" and four digits';
const Type = v.pipe(
  v.union([whole(0xffff), v.string(TYPE)], TYPE),
  v.check((given) => typeFrom(given) !== null, TYPE),
  v.transform((given) => typeFrom(given)!),
);

function typeFrom(given: number | string): number | null {
  if (typeof given === 'number') return given;
  if (/^0x[0-9a-f]{4}$/i.test(given)) return Number(given);
  return ATTRIBUTES.find(({ name }) => name === given)?.type ?? null;
}

const METHOD = `${Object.keys(METHODS).join(', ')}, or a whole number from 0 to 4095`;
const Method = v.union(
  [
    v.pipe(
      v.picklist(Object.keys(METHODS) as (keyof typeof METHODS)[]),
      v.transform((name): number => METHODS[name]),
    ),
    whole(0xfff),
  ],
  METHOD,
);

const Head = v.strictObject({
  class: v.picklist(CLASSES, CLASSES.join(', ')),
  method: Method,
  transactionId: hex('24 hexadecimal digits', (bytes) => bytes === 12),
  attributes: v.pipe(
    v.array(v.unknown(), 'an array'),
    v.maxLength(MOST_ATTRIBUTES, `${MOST_ATTRIBUTES} attributes at most`),
  ),
});

const ADDRESS = 'an IPv4 or IPv6 address';
const Address = v.strictObject(
  {
    address: v.pipe(
      v.string(ADDRESS),
      v.check((text) => parseAddress(text) !== null, ADDRESS),
    ),
    port: whole(0xffff),
  },
  '{"address", "port"}',
);

const TEXT = `a text of ${MOST_CHARACTERS} characters at most`;
const Text = v.pipe(
  v.string(TEXT),
  v.check((text) => [...text].length <= MOST_CHARACTERS, TEXT),
);
const USERNAME = `a text of ${MOST_USERNAME_BYTES} bytes at most`;
const Username = v.pipe(
  v.string(USERNAME),
  v.check((text) => new TextEncoder().encode(text).length <= MOST_USERNAME_BYTES, USERNAME),
);

const CODE = 'a whole number from 300 to 699';
const ErrorValue = v.strictObject(
  {
    code: v.pipe(v.number(CODE), v.integer(CODE), v.minValue(300, CODE), v.maxValue(699, CODE)),
    reason: v.optional(Text),
  },
  '{"code", "reason"}',
);

const TIE_BREAKER = '"0x" and up to 16 hexadecimal digits';
const TieBreaker = v.pipe(
  v.string(TIE_BREAKER),
  v.regex(/^0x[0-9a-f]{1,16}$/i, TIE_BREAKER),
  v.transform((text): bigint => BigInt(text)),
);

const PROTOCOL = '"UDP", or a whole number from 0 to 255';
const Protocol = v.union(
  [
    v.pipe(
      v.literal('UDP'),
      v.transform(() => 17),
    ),
    whole(0xff),
  ],
  PROTOCOL,
);

const Flags = v.strictObject(
  { ip: v.boolean('true or false'), port: v.boolean('true or false') },
  '{"ip", "port"}',
);

const typed = { type: Type, padding: v.optional(anyBytes) };
const valued = <Schema extends v.GenericSchema>(value: Schema) =>
  v.strictObject({ ...typed, value });
const kept = <Schema extends v.GenericSchema>(value: Schema, bits: number) =>
  v.strictObject({ ...typed, value, reserved: v.optional(whole(2 ** bits - 1)) });

/** The attribute of each kind, from what is written in JSON. */
const SCHEMAS = {
  address: schemaOf(kept(Address, 8), ({ value }) => ({ kind: 'address', address: value })),
  'xor-address': schemaOf(kept(Address, 8), ({ value }) => ({
    kind: 'xor-address',
    address: value,
  })),
  text: schemaOf(valued(Text), ({ value }) => ({ kind: 'text', text: value })),
  hmac: schemaOf(valued(anyBytes), ({ value }) => ({ kind: 'hmac', hmac: value })),
  number: schemaOf(valued(whole(0xffffffff)), ({ value }) => ({ kind: 'number', number: value })),
  flag: schemaOf(v.strictObject(typed), () => ({ kind: 'flag' })),
  'tie-breaker': schemaOf(valued(TieBreaker), ({ value }) => ({
    kind: 'tie-breaker',
    tieBreaker: value,
  })),
  error: schemaOf(kept(ErrorValue, 21), ({ value: { code, reason } }) => ({
    kind: 'error',
    code,
    reason: reason ?? REASONS[code] ?? '',
  })),
  types: schemaOf(valued(v.array(Type, 'an array of types')), ({ value }) => ({
    kind: 'types',
    types: value,
  })),
  'change-request': schemaOf(kept(Flags, 32), ({ value }) => ({
    kind: 'change-request',
    ...value,
  })),
  channel: schemaOf(kept(whole(0xffff), 16), ({ value }) => ({ kind: 'channel', channel: value })),
  transport: schemaOf(kept(Protocol, 24), ({ value }) => ({ kind: 'transport', protocol: value })),
  data: schemaOf(valued(anyBytes), ({ value }) => ({ kind: 'data', data: value })),
  unknown: schemaOf(valued(anyBytes), ({ value }) => ({ kind: 'unknown', bytes: value })),
} satisfies Record<Format | 'unknown', v.GenericSchema<unknown, Attribute>>;

interface Common {
  readonly type: number;
  readonly padding?: Uint8Array;
  readonly reserved?: number;
}

function schemaOf<Given extends Common>(
  schema: v.GenericSchema<unknown, Given>,
  valueFrom: (given: Given) => AttributeValue,
): v.GenericSchema<unknown, Attribute> {
  return v.pipe(
    schema,
    v.transform((given): Attribute => {
      const { type, padding, reserved } = given;
      return {
        type,
        ...valueFrom(given),
        ...(padding && { padding }),
        ...(reserved && { reserved }),
      } as Attribute;
    }),
  );
}

const UsernameAttribute = schemaOf(valued(Username), ({ value }) => ({
  kind: 'text',
  text: value,
}));

const Secret = v.string('a text');

/** A seal to be worked out from a short-term password. */
const ShortTerm = v.strictObject({ type: Type, password: Secret });

/** The same from a long-term one. */
const LongTerm = v.strictObject({
  type: Type,
  username: Secret,
  realm: Secret,
  password: Secret,
  algorithm: v.optional(v.picklist(['MD5', 'SHA-256'], 'MD5 or SHA-256')),
});

/**
 * A message's bytes from its description, which is JSON that has been parsed:
 * `{"class", "method", "transactionId", "attributes": [{"type", "value"}]}`.
 * In place of a value, MESSAGE-INTEGRITY and MESSAGE-INTEGRITY-SHA256 may have
 * a `password`, with `username` and `realm` for a long-term credential, and
 * FINGERPRINT nothing; they are then worked out over what stands before them.
 * Texts are held to what a sender may write, which is less than what is read.
 * Throws `BadMessage`.
 */
export function encodeFrom(json: unknown): Uint8Array {
  const { attributes, ...head } = checked(Head, json, '');
  let message: Message = { ...head, attributes: [] };
  for (const [index, given] of attributes.entries()) {
    const path = `attributes.${index}`;
    try {
      message = withAttribute(message, given, path);
    } catch (error) {
      if (!(error instanceof Unencodable || error instanceof Prohibited)) throw error;
      throw new BadMessage(`${path}: ${error.message}`);
    }
  }
  try {
    return encode(message);
  } catch (error) {
    if (!(error instanceof Unencodable)) throw error;
    const where = error.attribute === null ? 'attributes' : `attributes.${error.attribute}`;
    throw new BadMessage(`${where}: ${error.message}`);
  }
}

function withAttribute(message: Message, given: unknown, path: string): Message {
  const type = typeAt(given, path);
  const name = attributeName(type);
  const has = (key: string) => typeof given === 'object' && given !== null && key in given;
  if (entryOf(type)?.format === 'hmac' && !has('value')) {
    const key =
      has('username') || has('realm')
        ? longTermKey(checked(LongTerm, given, path))
        : shortTermKey(checked(ShortTerm, given, path).password);
    return (name === 'MESSAGE-INTEGRITY' ? withIntegrity : withIntegritySha256)(message, key);
  }
  if (name === 'FINGERPRINT' && !has('value')) {
    checked(v.strictObject({ type: Type }), given, path);
    return withFingerprint(message);
  }
  const schema =
    name === 'USERNAME' ? UsernameAttribute : SCHEMAS[entryOf(type)?.format ?? 'unknown'];
  return { ...message, attributes: [...message.attributes, checked(schema, given, path)] };
}

function typeAt(given: unknown, path: string): number {
  return checked(v.looseObject({ type: Type }), given, path).type;
}

function checked<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  path: string,
): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(schema, value, { abortEarly: true });
  if (success) return output;
  const [issue] = issues;
  const within = v.getDotPath(issue);
  const place = [path, within].filter(Boolean).join('.') || 'The message';
  if (within !== null && /^(strict|loose)_object$/.test(issue.type) && issue.path) {
    if (issue.expected === 'never') throw new BadMessage(`${place} ought not to be there.`);
    if (issue.received === 'undefined') throw new BadMessage(`${place} is missing.`);
  }
  const ought = issue.type.endsWith('_object') && within === null ? 'an object' : issue.message;
  const { received } = issue;
  const said = received.length > MOST_RECEIVED ? `${received.slice(0, MOST_RECEIVED)}…` : received;
  throw new BadMessage(`${place} ought to be ${ought}, not ${said}.`);
}

/** An attribute in JSON, as `encodeFrom` takes it. */
export interface AttributeJson {
  /** Its name, or `0x` and four digits. */
  readonly type: string;
  readonly value?: unknown;
  /** Only what is not zero. */
  readonly reserved?: number;
  readonly padding?: string;
}

export interface MessageJson {
  readonly class: string;
  readonly method: string | number;
  readonly transactionId: string;
  readonly attributes: readonly AttributeJson[];
}

/** A message as `encodeFrom` takes it, bytes as hexadecimal digits. */
export function jsonOf(message: Message): MessageJson {
  return {
    class: message.class,
    method: methodName(message.method) ?? message.method,
    transactionId: hexOf(message.transactionId),
    attributes: message.attributes.map((attribute) => {
      const { type, padding } = attribute;
      const value = jsonValue(attribute);
      const reserved = 'reserved' in attribute ? attribute.reserved : undefined;
      return {
        type: entryOf(type)?.name ?? hexNumber(type, 4),
        ...(value !== undefined && { value }),
        ...(reserved && { reserved }),
        ...(padding && { padding: hexOf(padding) }),
      };
    }),
  };
}

function jsonValue(value: AttributeValue): unknown {
  switch (value.kind) {
    case 'address':
    case 'xor-address':
      return value.address;
    case 'text':
      return value.text;
    case 'hmac':
      return hexOf(value.hmac);
    case 'number':
      return value.number;
    case 'flag':
      return undefined;
    case 'tie-breaker':
      return hexNumber(value.tieBreaker, 16);
    case 'error':
      return { code: value.code, reason: value.reason };
    case 'types':
      return value.types.map((type) => entryOf(type)?.name ?? hexNumber(type, 4));
    case 'change-request':
      return { ip: value.ip, port: value.port };
    case 'channel':
      return value.channel;
    case 'transport':
      return value.protocol;
    case 'data':
      return hexOf(value.data);
    case 'unknown':
      return hexOf(value.bytes);
  }
}
