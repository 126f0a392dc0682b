import type { IcePayload } from '../net/types.ts';
import { encode } from '../stun/encode.ts';
import { shortTermKey, withFingerprint, withIntegrity } from '../stun/integrity.ts';
import type { Attribute, Message } from '../stun/message.ts';
import { METHODS, REASONS, typeOf } from '../stun/registry.ts';
import type { CheckPayload } from './types.ts';

/** A transaction’s number as its 96 bits; a real agent draws them at random. */
function transactionId(transaction: number): Uint8Array {
  const bytes = new Uint8Array(12);
  new DataView(bytes.buffer).setUint32(8, transaction);
  return bytes;
}

/**
 * The bytes of what ICE agents send each other: a Binding request, its response, or an
 * indication. `password` is that of the agent that is asked, for the response too; an
 * indication is not signed. Throws `Prohibited` where SASLprep refuses the password.
 * RFC 8445 §7.1, §7.2.2, §11.
 */
export function bytesOf(payload: IcePayload, password: string): Uint8Array {
  const message = messageOf(payload);
  const indication = message.class === 'indication';
  const signed = indication ? message : withIntegrity(message, shortTermKey(password));
  return encode(withFingerprint(signed));
}

/** Before its integrity and fingerprint. */
function messageOf(payload: IcePayload): Message {
  const transaction = payload.is === 'keepalive' ? 0 : payload.transaction;
  const whole = { method: METHODS.Binding, transactionId: transactionId(transaction) };
  switch (payload.is) {
    case 'check':
      return { ...whole, class: 'request', attributes: ofCheck(payload) };
    case 'check-answer': {
      const { ip, port } = payload.mapped;
      const address = { address: ip, port };
      const type = typeOf('XOR-MAPPED-ADDRESS');
      return { ...whole, class: 'success', attributes: [{ type, kind: 'xor-address', address }] };
    }
    case 'check-error': {
      const { code } = payload;
      const reason = REASONS[code] ?? '';
      const type = typeOf('ERROR-CODE');
      return { ...whole, class: 'error', attributes: [{ type, kind: 'error', code, reason }] };
    }
    case 'keepalive':
      return { ...whole, class: 'indication', attributes: [] };
  }
}

function ofCheck(check: CheckPayload): readonly Attribute[] {
  const { username, priority, role, tiebreaker, useCandidate } = check;
  const claim = role === 'controlling' ? 'ICE-CONTROLLING' : 'ICE-CONTROLLED';
  return [
    { type: typeOf('USERNAME'), kind: 'text', text: username },
    { type: typeOf('PRIORITY'), kind: 'number', number: priority },
    { type: typeOf(claim), kind: 'tie-breaker', tieBreaker: BigInt(tiebreaker) },
    ...(useCandidate ? [{ type: typeOf('USE-CANDIDATE'), kind: 'flag' } as const] : []),
  ];
}
