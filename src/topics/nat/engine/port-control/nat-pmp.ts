import { formatAddress, parseAddress } from '../stun/address.ts';
import { bytesOf, concat, hexOf, numberAt } from '../stun/bytes.ts';
import { Fault } from '../stun/fault.ts';
import { field, mustTake, type Read, reading } from './fields.ts';

export type NatPmpProtocol = 'udp' | 'tcp';

/** The messages of NAT-PMP, version 0. Times and lifetimes are in seconds. RFC 6886 §3. */
export type NatPmpMessage =
  | { readonly is: 'address-request' }
  | {
      readonly is: 'address-response';
      readonly result: number;
      readonly epoch: number;
      /** IPv4; `0.0.0.0` in an error. */
      readonly address: string;
    }
  | NatPmpMapRequest
  | NatPmpMapResponse
  /** To a request of another version. RFC 6886 §3.5. */
  | { readonly is: 'unsupported-version'; readonly epoch: number }
  /** To a request with an opcode that is not known: the request itself, with a result in it. */
  | {
      readonly is: 'unsupported-opcode';
      /** Of the request, 3 to 127. */
      readonly opcode: number;
      readonly result: number;
      /** What followed its first four bytes, in hexadecimal. */
      readonly rest: string;
    };

export interface NatPmpMapRequest {
  readonly is: 'map-request';
  readonly protocol: NatPmpProtocol;
  readonly internalPort: number;
  /** 0 leaves the choice to the gateway. */
  readonly suggestedPort: number;
  /** 0 asks to destroy the mapping. */
  readonly lifetime: number;
}

export interface NatPmpMapResponse {
  readonly is: 'map-response';
  readonly protocol: NatPmpProtocol;
  readonly result: number;
  readonly epoch: number;
  readonly internalPort: number;
  readonly externalPort: number;
  readonly lifetime: number;
}

const VERSION = 0;
const PCP = 2;
const RESPONSE = 128;
const OPCODES: Readonly<Record<NatPmpProtocol, number>> = { udp: 1, tcp: 2 };
/** The first opcode that is not defined. */
const UNKNOWN = 3;
const UNSUPPORTED_VERSION = 1;

/** RFC 6886 §3.5, by their numbers. */
const RESULTS = [
  'Success',
  'Unsupported version',
  'Not authorized or refused',
  'Network failure',
  'Out of resources',
  'Unsupported opcode',
] as const;

/** A result in words. What is not defined is fatal to its request too. RFC 6886 §3.5. */
export const natPmpResult = (code: number): { readonly name: string; readonly fatal: boolean } => ({
  name: RESULTS[code] ?? `Result code ${code}`,
  fatal: code !== 0,
});

/** The bytes of a message. Throws `RangeError` where a value does not fit into its field. */
export function encodeNatPmp(message: NatPmpMessage): Uint8Array {
  switch (message.is) {
    case 'address-request':
      return Uint8Array.of(VERSION, 0);
    case 'address-response':
      return concat(
        responseHead(0, message.result),
        field('epoch', message.epoch, 4),
        ipv4(message.address),
      );
    case 'map-request':
      return concat(
        Uint8Array.of(VERSION, OPCODES[message.protocol], 0, 0),
        field('internal port', message.internalPort, 2),
        field('suggested port', message.suggestedPort, 2),
        field('lifetime', message.lifetime, 4),
      );
    case 'map-response':
      return concat(
        responseHead(OPCODES[message.protocol], message.result),
        field('epoch', message.epoch, 4),
        field('internal port', message.internalPort, 2),
        field('external port', message.externalPort, 2),
        field('lifetime', message.lifetime, 4),
      );
    case 'unsupported-version':
      // The opcode is 0 in this one, not 128: RFC 6886 §3.5 draws it so.
      return concat(
        Uint8Array.of(VERSION, 0, 0, UNSUPPORTED_VERSION),
        field('epoch', message.epoch, 4),
      );
    case 'unsupported-opcode':
      return concat(responseHead(message.opcode, message.result), bytesOf(message.rest));
  }
}

function responseHead(opcode: number, result: number): Uint8Array {
  if (!Number.isInteger(opcode) || opcode < 0 || opcode >= RESPONSE) {
    throw new RangeError(`The opcode ought to be a whole number from 0 to 127, not ${opcode}.`);
  }
  return concat(Uint8Array.of(VERSION, RESPONSE + opcode), field('result', result, 2));
}

function ipv4(address: string): Uint8Array {
  const bytes = parseAddress(address);
  if (bytes?.length === 4) return bytes;
  throw new RangeError(`${JSON.stringify(address)} is no IPv4 address, and NAT-PMP has no others.`);
}

/**
 * Reads one NAT-PMP message and nothing else: bytes that are missing or left over are a fault.
 * It never throws. Fields that are reserved, or undefined in an error, are not looked at.
 */
export function decodeNatPmp(bytes: Uint8Array): Read<NatPmpMessage> {
  return reading(() => {
    if (bytes.length > 0 && bytes[0] !== VERSION) {
      const which = bytes[0] === PCP ? ', which is PCP' : '';
      throw new Fault(0, `This is version ${bytes[0]}${which}; NAT-PMP is version 0.`);
    }
    if (bytes.length < 2) mustTake(bytes, 2, 'a request for the address');
    const opcode = bytes[1]!;
    return opcode < RESPONSE ? readRequest(bytes, opcode) : readResponse(bytes, opcode - RESPONSE);
  });
}

const protocolOf = (opcode: number): NatPmpProtocol => (opcode === OPCODES.udp ? 'udp' : 'tcp');

function readRequest(bytes: Uint8Array, opcode: number): NatPmpMessage {
  if (opcode === 0) {
    const refused = bytes.length === 8 && numberAt(bytes, 2, 4) === UNSUPPORTED_VERSION;
    if (refused) return { is: 'unsupported-version', epoch: numberAt(bytes, 4, 8) };
    mustTake(bytes, 2, 'a request for the address');
    return { is: 'address-request' };
  }
  if (opcode >= UNKNOWN) {
    throw new Fault(1, `Opcode ${opcode} is none that a client sends: 0, 1 or 2.`);
  }
  mustTake(bytes, 12, 'a request for a port');
  return {
    is: 'map-request',
    protocol: protocolOf(opcode),
    internalPort: numberAt(bytes, 4, 6),
    suggestedPort: numberAt(bytes, 6, 8),
    lifetime: numberAt(bytes, 8, 12),
  };
}

function readResponse(bytes: Uint8Array, opcode: number): NatPmpMessage {
  if (opcode >= UNKNOWN) {
    if (bytes.length < 4) mustTake(bytes, 4, 'the head of an answer');
    const result = numberAt(bytes, 2, 4);
    return { is: 'unsupported-opcode', opcode, result, rest: hexOf(bytes.subarray(4)) };
  }
  if (opcode === 0) {
    mustTake(bytes, 12, 'an answer about the address');
    const result = numberAt(bytes, 2, 4);
    // “MUST be ignored on reception” where there is an error: RFC 6886 §3.2.
    const address = result === 0 ? formatAddress(bytes.subarray(8, 12)) : '0.0.0.0';
    return { is: 'address-response', result, epoch: numberAt(bytes, 4, 8), address };
  }
  mustTake(bytes, 16, 'an answer about a port');
  const result = numberAt(bytes, 2, 4);
  return {
    is: 'map-response',
    protocol: protocolOf(opcode),
    result,
    epoch: numberAt(bytes, 4, 8),
    internalPort: numberAt(bytes, 8, 10),
    externalPort: numberAt(bytes, 10, 12),
    // Undefined in an error: RFC 6886 §3.4.
    lifetime: result === 0 ? numberAt(bytes, 12, 16) : 0,
  };
}

/** Asks for the same port again, so that a gateway that forgot gives it again. RFC 6886 §3.3. */
export const renewal = (
  { protocol, internalPort, externalPort }: NatPmpMapResponse,
  lifetime: number,
): NatPmpMapRequest => ({
  is: 'map-request',
  protocol,
  internalPort,
  suggestedPort: externalPort,
  lifetime,
});

/** Asks to destroy a mapping; with port 0, all of the protocol’s. RFC 6886 §3.4. */
export const deletion = (protocol: NatPmpProtocol, internalPort: number): NatPmpMapRequest => ({
  is: 'map-request',
  protocol,
  internalPort,
  suggestedPort: 0,
  lifetime: 0,
});
