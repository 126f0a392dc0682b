import { hexNumber, hexOf } from './bytes.ts';
import type { AttributeValue, TransportAddress } from './message.ts';
import { attributeName, REASONS } from './registry.ts';

/** `192.0.2.1:32853`, `[2001:db8::1]:32853`. */
export function inWords({ address, port }: TransportAddress): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** A text between quotes, with what cannot be seen written as `\u0000`. */
export function quoted(text: string): string {
  const seen = text.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (hidden) => `\\u{${hidden.codePointAt(0)!.toString(16)}}`,
  );
  return `“${seen}”`;
}

/** What an attribute says, in a line: `192.0.2.1:32853`, `401 Unauthenticated`, `“test vector”`. */
export function valueInWords(type: number, value: AttributeValue): string {
  switch (value.kind) {
    case 'address':
    case 'xor-address':
      return inWords(value.address);
    case 'text':
      return quoted(value.text);
    case 'hmac':
      return hexOf(value.hmac);
    case 'number':
      return numberInWords(type, value.number);
    case 'flag':
      return 'set';
    case 'tie-breaker':
      return hexNumber(value.tieBreaker, 16);
    case 'error':
      return errorInWords(value.code, value.reason);
    case 'types':
      return value.types.map(attributeName).join(', ') || 'none';
    case 'change-request':
      return changeInWords(value.ip, value.port);
    case 'channel':
      return channelInWords(value.channel);
    case 'transport':
      return protocolInWords(value.protocol);
    case 'data':
      return hexOf(value.data) || 'nothing';
    case 'unknown':
      return hexOf(value.bytes) || 'nothing';
  }
}

function numberInWords(type: number, number: number): string {
  switch (attributeName(type)) {
    case 'PRIORITY':
      return priorityInWords(number);
    case 'LIFETIME':
      return `${number} s`;
    default:
      return hexNumber(number, 8);
  }
}

/** RFC 8445 §5.1.2.2 recommends 126, 110, 100 and 0 as preferences of the four types. */
const CANDIDATE_TYPES: Readonly<Record<number, string>> = {
  126: 'host',
  110: 'peer-reflexive',
  100: 'server-reflexive',
  0: 'relayed',
};

/** RFC 8445 §5.1.2.1: 2²⁴ · type preference + 2⁸ · local preference + (256 − component). */
function priorityInWords(priority: number): string {
  const type = priority >>> 24;
  const local = (priority >>> 8) & 0xffff;
  const component = 256 - (priority & 0xff);
  const known = CANDIDATE_TYPES[type];
  const named = known ? ` (${known})` : '';
  return `${priority}: type preference ${type}${named}, local preference ${local}, component ${component}`;
}

function errorInWords(code: number, reason: string): string {
  const known = REASONS[code];
  const own = reason === '' || reason === known ? '' : ` ${quoted(reason)}`;
  return `${code}${known ? ` ${known}` : ''}${own}`;
}

/** RFC 5780 §7.2. */
function changeInWords(ip: boolean, port: boolean): string {
  const parts = [...(ip ? ['another IP address'] : []), ...(port ? ['another port'] : [])];
  return parts.length === 0 ? 'no change' : `from ${parts.join(' and ')}`;
}

/** RFC 8656 §12 gives out 0x4000 to 0x4FFF. */
function channelInWords(channel: number): string {
  const usual = channel >= 0x4000 && channel <= 0x4fff;
  return `${hexNumber(channel, 4)}${usual ? '' : ', not one from 0x4000 to 0x4fff'}`;
}

function protocolInWords(protocol: number): string {
  const known = { 6: 'TCP', 17: 'UDP' }[protocol];
  return known ? `${protocol}, ${known}` : `${protocol}`;
}
