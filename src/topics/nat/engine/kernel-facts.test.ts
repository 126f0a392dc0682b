import { describe, expect, test } from 'vitest';
import { seedRandom } from '../../../lab/random.ts';
import { connect } from './connect.ts';
import { type KindId, kindOf } from './kinds.ts';
import type { Endpoint } from './net/address.ts';
import { inbound, outbound } from './net/box.ts';
import { expired } from './net/expiry.ts';
import { begin, freshTable } from './net/start.ts';
import type { Device, Packet, Table } from './net/types.ts';
import { PLAIN, pairWorld } from './pair.ts';

/** What Linux was seen to do, as tests of the engine; `npm run test:kernel` asks Linux itself. */

const OUTSIDE = '203.0.113.10';
const S1 = { ip: '192.0.2.1', port: 3478 };
const S1_OTHER = { ip: '192.0.2.1', port: 3479 };
const S2 = { ip: '192.0.2.2', port: 3478 };
const HOST = { ip: '192.168.1.5', port: 40_001 };
const NEIGHBOUR = { ip: '192.168.1.6', port: 40_001 };

const deviceOf = (kind: KindId): Device => ({
  id: 'nat',
  name: 'NAT',
  inside: 'in',
  outside: 'out',
  insideIp: '192.168.1.1',
  pool: [OUTSIDE],
  rules: kindOf(kind).rules!,
});

function packet(from: Endpoint, to: Endpoint): Packet {
  return {
    id: 0,
    protocol: 'udp',
    by: 'a',
    from,
    to,
    payload: { is: 'data' },
    sentAt: 0,
    entered: [],
  };
}

/** A device to send through, one packet after another. */
function wire(kind: KindId, seed = 3) {
  const device = deviceOf(kind);
  let table: Table = freshTable(0);
  let random = seedRandom(seed);
  let serial = 1;
  return {
    device,
    table: () => table,
    out(from: Endpoint, to: Endpoint, now = 0): { port: number; taken: number | null } {
      const done = outbound(device, table, packet(from, to), now, random, serial);
      if (!done.ok) throw new Error(done.reason.code);
      serial += 2;
      ({ table, random } = done);
      return { port: done.mapping.outside.port, taken: done.taken };
    },
    in(from: Endpoint, port: number, now = 0): string {
      const done = inbound(device, table, packet(from, { ip: OUTSIDE, port }), now, serial);
      serial += 1;
      table = done.table;
      return done.ok
        ? `to ${done.mapping.inside.ip}:${done.mapping.inside.port}`
        : done.reason.code;
    },
  };
}

describe('the mapping that three servers see', () => {
  const seen = (kind: KindId) => {
    const nat = wire(kind);
    return [S1, S1_OTHER, S2].map((server) => nat.out(HOST, server).port);
  };
  test('masquerading keeps the port: it looks endpoint-independent', () => {
    expect(seen('linux')).toEqual([40_001, 40_001, 40_001]);
  });
  test('random ports are three different ones', () => {
    expect(new Set(seen('linux-random')).size).toBe(3);
  });
  test('with everything forwarded to one host, a stranger is let in; else not', () => {
    const open = wire('full-cone');
    expect(open.out(HOST, S1).port).toBe(40_001);
    expect(open.in(S2, 40_001)).toBe('to 192.168.1.5:40001');
    const shut = wire('linux');
    shut.out(HOST, S1);
    expect(shut.in(S2, 40_001)).toBe('filtered');
    expect(shut.in(S1_OTHER, 40_001)).toBe('filtered');
    expect(shut.in(S1, 40_001)).toBe('to 192.168.1.5:40001');
  });
});

describe('1. Linux is not endpoint-independent', () => {
  test('two hosts share an outside port while their destinations differ, and part at one', () => {
    const nat = wire('linux');
    expect(nat.out(HOST, S1).port).toBe(40_001);
    expect(nat.out(NEIGHBOUR, S2).port).toBe(40_001);
    // Each answer finds its own host by where it comes from.
    expect(nat.in(S1, 40_001)).toBe('to 192.168.1.5:40001');
    expect(nat.in(S2, 40_001)).toBe('to 192.168.1.6:40001');
    // They meet at one server: the later one gets another port.
    const met = nat.out(NEIGHBOUR, S1);
    expect(met.taken).toBe(40_001);
    expect(met.port).not.toBe(40_001);
    expect(met.port).toBeGreaterThanOrEqual(1024);
  });
  test('a source that has been given another port keeps it where it is free', () => {
    const nat = wire('linux');
    nat.out(HOST, S1);
    const { port } = nat.out(NEIGHBOUR, S1);
    expect(nat.out(NEIGHBOUR, S1_OTHER).port).toBe(port);
  });
});

describe('2. who sends first decides where the input chain accepts', () => {
  const meet = (a: KindId, b: KindId, first: 'a' | 'b') => {
    const waits = first === 'a' ? { a: 0, b: 100 } : { a: 100, b: 0 };
    return connect({ ...PLAIN, a, b, waits, relay: true }, 11).path;
  };
  test('the early packet of the other takes the tuple, and the port is lost', () => {
    const nat = wire('linux-open');
    expect(nat.out(HOST, S1).port).toBe(40_001);
    expect(nat.in(S2, 40_001)).toBe('to-the-device');
    const late = nat.out(HOST, S2);
    expect(late.taken).toBe(40_001);
    expect(late.port).not.toBe(40_001);
  });
  test('with a dropping input chain nothing is kept of it', () => {
    const nat = wire('linux');
    nat.out(HOST, S1);
    expect(nat.in(S2, 40_001)).toBe('filtered');
    expect(nat.table().local).toHaveLength(0);
    expect(nat.out(HOST, S2)).toEqual({ port: 40_001, taken: null });
  });
  test('so the peers meet, or do not, by who was first', () => {
    expect(meet('linux-open', 'linux', 'a')).toBe('punched');
    expect(meet('linux-open', 'linux', 'b')).toBe('relayed');
    expect(meet('linux', 'linux', 'b')).toBe('punched');
  });
});

describe('3. timers', () => {
  const lives = (nat: ReturnType<typeof wire>) => nat.table().mappings[0]!.expires;
  test('30 s without an answer, 120 s with one, and packets from outside keep it', () => {
    const nat = wire('linux');
    nat.out(HOST, S1, 0);
    expect(lives(nat)).toBe(30_000);
    nat.in(S1, 40_001, 1000);
    expect(lives(nat)).toBe(121_000);
    nat.in(S1, 40_001, 50_000);
    expect(lives(nat)).toBe(170_000);
  });
  test('where packets from outside do not count, only its own side keeps a row', () => {
    const nat = wire('port-restricted-cone');
    nat.out(HOST, S1, 0);
    nat.in(S1, 40_001, 20_000);
    expect(lives(nat)).toBe(30_000);
    nat.out(HOST, S1, 25_000);
    expect(lives(nat)).toBe(145_000);
  });
  test('a row that is over is gone', () => {
    const nat = wire('linux');
    nat.out(HOST, S1, 0);
    const state = { ...begin(pairWorld(PLAIN), 1), tables: { nat: nat.table() } };
    const { state: after } = expired(state, 30_000);
    expect(after.tables.nat!.mappings).toHaveLength(0);
  });
});

describe('4. neighbours behind one carrier', () => {
  const pair = { ...PLAIN, a: 'linux', b: 'linux', carrier: 'shared', relay: true } as const;
  test('no hairpin, no way', () => {
    expect(connect(pair, 5).path).toBe('relayed');
    expect(connect(pair, 5).reason).toContain('no hairpin');
  });
  test('a carrier that turns packets round, with its own address on them', () => {
    expect(connect({ ...pair, hairpin: true }, 5).path).toBe('punched');
  });
  test('the address inside the carrier’s network, where it is offered', () => {
    const { path } = connect({ ...pair, portMapping: ['a', 'b'] }, 5);
    expect(path).toBe('direct');
    const apart = { ...pair, carrier: 'a', portMapping: ['a'], b: 'linux-random' } as const;
    expect(connect(apart, 5).path).toBe('relayed');
  });
});
