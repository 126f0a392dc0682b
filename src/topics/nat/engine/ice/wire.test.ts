import { describe, expect, test } from 'vitest';
import type { IcePayload } from '../net/types.ts';
import { decode } from '../stun/decode.ts';
import { checkFingerprint, checkIntegrity, shortTermKey } from '../stun/integrity.ts';
import { METHODS, typeOf } from '../stun/registry.ts';
import { CREDENTIALS, PLAIN_ICE } from './pair.ts';
import { iceFrames } from './run.ts';
import { bytesOf } from './wire.ts';

const CHECK: IcePayload = {
  is: 'check',
  transaction: 7,
  username: 'evtj:h6vY',
  priority: 0x6e0001ff,
  role: 'controlled',
  tiebreaker: BigInt('0x932ff9b151263b36').toString(),
  useCandidate: false,
};

/** What the bytes say, which have to be whole and signed. */
function read(bytes: Uint8Array, password: string | null) {
  const decoded = decode(bytes);
  if (!decoded.ok) throw new Error(decoded.reason);
  expect(checkFingerprint(decoded)?.holds).toBe(true);
  const signed = password && checkIntegrity(decoded, shortTermKey(password));
  if (signed) expect(signed.holds).toBe(true);
  else expect(password).toBeNull();
  const { message } = decoded;
  expect(message.method).toBe(METHODS.Binding);
  const named = (name: string) => message.attributes.find((a) => a.type === typeOf(name));
  return { message, named };
}

describe('the bytes of', () => {
  const { password } = CREDENTIALS.b;
  test('a check have all that RFC 5769’s sample request has of ICE', () => {
    const { message, named } = read(bytesOf(CHECK, password), password);
    expect(message.class).toBe('request');
    expect(named('USERNAME')).toMatchObject({ text: 'evtj:h6vY' });
    expect(named('PRIORITY')).toMatchObject({ number: 0x6e0001ff });
    expect(named('ICE-CONTROLLED')).toMatchObject({ tieBreaker: 0x932ff9b151263b36n });
    expect(named('ICE-CONTROLLING')).toBeUndefined();
    expect(named('USE-CANDIDATE')).toBeUndefined();
  });
  test('a nomination have USE-CANDIDATE, and the role that may', () => {
    const nomination = { ...CHECK, role: 'controlling', useCandidate: true } as const;
    const { named } = read(bytesOf(nomination, password), password);
    expect(named('USE-CANDIDATE')).toMatchObject({ kind: 'flag' });
    expect(named('ICE-CONTROLLING')).toMatchObject({ tieBreaker: 0x932ff9b151263b36n });
  });
  test('its answers have the same transaction', () => {
    const mapped = { ip: '2001:db8::7', port: 40_001 };
    const good = read(bytesOf({ is: 'check-answer', transaction: 7, mapped }, password), password);
    expect(good.message.class).toBe('success');
    expect(good.named('XOR-MAPPED-ADDRESS')).toMatchObject({
      address: { address: mapped.ip, port: mapped.port },
    });
    const bad = read(bytesOf({ is: 'check-error', transaction: 7, code: 487 }, password), password);
    expect(bad.message.class).toBe('error');
    expect(bad.named('ERROR-CODE')).toMatchObject({ code: 487, reason: 'Role Conflict' });
    const { message } = read(bytesOf(CHECK, password), password);
    expect(good.message.transactionId).toEqual(message.transactionId);
    expect(bad.message.transactionId).toEqual(message.transactionId);
  });
  test('a keepalive are an indication with nothing but a fingerprint', () => {
    const { message } = read(bytesOf({ is: 'keepalive' }, password), null);
    expect(message.class).toBe('indication');
    expect(message.attributes.map(({ type }) => type)).toEqual([typeOf('FINGERPRINT')]);
  });
});

test('every check of a run can be written and read', () => {
  let checks = 0;
  for (const { events } of iceFrames(PLAIN_ICE, 7)) {
    for (const event of events) {
      if (event.kind !== 'emit' || event.packet.payload.is !== 'check') continue;
      const { payload, by } = event.packet;
      const { password } = CREDENTIALS[by === 'a' ? 'b' : 'a'];
      const { named } = read(bytesOf(payload, password), password);
      expect(named('PRIORITY')).toMatchObject({ number: payload.priority });
      checks += 1;
    }
  }
  expect(checks).toBeGreaterThan(4);
});
