import { describe, expect, test } from 'vitest';
import { seedRandom } from '../../../../lab/random.ts';
import type { Endpoint } from '../net/address.ts';
import type { Packet, Payload, Protocol } from '../net/types.ts';
import {
  freshTurnServer,
  LIFETIME,
  RELAYED_PORTS,
  type TurnServerState,
  turnServer,
} from './turn-server.ts';

const SERVER = { ip: '192.0.2.9', port: 3478 };
const CLIENT = { ip: '203.0.113.10', port: 40_001 };
const PEER = { ip: '198.51.100.20', port: 40_002 };
const SECOND = 1000;

/** A server with its clock, that is asked one thing after the other. */
function ask() {
  let agent: TurnServerState = freshTurnServer;
  let random = seedRandom(7);
  let transaction = 0;
  const hear = (
    from: Endpoint,
    payload: Payload,
    now: number,
    to: Endpoint = SERVER,
    protocol: Protocol = 'udp',
  ) => {
    const packet = { id: 1, protocol, by: 'a', from, to, payload, sentAt: now, entered: [] };
    const reaction = turnServer(
      { is: 'turn-server', port: SERVER.port },
      SERVER.ip,
      agent,
      { kind: 'packet', packet: packet as Packet },
      now,
      random,
    );
    agent = reaction.agent;
    random = reaction.random;
    return reaction.effects.flatMap((effect) => (effect.do === 'send' ? [effect] : []));
  };
  const request = (
    method: 'allocate' | 'refresh' | 'create-permission',
    now: number,
    more: { lifetime?: number; peers?: readonly string[]; again?: boolean; from?: Endpoint } = {},
  ) => {
    if (!more.again) transaction += 1;
    const { lifetime = LIFETIME.default, peers = [], from = CLIENT } = more;
    const payload: Payload = { is: 'turn-request', method, transaction, lifetime, peers };
    const [answer] = hear(from, payload, now);
    if (answer?.payload.is !== 'turn-answer') throw new Error('There is no answer.');
    expect(answer.to).toEqual(from);
    return answer.payload;
  };
  const send = (peer: Endpoint, now: number) =>
    hear(CLIENT, { is: 'turn-send', peer, payload: { is: 'data' } }, now);
  return { hear, request, send, state: () => agent };
}

describe('an allocation', () => {
  test('gives out a port of its own between 49152 and 65535, and says whom it sees', () => {
    const { request, state } = ask();
    const { relayed, mapped, lifetime } = request('allocate', 0);
    expect(mapped).toEqual(CLIENT);
    expect(lifetime).toBe(600);
    expect(relayed!.ip).toBe(SERVER.ip);
    for (let port = 1; port <= 200; port += 1) {
      request('allocate', 0, { from: { ...CLIENT, port } });
    }
    const ports = state().allocations.map((a) => a.relayed.port);
    expect(new Set(ports).size).toBe(201);
    expect(Math.min(...ports)).toBeGreaterThanOrEqual(RELAYED_PORTS.first);
    expect(Math.max(...ports)).toBeLessThanOrEqual(RELAYED_PORTS.last);
  });
  test('is the same one for a request that comes twice, and a mismatch for another', () => {
    const { request } = ask();
    const first = request('allocate', 0);
    expect(request('allocate', 100, { again: true })).toEqual(first);
    expect(request('allocate', 200).error).toBe(437);
  });
  test.each([
    [0, 600],
    [60, 600],
    [1800, 1800],
    [9999, 3600],
  ])('that asks for %i seconds gets %i', (wanted, granted) => {
    expect(ask().request('allocate', 0, { lifetime: wanted }).lifetime).toBe(granted);
  });
  test('is over after its lifetime, later if it is refreshed, at once if by zero', () => {
    const { request } = ask();
    request('allocate', 0);
    expect(request('refresh', 599 * SECOND).error).toBeNull();
    expect(request('refresh', 1198 * SECOND).error).toBeNull();
    expect(request('refresh', 1798 * SECOND).error).toBe(437);
    request('allocate', 1800 * SECOND);
    expect(request('refresh', 1801 * SECOND, { lifetime: 0 }).lifetime).toBe(0);
    expect(request('refresh', 1802 * SECOND).error).toBe(437);
  });
});

describe('a permission', () => {
  test('is for an address, whatever the port, and for both ways', () => {
    const { request, send, hear } = ask();
    const { relayed } = request('allocate', 0);
    expect(send(PEER, 1)).toEqual([]);
    expect(hear(PEER, { is: 'data' }, 1, relayed!)).toEqual([]);
    request('create-permission', 2, { peers: [PEER.ip] });
    expect(send({ ...PEER, port: 9 }, 3)).toMatchObject([
      { from: relayed, to: { ...PEER, port: 9 }, payload: { is: 'data' }, protocol: 'udp' },
    ]);
    for (const port of [PEER.port, 9]) {
      expect(hear({ ...PEER, port }, { is: 'data' }, 3, relayed!)).toMatchObject([
        { from: SERVER, to: CLIENT, payload: { is: 'turn-data', peer: { ...PEER, port } } },
      ]);
    }
    expect(hear({ ...PEER, ip: '198.51.100.21' }, { is: 'data' }, 3, relayed!)).toEqual([]);
  });
  test('lasts 300 seconds, and sending does not prolong it', () => {
    const { request, send } = ask();
    request('allocate', 0);
    request('create-permission', 0, { peers: [PEER.ip] });
    expect(send(PEER, 299_999)).toHaveLength(1);
    expect(send(PEER, 300_000)).toEqual([]);
    request('create-permission', 301_000, { peers: [PEER.ip] });
    expect(send(PEER, 600_000 - 1)).toHaveLength(1);
  });
  test('needs an allocation', () => {
    expect(ask().request('create-permission', 0, { peers: [PEER.ip] }).error).toBe(437);
  });
});

test('over TCP a client is another one, and what comes for it goes over TCP', () => {
  const { request, hear } = ask();
  request('allocate', 0);
  const payload: Payload = {
    is: 'turn-request',
    method: 'allocate',
    transaction: 50,
    lifetime: 600,
    peers: [],
  };
  const [answer] = hear(CLIENT, payload, 0, SERVER, 'tcp');
  expect(answer).toMatchObject({ protocol: 'tcp', payload: { error: null } });
});
