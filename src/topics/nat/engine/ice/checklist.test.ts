import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { same } from '../net/address.ts';
import { compare, formChecklist, inserted } from './checklist.ts';
import { candidatePriority, pairPriority } from './priority.ts';
import type { CandidateType, IceCandidate, LocalCandidate } from './types.ts';

const SEED = 84_450_612;
const MOST = 100;

const TYPES = ['host', 'server-reflexive', 'relayed'] as const;

function candidate(type: CandidateType, i: number, component = 1): LocalCandidate {
  const host = { ip: `10.0.0.${i}`, port: 4000 + component };
  const own =
    type === 'host'
      ? host
      : {
          ip: type === 'relayed' ? '192.0.2.9' : '203.0.113.10',
          port: 50_000 + 10 * i + component,
        };
  return {
    ...own,
    type,
    component,
    base: type === 'server-reflexive' ? host : own,
    priority: candidatePriority(type, 65_536 - i, component),
    foundation: `${type}${i}`,
    allocation: null,
  };
}

const told = ({ base, allocation, ...rest }: LocalCandidate): IceCandidate => rest;
const form = (local: readonly LocalCandidate[], remote: readonly LocalCandidate[], most = MOST) =>
  formChecklist(local, remote.map(told), 'controlling', most, 0, 1);

describe('a checklist', () => {
  const both = TYPES.map((type) => candidate(type, 1));
  const pairs = form(both, both);

  test('has no reflexive candidate of one’s own: its base takes its place, and the double is pruned', () => {
    expect(pairs.map(({ local, remote }) => `${local.type} ${remote.type}`)).toEqual([
      'host host',
      'host server-reflexive',
      'host relayed',
      'relayed host',
      'relayed server-reflexive',
      'relayed relayed',
    ]);
  });
  test('is in order of priority, of which the controlling agent’s candidate counts more', () => {
    expect(pairs[0]!.priority).toBe('9151314442783293438');
    expect(pairs[1]!.priority).toBe('7277816997797167103');
    const seen = formChecklist(both, both.map(told), 'controlled', MOST, 0, 1);
    expect(seen[1]!.priority).toBe('7277816997797167102');
  });
  test('begins with one pair of each foundation waiting, the lowest component’s, and the rest frozen', () => {
    const two = [1, 2].flatMap((c) => TYPES.map((type) => candidate(type, 1, c)));
    const list = form(two, two);
    expect(list).toHaveLength(12);
    expect(list.every((p) => p.local.component === p.remote.component)).toBe(true);
    expect(list.every((p) => (p.state === 'Waiting') === (p.component === 1))).toBe(true);
  });
  test('pairs no address with one of the other family', () => {
    const v6 = { ...candidate('host', 2), ip: '2001:db8::7', base: { ip: '2001:db8::7', port: 1 } };
    expect(form([candidate('host', 1), v6], [candidate('host', 3)])).toHaveLength(1);
  });
  test('has at most as many pairs as it may, and those with the highest priorities', () => {
    const many = Array.from({ length: 15 }, (_, i) => candidate('host', i));
    const all = form(many, many, 1000);
    expect(all).toHaveLength(225);
    expect(form(many, many).map(({ priority }) => priority)).toEqual(
      all.slice(0, 100).map(({ priority }) => priority),
    );
  });
  test('takes a learned pair in at its place, and lets the last one go where it is full', () => {
    const many = Array.from({ length: 3 }, (_, i) => candidate('relayed', i));
    const list = form(many, many, 9);
    const extra = { ...form([candidate('host', 9)], [candidate('host', 9)])[0]!, id: 99 };
    const grown = inserted(list, extra, 9);
    expect(grown[0]).toBe(extra);
    expect(grown).toHaveLength(9);
    expect(grown).not.toContain(list.at(-1));
  });
});

/** A reflexive candidate is never without the host candidate that it was gathered from. */
function withBases(some: readonly LocalCandidate[]): readonly LocalCandidate[] {
  const missing = some
    .filter((c) => c.type === 'server-reflexive' && !some.some((o) => same(o, c.base)))
    .map(({ base, component }) => candidate('host', Number(base.ip.split('.')[3]), component));
  return [...some, ...missing];
}

test(`random candidates: sorted, pruned, capped, one foundation waiting each (seed ${SEED})`, () => {
  const anyOne = fc
    .tuple(
      fc.constantFrom(...TYPES),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 2 }),
    )
    .map(([type, i, component]) => candidate(type, i, component));
  const some = fc
    .uniqueArray(anyOne, { maxLength: 14, selector: (c) => `${c.ip} ${c.port}` })
    .map(withBases);
  fc.assert(
    fc.property(some, some, fc.integer({ min: 1, max: 40 }), (local, remote, most) => {
      const pairs = form(local, remote, most);
      expect(pairs.length).toBeLessThanOrEqual(most);
      expect([...pairs].sort(compare)).toEqual(pairs);
      for (const [i, pair] of pairs.entries()) {
        const doubles = pairs.filter(
          (p) => same(p.local.base, pair.local.base) && same(p.remote, pair.remote),
        );
        expect(doubles).toEqual([pair]);
        expect(['host', 'relayed']).toContain(pair.local.type);
        expect(pair.id).toBe(i + 1);
        const foundation = pairs.filter((p) => p.foundation === pair.foundation);
        expect(foundation.filter(({ state }) => state === 'Waiting')).toHaveLength(1);
      }
      // What is missing is redundant with a pair that is better, or is worse than all there are.
      for (const l of local) {
        for (const r of remote.filter(({ component }) => component === l.component)) {
          const kept = pairs.some((p) => same(p.local.base, l.base) && same(p.remote, r));
          const worse = (p: (typeof pairs)[number]) =>
            BigInt(p.priority) >= BigInt(pairPriority(l.priority, r.priority));
          if (!kept) expect(pairs.length === most && pairs.every(worse)).toBe(true);
        }
      }
    }),
    { numRuns: 1000, seed: SEED },
  );
});
