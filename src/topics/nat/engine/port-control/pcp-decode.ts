import { formatAddress } from '../stun/address.ts';
import { hexOf, numberAt } from '../stun/bytes.ts';
import { Fault, inBytes } from '../stun/fault.ts';
import { type Read, reading } from './fields.ts';
import {
  BODY_BYTES,
  HEADER_BYTES,
  MOST_BYTES,
  OPCODE,
  PCP_VERSION,
  type PcpBody,
  type PcpMessage,
  type PcpOption,
} from './pcp.ts';

const NAT_PMP = 0;
const RESPONSE = 128;
const OPTION_HEADER = 4;

/**
 * Reads one PCP message. It never throws, and its work is proportional to the bytes. What is
 * reserved, and padding, is not looked at. Of an opcode that is not known, all that follows is
 * data: where its options begin cannot be told. RFC 6887 §7, §8.
 */
export function decodePcp(bytes: Uint8Array): Read<PcpMessage> {
  return reading(() => {
    mustBePcp(bytes);
    const response = bytes[1]! >= RESPONSE;
    const opcode = bytes[1]! % RESPONSE;
    const result = response ? bytes[3]! : 0;
    const { body, end } = readBody(bytes, opcode, result !== 0);
    const options = readOptions(bytes, end);
    const lifetime = numberAt(bytes, 4, 8);
    if (!response) return { is: 'request', lifetime, client: addressAt(bytes, 8), body, options };
    return { is: 'response', result, lifetime, epoch: numberAt(bytes, 8, 12), body, options };
  });
}

function mustBePcp(bytes: Uint8Array): void {
  const { length } = bytes;
  if (length > 0 && bytes[0] !== PCP_VERSION) {
    const which = bytes[0] === NAT_PMP ? ', which is NAT-PMP' : '';
    throw new Fault(0, `This is version ${bytes[0]}${which}; PCP is version 2.`);
  }
  if (length < HEADER_BYTES) {
    const ends = inBytes(length);
    throw new Fault(
      length,
      `The message ends after ${ends}, and its header takes ${HEADER_BYTES}.`,
    );
  }
  if (length > MOST_BYTES) {
    throw new Fault(
      MOST_BYTES,
      `A message has at most ${MOST_BYTES} bytes, and this has ${length}.`,
    );
  }
  if (length % 4 !== 0) {
    throw new Fault(length, `The message has ${length} bytes, which is not a multiple of 4.`);
  }
}

interface PlacedBody {
  readonly body: PcpBody;
  readonly end: number;
}

/** RFC 6887 §11.1, §12.1. */
function readBody(bytes: Uint8Array, opcode: number, error: boolean): PlacedBody {
  if (opcode === OPCODE.announce) return { body: { opcode: 'announce' }, end: HEADER_BYTES };
  const name = opcode === OPCODE.map ? 'map' : opcode === OPCODE.peer ? 'peer' : null;
  const there = bytes.length - HEADER_BYTES;
  if (name === null || (error && there === 0)) {
    return { body: { opcode, data: hexOf(bytes.subarray(HEADER_BYTES)) }, end: bytes.length };
  }
  const takes = BODY_BYTES[name];
  if (there < takes) {
    throw new Fault(
      bytes.length,
      `${name.toUpperCase()} takes ${takes} bytes after the header, and there are ${there}.`,
    );
  }
  const mapping = {
    nonce: hexOf(bytes.subarray(24, 36)),
    protocol: bytes[36]!,
    internalPort: numberAt(bytes, 40, 42),
    externalPort: numberAt(bytes, 42, 44),
    externalAddress: addressAt(bytes, 44),
  };
  const end = HEADER_BYTES + takes;
  if (name === 'map') return { body: { opcode: 'map', ...mapping }, end };
  const remotePort = numberAt(bytes, 60, 62);
  const remoteAddress = addressAt(bytes, 64);
  return { body: { opcode: 'peer', ...mapping, remotePort, remoteAddress }, end };
}

/** IPv4 where it is written as `::ffff:a.b.c.d`. RFC 6887 §5. */
function addressAt(bytes: Uint8Array, from: number): string {
  const mapped =
    numberAt(bytes, from, from + 6) === 0 && numberAt(bytes, from + 6, from + 12) === 0xffff;
  return formatAddress(bytes.subarray(mapped ? from + 12 : from, from + 16));
}

/** RFC 6887 §7.3. The message is a multiple of four bytes, so a header is there where a byte is. */
function readOptions(bytes: Uint8Array, from: number): readonly PcpOption[] {
  const options: PcpOption[] = [];
  let at = from;
  while (at < bytes.length) {
    const code = bytes[at]!;
    const length = numberAt(bytes, at + 2, at + 4);
    const data = at + OPTION_HEADER;
    const left = bytes.length - data;
    if (length > left) {
      throw new Fault(
        at + 2,
        `By its length option ${code} has ${inBytes(length)}, and there are ${left}.`,
      );
    }
    options.push({ code, data: hexOf(bytes.subarray(data, data + length)) });
    at = data + 4 * Math.ceil(length / 4);
  }
  return options;
}
