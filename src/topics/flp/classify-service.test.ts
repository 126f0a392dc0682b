import { describe, expect, test } from 'vitest';
import { Cancelled, runInSlices } from '../../lab/work.ts';
import { analyseInWorker, classifyInWorker } from './classify-client.ts';
import { ClassifyService } from './classify-service.ts';
import { type Analysis, analyse, isCritical, label } from './engine/analysis.ts';
import { analyseWithout, type ClassifyProgress, classified, classify } from './engine/classify.ts';
import { applicable, configurationOf, graphOf } from './engine/graph.ts';
import { countLemma3 } from './engine/lemma3.ts';
import { buffersOf, unpackIn } from './engine/packed.ts';
import { hooksAt } from './engine/pairs.ts';
import type { Bit } from './engine/protocol.ts';
import { type Choice, PROTOCOLS, protocolOf } from './engine/protocols/index.ts';
import { TIES } from './engine/protocols/majority-rounds.ts';
import { valuesWithout } from './engine/stopped.ts';

const ROUNDS: Choice = { name: 'majority-rounds', processes: 3, tie: 'coin', lead: 3 };
const MEETING: Choice = { name: 'initially-dead', processes: 3 };

const CHOICES: readonly Choice[] = [
  ...PROTOCOLS.filter((name) => name !== 'majority-rounds').map(
    (name): Choice => ({ name, processes: 3 }),
  ),
  { name: 'paxos', processes: 2, ballots: 2 },
  ...TIES.map((tie): Choice => ({ name: 'majority-rounds', processes: 3, tie })),
];

const analysed = (choice: Choice, inputs: readonly Bit[]): Analysis =>
  analyse(graphOf(protocolOf(choice), { inputs: [inputs] }));

describe('an analysis that crosses into another thread', () => {
  test.each(CHOICES)('is the same there: %o', async (choice) => {
    const inputs = [0, 1, 1].slice(0, choice.processes) as Bit[];
    const packed = await new ClassifyService().analyse(1, choice, inputs, () => {});
    const crossed = structuredClone(packed, { transfer: buffersOf(packed) });
    expect(packed.values).toHaveLength(0);
    const there = await runInSlices(unpackIn(crossed));
    expectSame(there, analysed(choice, inputs));
  });

  test('can begin with all inputs', async () => {
    const there = await analyseInWorker({ name: 'wait-majority', processes: 3 }, null);
    expectSame(there, analyse(graphOf(protocolOf({ name: 'wait-majority', processes: 3 }))));
  });
});

/** That everything which a figure asks of an analysis has the same answer, numbers and names. */
function expectSame(there: Analysis, here: Analysis): void {
  const { machine: thereMachine, ...thereGraph } = there.graph;
  const { machine, ...graph } = here.graph;
  expect(thereGraph).toEqual(graph);
  expect([there.back, there.decided, there.values]).toEqual([here.back, here.decided, here.values]);
  for (const node of graph.keys.keys()) {
    const configuration = configurationOf(here.graph, node);
    const events = applicable(machine, configuration);
    expect(applicable(thereMachine, configuration)).toEqual(events);
    expect(configuration.locals.map((id) => thereMachine.local(id))).toEqual(
      configuration.locals.map((id) => machine.local(id)),
    );
    expect(events.map((id) => thereMachine.event(id))).toEqual(
      events.map((id) => machine.event(id)),
    );
    expect(label(there, node)).toBe(label(here, node));
    expect(isCritical(there, node)).toBe(isCritical(here, node));
    expect([...hooksAt(there, node)]).toEqual([...hooksAt(here, node)]);
  }
  expect(finished(countLemma3(there))).toEqual(finished(countLemma3(here)));
  const each = Array.from({ length: machine.processes }, (_, p) => valuesWithout(here.graph, p));
  expect(there.without).toEqual(each);
}

function finished<Result>(work: Generator<unknown, Result, void>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

describe('the classify service', () => {
  test('counts, and reports on the way', async () => {
    const reports: ClassifyProgress[] = [];
    const counts = await classifyInWorker(MEETING, (progress) => reports.push(progress));
    expect(counts).toEqual(classified(protocolOf(MEETING)).counts);
    expect(reports.length).toBeGreaterThan(2);
    for (const { configurations, done } of reports) {
      expect(configurations).toBeLessThanOrEqual(counts.configurations);
      expect(done).toBeLessThanOrEqual(configurations);
    }
  });

  test('a cancel ends one job and leaves the other', async () => {
    const ending = new AbortController();
    const one = analyseInWorker(ROUNDS, [0, 1, 1], () => ending.abort(), ending.signal);
    const other = analyseInWorker({ name: 'leader', processes: 3 }, [0, 1, 1]);
    await expect(one).rejects.toBeInstanceOf(Cancelled);
    expect((await other).graph.keys.length).toBeGreaterThan(0);
  });

  test('what was cancelled before does not begin', async () => {
    const signal = AbortSignal.abort();
    const asked = analyseInWorker(ROUNDS, null, () => expect.unreachable(), signal);
    await expect(asked).rejects.toBeInstanceOf(Cancelled);
  });

  test('a protocol with too many configurations says so', async () => {
    const service = new ClassifyService();
    const large: Choice = { name: 'paxos', processes: 3, ballots: 3 };
    await expect(service.analyse(1, large, null, () => {})).rejects.toThrow(
      'paxos has more than 500,000 configurations.',
    );
    const wrong: Choice = { name: 'majority-rounds', processes: 2 };
    await expect(service.classify(2, wrong, () => {})).rejects.toThrow('are for 3 processes');
  });

  test.each([MEETING, ROUNDS])('works in pieces shorter than a slice: %o', (choice) => {
    const protocol = protocolOf(choice);
    const times = [...piecesOf(classify(protocol)), ...piecesOf(analyseWithout(protocol))];
    // All but those into which a collection of garbage falls, or another program.
    const longest = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.98)];
    expect(longest).toBeLessThan(8);
  });
});

/** Milliseconds from one report to the next. */
function* piecesOf(work: Generator): Generator<number, void, void> {
  for (let done: boolean | undefined = false; !done; ) {
    const begun = performance.now();
    ({ done } = work.next());
    yield performance.now() - begun;
  }
}
