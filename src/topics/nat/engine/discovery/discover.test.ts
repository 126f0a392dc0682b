import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KIND_IDS, type KindId } from '../kinds.ts';
import type { Dependence, PortChoice } from '../net/types.ts';
import { discover } from './discover.ts';

const SEED = 20_261_122;
const DEPENDENCES: readonly Dependence[] = [
  'endpoint-independent',
  'address-dependent',
  'address-and-port-dependent',
];
const PORTS: readonly PortChoice[] = ['preserve', 'sequential', 'random', 'linux'];
const EI = 'endpoint-independent';
const AD = 'address-dependent';
const APD = 'address-and-port-dependent';

/** What the old names stand for, and what Linux looks like: mapping, then filtering. */
const KNOWN: Readonly<Record<KindId, readonly [string, string]>> = {
  none: ['none', EI],
  firewall: ['none', APD],
  'full-cone': [EI, EI],
  'restricted-cone': [EI, AD],
  'port-restricted-cone': [EI, APD],
  symmetric: [APD, APD],
  linux: [EI, APD],
  'linux-open': [EI, APD],
  'linux-random': [APD, APD],
  'udp-blocked': ['unknown', 'unknown'],
};

describe('every kind', () => {
  for (const kind of KIND_IDS) {
    test(`${kind} is found to be ${KNOWN[kind].join(', ')}`, () => {
      const { mapping, filtering } = discover(kind, SEED);
      expect([mapping, filtering]).toEqual(KNOWN[kind]);
    });
  }
});

describe('what was sent where', () => {
  test('asks no more than it must: no mapping test III where II settles it', () => {
    const { tests } = discover('full-cone', SEED);
    expect(tests.map(({ test: id }) => id)).toEqual(['mapping-1', 'mapping-2', 'filtering-2']);
    expect(discover('symmetric', SEED).tests).toHaveLength(5);
    expect(discover('none', SEED).tests.map(({ test: id }) => id)).toEqual([
      'mapping-1',
      'filtering-2',
    ]);
  });
  test('goes to the four endpoints of the server, and comes from the one that was asked for', () => {
    const { tests } = discover('symmetric', SEED, { rules: { filtering: EI } });
    const [one, two, three, filter] = tests;
    expect([one!.to, two!.to, three!.to, filter!.to]).toEqual([
      '192.0.2.1:3478',
      '192.0.2.2:3478',
      '192.0.2.2:3479',
      '192.0.2.1:3478',
    ]);
    expect(filter!.change).toEqual({ ip: true, port: true });
    expect(filter!.answer!.from).toBe('192.0.2.2:3479');
    expect(new Set([one!.from, two!.from, three!.from])).toEqual(new Set(['192.168.1.5:40001']));
    expect(filter!.from).toBe('192.168.1.5:40002');
  });
  test('port only: the answer comes from the same address', () => {
    const { tests } = discover('restricted-cone', SEED);
    const third = tests.at(-1)!;
    expect(third.test).toBe('filtering-3');
    expect(third.change).toEqual({ ip: false, port: true });
    expect(third.answer!.from).toBe('192.0.2.1:3479');
  });
  test('sends at 0, 500 and 1500 ms, and has no more patience at 2000', () => {
    const { tests, milliseconds } = discover('udp-blocked', SEED);
    expect(tests).toHaveLength(1);
    expect(tests[0]!.sentAt).toEqual([0, 500, 1500]);
    expect(tests[0]!.answer).toBeNull();
    expect(milliseconds).toBe(2000);
  });
  test('the whole schedule of RFC 8489 where there is patience for it', () => {
    const { tests, milliseconds } = discover('udp-blocked', SEED, { patience: 39_500 });
    expect(tests[0]!.sentAt).toEqual([0, 500, 1500, 3500, 7500, 15_500, 31_500]);
    expect(milliseconds).toBe(39_500);
  });
});

describe('every combination of the axes', () => {
  for (const mapping of DEPENDENCES) {
    for (const filtering of DEPENDENCES) {
      for (const ports of PORTS) {
        test(`${mapping} mapping, ${filtering} filtering, ${ports} ports`, () => {
          const found = discover('port-restricted-cone', SEED, {
            rules: { mapping, filtering, ports },
          });
          expect(found.filtering).toBe(filtering);
          // Linux keeps a port wherever it can, so that the tests see no difference.
          expect(found.mapping).toBe(ports === 'linux' ? EI : mapping);
        });
      }
    }
  }
  test(`whatever else the device does, and whatever chance does (${SEED})`, () => {
    const rules = fc.record({
      mapping: fc.constantFrom(...DEPENDENCES),
      filtering: fc.constantFrom(...DEPENDENCES),
      ports: fc.constantFrom('preserve' as const, 'sequential' as const, 'random' as const),
      refreshInbound: fc.boolean(),
      hairpin: fc.constantFrom('none' as const, 'internal' as const, 'external' as const),
      input: fc.constantFrom('drop' as const, 'accept' as const),
      portMapping: fc.boolean(),
    });
    fc.assert(
      fc.property(rules, fc.integer({ min: 1, max: 1 << 30 }), (axes, seed) => {
        const found = discover('port-restricted-cone', seed, { rules: axes });
        expect([found.mapping, found.filtering]).toEqual([axes.mapping, axes.filtering]);
      }),
      { numRuns: 500, seed: SEED },
    );
  });
});

describe('a port that is not fresh', () => {
  test('has written to the other address, so that a restricted cone looks full', () => {
    expect(discover('restricted-cone', SEED).filtering).toBe(AD);
    const dirty = discover('restricted-cone', SEED, { fresh: false });
    expect(dirty.filtering).toBe(EI);
    expect(dirty.tests.at(-1)!.from).toBe('192.168.1.5:40001');
  });
  test('does no harm where the filter looks at the port as well, or each address has its mapping', () => {
    expect(discover('port-restricted-cone', SEED, { fresh: false }).filtering).toBe(APD);
    const rules = { filtering: AD } as const;
    expect(discover('symmetric', SEED, { fresh: false, rules }).filtering).toBe(AD);
  });
});

describe('packets that are lost', () => {
  const kinds = KIND_IDS.filter((kind) => kind !== 'udp-blocked');
  test(`a fifth of them each way: sending again finds the same (${SEED})`, () => {
    for (const kind of kinds) {
      for (let seed = SEED; seed < SEED + 12; seed += 1) {
        const found = discover(kind, seed, { loss: 0.2, patience: 39_500 });
        expect([kind, found.mapping, found.filtering]).toEqual([kind, ...KNOWN[kind]]);
      }
    }
  });
  test('asking once, a lost answer cannot be told from a filter', () => {
    const seeds = Array.from({ length: 40 }, (_, i) => SEED + i);
    const found = seeds.map((seed) => discover('full-cone', seed, { loss: 0.2, patience: 400 }));
    expect(found.every(({ tests }) => tests.every(({ sentAt }) => sentAt.length === 1))).toBe(true);
    const wrong = found.filter(({ filtering }) => filtering === APD || filtering === AD);
    expect(wrong.length).toBeGreaterThan(3);
  });
  test('answers that come twice, late and out of order count once', () => {
    for (let seed = SEED; seed < SEED + 20; seed += 1) {
      const found = discover('symmetric', seed, { duplication: 0.5, jitter: 900 });
      expect([found.mapping, found.filtering]).toEqual([APD, APD]);
      expect(new Set(found.tests.map(({ test: id }) => id)).size).toBe(found.tests.length);
    }
  });
});
