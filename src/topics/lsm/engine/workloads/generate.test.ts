import { describe, expect, test } from 'vitest';
import type { Operation } from '../sim/types.ts';
import { initWorkload, loadOperations, nextOperation, totalOperations } from './generate.ts';
import type { WorkloadSpec } from './types.ts';
import { fnv1a64, hashedOrder, YCSB_THETA, zeta, zipfRank } from './zipf.ts';

const SEED = 4242;

function all(spec: WorkloadSpec, keys: number, seed = SEED): Operation[] {
  const operations: Operation[] = [];
  let state = initWorkload(spec, keys, seed);
  for (;;) {
    const next = nextOperation(spec, keys, state);
    if (next.operation === null) return operations;
    operations.push(next.operation);
    state = next.state;
  }
}

function writes(
  distribution: 'uniform' | 'zipf-like' | 'clustered' | 'sequential',
  operations: number,
  deletes = 0,
): WorkloadSpec {
  return { kind: 'writes', distribution, operations, valueBytes: 9, deletes };
}

function counts(operations: readonly Operation[], keys: number): number[] {
  const found = new Array<number>(keys).fill(0);
  for (const { key } of operations) found[key]!++;
  return found;
}

/** A count of draws with probability `p`, within five standard deviations. */
function expectShare(hits: number, draws: number, p: number): void {
  const spread = 5 * Math.sqrt(draws * p * (1 - p)) + 1;
  expect(Math.abs(hits - draws * p)).toBeLessThan(spread);
}

describe('distributions', () => {
  const draws = 40_000;

  test('uniform gives every key its share', () => {
    for (const hits of counts(all(writes('uniform', draws), 50), 50))
      expectShare(hits, draws, 1 / 50);
  });

  test('zipf-like gives a sixteenth of the keys half the writes', () => {
    const hot = all(writes('zipf-like', draws), 1600).filter(({ key }) => key < 100).length;
    expectShare(hot, draws, 0.5);
    const hits = counts(all(writes('zipf-like', draws), 10), 10);
    for (const [key, count] of hits.entries())
      expectShare(count, draws, ((key + 1) / 10) ** 0.25 - (key / 10) ** 0.25);
  });

  test('clustered stays in one place for a while, and goes everywhere', () => {
    const operations = all(writes('clustered', 6400), 1600);
    for (let from = 0; from < operations.length; from += 32) {
      const keys = operations.slice(from, from + 32).map(({ key }) => key);
      expect(Math.max(...keys) - Math.min(...keys)).toBeLessThan(100);
    }
    expect(Math.max(...operations.map(({ key }) => key))).toBeGreaterThan(1400);
    expect(Math.min(...operations.map(({ key }) => key))).toBeLessThan(200);
  });

  test('sequential goes round in key order', () => {
    expect(all(writes('sequential', 7), 5).map(({ key }) => key)).toEqual([0, 1, 2, 3, 4, 0, 1]);
  });

  test('deletes have their share, and no value', () => {
    const operations = all(writes('uniform', draws, 0.3), 50);
    const deletes = operations.filter(({ kind }) => kind === 'delete');
    expectShare(deletes.length, draws, 0.3);
    expect(deletes.every(({ bytes }) => bytes === 0)).toBe(true);
    expect(operations.every(({ kind, bytes }) => kind === 'delete' || bytes === 9)).toBe(true);
  });

  test('gets have their share, and deletes theirs of the writes', () => {
    const spec: WorkloadSpec = {
      kind: 'writes',
      distribution: 'uniform',
      operations: draws,
      valueBytes: 9,
      deletes: 0.3,
      reads: 0.2,
    };
    const operations = all(spec, 50);
    const share = (kind: Operation['kind'], p: number) =>
      expectShare(operations.filter((each) => each.kind === kind).length, draws, p);
    share('get', 0.2);
    share('delete', 0.8 * 0.3);
    share('put', 0.8 * 0.7);
  });
});

describe('zipfian', () => {
  test('has the constants that YCSB has', () => {
    // ScrambledZipfianGenerator's ZETAN is this sum for ten billion items.
    expect(zeta(1, YCSB_THETA)).toBe(1);
    expect(zeta(2, YCSB_THETA)).toBeCloseTo(1 + 0.5 ** 0.99, 12);
    const tail = (1e10 ** 0.01 - 1e6 ** 0.01) / 0.01;
    expect(zeta(1e6, YCSB_THETA) + tail).toBeCloseTo(26.46902820178302, 4);
  });

  test('draws ranks by 1 / rank^0.99', () => {
    const items = 1000;
    const draws = 200_000;
    const hits = new Array<number>(items).fill(0);
    for (let i = 0; i < draws; i++) hits[zipfRank(items, (i + 0.5) / draws)]!++;
    const total = zeta(items, YCSB_THETA);
    for (const rank of [0, 1]) expectShare(hits[rank]!, draws, 1 / (rank + 1) ** 0.99 / total);
    // Beyond the first two the method of Gray et al. is an approximation.
    const upTo = (ranks: number) => hits.slice(0, ranks).reduce((sum, count) => sum + count, 0);
    for (const ranks of [10, 100, 500])
      expect(upTo(ranks) / draws).toBeCloseTo(zeta(ranks, YCSB_THETA) / total, 1);
    expect(upTo(items)).toBe(draws);
  });

  test('hashes as FNV-1a with 64 bits', () => {
    const reference = (value: number): bigint => {
      let hash = 0xcbf29ce484222325n;
      for (let octet = 0n; octet < 8n; octet++) {
        hash ^= (BigInt(value) >> (8n * octet)) & 0xffn;
        hash = (hash * 1099511628211n) & 0xffffffffffffffffn;
      }
      return hash;
    };
    for (const value of [0, 1, 255, 256, 65_537, 123_456_789, 2 ** 40 + 7]) {
      const [high, low] = fnv1a64(value);
      expect((BigInt(high) << 32n) | BigInt(low)).toBe(reference(value));
    }
  });

  test('spreads the ranks over the keys, each key once', () => {
    const order = hashedOrder(1000);
    expect(new Set(order).size).toBe(1000);
    const hottest = [...order.slice(0, 20)];
    expect(hottest.filter((key) => key < 500).length).toBeGreaterThan(3);
    expect(hottest.filter((key) => key >= 500).length).toBeGreaterThan(3);
  });
});

describe('YCSB', () => {
  const operations = 20_000;
  const keys = 500;
  const run = (workload: 'A' | 'B' | 'C' | 'D' | 'E' | 'F') => {
    const spec: WorkloadSpec = { kind: 'ycsb', workload, operations, valueBytes: 100 };
    const load = loadOperations(spec, keys);
    const made = all(spec, keys);
    return { load: made.slice(0, load), rest: made.slice(load) };
  };
  const share = (rest: readonly Operation[], kind: Operation['kind'], p: number) =>
    expectShare(rest.filter((operation) => operation.kind === kind).length, rest.length, p);

  test.each([
    ['A', { get: 0.5, put: 0.5 }],
    ['B', { get: 0.95, put: 0.05 }],
    ['C', { get: 1 }],
    ['D', { get: 0.95, put: 0.05 }],
    ['E', { scan: 0.95, put: 0.05 }],
    ['F', { get: 0.5, 'read-modify-write': 0.5 }],
  ] as const)('%s has its published mix', (workload, mix) => {
    const { rest } = run(workload);
    expect(rest).toHaveLength(operations);
    for (const [kind, p] of Object.entries(mix)) share(rest, kind as Operation['kind'], p);
  });

  test('first inserts every record once, in hashed order', () => {
    const { load } = run('A');
    expect(load.every(({ kind, bytes }) => kind === 'put' && bytes === 100)).toBe(true);
    expect(load.map(({ key }) => key)).toEqual([...hashedOrder(keys)]);
  });

  test('asks for the popular keys most', () => {
    const hits = counts(run('C').rest, keys);
    const total = zeta(keys, YCSB_THETA);
    const order = hashedOrder(keys);
    expectShare(hits[order[0]!]!, operations, 1 / total);
    expectShare(hits[order[1]!]!, operations, 0.5 ** 0.99 / total);
  });

  test('D reads what was inserted last', () => {
    const { load, rest } = run('D');
    let inserted = load.length;
    let recent = 0;
    const order = [...hashedOrder(keys)];
    const item = new Map(order.map((key, index) => [key, index]));
    for (const { kind, key } of rest) {
      if (kind === 'put') inserted = Math.min(keys, inserted + 1);
      else {
        expect(item.get(key)!).toBeLessThan(inserted);
        if (item.get(key)! >= inserted - 10) recent++;
      }
    }
    expect(recent / rest.length).toBeGreaterThan(0.35);
  });

  test('E scans 1 to 100 keys, uniformly', () => {
    const lengths = run('E').rest.flatMap(({ kind, count }) => (kind === 'scan' ? [count] : []));
    expect(Math.min(...lengths)).toBe(1);
    expect(Math.max(...lengths)).toBe(100);
    expectShare(lengths.filter((length) => length <= 50).length, lengths.length, 0.5);
  });
});

describe('db_bench', () => {
  const bench = (benchmark: 'fillseq' | 'fillrandom' | 'overwrite'): WorkloadSpec => {
    return { kind: 'db_bench', benchmark, operations: 400, valueBytes: 100 };
  };

  test('fillseq is in order, fillrandom is not', () => {
    expect(all(bench('fillseq'), 400).map(({ key }) => key)).toEqual(
      Array.from({ length: 400 }, (_, key) => key),
    );
    const random = all(bench('fillrandom'), 400);
    expect(random.every(({ kind }) => kind === 'put')).toBe(true);
    // Drawn with replacement, about 1 - 1/e of the keys are hit.
    expectShare(new Set(random.map(({ key }) => key)).size, 400, 1 - 1 / Math.E);
  });

  test('overwrite finds a full store', () => {
    const operations = all(bench('overwrite'), 300);
    expect(operations).toHaveLength(700);
    expect(new Set(operations.slice(0, 300).map(({ key }) => key)).size).toBe(300);
  });
});

test('the same seed gives the same operations, another seed others', () => {
  const specs: WorkloadSpec[] = [
    writes('uniform', 200, 0.2),
    { kind: 'ycsb', workload: 'E', operations: 200, valueBytes: 5 },
    { kind: 'db_bench', benchmark: 'fillrandom', operations: 200, valueBytes: 5 },
  ];
  for (const spec of specs) {
    expect(all(spec, 100, 1)).toEqual(all(spec, 100, 1));
    expect(all(spec, 100, 1)).not.toEqual(all(spec, 100, 2));
    expect(all(spec, 100)).toHaveLength(totalOperations(spec, 100));
  }
});

test('a workload can be taken up again from its state, which is plain data', () => {
  const spec = writes('clustered', 100, 0.2);
  let state = initWorkload(spec, 64, SEED);
  const operations = Array.from({ length: 100 }, () => {
    const next = nextOperation(spec, 64, JSON.parse(JSON.stringify(state)));
    state = next.state;
    return next.operation;
  });
  expect(operations).toEqual(all(spec, 64));
});

test('a list is issued as it stands', () => {
  const operations = all(
    {
      kind: 'list',
      operations: [
        { op: 'put', key: 2, bytes: 7 },
        { op: 'scan', key: 0, bytes: 3 },
        { op: 'delete', key: 2, bytes: 0 },
      ],
    },
    3,
  );
  expect(operations).toEqual([
    { kind: 'put', key: 2, bytes: 7, count: 0 },
    { kind: 'scan', key: 0, bytes: 0, count: 3 },
    { kind: 'delete', key: 2, bytes: 0, count: 0 },
  ]);
});

test('a list that asks for a key that is not there is refused at once', () => {
  const list = (key: number, op: 'put' | 'scan' = 'put', bytes = 1): WorkloadSpec => {
    return { kind: 'list', operations: [{ op, key, bytes }] };
  };
  expect(() => initWorkload(list(3), 3, 1)).toThrow('operation 0: key 3 is not from 0 to 2');
  expect(() => initWorkload(list(0.5), 3, 1)).toThrow('key 0.5');
  expect(() => initWorkload(list(0, 'scan', 0), 3, 1)).toThrow('a scan cannot have 0');
  expect(() => initWorkload(list(0), 0, 1)).toThrow('keys must be at least 1: 0');
});
