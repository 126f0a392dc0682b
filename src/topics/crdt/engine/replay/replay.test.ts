import { describe, expect, test } from 'vitest';
import type { Work } from '../../../../lab/work.ts';
import { ALGORITHM_IDS, type AlgorithmId } from './plain-text.ts';
import { replay } from './replay.ts';
import { type ReplayReport, reportOf, timed } from './report.ts';
import { recordedTrace, WITHOUT_TRACES } from './testing/traces.ts';
import { compileTrace, type Trace, type TraceTransaction } from './trace.ts';
import { parseTrace } from './trace-file.ts';

function finish<Result>(work: Work<unknown, Result>): Result {
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
  }
}

async function replayed(trace: Trace, algorithm: AlgorithmId, plain: boolean) {
  const clock = () => performance.now();
  const { result, milliseconds } = finish(timed(replay(trace, { algorithm, plain }), clock));
  const report = await reportOf(result, milliseconds);
  return { ...report, text: result.copies[0]!.text() };
}

/** All five by the plain rules, and the fast ones. */
const WAYS: readonly (readonly [AlgorithmId, 'plain' | 'fast'])[] = [
  ...ALGORITHM_IDS.map((id) => [id, 'plain'] as const),
  ['causal-tree', 'fast'],
  ['fugue', 'fast'],
];

interface Recorded extends Partial<ReplayReport> {
  readonly name: string;
}

const RECORDED: readonly Recorded[] = [
  {
    name: 'automerge-paper',
    operations: 259_778,
    length: 104_852,
    sha256: 'a489e9022976c14e46627aea174d07797edcb3fd17df42605956d4cf01bf9039',
  },
  { name: 'sveltecomponent', operations: 19_749, length: 18_451 },
  {
    name: 'friendsforever',
    operations: 26_078,
    length: 21_362,
    sha256: expect.stringMatching(/^4720ec33/),
  },
];

for (const { name, ...expected } of RECORDED) {
  const bytes = await recordedTrace(name);
  if (!bytes) console.warn(`${name} is not replayed: ${WITHOUT_TRACES}`);

  describe.skipIf(!bytes)(`the recorded trace ${name}`, () => {
    const trace = bytes && parseTrace(bytes);
    test.each(WAYS)('ends as it says by %s, %s', async (algorithm, way) => {
      const report = await replayed(trace!, algorithm, way === 'plain');
      expect(report).toMatchObject({ ...expected, matches: true });
      expect(report.operationsPerSecond).toBeGreaterThan(10_000);
    });
  });
}

const alone = (...patches: TraceTransaction['patches'][]) =>
  compileTrace({
    startContent: 'ab🧵',
    endContent: '',
    txns: patches.map((each) => ({ patches: each })),
  });

const together = (numAgents: number, txns: readonly TraceTransaction[], startContent = '') =>
  compileTrace({ startContent, endContent: '', numAgents, txns });

const by = (
  agent: number,
  parents: readonly number[],
  ...patches: TraceTransaction['patches']
): TraceTransaction => ({ agent, parents, patches });

describe.each(WAYS)('%s, %s', (algorithm, way) => {
  const textOf = async (trace: Trace) => (await replayed(trace, algorithm, way === 'plain')).text;

  test('an edit deletes first, then inserts at the same place, in code points', async () => {
    expect(await textOf(alone([[0, 1, 'xy🪡']], [[3, 1, '']], [[4, 0, '!']]))).toBe('xy🪡🧵!');
  });

  test('people get what they had got, and then type', async () => {
    const trace = together(
      2,
      [
        by(0, [], [4, 0, ' and bread']),
        by(1, [], [0, 4, 'eggs']),
        by(1, [1], [4, 0, ',']),
        by(0, [0, 1], [8, 0, ' fresh']),
        by(1, [2, 3], [0, 1, 'E']),
      ],
      'milk',
    );
    expect(await textOf(trace)).toBe('Eggs, and fresh bread');
  });

  test('what nobody had got in the end arrives all the same', async () => {
    const { text, matches } = await replayed(
      { ...together(3, [by(2, [], [0, 0, 'c']), by(1, [], [0, 0, 'b'])]), endContent: 'bc' },
      algorithm,
      way === 'plain',
    );
    expect([...text].sort().join('')).toBe('bc');
    expect(matches).toBe(text === 'bc');
  });

  test('a transaction that cannot be done is named', () => {
    const work = (trace: Trace) => () =>
      finish(replay(trace, { algorithm, plain: way === 'plain' }));
    expect(work(alone([[0, 0, 'x']], [[5, 0, 'y']]))).toThrow(
      'Transaction 1: It inserts at 5, and the text has 4.',
    );
    expect(work(alone([[2, 2, '']]))).toThrow(
      'Transaction 0: It deletes 2 characters at 2, and the text has 3.',
    );
    // Agent 1 has not got the first transaction, and so not its letter.
    expect(work(together(2, [by(0, [], [0, 0, 'x']), by(1, [], [1, 0, 'y'])]))).toThrow(
      'Transaction 1: It inserts at 1, and the text has 0.',
    );
    expect(work(together(2, [by(0, [], [0, 0, 'x']), by(0, [], [0, 0, 'y'])]))).toThrow(
      'Transaction 1: it does not follow 0, which agent 0 made before it.',
    );
  });
});

test('concurrent letters at one place are merged by the algorithm', async () => {
  const word = (agent: number, letters: string, first: number) =>
    [...letters]
      .reverse()
      .map((letter, i) => by(agent, i === 0 ? [] : [first + i - 1], [0, 0, letter]));
  const trace = together(2, [...word(0, 'bread', 0), ...word(1, 'cakes', 5)]);
  for (const plain of [true, false]) {
    expect((await replayed(trace, 'causal-tree', plain)).text).toBe('cbarkeeasd');
    expect((await replayed(trace, 'fugue', plain)).text).toBe('breadcakes');
  }
});

test('a replay reports how far it is, and what it took', async () => {
  const txns = Array.from({ length: 1000 }, (_, i) => ({ patches: [[i, 0, 'x']] }));
  const trace = compileTrace({ endContent: 'x'.repeat(1000), txns });
  const work = timed(replay(trace, { algorithm: 'fugue' }), () => performance.now());
  const progress: number[] = [];
  let next = work.next();
  for (; !next.done; next = work.next()) {
    expect(next.value.of).toBe(1000);
    progress.push(next.value.done);
  }
  expect(progress.length).toBeGreaterThan(3);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  const report = await reportOf(next.value.result, 250);
  expect(report).toMatchObject({ operations: 1000, operationsPerSecond: 4000, length: 1000 });
  expect(report.matches).toBe(true);
  expect(report.metadataBytes).toBeLessThan(20);
});
