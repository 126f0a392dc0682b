import { parseAddress } from '../stun/address.ts';
import { bytesOf, concat } from '../stun/bytes.ts';
import { field } from './fields.ts';
import {
  MOST_BYTES,
  NONCE_BYTES,
  OPCODE,
  PCP_VERSION,
  type PcpBody,
  type PcpMessage,
  type PcpOption,
} from './pcp.ts';

const RESPONSE = 128;
const zeros = (bytes: number): Uint8Array => new Uint8Array(bytes);

/**
 * The bytes of a message, its options padded to fours. RFC 6887 §7. Throws `RangeError`
 * where a value does not fit into its field, or all of it not into 1100 bytes.
 */
export function encodePcp(message: PcpMessage): Uint8Array {
  const opcode = opcodeOf(message.body);
  const header =
    message.is === 'request'
      ? concat(
          Uint8Array.of(PCP_VERSION, opcode, 0, 0),
          field('lifetime', message.lifetime, 4),
          address(message.client),
        )
      : concat(
          Uint8Array.of(PCP_VERSION, RESPONSE + opcode, 0),
          field('result', message.result, 1),
          field('lifetime', message.lifetime, 4),
          field('epoch', message.epoch, 4),
          zeros(12),
        );
  const whole = concat(header, body(message.body), ...message.options.map(option));
  if (whole.length > MOST_BYTES) {
    throw new RangeError(
      `A message has at most ${MOST_BYTES} bytes, and this has ${whole.length}.`,
    );
  }
  return whole;
}

function opcodeOf({ opcode }: PcpBody): number {
  if (typeof opcode === 'string') return OPCODE[opcode];
  if (Number.isInteger(opcode) && opcode >= 0 && opcode < RESPONSE) return opcode;
  throw new RangeError(`The opcode ought to be a whole number from 0 to 127, not ${opcode}.`);
}

/** 128 bits: IPv6 as it is, IPv4 as `::ffff:a.b.c.d`. RFC 6887 §5. */
function address(text: string): Uint8Array {
  const bytes = parseAddress(text);
  if (!bytes) throw new RangeError(`${JSON.stringify(text)} is no IP address.`);
  return bytes.length === 16 ? bytes : concat(zeros(10), Uint8Array.of(0xff, 0xff), bytes);
}

/** RFC 6887 §11.1, §12.1. */
function body(of: PcpBody): Uint8Array {
  if (of.opcode === 'announce') return zeros(0);
  if ('data' in of) return inFours('data of the opcode', bytesOf(of.data));
  const nonce = bytesOf(of.nonce);
  if (nonce.length !== NONCE_BYTES) {
    throw new RangeError(`A nonce has ${NONCE_BYTES} bytes, and this has ${nonce.length}.`);
  }
  const mapping = concat(
    nonce,
    field('protocol', of.protocol, 1),
    zeros(3),
    field('internal port', of.internalPort, 2),
    field('external port', of.externalPort, 2),
    address(of.externalAddress),
  );
  if (of.opcode === 'map') return mapping;
  const remote = field('remote port', of.remotePort, 2);
  return concat(mapping, remote, zeros(2), address(of.remoteAddress));
}

function inFours(what: string, bytes: Uint8Array): Uint8Array {
  if (bytes.length % 4 === 0) return bytes;
  throw new RangeError(`The ${what} ought to be a multiple of 4 bytes, not ${bytes.length}.`);
}

function option({ code, data }: PcpOption): Uint8Array {
  const bytes = bytesOf(data);
  return concat(
    field('option code', code, 1),
    zeros(1),
    field('option length', bytes.length, 2),
    bytes,
    zeros((4 - (bytes.length % 4)) % 4),
  );
}
