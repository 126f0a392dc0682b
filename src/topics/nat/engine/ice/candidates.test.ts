import { describe, expect, test } from 'vitest';
import { add, type Found, foundationKey, localPreference } from './candidates.ts';
import type { LocalCandidate } from './types.ts';

const SERVER = { ip: '192.0.2.1', port: 3478 };
const OTHER = { ip: '192.0.2.2', port: 3478 };
const host = (ip: string, port = 40_001): Found => ({
  type: 'host',
  ip,
  port,
  component: 1,
  base: { ip, port },
  server: null,
  protocol: 'udp',
  preference: 65_535,
  allocation: null,
});
const reflexive = (port: number, of: Found, server = SERVER): Found => ({
  ...of,
  type: 'server-reflexive',
  ip: '203.0.113.10',
  port,
  server,
});

/** The foundations that candidates get, one after the other. */
function foundationsOf(...found: readonly Found[]): readonly string[] {
  let known = { local: [] as readonly LocalCandidate[], foundations: [] as readonly string[] };
  for (const each of found) known = add(known, each);
  return known.local.map(({ foundation }) => foundation);
}

describe('two candidates have one foundation', () => {
  const a = host('192.168.1.5');
  test('if their type, their base’s address, their server and their transport are the same', () => {
    const [first, second] = foundationsOf(a, { ...host('192.168.1.5', 40_002), component: 2 });
    expect(second).toBe(first);
    const [, one, two] = foundationsOf(a, reflexive(5, a), reflexive(6, a));
    expect(two).toBe(one);
    // The server’s port does not count.
    const [, here, there] = foundationsOf(
      a,
      reflexive(5, a),
      reflexive(6, a, { ...SERVER, port: 9 }),
    );
    expect(there).toBe(here);
  });
  test.each([
    ['another type', [a, reflexive(5, a)]],
    ['another address', [a, host('192.168.1.6')]],
    ['another server', [reflexive(5, a), reflexive(6, a, OTHER)]],
    ['another transport', [reflexive(5, a), { ...reflexive(6, a), protocol: 'tcp' as const }]],
  ])('and not with %s', (_, found) => {
    const [first, second] = foundationsOf(...found);
    expect(second).not.toBe(first);
  });
  test('the base’s address counts, not the candidate’s own', () => {
    const [one, two] = [host('192.168.1.5'), host('192.168.1.6')];
    expect(foundationKey(reflexive(5, one))).not.toBe(foundationKey(reflexive(5, two)));
  });
});

describe('of two candidates with one address and one base', () => {
  const a = host('198.51.100.7');
  test('only the one with the higher priority is kept', () => {
    const known = { local: [], foundations: [] };
    const seen = { ...reflexive(a.port, a), ip: a.ip };
    const { local } = add(add(known, a), seen);
    expect(local.map(({ type }) => type)).toEqual(['host']);
    expect(add(add(known, seen), a).local.map(({ type }) => type)).toEqual(['host']);
  });
  test('with another base both are kept', () => {
    const b = host('198.51.100.8');
    const known = add(add({ local: [], foundations: [] }, a), reflexive(5, a));
    expect(add(known, reflexive(5, b)).local).toHaveLength(3);
  });
});

test('the local preference is 65535 for the first, and another for each', () => {
  const seen = new Set<number>();
  for (let ip = 0; ip < 3; ip += 1) {
    for (let source = 0; source < 4; source += 1) seen.add(localPreference(ip, source, 4));
  }
  expect(localPreference(0, 0, 1)).toBe(65_535);
  expect(seen.size).toBe(12);
});
